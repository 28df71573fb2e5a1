"""Stamps per member and hour, and the hours that were unusual.

Revision ID: 0022_alerts
Revises: 0020_campaigns
"""

from __future__ import annotations

from alembic import op

revision = "0022_alerts"
down_revision = "0020_campaigns"
branch_labels = None
depends_on = None

TENANT_TABLES = ("member_hours", "alerts", "alert_settings", "alert_heads")

TABLES = (
    """
    CREATE TABLE member_hours (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        member_id UUID NOT NULL,
        hour timestamptz NOT NULL,
        stamps INTEGER NOT NULL,
        operations INTEGER NOT NULL,
        cards INTEGER NOT NULL,
        CONSTRAINT pk_member_hours PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_member_hours_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT uq_member_hours_merchant_id_member_id_hour
            UNIQUE (merchant_id, member_id, hour)
    )
    """,
    "CREATE INDEX ix_member_hours_hour ON member_hours (merchant_id, hour)",
    """
    CREATE TABLE alerts (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        member_id UUID NOT NULL,
        hour timestamptz NOT NULL,
        local_day DATE NOT NULL,
        stamps INTEGER NOT NULL,
        operations INTEGER NOT NULL,
        cards INTEGER NOT NULL,
        usual INTEGER,
        bound INTEGER NOT NULL,
        mailed BOOLEAN NOT NULL,
        created_at timestamptz NOT NULL,
        explained_at timestamptz,
        explained_by UUID,
        note TEXT,
        CONSTRAINT pk_alerts PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_alerts_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT uq_alerts_merchant_id_member_id_hour UNIQUE (merchant_id, member_id, hour)
    )
    """,
    "CREATE INDEX ix_alerts_hour ON alerts (merchant_id, hour, id)",
    "CREATE UNIQUE INDEX uq_alerts_mailed ON alerts (merchant_id, member_id, local_day)"
    " WHERE mailed",
    """
    CREATE TABLE alert_settings (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        watching BOOLEAN NOT NULL,
        by_mail BOOLEAN NOT NULL,
        least_stamps INTEGER NOT NULL,
        times_usual INTEGER NOT NULL,
        CONSTRAINT pk_alert_settings PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_alert_settings_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT uq_alert_settings_merchant_id UNIQUE (merchant_id),
        CONSTRAINT ck_alert_settings_least_stamps CHECK (least_stamps BETWEEN 5 AND 1000),
        CONSTRAINT ck_alert_settings_times_usual CHECK (times_usual BETWEEN 2 AND 10)
    )
    """,
    """
    CREATE TABLE alert_heads (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        looked_at timestamptz NOT NULL,
        CONSTRAINT pk_alert_heads PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_alert_heads_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
)

GRANTS = (
    "GRANT SELECT, INSERT, DELETE, UPDATE (stamps, operations, cards) ON member_hours"
    " TO carnet_app",
    "GRANT SELECT, INSERT, DELETE, UPDATE (stamps, operations, cards, explained_at, explained_by,"
    " note) ON alerts TO carnet_app",
    "GRANT SELECT, INSERT, UPDATE (version, watching, by_mail, least_stamps, times_usual)"
    " ON alert_settings TO carnet_app",
    "GRANT SELECT, INSERT, UPDATE (looked_at) ON alert_heads TO carnet_app",
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
    op.execute("DROP TABLE alert_heads, alert_settings, alerts, member_hours")
