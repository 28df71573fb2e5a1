"""The ledger's deeper half: expiry, pending units, holds, tiers, transfers.

Revision ID: 0006_lots
Revises: 0005_programs
"""

from __future__ import annotations

from alembic import op

revision = "0006_lots"
down_revision = "0005_programs"
branch_labels = None
depends_on = None

TENANT_TABLES = ("holds", "tier_changes", "expiry_warnings")

CHANGES = (
    """
    ALTER TABLE entries
        ADD COLUMN amount BIGINT,
        ADD COLUMN location_id UUID,
        ADD COLUMN value BIGINT,
        ADD COLUMN detail JSONB,
        DROP CONSTRAINT ck_entries_kind,
        ADD CONSTRAINT ck_entries_kind CHECK
            (kind in ('earn', 'redeem', 'adjust', 'expire', 'reverse', 'import', 'transfer')),
        ADD CONSTRAINT fk_entries_merchant_id_location_id_locations
            FOREIGN KEY(merchant_id, location_id) REFERENCES locations (merchant_id, id)
    """,
    """
    ALTER TABLE lots
        ADD COLUMN idle BOOLEAN NOT NULL DEFAULT false,
        ADD COLUMN available_at timestamptz
    """,
    "ALTER TABLE lots ALTER COLUMN idle DROP DEFAULT",
    """
    CREATE INDEX ix_lots_expiry
        ON lots (merchant_id, expires_at)
        WHERE remaining > 0 AND expires_at IS NOT NULL
    """,
    """
    ALTER TABLE cards
        ADD COLUMN merged_into UUID,
        ADD COLUMN idle_expires_at timestamptz,
        ADD COLUMN tier_id TEXT,
        ADD COLUMN tier_units INTEGER NOT NULL DEFAULT 0,
        ADD COLUMN tier_until DATE,
        ADD COLUMN tier_revision INTEGER,
        ADD COLUMN open_holds INTEGER NOT NULL DEFAULT 0,
        DROP CONSTRAINT ck_cards_status,
        ADD CONSTRAINT ck_cards_status CHECK (status in ('active', 'closed', 'merged')),
        ADD CONSTRAINT ck_cards_merged CHECK ((status = 'merged') = (merged_into IS NOT NULL)),
        ADD CONSTRAINT fk_cards_merchant_id_merged_into_cards
            FOREIGN KEY(merchant_id, merged_into) REFERENCES cards (merchant_id, id)
    """,
    """
    ALTER TABLE cards
        ALTER COLUMN tier_units DROP DEFAULT,
        ALTER COLUMN open_holds DROP DEFAULT
    """,
    """
    CREATE INDEX ix_cards_idle
        ON cards (merchant_id, idle_expires_at)
        WHERE idle_expires_at IS NOT NULL
    """,
    """
    CREATE INDEX ix_cards_merged
        ON cards (merchant_id, merged_into)
        WHERE merged_into IS NOT NULL
    """,
    """
    ALTER TABLE customers
        ADD COLUMN visits INTEGER NOT NULL DEFAULT 0,
        ADD COLUMN spent BIGINT NOT NULL DEFAULT 0
    """,
    """
    ALTER TABLE customers
        ALTER COLUMN visits DROP DEFAULT,
        ALTER COLUMN spent DROP DEFAULT
    """,
    """
    CREATE TABLE holds (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        card_id UUID NOT NULL,
        status TEXT NOT NULL,
        units INTEGER NOT NULL,
        amount BIGINT,
        location_id UUID,
        receipt TEXT,
        detail JSONB,
        occurred_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        entry_id UUID,
        actor_kind TEXT NOT NULL,
        actor_id UUID,
        key TEXT NOT NULL,
        request BYTEA NOT NULL,
        CONSTRAINT pk_holds PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_holds_merchant_id_card_id_cards
            FOREIGN KEY(merchant_id, card_id) REFERENCES cards (merchant_id, id),
        CONSTRAINT fk_holds_merchant_id_entry_id_entries
            FOREIGN KEY(merchant_id, entry_id) REFERENCES entries (merchant_id, id),
        CONSTRAINT fk_holds_merchant_id_location_id_locations
            FOREIGN KEY(merchant_id, location_id) REFERENCES locations (merchant_id, id),
        CONSTRAINT uq_holds_merchant_id_key
            UNIQUE (merchant_id, key),
        CONSTRAINT ck_holds_status
            CHECK (status in ('open', 'confirmed', 'cancelled', 'lapsed')),
        CONSTRAINT ck_holds_entry
            CHECK ((status = 'confirmed') = (entry_id IS NOT NULL)),
        CONSTRAINT ck_holds_units
            CHECK (units > 0)
    )
    """,
    """
    CREATE INDEX ix_holds_card
        ON holds (merchant_id, card_id, id)
    """,
    """
    CREATE INDEX ix_holds_open
        ON holds (merchant_id, expires_at)
        WHERE status = 'open'
    """,
    """
    CREATE TABLE tier_changes (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        card_id UUID NOT NULL,
        before TEXT,
        after TEXT,
        units INTEGER NOT NULL,
        promoted BOOLEAN NOT NULL,
        revision INTEGER NOT NULL,
        changed_at timestamptz NOT NULL,
        CONSTRAINT pk_tier_changes PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_tier_changes_merchant_id_card_id_cards
            FOREIGN KEY(merchant_id, card_id) REFERENCES cards (merchant_id, id)
    )
    """,
    """
    CREATE INDEX ix_tier_changes_card
        ON tier_changes (merchant_id, card_id, id)
    """,
    """
    CREATE TABLE expiry_warnings (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        card_id UUID NOT NULL,
        expires_at timestamptz NOT NULL,
        units INTEGER NOT NULL,
        mailed BOOLEAN NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT pk_expiry_warnings PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_expiry_warnings_merchant_id_card_id_cards
            FOREIGN KEY(merchant_id, card_id) REFERENCES cards (merchant_id, id),
        CONSTRAINT uq_expiry_warnings_merchant_id_card_id_expires_at
            UNIQUE (merchant_id, card_id, expires_at)
    )
    """,
)

# A hold is decided once: what it holds cannot be changed afterwards.
GRANTS = (
    "GRANT SELECT, INSERT, UPDATE (status, ended_at, entry_id) ON holds TO carnet_app",
    "GRANT SELECT, INSERT ON tier_changes TO carnet_app",
    "GRANT SELECT, INSERT ON expiry_warnings TO carnet_app",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for statement in CHANGES:
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
    op.execute("ALTER TABLE customers DROP COLUMN visits, DROP COLUMN spent")
    op.execute(
        "ALTER TABLE cards DROP CONSTRAINT ck_cards_merged, DROP CONSTRAINT ck_cards_status,"
        " ADD CONSTRAINT ck_cards_status CHECK (status in ('active', 'closed')),"
        " DROP COLUMN merged_into, DROP COLUMN idle_expires_at, DROP COLUMN tier_id,"
        " DROP COLUMN tier_units, DROP COLUMN tier_until, DROP COLUMN tier_revision,"
        " DROP COLUMN open_holds"
    )
    op.execute("ALTER TABLE lots DROP COLUMN idle, DROP COLUMN available_at")
    op.execute(
        "ALTER TABLE entries DROP CONSTRAINT ck_entries_kind, ADD CONSTRAINT ck_entries_kind CHECK"
        " (kind in ('earn', 'redeem', 'adjust', 'expire', 'reverse', 'import')),"
        " DROP COLUMN amount, DROP COLUMN location_id, DROP COLUMN value, DROP COLUMN detail"
    )
