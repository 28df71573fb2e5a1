"""Campaigns, who was chosen for them and who got them, and how often is written.

Revision ID: 0020_campaigns
Revises: 0019_statistics
"""

from __future__ import annotations

from alembic import op

revision = "0020_campaigns"
down_revision = "0019_statistics"
branch_labels = None
depends_on = None

TENANT_TABLES = ("campaigns", "campaign_choices", "campaign_mails", "campaign_settings")

TABLES = (
    """
    CREATE TABLE campaigns (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        status TEXT NOT NULL,
        subject TEXT NOT NULL,
        body TEXT NOT NULL,
        card_button BOOLEAN NOT NULL,
        audience JSONB,
        scheduled_at timestamptz,
        started_at timestamptz,
        planned_after UUID,
        planned_at timestamptz,
        stalled_since timestamptz,
        run UUID,
        counts JSONB NOT NULL,
        problem TEXT,
        created_kind TEXT NOT NULL,
        created_by UUID,
        sent_by UUID,
        created_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL,
        finished_at timestamptz,
        CONSTRAINT pk_campaigns PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_campaigns_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT ck_campaigns_status CHECK
            (status IN ('draft', 'scheduled', 'sending', 'stopped', 'sent', 'cancelled'))
    )
    """,
    """
    CREATE TABLE campaign_choices (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        campaign_id UUID NOT NULL,
        customer_id UUID NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT pk_campaign_choices PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_campaign_choices_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT fk_campaign_choices_merchant_id_campaigns
            FOREIGN KEY(merchant_id, campaign_id) REFERENCES campaigns (merchant_id, id),
        CONSTRAINT fk_campaign_choices_merchant_id_customers
            FOREIGN KEY(merchant_id, customer_id) REFERENCES customers (merchant_id, id),
        CONSTRAINT uq_campaign_choices_merchant_id_campaign_id_customer_id
            UNIQUE (merchant_id, campaign_id, customer_id)
    )
    """,
    "CREATE INDEX ix_campaign_choices_customer ON campaign_choices (merchant_id, customer_id)",
    """
    CREATE TABLE campaign_mails (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        campaign_id UUID NOT NULL,
        customer_id UUID NOT NULL,
        state TEXT NOT NULL,
        reason TEXT,
        handed_at timestamptz,
        created_at timestamptz NOT NULL,
        CONSTRAINT pk_campaign_mails PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_campaign_mails_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT fk_campaign_mails_merchant_id_campaigns
            FOREIGN KEY(merchant_id, campaign_id) REFERENCES campaigns (merchant_id, id),
        CONSTRAINT fk_campaign_mails_merchant_id_customers
            FOREIGN KEY(merchant_id, customer_id) REFERENCES customers (merchant_id, id),
        CONSTRAINT uq_campaign_mails_merchant_id_campaign_id_customer_id
            UNIQUE (merchant_id, campaign_id, customer_id),
        CONSTRAINT ck_campaign_mails_state CHECK
            (state IN ('pending', 'sending', 'sent', 'unclear', 'failed', 'refused'))
    )
    """,
    "CREATE INDEX ix_campaign_mails_state ON campaign_mails (merchant_id, campaign_id, state, id)",
    "CREATE INDEX ix_campaign_mails_customer ON campaign_mails"
    " (merchant_id, customer_id, handed_at)",
    """
    CREATE TABLE campaign_settings (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        days_between INTEGER NOT NULL,
        quiet_from INTEGER NOT NULL,
        quiet_until INTEGER NOT NULL,
        CONSTRAINT pk_campaign_settings PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_campaign_settings_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT uq_campaign_settings_merchant_id UNIQUE (merchant_id),
        CONSTRAINT ck_campaign_settings_days_between CHECK (days_between BETWEEN 1 AND 90),
        CONSTRAINT ck_campaign_settings_quiet CHECK
            (quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23)
    )
    """,
)

GRANTS = (
    "GRANT SELECT, INSERT, DELETE, UPDATE (version, status, subject, body, card_button, audience,"
    " scheduled_at, started_at, planned_after, planned_at, stalled_since, run, counts, problem,"
    " sent_by, changed_at, finished_at) ON campaigns TO carnet_app",
    "GRANT SELECT, INSERT, DELETE ON campaign_choices TO carnet_app",
    "GRANT SELECT, INSERT, DELETE, UPDATE (state, reason, handed_at) ON campaign_mails"
    " TO carnet_app",
    "GRANT SELECT, INSERT, UPDATE (version, days_between, quiet_from, quiet_until)"
    " ON campaign_settings TO carnet_app",
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
    op.execute("DROP TABLE campaign_settings, campaign_mails, campaign_choices, campaigns")
