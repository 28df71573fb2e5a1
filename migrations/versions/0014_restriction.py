"""Customers whose data may not be used, and contacts that objected.

Revision ID: 0014_restriction
Revises: 0013_requests
"""

from __future__ import annotations

from alembic import op

revision = "0014_restriction"
down_revision = "0013_requests"
branch_labels = None
depends_on = None

TENANT_TABLES = ("objections",)

TABLES = (
    "ALTER TABLE customers ADD COLUMN restricted_at timestamptz",
    "ALTER TABLE customers ADD COLUMN objected_at timestamptz",
    """
    CREATE TABLE objections (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        fingerprint BYTEA NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT pk_objections PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_objections_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT uq_objections_merchant_id_fingerprint UNIQUE (merchant_id, fingerprint)
    )
    """,
)

GRANTS = ("GRANT SELECT, INSERT, DELETE ON objections TO carnet_app",)


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
    op.execute("DROP TABLE objections")
    op.execute("ALTER TABLE customers DROP COLUMN restricted_at, DROP COLUMN objected_at")
