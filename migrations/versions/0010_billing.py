"""Billing: subscriptions, invoices, what was asked of Stripe and what Stripe has told.

Revision ID: 0010_billing
Revises: 0009_events
"""

from __future__ import annotations

from alembic import op

revision = "0010_billing"
down_revision = "0009_events"
branch_labels = None
depends_on = None

TENANT_TABLES = (
    "stripe_reads",
    "subscriptions",
    "grants",
    "checkouts",
    "plan_changes",
    "invoices",
    "billing_notices",
)

TABLES = (
    """
    CREATE TABLE stripe_customers (
        stripe_id TEXT NOT NULL,
        merchant_id UUID NOT NULL,
        created_at timestamptz NOT NULL,
        deleted_at timestamptz,
        CONSTRAINT pk_stripe_customers PRIMARY KEY (stripe_id),
        CONSTRAINT fk_stripe_customers_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE UNIQUE INDEX uq_stripe_customers_living ON stripe_customers (merchant_id)
        WHERE deleted_at IS NULL
    """,
    """
    CREATE TABLE stripe_events (
        id TEXT NOT NULL,
        type TEXT NOT NULL,
        object_type TEXT NOT NULL,
        object_id TEXT,
        customer_id TEXT,
        created_at timestamptz NOT NULL,
        received_at timestamptz NOT NULL,
        handled_at timestamptz,
        state TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        error TEXT,
        CONSTRAINT pk_stripe_events PRIMARY KEY (id),
        CONSTRAINT ck_stripe_events_state
            CHECK (state IN ('received', 'handled', 'ignored', 'failed'))
    )
    """,
    """
    CREATE INDEX ix_stripe_events_received_at ON stripe_events (received_at)
    """,
    """
    CREATE INDEX ix_stripe_events_state_received_at ON stripe_events (state, received_at)
    """,
    """
    CREATE TABLE stripe_reads (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        object_id TEXT NOT NULL,
        asked BIGINT NOT NULL,
        applied BIGINT NOT NULL,
        CONSTRAINT pk_stripe_reads PRIMARY KEY (merchant_id, id),
        CONSTRAINT uq_stripe_reads_merchant_id_object_id UNIQUE (merchant_id, object_id),
        CONSTRAINT fk_stripe_reads_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE TABLE subscriptions (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        stripe_id TEXT NOT NULL,
        item_id TEXT NOT NULL,
        plan TEXT NOT NULL,
        interval TEXT NOT NULL,
        amount BIGINT NOT NULL,
        currency TEXT NOT NULL,
        status TEXT NOT NULL,
        collection_paused BOOLEAN NOT NULL,
        created_at timestamptz NOT NULL,
        trial_end timestamptz,
        period_start timestamptz NOT NULL,
        period_end timestamptz NOT NULL,
        cancel_at timestamptz,
        cancel_at_period_end BOOLEAN NOT NULL,
        ended_at timestamptz,
        past_due_since timestamptz,
        payment_method TEXT,
        read_at timestamptz NOT NULL,
        CONSTRAINT pk_subscriptions PRIMARY KEY (merchant_id, id),
        CONSTRAINT uq_subscriptions_merchant_id_stripe_id UNIQUE (merchant_id, stripe_id),
        CONSTRAINT ck_subscriptions_interval CHECK (interval IN ('month', 'year')),
        CONSTRAINT fk_subscriptions_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE TABLE grants (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        plan TEXT NOT NULL,
        until timestamptz,
        created_at timestamptz NOT NULL,
        revoked_at timestamptz,
        CONSTRAINT pk_grants PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_grants_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE TABLE checkouts (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        key TEXT NOT NULL,
        request BYTEA NOT NULL,
        plan TEXT NOT NULL,
        interval TEXT NOT NULL,
        promotion_code TEXT,
        trial_days INTEGER NOT NULL,
        state TEXT NOT NULL,
        tries INTEGER NOT NULL,
        stripe_id TEXT,
        url TEXT,
        asked_by UUID,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT pk_checkouts PRIMARY KEY (merchant_id, id),
        CONSTRAINT uq_checkouts_merchant_id_key UNIQUE (merchant_id, key),
        CONSTRAINT ck_checkouts_state CHECK (state IN ('open', 'completed', 'expired', 'failed')),
        CONSTRAINT ck_checkouts_interval CHECK (interval IN ('month', 'year')),
        CONSTRAINT fk_checkouts_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE TABLE plan_changes (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        key TEXT NOT NULL,
        request BYTEA NOT NULL,
        kind TEXT NOT NULL,
        subscription_id TEXT NOT NULL,
        plan TEXT,
        interval TEXT,
        proration_at timestamptz,
        state TEXT NOT NULL,
        tries INTEGER NOT NULL,
        asked_by UUID,
        created_at timestamptz NOT NULL,
        done_at timestamptz,
        CONSTRAINT pk_plan_changes PRIMARY KEY (merchant_id, id),
        CONSTRAINT uq_plan_changes_merchant_id_key UNIQUE (merchant_id, key),
        CONSTRAINT ck_plan_changes_kind CHECK (kind IN ('change', 'cancellation', 'resumption')),
        CONSTRAINT ck_plan_changes_state CHECK (state IN ('asked', 'done', 'refused')),
        CONSTRAINT fk_plan_changes_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE TABLE invoices (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        stripe_id TEXT NOT NULL,
        subscription_id TEXT,
        number TEXT,
        status TEXT NOT NULL,
        currency TEXT NOT NULL,
        subtotal BIGINT NOT NULL,
        tax BIGINT NOT NULL,
        total BIGINT NOT NULL,
        amount_due BIGINT NOT NULL,
        amount_paid BIGINT NOT NULL,
        amount_refunded BIGINT NOT NULL,
        amount_credited BIGINT NOT NULL,
        disputed BOOLEAN NOT NULL,
        created_at timestamptz NOT NULL,
        issued_at timestamptz,
        due_at timestamptz,
        paid_at timestamptz,
        period_start timestamptz NOT NULL,
        period_end timestamptz NOT NULL,
        hosted_url TEXT,
        pdf_url TEXT,
        paid_by TEXT,
        read_at timestamptz NOT NULL,
        CONSTRAINT pk_invoices PRIMARY KEY (merchant_id, id),
        CONSTRAINT uq_invoices_merchant_id_stripe_id UNIQUE (merchant_id, stripe_id),
        CONSTRAINT fk_invoices_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE INDEX ix_invoices_listed ON invoices (merchant_id, created_at, id)
    """,
    """
    CREATE TABLE billing_notices (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        kind TEXT NOT NULL,
        about TEXT NOT NULL,
        day INTEGER NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT pk_billing_notices PRIMARY KEY (merchant_id, id),
        CONSTRAINT uq_billing_notices_merchant_id_kind_about_day
            UNIQUE (merchant_id, kind, about, day),
        CONSTRAINT fk_billing_notices_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
)

# What Stripe answers overwrites; what is a key of something does not change. Invoices go after ten
# years, events after thirteen months, nothing else does.
GRANTS = (
    "GRANT SELECT, INSERT, UPDATE (deleted_at) ON stripe_customers TO carnet_app",
    """
    GRANT SELECT, INSERT, DELETE, UPDATE (state, attempts, error, handled_at)
        ON stripe_events TO carnet_app
    """,
    "GRANT SELECT, INSERT, UPDATE (asked, applied) ON stripe_reads TO carnet_app",
    """
    GRANT SELECT, INSERT, UPDATE (
        item_id, plan, interval, amount, currency, status, collection_paused,
        trial_end, period_start, period_end, cancel_at, cancel_at_period_end,
        ended_at, past_due_since, payment_method, read_at
    ) ON subscriptions TO carnet_app
    """,
    "GRANT SELECT, INSERT, UPDATE (until, revoked_at) ON grants TO carnet_app",
    """
    GRANT SELECT, INSERT, UPDATE (state, tries, stripe_id, url, expires_at)
        ON checkouts TO carnet_app
    """,
    "GRANT SELECT, INSERT, UPDATE (state, tries, done_at) ON plan_changes TO carnet_app",
    """
    GRANT SELECT, INSERT, DELETE, UPDATE (
        subscription_id, number, status, subtotal, tax, total, amount_due,
        amount_paid, amount_refunded, amount_credited, disputed, issued_at,
        due_at, paid_at, period_start, period_end, hosted_url, pdf_url,
        paid_by, read_at
    ) ON invoices TO carnet_app
    """,
    "GRANT SELECT, INSERT, DELETE ON billing_notices TO carnet_app",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for statement in TABLES:
        op.execute(statement)
    for table in TENANT_TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY merchant ON {table}"
            " USING (merchant_id = nullif(current_setting('app.merchant_id', true), '')::uuid)"
            " WITH CHECK"
            " (merchant_id = nullif(current_setting('app.merchant_id', true), '')::uuid)"
        )
    for statement in GRANTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(f"DROP TABLE {', '.join(TENANT_TABLES)}, stripe_events, stripe_customers")
