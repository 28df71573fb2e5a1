"""Points beside stamps, a catalogue of rewards, terms, sponsors.

Revision ID: 0005_programs
Revises: 0004_notebook
"""

from __future__ import annotations

from alembic import op

revision = "0005_programs"
down_revision = "0004_notebook"
branch_labels = None
depends_on = None

# A constraint of wider sense takes the place of the former one: rows that fitted still fit, so
# nothing has to be read again (NOT VALID would leave it unchecked for a dump and restore).
PROGRAMS = (
    "ALTER TABLE programs DROP CONSTRAINT ck_programs_kind",
    "ALTER TABLE programs ADD CONSTRAINT ck_programs_kind CHECK (kind in ('stamps', 'points'))",
    "ALTER TABLE programs ADD COLUMN unit_name JSONB",
    "ALTER TABLE programs ADD COLUMN terms_version INTEGER",
    "ALTER TABLE programs ADD COLUMN closed_at timestamptz",
    """
    CREATE TABLE program_terms (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        program_id UUID NOT NULL,
        version INTEGER NOT NULL,
        text TEXT NOT NULL,
        created_at timestamptz NOT NULL,
        created_by UUID,
        CONSTRAINT pk_program_terms PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_program_terms_merchant_id_program_id_programs
            FOREIGN KEY(merchant_id, program_id) REFERENCES programs (merchant_id, id),
        CONSTRAINT uq_program_terms_merchant_id_program_id_version
            UNIQUE (merchant_id, program_id, version),
        CONSTRAINT fk_program_terms_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    "ALTER TABLE program_terms ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE program_terms FORCE ROW LEVEL SECURITY",
    """
    CREATE POLICY merchant ON program_terms
        USING (merchant_id = nullif(current_setting('app.merchant_id', true), '')::uuid)
        WITH CHECK (merchant_id = nullif(current_setting('app.merchant_id', true), '')::uuid)
    """,
    "GRANT SELECT, INSERT ON program_terms TO carnet_app",
)

REWARDS = (
    "ALTER TABLE rewards ADD COLUMN description TEXT",
    "ALTER TABLE rewards ADD COLUMN stock INTEGER",
    "ALTER TABLE rewards ADD COLUMN given INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE rewards ALTER COLUMN given DROP DEFAULT",
    "ALTER TABLE rewards ADD COLUMN limit_per_customer INTEGER",
    "ALTER TABLE rewards ADD COLUMN valid_from DATE",
    "ALTER TABLE rewards ADD COLUMN valid_until DATE",
    "ALTER TABLE rewards ADD COLUMN value BIGINT",
    """
    ALTER TABLE rewards ADD CONSTRAINT ck_rewards_stock
        CHECK (given >= 0 AND (stock IS NULL OR stock >= 0))
    """,
)

CARDS = (
    "ALTER TABLE cards ADD COLUMN terms_version INTEGER",
    "ALTER TABLE cards ADD COLUMN terms_accepted_at timestamptz",
    "ALTER TABLE cards ADD COLUMN sponsor_id UUID",
    """
    ALTER TABLE cards ADD CONSTRAINT fk_cards_merchant_id_sponsor_id_cards
        FOREIGN KEY (merchant_id, sponsor_id) REFERENCES cards (merchant_id, id)
    """,
    """
    CREATE INDEX ix_cards_sponsor ON cards (merchant_id, sponsor_id) WHERE sponsor_id IS NOT NULL
    """,
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for statement in (*PROGRAMS, *REWARDS, *CARDS):
        op.execute(statement)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TABLE program_terms")
    for table, columns in (
        ("cards", ("terms_version", "terms_accepted_at", "sponsor_id")),
        (
            "rewards",
            (
                "description",
                "stock",
                "given",
                "limit_per_customer",
                "valid_from",
                "valid_until",
                "value",
            ),
        ),
        ("programs", ("unit_name", "terms_version", "closed_at")),
    ):
        for column in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    op.execute("ALTER TABLE programs DROP CONSTRAINT ck_programs_kind")
    op.execute("ALTER TABLE programs ADD CONSTRAINT ck_programs_kind CHECK (kind in ('stamps'))")
