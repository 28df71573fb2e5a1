"""Duplicates, merges of customers, and the index that a customer's history is read by.

Revision ID: 0007_merges
Revises: 0006_lots
"""

from __future__ import annotations

from alembic import op

revision = "0007_merges"
down_revision = "0006_lots"
branch_labels = None
depends_on = None

TENANT_TABLES = ("duplicates", "merges")

TABLES = (
    """
    CREATE TABLE duplicates (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        first_id UUID NOT NULL,
        second_id UUID NOT NULL,
        reasons JSONB NOT NULL,
        score INTEGER NOT NULL,
        found_at timestamptz NOT NULL,
        dismissed_at timestamptz,
        dismissed_by UUID,
        CONSTRAINT pk_duplicates PRIMARY KEY (merchant_id, id),
        CONSTRAINT uq_duplicates_merchant_id_first_id_second_id
            UNIQUE (merchant_id, first_id, second_id),
        CONSTRAINT fk_duplicates_merchant_id_first_id_customers
            FOREIGN KEY(merchant_id, first_id) REFERENCES customers (merchant_id, id),
        CONSTRAINT fk_duplicates_merchant_id_second_id_customers
            FOREIGN KEY(merchant_id, second_id) REFERENCES customers (merchant_id, id),
        CONSTRAINT fk_duplicates_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT ck_duplicates_pair
            CHECK (first_id < second_id)
    )
    """,
    """
    CREATE INDEX ix_duplicates_open
        ON duplicates (merchant_id, score, id)
        WHERE dismissed_at IS NULL
    """,
    """
    CREATE INDEX ix_duplicates_second
        ON duplicates (merchant_id, second_id)
    """,
    """
    CREATE TABLE merges (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        kept_id UUID NOT NULL,
        merged_id UUID NOT NULL,
        kept_version INTEGER NOT NULL,
        merged_version INTEGER NOT NULL,
        fingerprint TEXT NOT NULL,
        before JSONB,
        moved JSONB NOT NULL,
        cards_moved INTEGER NOT NULL,
        units_moved INTEGER NOT NULL,
        actor_kind TEXT NOT NULL,
        actor_id UUID,
        created_at timestamptz NOT NULL,
        reversed_at timestamptz,
        CONSTRAINT pk_merges PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_merges_merchant_id_kept_id_customers
            FOREIGN KEY(merchant_id, kept_id) REFERENCES customers (merchant_id, id),
        CONSTRAINT fk_merges_merchant_id_merged_id_customers
            FOREIGN KEY(merchant_id, merged_id) REFERENCES customers (merchant_id, id),
        CONSTRAINT fk_merges_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE INDEX ix_merges_created
        ON merges (merchant_id, created_at)
        WHERE before IS NOT NULL
    """,
)

GRANTS = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON duplicates TO carnet_app",
    "GRANT SELECT, INSERT, UPDATE (before, reversed_at) ON merges TO carnet_app",
    # What a consent says is never changed; whose it is follows a merge.
    "GRANT UPDATE (customer_id) ON consents TO carnet_app",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for statement in TABLES:
        op.execute(statement)
    op.execute(
        "CREATE INDEX ix_audit_events_subject ON audit_events (merchant_id, subject_id, at, id)"
    )
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
    op.execute("REVOKE UPDATE (customer_id) ON consents FROM carnet_app")
    op.execute("DROP INDEX ix_audit_events_subject")
    op.execute(f"DROP TABLE {', '.join(TENANT_TABLES)}")
