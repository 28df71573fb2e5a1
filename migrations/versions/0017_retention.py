"""Retention: choices, forecasts, notices, stops, legal holds, and when a person last signed in.

Revision ID: 0017_retention
Revises: 0016_extracts
"""

from __future__ import annotations

from alembic import op

revision = "0017_retention"
down_revision = "0016_extracts"
branch_labels = None
depends_on = None

TENANT_TABLES = (
    "retention_choices",
    "retention_forecasts",
    "retention_stops",
    "retention_notices",
    "legal_holds",
)

TABLES = (
    """
    CREATE TABLE retention_choices (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        rule TEXT NOT NULL,
        period TEXT,
        version INTEGER NOT NULL,
        chosen_by UUID,
        chosen_at timestamptz NOT NULL,
        CONSTRAINT pk_retention_choices PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_retention_choices_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT uq_retention_choices_merchant_id_rule UNIQUE (merchant_id, rule)
    )
    """,
    """
    CREATE TABLE retention_forecasts (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        day DATE NOT NULL,
        rule TEXT NOT NULL,
        table_name TEXT NOT NULL,
        rows BIGINT NOT NULL,
        made_at timestamptz NOT NULL,
        CONSTRAINT pk_retention_forecasts PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_retention_forecasts_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT uq_retention_forecasts_merchant_id_day_rule_table_name
            UNIQUE (merchant_id, day, rule, table_name)
    )
    """,
    """
    CREATE TABLE retention_stops (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        rule TEXT NOT NULL,
        table_name TEXT NOT NULL,
        announced BIGINT NOT NULL,
        found BIGINT NOT NULL,
        at timestamptz NOT NULL,
        released_at timestamptz,
        released_by UUID,
        CONSTRAINT pk_retention_stops PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_retention_stops_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    "CREATE UNIQUE INDEX uq_retention_stops_open ON retention_stops"
    " (merchant_id, rule, table_name) WHERE released_at IS NULL",
    """
    CREATE TABLE retention_notices (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        customer_id UUID NOT NULL,
        since timestamptz NOT NULL,
        days INTEGER NOT NULL,
        how TEXT NOT NULL,
        due_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL,
        sent_at timestamptz,
        CONSTRAINT pk_retention_notices PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_retention_notices_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT fk_retention_notices_merchant_id_customers
            FOREIGN KEY(merchant_id, customer_id) REFERENCES customers (merchant_id, id),
        CONSTRAINT uq_retention_notices_merchant_id_customer_id_since_days
            UNIQUE (merchant_id, customer_id, since, days),
        CONSTRAINT ck_retention_notices_days CHECK (days IN (30, 7)),
        CONSTRAINT ck_retention_notices_how CHECK (how IN ('mail', 'unreachable'))
    )
    """,
    "CREATE INDEX ix_retention_notices_due ON retention_notices (merchant_id, how, due_at, id)",
    """
    CREATE TABLE user_notices (
        id UUID NOT NULL,
        user_id UUID NOT NULL,
        since timestamptz NOT NULL,
        days INTEGER NOT NULL,
        due_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL,
        sent_at timestamptz,
        CONSTRAINT pk_user_notices PRIMARY KEY (id),
        CONSTRAINT fk_user_notices_user_id_users
            FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT uq_user_notices_user_id_since_days UNIQUE (user_id, since, days),
        CONSTRAINT ck_user_notices_days CHECK (days IN (30, 7))
    )
    """,
    """
    CREATE TABLE legal_holds (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        table_name TEXT NOT NULL,
        row_id UUID NOT NULL,
        reason TEXT NOT NULL,
        until timestamptz NOT NULL,
        placed_by UUID,
        placed_at timestamptz NOT NULL,
        lifted_by UUID,
        lifted_at timestamptz,
        CONSTRAINT pk_legal_holds PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_legal_holds_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    "CREATE INDEX ix_legal_holds_row ON legal_holds (merchant_id, table_name, row_id)",
    """
    CREATE TABLE last_sign_ins (
        user_id UUID NOT NULL,
        at timestamptz NOT NULL,
        CONSTRAINT pk_last_sign_ins PRIMARY KEY (user_id),
        CONSTRAINT fk_last_sign_ins_user_id_users
            FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX ix_last_sign_ins_at ON last_sign_ins (at)",
    # Nobody knows when who was here before; silence counts from today.
    "INSERT INTO last_sign_ins (user_id, at) SELECT id, now() FROM users",
)

GRANTS = (
    "GRANT SELECT, INSERT, UPDATE (period, version, chosen_by, chosen_at) ON retention_choices"
    " TO carnet_app",
    "GRANT SELECT, INSERT, DELETE ON retention_forecasts TO carnet_app",
    "GRANT SELECT, INSERT, UPDATE (released_at, released_by) ON retention_stops TO carnet_app",
    "GRANT SELECT, INSERT, DELETE, UPDATE (how, sent_at) ON retention_notices TO carnet_app",
    "GRANT SELECT, INSERT, DELETE, UPDATE (sent_at) ON user_notices TO carnet_app",
    "GRANT SELECT, INSERT, DELETE, UPDATE (lifted_by, lifted_at) ON legal_holds TO carnet_app",
    "GRANT SELECT, INSERT, DELETE, UPDATE (at) ON last_sign_ins TO carnet_app",
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
    op.execute(
        "DROP TABLE last_sign_ins, legal_holds, user_notices, retention_notices, retention_stops,"
        " retention_forecasts, retention_choices"
    )
