"""Extracts: a person's data, or a merchant's, as a file that is kept for seven days.

Revision ID: 0016_extracts
Revises: 0015_erasures
"""

from __future__ import annotations

from alembic import op

revision = "0016_extracts"
down_revision = "0015_erasures"
branch_labels = None
depends_on = None

TENANT_TABLES = (
    "extract_chunks",
    "extracts",
    "takeout_chunks",
    "takeouts",
    "intake_chunks",
    "intakes",
)
ACCOUNT_TABLES = ("account_extract_chunks", "account_extracts")

TABLES = (
    """
    CREATE TABLE extracts (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        customer_id UUID NOT NULL,
        language TEXT NOT NULL,
        status TEXT NOT NULL,
        rows BIGINT,
        size BIGINT,
        created_at timestamptz NOT NULL,
        finished_at timestamptz,
        expires_at timestamptz NOT NULL,
        request_id UUID,
        token_hash BYTEA,
        linked_at timestamptz,
        held_until timestamptz,
        used_at timestamptz,
        actor_kind TEXT NOT NULL,
        actor_id UUID,
        CONSTRAINT pk_extracts PRIMARY KEY (merchant_id, id),
        CONSTRAINT ck_extracts_status
            CHECK (status in ('running', 'ready', 'failed', 'expired')),
        CONSTRAINT uq_extracts_merchant_id_token_hash UNIQUE (merchant_id, token_hash),
        CONSTRAINT fk_extracts_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    "CREATE INDEX ix_extracts_customer ON extracts (merchant_id, customer_id)",
    "CREATE INDEX ix_extracts_expiry ON extracts (merchant_id, status, expires_at)",
    """
    CREATE TABLE extract_chunks (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        extract_id UUID NOT NULL,
        number INTEGER NOT NULL,
        body BYTEA NOT NULL,
        CONSTRAINT pk_extract_chunks PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_extract_chunks_merchant_id_extract_id_extracts
            FOREIGN KEY(merchant_id, extract_id) REFERENCES extracts (merchant_id, id),
        CONSTRAINT uq_extract_chunks_merchant_id_extract_id_number
            UNIQUE (merchant_id, extract_id, number),
        CONSTRAINT fk_extract_chunks_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE TABLE takeouts (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        language TEXT NOT NULL,
        status TEXT NOT NULL,
        rows BIGINT,
        size BIGINT,
        created_at timestamptz NOT NULL,
        finished_at timestamptz,
        expires_at timestamptz NOT NULL,
        request_id UUID,
        actor_kind TEXT NOT NULL,
        actor_id UUID,
        CONSTRAINT pk_takeouts PRIMARY KEY (merchant_id, id),
        CONSTRAINT ck_takeouts_status
            CHECK (status in ('running', 'ready', 'failed', 'expired')),
        CONSTRAINT fk_takeouts_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE INDEX ix_takeouts_expiry
        ON takeouts (merchant_id, status, expires_at)
    """,
    """
    CREATE TABLE takeout_chunks (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        extract_id UUID NOT NULL,
        number INTEGER NOT NULL,
        body BYTEA NOT NULL,
        CONSTRAINT pk_takeout_chunks PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_takeout_chunks_merchant_id_extract_id_takeouts
            FOREIGN KEY(merchant_id, extract_id) REFERENCES takeouts (merchant_id, id),
        CONSTRAINT uq_takeout_chunks_merchant_id_extract_id_number
            UNIQUE (merchant_id, extract_id, number),
        CONSTRAINT fk_takeout_chunks_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE TABLE intakes (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        status TEXT NOT NULL,
        problem TEXT,
        rows BIGINT,
        size BIGINT NOT NULL,
        created_at timestamptz NOT NULL,
        finished_at timestamptz,
        actor_kind TEXT NOT NULL,
        actor_id UUID,
        CONSTRAINT pk_intakes PRIMARY KEY (merchant_id, id),
        CONSTRAINT ck_intakes_status CHECK (status in ('running', 'done', 'failed')),
        CONSTRAINT fk_intakes_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE UNIQUE INDEX uq_intakes_one_at_work ON intakes (merchant_id)
        WHERE status = 'running'
    """,
    """
    CREATE TABLE intake_chunks (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        intake_id UUID NOT NULL,
        number INTEGER NOT NULL,
        body BYTEA NOT NULL,
        CONSTRAINT pk_intake_chunks PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_intake_chunks_merchant_id_intake_id_intakes
            FOREIGN KEY(merchant_id, intake_id) REFERENCES intakes (merchant_id, id),
        CONSTRAINT uq_intake_chunks_merchant_id_intake_id_number
            UNIQUE (merchant_id, intake_id, number),
        CONSTRAINT fk_intake_chunks_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    # A user's belong to no merchant.
    """
    CREATE TABLE account_extracts (
        id UUID NOT NULL,
        user_id UUID NOT NULL,
        language TEXT NOT NULL,
        status TEXT NOT NULL,
        rows BIGINT,
        size BIGINT,
        created_at timestamptz NOT NULL,
        finished_at timestamptz,
        expires_at timestamptz NOT NULL,
        request_id UUID,
        CONSTRAINT pk_account_extracts PRIMARY KEY (id),
        CONSTRAINT ck_account_extracts_status
            CHECK (status in ('running', 'ready', 'failed', 'expired')),
        CONSTRAINT fk_account_extracts_user_id_users FOREIGN KEY(user_id) REFERENCES users (id)
    )
    """,
    "CREATE INDEX ix_account_extracts_user ON account_extracts (user_id, id)",
    "CREATE INDEX ix_account_extracts_expiry ON account_extracts (status, expires_at)",
    """
    CREATE TABLE account_extract_chunks (
        id UUID NOT NULL,
        extract_id UUID NOT NULL,
        number INTEGER NOT NULL,
        body BYTEA NOT NULL,
        CONSTRAINT pk_account_extract_chunks PRIMARY KEY (id),
        CONSTRAINT fk_account_extract_chunks_extract_id_account_extracts
            FOREIGN KEY(extract_id) REFERENCES account_extracts (id),
        CONSTRAINT uq_account_extract_chunks_extract_id_number UNIQUE (extract_id, number)
    )
    """,
)

# Who was given whose data when stays as a trace; the files go.
GRANTS = (
    """
    GRANT SELECT, INSERT, UPDATE (
        status, rows, size, finished_at, token_hash, linked_at, held_until, used_at
    ) ON extracts TO carnet_app
    """,
    """
    GRANT SELECT, INSERT, UPDATE (status, rows, size, finished_at)
        ON takeouts, account_extracts TO carnet_app
    """,
    "GRANT SELECT, INSERT, UPDATE (status, problem, rows, finished_at) ON intakes TO carnet_app",
    "GRANT SELECT, INSERT, DELETE ON intake_chunks TO carnet_app",
    "GRANT SELECT, INSERT, DELETE ON extract_chunks TO carnet_app",
    "GRANT SELECT, INSERT, DELETE ON takeout_chunks TO carnet_app",
    "GRANT SELECT, INSERT, DELETE ON account_extract_chunks TO carnet_app",
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
    op.execute(f"DROP TABLE {', '.join((*TENANT_TABLES, *ACCOUNT_TABLES))}")
