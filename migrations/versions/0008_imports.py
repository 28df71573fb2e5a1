"""Imports and exports.

Revision ID: 0008_imports
Revises: 0007_merges
"""

from __future__ import annotations

from alembic import op

revision = "0008_imports"
down_revision = "0007_merges"
branch_labels = None
depends_on = None

TENANT_TABLES = (
    "imports",
    "import_chunks",
    "import_pages",
    "import_rows",
    "import_mappings",
    "exports",
    "export_chunks",
)

TABLES = (
    """
    CREATE TABLE imports (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        status TEXT NOT NULL,
        round INTEGER NOT NULL,
        filename TEXT,
        format TEXT NOT NULL,
        encoding TEXT,
        delimiter TEXT,
        size BIGINT NOT NULL,
        rows INTEGER,
        pages INTEGER NOT NULL,
        columns JSONB,
        fingerprint BYTEA,
        mapping JSONB,
        mapping_from TEXT,
        options JSONB,
        page INTEGER NOT NULL,
        done INTEGER NOT NULL,
        counts JSONB,
        errors JSONB,
        undo JSONB,
        problem TEXT,
        actor_kind TEXT NOT NULL,
        actor_id UUID,
        created_at timestamptz NOT NULL,
        moved_at timestamptz NOT NULL,
        finished_at timestamptz,
        kept_until timestamptz,
        CONSTRAINT pk_imports PRIMARY KEY (merchant_id, id),
        CONSTRAINT ck_imports_status
            CHECK (status in ('reading', 'uploaded', 'checking', 'checked', 'running',
                'done', 'failed', 'cancelled', 'undoing', 'undone')),
        CONSTRAINT fk_imports_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE INDEX ix_imports_kept ON imports (merchant_id, kept_until)
    """,
    """
    CREATE UNIQUE INDEX uq_imports_one_at_work
        ON imports (merchant_id)
        WHERE status IN ('running', 'undoing')
    """,
    """
    CREATE TABLE import_chunks (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        import_id UUID NOT NULL,
        number INTEGER NOT NULL,
        body BYTEA NOT NULL,
        CONSTRAINT pk_import_chunks PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_import_chunks_merchant_id_import_id_imports
            FOREIGN KEY(merchant_id, import_id) REFERENCES imports (merchant_id, id),
        CONSTRAINT uq_import_chunks_merchant_id_import_id_number
            UNIQUE (merchant_id, import_id, number),
        CONSTRAINT fk_import_chunks_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE TABLE import_pages (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        import_id UUID NOT NULL,
        number INTEGER NOT NULL,
        body BYTEA NOT NULL,
        outcomes TEXT NOT NULL,
        faults JSONB,
        CONSTRAINT pk_import_pages PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_import_pages_merchant_id_import_id_imports
            FOREIGN KEY(merchant_id, import_id) REFERENCES imports (merchant_id, id),
        CONSTRAINT uq_import_pages_merchant_id_import_id_number
            UNIQUE (merchant_id, import_id, number),
        CONSTRAINT fk_import_pages_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE TABLE import_rows (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        import_id UUID NOT NULL,
        number INTEGER NOT NULL,
        outcome TEXT NOT NULL,
        customer_id UUID NOT NULL,
        version INTEGER NOT NULL,
        before JSONB,
        card_id UUID,
        entry_id UUID,
        undo TEXT,
        CONSTRAINT pk_import_rows PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_import_rows_merchant_id_import_id_imports
            FOREIGN KEY(merchant_id, import_id) REFERENCES imports (merchant_id, id),
        CONSTRAINT uq_import_rows_merchant_id_import_id_number
            UNIQUE (merchant_id, import_id, number),
        CONSTRAINT ck_import_rows_outcome CHECK (outcome in ('new', 'changed')),
        CONSTRAINT fk_import_rows_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE INDEX ix_import_rows_customer ON import_rows (merchant_id, customer_id)
    """,
    """
    CREATE TABLE import_mappings (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        fingerprint BYTEA NOT NULL,
        mapping JSONB NOT NULL,
        used_at timestamptz NOT NULL,
        CONSTRAINT pk_import_mappings PRIMARY KEY (merchant_id, id),
        CONSTRAINT uq_import_mappings_merchant_id_fingerprint
            UNIQUE (merchant_id, fingerprint),
        CONSTRAINT fk_import_mappings_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE TABLE exports (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        what TEXT NOT NULL,
        format TEXT NOT NULL,
        status TEXT NOT NULL,
        filter JSONB,
        columns JSONB,
        language TEXT NOT NULL,
        rows INTEGER,
        size BIGINT,
        actor_kind TEXT NOT NULL,
        actor_id UUID,
        created_at timestamptz NOT NULL,
        finished_at timestamptz,
        expires_at timestamptz NOT NULL,
        CONSTRAINT pk_exports PRIMARY KEY (merchant_id, id),
        CONSTRAINT ck_exports_what CHECK (what in ('customers', 'cards', 'entries')),
        CONSTRAINT ck_exports_format CHECK (format in ('csv', 'xlsx')),
        CONSTRAINT ck_exports_status
            CHECK (status in ('running', 'ready', 'failed', 'expired')),
        CONSTRAINT fk_exports_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE INDEX ix_exports_expiry ON exports (merchant_id, status, expires_at)
    """,
    """
    CREATE TABLE export_chunks (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        export_id UUID NOT NULL,
        number INTEGER NOT NULL,
        body BYTEA NOT NULL,
        CONSTRAINT pk_export_chunks PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_export_chunks_merchant_id_export_id_exports
            FOREIGN KEY(merchant_id, export_id) REFERENCES exports (merchant_id, id),
        CONSTRAINT uq_export_chunks_merchant_id_export_id_number
            UNIQUE (merchant_id, export_id, number),
        CONSTRAINT fk_export_chunks_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
)

# What was imported or exported when stays as a trace; the files and before-images go.
GRANTS = (
    "GRANT SELECT, INSERT, UPDATE ON imports TO carnet_app",
    "GRANT SELECT, INSERT, DELETE ON import_chunks TO carnet_app",
    "GRANT SELECT, INSERT, DELETE, UPDATE (body, outcomes, faults) ON import_pages TO carnet_app",
    "GRANT SELECT, INSERT, DELETE, UPDATE (undo) ON import_rows TO carnet_app",
    "GRANT SELECT, INSERT, UPDATE (mapping, used_at) ON import_mappings TO carnet_app",
    "GRANT SELECT, INSERT, UPDATE ON exports TO carnet_app",
    "GRANT SELECT, INSERT, DELETE ON export_chunks TO carnet_app",
    # Undoing an import takes away who would not be in the notebook without it, and the consents
    # that it noted for them.
    "GRANT DELETE ON customers, consents TO carnet_app",
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
    op.execute("REVOKE DELETE ON customers, consents FROM carnet_app")
    op.execute(f"DROP TABLE {', '.join(TENANT_TABLES)}")
