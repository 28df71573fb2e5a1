"""The changes feed, and the keys of enrolments.

Revision ID: 0009_events
Revises: 0008_imports
"""

from __future__ import annotations

from alembic import op

revision = "0009_events"
down_revision = "0008_imports"
branch_labels = None
depends_on = None

TENANT_TABLES = ("events", "event_heads", "enrolments")

TABLES = (
    # No foreign key to the merchant: checking it would make every stamp in a shop touch the
    # merchant's one row. `at` is the database's own clock, the only one that all writers share.
    """
    CREATE TABLE events (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        type TEXT NOT NULL,
        subject_type TEXT NOT NULL,
        subject_id UUID NOT NULL,
        data JSONB NOT NULL,
        at timestamptz DEFAULT clock_timestamp() NOT NULL,
        position BIGINT,
        CONSTRAINT pk_events PRIMARY KEY (merchant_id, id)
    )
    """,
    """
    CREATE UNIQUE INDEX uq_events_position
        ON events (merchant_id, position)
        WHERE position IS NOT NULL
    """,
    """
    CREATE INDEX ix_events_unnumbered
        ON events (merchant_id, at, id)
        WHERE position IS NULL
    """,
    """
    CREATE TABLE event_heads (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        position BIGINT NOT NULL,
        forgotten BIGINT NOT NULL,
        CONSTRAINT pk_event_heads PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_event_heads_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT ck_event_heads_order
            CHECK (forgotten >= 0 AND forgotten <= position)
    )
    """,
    """
    CREATE TABLE enrolments (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        card_id UUID NOT NULL,
        key TEXT NOT NULL,
        request BYTEA NOT NULL,
        salt BYTEA NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT pk_enrolments PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_enrolments_merchant_id_card_id_cards
            FOREIGN KEY(merchant_id, card_id) REFERENCES cards (merchant_id, id),
        CONSTRAINT uq_enrolments_merchant_id_key
            UNIQUE (merchant_id, key)
    )
    """,
    """
    CREATE INDEX ix_enrolments_card
        ON enrolments (merchant_id, card_id)
    """,
)

# An event is never changed but for its number, which the reader gives; it goes after 90 days.
GRANTS = (
    "GRANT SELECT, INSERT, DELETE, UPDATE (position) ON events TO carnet_app",
    "GRANT SELECT, INSERT, UPDATE (position, forgotten) ON event_heads TO carnet_app",
    "GRANT SELECT, INSERT ON enrolments TO carnet_app",
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
    op.execute(f"DROP TABLE {', '.join(TENANT_TABLES)}")
