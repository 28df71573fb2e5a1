"""Team and devices: locations, invitations, second factors, counter devices and PINs.

Revision ID: 0003_team
Revises: 0002_cards
"""

from __future__ import annotations

from alembic import op

revision = "0003_team"
down_revision = "0002_cards"
branch_labels = None
depends_on = None

TABLES = (
    "ALTER TABLE merchants ADD COLUMN currency text NOT NULL DEFAULT 'EUR'",
    "ALTER TABLE merchants ALTER COLUMN currency DROP DEFAULT",
    """
    CREATE TABLE locations (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        name text NOT NULL,
        address text,
        active boolean NOT NULL,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT pk_locations PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_locations_merchant_id_merchants
            FOREIGN KEY (merchant_id) REFERENCES merchants (id)
    )
    """,
)

TENANT_TABLES = ("locations",)

GRANTS = (
    "GRANT UPDATE (currency) ON merchants TO carnet_app",
    """
    GRANT SELECT, INSERT, DELETE, UPDATE (name, address, active, version)
        ON locations TO carnet_app
    """,
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
    op.execute("DROP TABLE locations")
    op.execute("ALTER TABLE merchants DROP COLUMN currency")
