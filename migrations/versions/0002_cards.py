"""The notebook and the loyalty ledger.

Revision ID: 0002_cards
Revises: 0001_accounts
"""

from __future__ import annotations

from alembic import op

revision = "0002_cards"
down_revision = "0001_accounts"
branch_labels = None
depends_on = None

TENANT_TABLES = (
    "customers",
    "consents",
    "programs",
    "program_revisions",
    "rewards",
    "cards",
    "former_codes",
    "entries",
    "lots",
    "lot_uses",
)

TABLES = (
    """
    CREATE TABLE customers (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        first_name TEXT,
        last_name TEXT,
        phone TEXT,
        phone_last4 TEXT,
        email TEXT,
        language TEXT,
        notes TEXT,
        search_name TEXT NOT NULL,
        source TEXT NOT NULL,
        notice_version TEXT,
        created_at timestamptz NOT NULL,
        last_visit_at timestamptz,
        last_active_at timestamptz NOT NULL,
        CONSTRAINT pk_customers PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_customers_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE INDEX ix_customers_email
        ON customers (merchant_id, lower(email))
    """,
    """
    CREATE INDEX ix_customers_name
        ON customers (merchant_id, search_name, id)
    """,
    """
    CREATE INDEX ix_customers_phone
        ON customers (merchant_id, phone)
    """,
    """
    CREATE INDEX ix_customers_phone_last4
        ON customers (merchant_id, phone_last4)
    """,
    """
    CREATE INDEX ix_customers_recent
        ON customers (merchant_id, last_active_at, id)
    """,
    """
    CREATE INDEX ix_customers_search
        ON customers USING gist (merchant_id, search_name gist_trgm_ops)
    """,
    """
    CREATE TABLE consents (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        customer_id UUID NOT NULL,
        purpose TEXT NOT NULL,
        granted BOOLEAN NOT NULL,
        text_version TEXT NOT NULL,
        channel TEXT NOT NULL,
        actor_id UUID,
        created_at timestamptz NOT NULL,
        CONSTRAINT pk_consents PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_consents_merchant_id_customer_id_customers
            FOREIGN KEY(merchant_id, customer_id) REFERENCES customers (merchant_id, id),
        CONSTRAINT fk_consents_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE INDEX ix_consents_customer
        ON consents (merchant_id, customer_id, purpose, id)
    """,
    """
    CREATE TABLE programs (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        status TEXT NOT NULL,
        revision INTEGER NOT NULL,
        rules JSONB NOT NULL,
        design JSONB NOT NULL,
        created_at timestamptz NOT NULL,
        activated_at timestamptz,
        redeem_until DATE,
        archived_at timestamptz,
        poster_opened_at timestamptz,
        CONSTRAINT pk_programs PRIMARY KEY (merchant_id, id),
        CONSTRAINT ck_programs_status
            CHECK (status in ('draft', 'active', 'closing', 'archived')),
        CONSTRAINT ck_programs_kind
            CHECK (kind in ('stamps')),
        CONSTRAINT fk_programs_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE TABLE program_revisions (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        program_id UUID NOT NULL,
        number INTEGER NOT NULL,
        rules JSONB NOT NULL,
        rewards JSONB NOT NULL,
        created_at timestamptz NOT NULL,
        created_by UUID,
        CONSTRAINT pk_program_revisions PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_program_revisions_merchant_id_program_id_programs
            FOREIGN KEY(merchant_id, program_id) REFERENCES programs (merchant_id, id),
        CONSTRAINT uq_program_revisions_merchant_id_program_id_number
            UNIQUE (merchant_id, program_id, number),
        CONSTRAINT fk_program_revisions_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE TABLE rewards (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        program_id UUID NOT NULL,
        name TEXT NOT NULL,
        cost INTEGER NOT NULL,
        position INTEGER NOT NULL,
        active BOOLEAN NOT NULL,
        CONSTRAINT pk_rewards PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_rewards_merchant_id_program_id_programs
            FOREIGN KEY(merchant_id, program_id) REFERENCES programs (merchant_id, id),
        CONSTRAINT ck_rewards_cost
            CHECK (cost > 0),
        CONSTRAINT fk_rewards_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE INDEX ix_rewards_program
        ON rewards (merchant_id, program_id)
    """,
    """
    CREATE TABLE cards (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        program_id UUID NOT NULL,
        customer_id UUID,
        code TEXT NOT NULL,
        number TEXT NOT NULL,
        page_token BYTEA NOT NULL,
        status TEXT NOT NULL,
        balance INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        head_hash BYTEA NOT NULL,
        last_earned_at timestamptz,
        earned_on DATE,
        earned_units INTEGER NOT NULL,
        created_at timestamptz NOT NULL,
        closed_at timestamptz,
        closed_reason TEXT,
        CONSTRAINT pk_cards PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_cards_merchant_id_program_id_programs
            FOREIGN KEY(merchant_id, program_id) REFERENCES programs (merchant_id, id),
        CONSTRAINT fk_cards_merchant_id_customer_id_customers
            FOREIGN KEY(merchant_id, customer_id) REFERENCES customers (merchant_id, id),
        CONSTRAINT uq_cards_merchant_id_code
            UNIQUE (merchant_id, code),
        CONSTRAINT uq_cards_merchant_id_number
            UNIQUE (merchant_id, number),
        CONSTRAINT uq_cards_merchant_id_page_token
            UNIQUE (merchant_id, page_token),
        CONSTRAINT ck_cards_status
            CHECK (status in ('active', 'closed')),
        CONSTRAINT ck_cards_balance
            CHECK (balance >= 0),
        CONSTRAINT fk_cards_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE INDEX ix_cards_customer
        ON cards (merchant_id, customer_id)
    """,
    """
    CREATE INDEX ix_cards_program
        ON cards (merchant_id, program_id, status)
    """,
    """
    CREATE UNIQUE INDEX uq_cards_one_active
        ON cards (merchant_id, customer_id, program_id)
        WHERE status = 'active' AND customer_id IS NOT NULL
    """,
    """
    CREATE TABLE former_codes (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        card_id UUID NOT NULL,
        code TEXT NOT NULL,
        number TEXT NOT NULL,
        page_token BYTEA NOT NULL,
        retired_at timestamptz NOT NULL,
        CONSTRAINT pk_former_codes PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_former_codes_merchant_id_card_id_cards
            FOREIGN KEY(merchant_id, card_id) REFERENCES cards (merchant_id, id),
        CONSTRAINT uq_former_codes_merchant_id_code
            UNIQUE (merchant_id, code),
        CONSTRAINT uq_former_codes_merchant_id_number
            UNIQUE (merchant_id, number),
        CONSTRAINT uq_former_codes_merchant_id_page_token
            UNIQUE (merchant_id, page_token)
    )
    """,
    """
    CREATE INDEX ix_former_codes_card
        ON former_codes (merchant_id, card_id)
    """,
    """
    CREATE TABLE entries (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        card_id UUID NOT NULL,
        seq INTEGER NOT NULL,
        kind TEXT NOT NULL,
        delta INTEGER NOT NULL,
        balance INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        reverses UUID,
        reward_id UUID,
        reward_name TEXT,
        reason TEXT,
        receipt TEXT,
        actor_kind TEXT NOT NULL,
        actor_id UUID,
        occurred_at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL,
        key TEXT,
        request BYTEA,
        hash BYTEA NOT NULL,
        CONSTRAINT pk_entries PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_entries_merchant_id_card_id_cards
            FOREIGN KEY(merchant_id, card_id) REFERENCES cards (merchant_id, id),
        CONSTRAINT uq_entries_merchant_id_card_id_seq
            UNIQUE (merchant_id, card_id, seq),
        CONSTRAINT uq_entries_merchant_id_key
            UNIQUE (merchant_id, key),
        CONSTRAINT uq_entries_merchant_id_reverses
            UNIQUE (merchant_id, reverses),
        CONSTRAINT ck_entries_kind
            CHECK (kind in ('earn', 'redeem', 'adjust', 'expire', 'reverse', 'import')),
        CONSTRAINT ck_entries_units
            CHECK (delta <> 0 AND balance >= 0)
    )
    """,
    """
    CREATE INDEX ix_entries_recorded
        ON entries (merchant_id, recorded_at)
    """,
    """
    CREATE TABLE lots (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        card_id UUID NOT NULL,
        entry_id UUID NOT NULL,
        units INTEGER NOT NULL,
        remaining INTEGER NOT NULL,
        expires_at timestamptz,
        CONSTRAINT pk_lots PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_lots_merchant_id_card_id_cards
            FOREIGN KEY(merchant_id, card_id) REFERENCES cards (merchant_id, id),
        CONSTRAINT fk_lots_merchant_id_entry_id_entries
            FOREIGN KEY(merchant_id, entry_id) REFERENCES entries (merchant_id, id),
        CONSTRAINT ck_lots_remaining
            CHECK (remaining >= 0 AND remaining <= units)
    )
    """,
    """
    CREATE INDEX ix_lots_entry
        ON lots (merchant_id, entry_id)
    """,
    """
    CREATE INDEX ix_lots_open
        ON lots (merchant_id, card_id)
        WHERE remaining > 0
    """,
    """
    CREATE TABLE lot_uses (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        entry_id UUID NOT NULL,
        lot_id UUID NOT NULL,
        units INTEGER NOT NULL,
        CONSTRAINT pk_lot_uses PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_lot_uses_merchant_id_entry_id_entries
            FOREIGN KEY(merchant_id, entry_id) REFERENCES entries (merchant_id, id),
        CONSTRAINT fk_lot_uses_merchant_id_lot_id_lots
            FOREIGN KEY(merchant_id, lot_id) REFERENCES lots (merchant_id, id)
    )
    """,
    """
    CREATE INDEX ix_lot_uses_entry
        ON lot_uses (merchant_id, entry_id)
    """,
)

# Append-only where the code only appends: consents, revisions, entries and lot uses cannot be
# changed by the application at all, whatever its code says.
GRANTS = (
    "GRANT SELECT, INSERT, UPDATE ON customers TO carnet_app",
    "GRANT SELECT, INSERT ON consents TO carnet_app",
    "GRANT SELECT, INSERT, UPDATE ON programs TO carnet_app",
    "GRANT SELECT, INSERT ON program_revisions TO carnet_app",
    "GRANT SELECT, INSERT, UPDATE ON rewards TO carnet_app",
    "GRANT SELECT, INSERT, UPDATE ON cards TO carnet_app",
    "GRANT SELECT, INSERT ON former_codes TO carnet_app",
    "GRANT SELECT, INSERT ON entries TO carnet_app",
    "GRANT SELECT, INSERT, UPDATE (remaining) ON lots TO carnet_app",
    "GRANT SELECT, INSERT ON lot_uses TO carnet_app",
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
