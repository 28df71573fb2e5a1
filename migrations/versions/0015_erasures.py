"""Erasures: what was planned, how far they are, their proof, and which of them this database
knows of.

Revision ID: 0015_erasures
Revises: 0014_restriction
"""

from __future__ import annotations

from alembic import op

revision = "0015_erasures"
down_revision = "0014_restriction"
branch_labels = None
depends_on = None

TENANT_TABLES = ("erasures", "erasure_rules")

COURSE = """
    state TEXT NOT NULL,
    cause TEXT NOT NULL,
    request_id UUID,
    plan JSONB NOT NULL,
    digest TEXT NOT NULL,
    erased JSONB NOT NULL,
    receipts JSONB NOT NULL,
    proof JSONB,
    created_at timestamptz NOT NULL,
    begun_at timestamptz,
    finished_at timestamptz
"""
STATES = """
    state in ('awaiting_approval', 'waiting', 'executing', 'verifying', 'awaiting_provider',
        'done', 'refused')
"""

TABLES = (
    # No foreign key to the customer, who is gone when this is the proof of it.
    f"""
    CREATE TABLE erasures (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        customer_id UUID NOT NULL,
        asked_kind TEXT NOT NULL,
        asked_by UUID,
        approved_by UUID,
        approved_at timestamptz,
        {COURSE},
        CONSTRAINT pk_erasures PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_erasures_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT ck_erasures_state CHECK ({STATES})
    )
    """,
    "CREATE INDEX ix_erasures_customer ON erasures (merchant_id, customer_id)",
    "CREATE INDEX ix_erasures_state ON erasures (merchant_id, state)",
    """
    CREATE TABLE erasure_rules (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        approval BOOLEAN NOT NULL,
        CONSTRAINT pk_erasure_rules PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_erasure_rules_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT uq_erasure_rules_merchant_id UNIQUE (merchant_id)
    )
    """,
    f"""
    CREATE TABLE user_erasures (
        id UUID NOT NULL,
        user_id UUID NOT NULL,
        proof_token BYTEA NOT NULL,
        {COURSE},
        CONSTRAINT pk_user_erasures PRIMARY KEY (id),
        CONSTRAINT ck_user_erasures_state CHECK ({STATES}),
        CONSTRAINT uq_user_erasures_proof_token UNIQUE (proof_token)
    )
    """,
    "CREATE INDEX ix_user_erasures_user_id ON user_erasures (user_id)",
    """
    CREATE TABLE erasure_marks (
        id UUID NOT NULL,
        begun_at timestamptz NOT NULL,
        finished_at timestamptz,
        CONSTRAINT pk_erasure_marks PRIMARY KEY (id)
    )
    """,
    # Only a table's owner may, and the application owns none. ANALYZE leaves the values of a
    # table that has become empty where they were: PostgreSQL 18 can be told to drop them.
    """
    CREATE FUNCTION app_statistics_anew(tables text[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DECLARE one text; held record;
    BEGIN
        FOREACH one IN ARRAY tables LOOP
            EXECUTE format('ANALYZE public.%I', one);
            CONTINUE WHEN current_setting('server_version_num')::int < 180000;
            FOR held IN
                SELECT relation.relname, attribute.attname
                  FROM pg_class owner
                  JOIN pg_class relation ON relation.oid = owner.oid OR relation.oid IN (
                           SELECT indexrelid FROM pg_index WHERE indrelid = owner.oid)
                  JOIN pg_attribute attribute ON attribute.attrelid = relation.oid
                       AND attribute.attnum > 0 AND NOT attribute.attisdropped
                 WHERE owner.oid = format('public.%I', one)::regclass AND owner.reltuples = 0
            LOOP
                PERFORM pg_clear_attribute_stats('public', held.relname, held.attname, false);
            END LOOP;
        END LOOP;
    END $$
    """,
    "REVOKE ALL ON FUNCTION app_statistics_anew(text[]) FROM PUBLIC",
)

GRANTS = (
    """
    GRANT SELECT, INSERT, UPDATE (
        state, erased, receipts, proof, approved_by, approved_at, begun_at, finished_at
    ) ON erasures TO carnet_app
    """,
    "GRANT SELECT, INSERT, UPDATE (approval) ON erasure_rules TO carnet_app",
    """
    GRANT SELECT, INSERT, UPDATE (state, erased, receipts, proof, begun_at, finished_at)
        ON user_erasures TO carnet_app
    """,
    "GRANT SELECT, INSERT, UPDATE (finished_at) ON erasure_marks TO carnet_app",
    "GRANT EXECUTE ON FUNCTION app_statistics_anew(text[]) TO carnet_app",
    # What the declarations say of an erasure, and no column more: what an entry counts and what
    # its chain is made of stays beyond reach.
    "GRANT UPDATE (reason, receipt) ON entries TO carnet_app",
    "GRANT UPDATE (receipt) ON holds TO carnet_app",
    "GRANT DELETE ON former_codes, merges, users TO carnet_app",
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
    op.execute("REVOKE DELETE ON former_codes, merges, users FROM carnet_app")
    op.execute("REVOKE UPDATE (receipt) ON holds FROM carnet_app")
    op.execute("REVOKE UPDATE (reason, receipt) ON entries FROM carnet_app")
    op.execute("DROP FUNCTION app_statistics_anew(text[])")
    op.execute("DROP TABLE erasure_marks, user_erasures, erasure_rules, erasures")
