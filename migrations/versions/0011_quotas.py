"""Quotas: what is counted, what is frozen for want of room, and an office that only reads.

Revision ID: 0011_quotas
Revises: 0012_audit
"""

from __future__ import annotations

from alembic import op

revision = "0011_quotas"
down_revision = "0012_audit"
branch_labels = None
depends_on = None

UP = (
    # Of its columns only the keys are indexed and every page keeps room, so that counting is an
    # update in place.
    """
    CREATE TABLE usages (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        resource TEXT NOT NULL,
        used BIGINT NOT NULL,
        most BIGINT,
        period DATE,
        announced SMALLINT NOT NULL,
        chosen JSONB NOT NULL,
        CONSTRAINT pk_usages PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_usages_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT uq_usages_merchant_id_resource
            UNIQUE (merchant_id, resource)
    ) WITH (fillfactor = 50)
    """,
    "ALTER TABLE usages ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE usages FORCE ROW LEVEL SECURITY",
    """
    CREATE POLICY merchant ON usages
        USING (merchant_id = nullif(current_setting('app.merchant_id', true), '')::uuid)
        WITH CHECK (merchant_id = nullif(current_setting('app.merchant_id', true), '')::uuid)
    """,
    """
    GRANT SELECT, INSERT, UPDATE (used, most, period, announced, chosen) ON usages TO carnet_app
    """,
    "ALTER TABLE merchants ADD COLUMN read_only_since timestamptz, ADD COLUMN api_rate INTEGER",
    "GRANT UPDATE (read_only_since, api_rate) ON merchants TO carnet_app",
    "ALTER TABLE memberships ADD COLUMN frozen_at timestamptz",
    "GRANT UPDATE (frozen_at) ON memberships TO carnet_app",
    "ALTER TABLE locations ADD COLUMN frozen_at timestamptz",
    "GRANT UPDATE (frozen_at) ON locations TO carnet_app",
    "ALTER TABLE programs ADD COLUMN frozen_at timestamptz",
    "GRANT UPDATE (frozen_at) ON programs TO carnet_app",
    "ALTER TABLE cards ADD COLUMN frozen_at timestamptz",
    "GRANT UPDATE (frozen_at) ON cards TO carnet_app",
    """
    CREATE INDEX ix_cards_frozen ON cards (merchant_id, id) WHERE frozen_at IS NOT NULL
    """,
    """
    CREATE TABLE pictures (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        name TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        CONSTRAINT pk_pictures PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_pictures_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT uq_pictures_merchant_id_name
            UNIQUE (merchant_id, name)
    )
    """,
    "ALTER TABLE pictures ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE pictures FORCE ROW LEVEL SECURITY",
    """
    CREATE POLICY merchant ON pictures
        USING (merchant_id = nullif(current_setting('app.merchant_id', true), '')::uuid)
        WITH CHECK (merchant_id = nullif(current_setting('app.merchant_id', true), '')::uuid)
    """,
    "GRANT SELECT, INSERT, DELETE ON pictures TO carnet_app",
    # The owner of the tables is confined as everybody is, so each merchant is entered.
    """
    DO $$
    DECLARE
        merchant uuid;
    BEGIN
        FOR merchant IN SELECT id FROM merchants LOOP
            PERFORM app_enter(merchant);
            INSERT INTO usages
                   (merchant_id, id, resource, used, most, period, announced, chosen)
            SELECT merchant, gen_random_uuid(), counted.resource, counted.used, NULL, NULL, 0, '[]'
              FROM (SELECT 'cards' AS resource, count(*) AS used
                      FROM cards c WHERE c.merchant_id = merchant AND c.status = 'active'
                     UNION ALL
                    SELECT 'members', count(*)
                      FROM memberships m WHERE m.merchant_id = merchant
                     UNION ALL
                    SELECT 'locations', count(*)
                      FROM locations l WHERE l.merchant_id = merchant AND l.active
                     UNION ALL
                    SELECT 'programs', count(*)
                      FROM programs p WHERE p.merchant_id = merchant AND p.status = 'active'
                   ) counted;
        END LOOP;
        SET LOCAL app.merchant_id = '';
    END
    $$
    """,
)

DOWN = (
    "DROP TABLE pictures",
    "DROP INDEX ix_cards_frozen",
    "ALTER TABLE cards DROP COLUMN frozen_at",
    "ALTER TABLE programs DROP COLUMN frozen_at",
    "ALTER TABLE locations DROP COLUMN frozen_at",
    "ALTER TABLE memberships DROP COLUMN frozen_at",
    "ALTER TABLE merchants DROP COLUMN read_only_since, DROP COLUMN api_rate",
    "DROP TABLE usages",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for statement in UP:
        op.execute(statement)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for statement in DOWN:
        op.execute(statement)
