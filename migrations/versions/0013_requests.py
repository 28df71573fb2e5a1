"""Requests of persons who exercise a right.

Revision ID: 0013_requests
Revises: 0011_quotas
"""

from __future__ import annotations

from alembic import op

revision = "0013_requests"
down_revision = "0011_quotas"
branch_labels = None
depends_on = None

TENANT_TABLES = ("privacy_requests", "request_events", "request_calendars")

TABLES = (
    # No foreign key to the customer: that a request was answered is proved beyond an erasure.
    """
    CREATE TABLE privacy_requests (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        customer_id UUID,
        kind TEXT NOT NULL,
        channel TEXT NOT NULL,
        language TEXT NOT NULL,
        asked_by TEXT,
        details TEXT,
        correction JSONB,
        restriction TEXT,
        version INTEGER NOT NULL,
        state TEXT NOT NULL,
        received_at timestamptz NOT NULL,
        due_on DATE NOT NULL,
        due_at timestamptz NOT NULL,
        extended_at timestamptz,
        extension_reason TEXT,
        reminded INTEGER,
        identified_by TEXT,
        code_hash BYTEA,
        code_expires_at timestamptz,
        reply_to BYTEA,
        plan_digest TEXT,
        execution_id UUID,
        failed_at timestamptz,
        refusal_ground TEXT,
        answer TEXT,
        closed_at timestamptz,
        notice_due_at timestamptz,
        notified_at timestamptz,
        escalated INTEGER NOT NULL,
        created_at timestamptz NOT NULL,
        created_by UUID,
        CONSTRAINT pk_privacy_requests PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_privacy_requests_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT ck_privacy_requests_kind CHECK (kind in ('access', 'portability',
            'rectification', 'erasure', 'restriction', 'objection', 'withdrawal', 'complaint')),
        CONSTRAINT ck_privacy_requests_state CHECK (state in ('received', 'identified',
            'qualified', 'planned', 'approved', 'executing', 'awaiting_provider', 'verifying',
            'answered', 'refused')),
        CONSTRAINT ck_privacy_requests_channel CHECK (channel in ('counter', 'mail', 'phone',
            'letter', 'page', 'operator')),
        CONSTRAINT ck_privacy_requests_restriction CHECK (restriction in ('accuracy', 'unlawful',
            'legal_claims', 'objection', 'lift'))
    )
    """,
    "CREATE INDEX ix_privacy_requests_open ON privacy_requests (merchant_id, due_at, id)"
    " WHERE closed_at IS NULL",
    "CREATE INDEX ix_privacy_requests_due ON privacy_requests (merchant_id, due_at, id)",
    "CREATE INDEX ix_privacy_requests_customer ON privacy_requests (merchant_id, customer_id, id)",
    """
    CREATE TABLE request_events (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        request_id UUID NOT NULL,
        at timestamptz NOT NULL,
        what TEXT NOT NULL,
        state TEXT NOT NULL,
        word TEXT,
        actor_kind TEXT NOT NULL,
        actor_id UUID,
        CONSTRAINT pk_request_events PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_request_events_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT fk_request_events_merchant_id_privacy_requests
            FOREIGN KEY(merchant_id, request_id) REFERENCES privacy_requests (merchant_id, id)
    )
    """,
    "CREATE INDEX ix_request_events_request ON request_events (merchant_id, request_id, id)",
    """
    CREATE TABLE request_calendars (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        holidays TEXT NOT NULL,
        feed_hash BYTEA,
        feed_made_at timestamptz,
        CONSTRAINT pk_request_calendars PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_request_calendars_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT uq_request_calendars_merchant_id UNIQUE (merchant_id),
        CONSTRAINT uq_request_calendars_merchant_id_feed_hash UNIQUE (merchant_id, feed_hash),
        CONSTRAINT ck_request_calendars_holidays
            CHECK (holidays in ('fr', 'fr-alsace-moselle', 'be'))
    )
    """,
)

GRANTS = (
    "GRANT SELECT, INSERT ON privacy_requests, request_events TO carnet_app",
    # What was asked, when and by whom never changes; that a kind was misunderstood may be noted.
    "GRANT UPDATE (customer_id, kind, asked_by, details, correction, restriction, version, state,"
    " due_on, due_at, extended_at, extension_reason, reminded, identified_by, code_hash,"
    " code_expires_at, reply_to, plan_digest, execution_id, failed_at, refusal_ground, answer,"
    " closed_at, notice_due_at, notified_at, escalated) ON privacy_requests TO carnet_app",
    "GRANT SELECT, INSERT ON request_calendars TO carnet_app",
    "GRANT UPDATE (holidays, feed_hash, feed_made_at) ON request_calendars TO carnet_app",
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
    op.execute("DROP TABLE request_calendars, request_events, privacy_requests")
