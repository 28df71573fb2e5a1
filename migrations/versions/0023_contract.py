"""The end of a merchant's contract: from when on nothing changes, what then goes, and a trail that
begins at a checkpoint.

Revision ID: 0023_contract
Revises: 0022_alerts
"""

from __future__ import annotations

from alembic import op

revision = "0023_contract"
down_revision = "0022_alerts"
branch_labels = None
depends_on = None

TENANT_TABLES = ("contract_ends", "audit_checkpoints")

BEFORE = """
CREATE FUNCTION app_enter(merchant uuid) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    EXECUTE format('SET LOCAL app.merchant_id = %L', merchant);
END
$$
"""
# Asked with what every transaction asks anyhow: it costs no round trip.
ENTER = """
CREATE FUNCTION app_enter(merchant uuid) RETURNS timestamptz
LANGUAGE plpgsql
AS $$
BEGIN
    -- SET LOCAL, not set_config(): a distributed engine forwards the former to its shards and
    -- not the latter.
    EXECUTE format('SET LOCAL app.merchant_id = %L', merchant);
    RETURN (SELECT ended_at FROM merchants WHERE id = merchant);
END
$$
"""

TABLES = (
    "ALTER TABLE merchants ADD COLUMN ended_at timestamptz, ADD COLUMN purged_at timestamptz",
    """
    CREATE TABLE contract_ends (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        cause TEXT NOT NULL,
        state TEXT NOT NULL,
        ended_at timestamptz NOT NULL,
        ended_by UUID,
        due_at timestamptz NOT NULL,
        waived_at timestamptz,
        waived_by UUID,
        purge_asked_at timestamptz,
        purge_asked_by UUID,
        warned_at timestamptz,
        reopened_at timestamptz,
        reopened_by UUID,
        begun_at timestamptz,
        finished_at timestamptz,
        gone JSONB NOT NULL,
        remains JSONB NOT NULL,
        receipts JSONB NOT NULL,
        CONSTRAINT pk_contract_ends PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_contract_ends_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT ck_contract_ends_state CHECK
            (state IN ('ended', 'reopened', 'purging', 'held', 'done')),
        CONSTRAINT ck_contract_ends_cause CHECK (cause IN ('owner', 'operator', 'replay'))
    )
    """,
    """
    CREATE UNIQUE INDEX uq_contract_ends_one ON contract_ends (merchant_id)
     WHERE state <> 'reopened'
    """,
    """
    CREATE TABLE audit_checkpoints (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        position BIGINT NOT NULL,
        link BYTEA NOT NULL,
        made_at timestamptz NOT NULL,
        CONSTRAINT pk_audit_checkpoints PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_audit_checkpoints_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT uq_audit_checkpoints_merchant_id_position UNIQUE (merchant_id, position)
    )
    """,
)

# The application may delete neither ledgers nor trails. These two do, as their owner, and ask
# themselves whether it is time: of the merchant entered alone, by the same row-level security.
FUNCTIONS = (
    """
    CREATE FUNCTION app_purge(one text, spared uuid[], at timestamptz, most integer)
    RETURNS TABLE (gone bigint, loosened bigint)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        merchant uuid := nullif(current_setting('app.merchant_id', true), '')::uuid;
        free text := 't.merchant_id = $1';
        loose text;
        held record;
    BEGIN
        PERFORM 1 FROM contract_ends e WHERE e.merchant_id = merchant AND e.state = 'purging';
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the contract goes on' USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = one::regclass
                      AND a.attname = 'id' AND NOT a.attisdropped) THEN
            free := free || format(
                ' AND NOT t.id = ANY ($2) AND NOT EXISTS (SELECT 1 FROM legal_holds h'
                ' WHERE h.merchant_id = $1 AND h.table_name = %L AND h.row_id = t.id'
                ' AND h.lifted_at IS NULL AND h.until > $3)', one);
        END IF;
        -- Rows of a table that name each other: first they let go of one another.
        SELECT string_agg(format('%I', a.attname), ', ') INTO loose
          FROM pg_constraint c, unnest(c.conkey) k (number), pg_attribute a
         WHERE c.contype = 'f' AND c.conrelid = one::regclass AND c.confrelid = one::regclass
           AND a.attrelid = c.conrelid AND a.attnum = k.number AND a.attname <> 'merchant_id';
        IF loose IS NOT NULL THEN
            EXECUTE format(
                'UPDATE %I u SET (%s) = ROW(%s) WHERE u.ctid = ANY (ARRAY(SELECT t.ctid FROM %I t'
                ' WHERE %s AND num_nonnulls(%s) > 0 LIMIT $4))', one, loose,
                regexp_replace(loose, '[^,]+', 'NULL', 'g'), one, free, loose)
            USING merchant, spared, at, most;
            GET DIAGNOSTICS loosened = ROW_COUNT;
        END IF;
        loosened := coalesce(loosened, 0);
        gone := 0;
        IF loosened < most THEN
            -- What a held row leans on stays as long as it does.
            FOR held IN
                SELECT c.conrelid::regclass AS child, (
                    SELECT string_agg(format('c.%I = t.%I', x.attname, y.attname), ' AND ')
                      FROM unnest(c.conkey, c.confkey) k (theirs, ours)
                      JOIN pg_attribute x ON x.attrelid = c.conrelid AND x.attnum = k.theirs
                      JOIN pg_attribute y ON y.attrelid = c.confrelid AND y.attnum = k.ours
                ) AS leans
                  FROM pg_constraint c
                 WHERE c.contype = 'f' AND c.confrelid = one::regclass AND c.confdeltype <> 'c'
            LOOP
                free := free || format(
                    ' AND NOT EXISTS (SELECT 1 FROM %s c WHERE %s)', held.child, held.leans);
            END LOOP;
            EXECUTE format(
                'DELETE FROM %I t WHERE t.ctid = ANY (ARRAY(SELECT t.ctid FROM %I t WHERE %s'
                ' LIMIT $4)) AND %s', one, one, free, free)
            USING merchant, spared, at, most;
            GET DIAGNOSTICS gone = ROW_COUNT;
        END IF;
        RETURN NEXT;
    END $$
    """,
    """
    CREATE FUNCTION app_cut_audit(most integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        merchant uuid := nullif(current_setting('app.merchant_id', true), '')::uuid;
        gone bigint;
    BEGIN
        WITH cut AS (
            DELETE FROM audit_seals s
             WHERE s.merchant_id = merchant
               AND s.position IN (SELECT x.position FROM audit_seals x
                                   WHERE x.merchant_id = merchant
                                   ORDER BY x.position LIMIT most)
               AND s.position <= (SELECT max(c.position) FROM audit_checkpoints c
                                   WHERE c.merchant_id = merchant)
            RETURNING s.id
        ), events AS (
            DELETE FROM audit_events e
             WHERE e.merchant_id = merchant AND e.id IN (SELECT id FROM cut)
        )
        SELECT count(*) INTO gone FROM cut;
        RETURN gone;
    END $$
    """,
    "REVOKE ALL ON FUNCTION app_purge(text, uuid[], timestamptz, integer) FROM PUBLIC",
    "REVOKE ALL ON FUNCTION app_cut_audit(integer) FROM PUBLIC",
)

GRANTS = (
    "GRANT UPDATE (ended_at, purged_at) ON merchants TO carnet_app",
    "GRANT SELECT, INSERT, DELETE, UPDATE (state, waived_at, waived_by, purge_asked_at,"
    " purge_asked_by, warned_at, reopened_at, reopened_by, begun_at, finished_at, gone, remains,"
    " receipts) ON contract_ends TO carnet_app",
    "GRANT SELECT, INSERT ON audit_checkpoints TO carnet_app",
    "GRANT EXECUTE ON FUNCTION app_purge(text, uuid[], timestamptz, integer) TO carnet_app",
    "GRANT EXECUTE ON FUNCTION app_cut_audit(integer) TO carnet_app",
)


def _enter_is(definition: str) -> None:
    op.execute("DROP FUNCTION app_enter(uuid)")
    op.execute(definition)
    op.execute("REVOKE ALL ON FUNCTION app_enter(uuid) FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION app_enter(uuid) TO carnet_app")


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
    _enter_is(ENTER)
    for statement in (*FUNCTIONS, *GRANTS):
        op.execute(statement)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP FUNCTION app_cut_audit(integer)")
    op.execute("DROP FUNCTION app_purge(text, uuid[], timestamptz, integer)")
    _enter_is(BEFORE)
    op.execute("DROP TABLE audit_checkpoints, contract_ends")
    op.execute("ALTER TABLE merchants DROP COLUMN purged_at, DROP COLUMN ended_at")
