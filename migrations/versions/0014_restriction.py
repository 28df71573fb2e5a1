"""Customers whose data may not be used, contacts that objected, holders who were identified.

Revision ID: 0014_restriction
Revises: 0013_requests
"""

from __future__ import annotations

from alembic import op

revision = "0014_restriction"
down_revision = "0013_requests"
branch_labels = None
depends_on = None

TENANT_TABLES = ("objections", "restrictions", "identifications")

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
    """
    CREATE TABLE restrictions (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        customer_id UUID NOT NULL,
        reason TEXT NOT NULL,
        placed_at timestamptz NOT NULL,
        placed_by UUID,
        informed_at timestamptz,
        informed_how TEXT,
        lifted_at timestamptz,
        lifted_by UUID,
        CONSTRAINT pk_restrictions PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_restrictions_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT fk_restrictions_merchant_id_customer_id_customers
            FOREIGN KEY(merchant_id, customer_id) REFERENCES customers (merchant_id, id),
        CONSTRAINT ck_restrictions_reason
            CHECK (reason in ('accuracy', 'unlawful', 'legal_claims', 'objection')),
        CONSTRAINT ck_restrictions_informed_how CHECK (informed_how in ('mail', 'told')),
        CONSTRAINT ck_restrictions_informed_first
            CHECK (lifted_at IS NULL OR informed_at IS NOT NULL)
    )
    """,
    """
    CREATE UNIQUE INDEX uq_restrictions_open
        ON restrictions (merchant_id, customer_id) WHERE lifted_at IS NULL
    """,
    "CREATE INDEX ix_restrictions_customer ON restrictions (merchant_id, customer_id, id)",
    """
    CREATE TABLE identifications (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        customer_id UUID NOT NULL,
        how TEXT NOT NULL,
        code BYTEA,
        given_by UUID,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        access BYTEA,
        access_until timestamptz,
        CONSTRAINT pk_identifications PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_identifications_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT fk_identifications_merchant_id_customer_id_customers
            FOREIGN KEY(merchant_id, customer_id) REFERENCES customers (merchant_id, id),
        CONSTRAINT uq_identifications_merchant_id_access UNIQUE (merchant_id, access),
        CONSTRAINT ck_identifications_how CHECK (how in ('mail', 'counter'))
    )
    """,
    "CREATE INDEX ix_identifications_customer ON identifications (merchant_id, customer_id, id)",
)

GRANTS = (
    "GRANT SELECT, INSERT, DELETE ON objections TO carnet_app",
    "GRANT SELECT, INSERT, DELETE, UPDATE (informed_at, informed_how, lifted_at, lifted_by)"
    " ON restrictions TO carnet_app",
    "GRANT SELECT, INSERT, DELETE, UPDATE (code, access, access_until)"
    " ON identifications TO carnet_app",
    # An objection empties what was kept for undoing an import.
    "GRANT UPDATE (before) ON import_rows TO carnet_app",
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
    op.execute("REVOKE UPDATE (before) ON import_rows FROM carnet_app")
    op.execute("DROP TABLE identifications, restrictions, objections")
    op.execute("ALTER TABLE customers DROP COLUMN restricted_at, DROP COLUMN objected_at")
