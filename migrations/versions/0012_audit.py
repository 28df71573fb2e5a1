"""Seals over the audit trail, and daily roots over all seals.

Revision ID: 0012_audit
Revises: 0010_billing
"""

from __future__ import annotations

from alembic import op

revision = "0012_audit"
down_revision = "0010_billing"
branch_labels = None
depends_on = None

TENANT_TABLES = ("audit_seals", "audit_verifications")

TABLES = (
    # The sealer asks it for all merchants at once, so it is nobody's: ids and times alone.
    """
    CREATE TABLE audit_waiting (
        id UUID NOT NULL,
        merchant_id UUID NOT NULL,
        at timestamptz NOT NULL,
        CONSTRAINT pk_audit_waiting PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_audit_waiting_merchant ON audit_waiting (merchant_id, at, id)",
    # No foreign key to the event: that one is gone is what a seal is there to tell.
    """
    CREATE TABLE audit_seals (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        position BIGINT NOT NULL,
        version SMALLINT NOT NULL,
        sealed_at timestamptz NOT NULL,
        digest BYTEA NOT NULL,
        link BYTEA NOT NULL,
        CONSTRAINT pk_audit_seals PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_audit_seals_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT uq_audit_seals_merchant_id_position UNIQUE (merchant_id, position)
    )
    """,
    """
    CREATE TABLE audit_heads (
        merchant_id UUID NOT NULL,
        position BIGINT NOT NULL,
        link BYTEA NOT NULL,
        CONSTRAINT pk_audit_heads PRIMARY KEY (merchant_id)
    )
    """,
    """
    CREATE TABLE audit_roots (
        day DATE NOT NULL,
        made_at timestamptz NOT NULL,
        merchants BIGINT NOT NULL,
        events BIGINT NOT NULL,
        previous BYTEA NOT NULL,
        root BYTEA NOT NULL,
        CONSTRAINT pk_audit_roots PRIMARY KEY (day)
    )
    """,
    # The merchant stays named when it has left: the roots of its time are still made of it.
    """
    CREATE TABLE audit_leaves (
        id UUID NOT NULL,
        day DATE NOT NULL,
        merchant_id UUID NOT NULL,
        position BIGINT NOT NULL,
        link BYTEA NOT NULL,
        CONSTRAINT pk_audit_leaves PRIMARY KEY (id)
    )
    """,
    "CREATE UNIQUE INDEX uq_audit_leaves_merchant_day ON audit_leaves (merchant_id, day)",
    "CREATE INDEX ix_audit_leaves_day ON audit_leaves (day, merchant_id)",
    """
    CREATE TABLE audit_verifications (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        at timestamptz NOT NULL,
        position BIGINT NOT NULL,
        up_to timestamptz,
        waiting BIGINT NOT NULL,
        faults BIGINT NOT NULL,
        first_faults JSONB NOT NULL,
        CONSTRAINT pk_audit_verifications PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_audit_verifications_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    "CREATE INDEX ix_audit_verifications_at ON audit_verifications (merchant_id, at)",
    "CREATE INDEX ix_audit_events_at ON audit_events (merchant_id, at, id)",
    "CREATE INDEX ix_audit_events_action ON audit_events (merchant_id, action, at, id)",
    "CREATE INDEX ix_audit_events_actor ON audit_events (merchant_id, actor_id, at, id)",
    # What was written before there were seals waits for its own. Each merchant is entered: not
    # even the owner of the schema sees all merchants' rows at once.
    """
    DO $$
    DECLARE merchant uuid;
    BEGIN
        FOR merchant IN SELECT id FROM merchants LOOP
            PERFORM app_enter(merchant);
            INSERT INTO audit_waiting (id, merchant_id, at)
            SELECT id, merchant_id, at FROM audit_events WHERE merchant_id = merchant;
        END LOOP;
    END $$
    """,
)

GRANTS = (
    "GRANT SELECT, INSERT, DELETE ON audit_waiting TO carnet_app",
    "GRANT SELECT, INSERT ON audit_seals TO carnet_app",
    "GRANT SELECT, INSERT, UPDATE (position, link) ON audit_heads TO carnet_app",
    "GRANT SELECT, INSERT ON audit_roots TO carnet_app",
    "GRANT SELECT, INSERT ON audit_leaves TO carnet_app",
    "GRANT SELECT, INSERT, DELETE ON audit_verifications TO carnet_app",
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
    for index in ("at", "action", "actor"):
        op.execute(f"DROP INDEX ix_audit_events_{index}")
    op.execute(
        "DROP TABLE audit_verifications, audit_leaves, audit_roots, audit_heads, audit_seals,"
        " audit_waiting"
    )
