"""Statistics: counts per day, and how far cards are counted.

Revision ID: 0019_statistics
Revises: 0018_images
"""

from __future__ import annotations

from alembic import op

revision = "0019_statistics"
down_revision = "0018_images"
branch_labels = None
depends_on = None

TENANT_TABLES = (
    "statistic_days",
    "statistic_flows",
    "statistic_hours",
    "statistic_cards",
    "statistic_heads",
)


def _table(name: str, *columns: str) -> str:
    return f"""
    CREATE TABLE {name} (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        {", ".join(columns)},
        CONSTRAINT pk_{name} PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_{name}_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """


_SCOPE = ("program_id UUID NOT NULL", "location_id UUID NOT NULL")

TABLES = (
    _table(
        "statistic_days",
        *_SCOPE,
        "day DATE NOT NULL",
        "visits INTEGER NOT NULL",
        "newcomers INTEGER NOT NULL",
        "redeemers INTEGER NOT NULL",
        "redemptions INTEGER NOT NULL",
        "cost BIGINT NOT NULL",
        "first_rewards INTEGER NOT NULL",
    ),
    "CREATE INDEX ix_statistic_days_day ON statistic_days (merchant_id, location_id, day)",
    _table(
        "statistic_flows",
        *_SCOPE,
        "act TEXT NOT NULL",
        "day DATE NOT NULL",
        "previous DATE",
        "cards INTEGER NOT NULL",
        "CONSTRAINT ck_statistic_flows_act CHECK (act in ('visit', 'redeem', 'reward', 'month'))",
    ),
    "CREATE INDEX ix_statistic_flows_day ON statistic_flows"
    " (merchant_id, act, location_id, day, previous) INCLUDE (program_id, cards)",
    _table(
        "statistic_hours",
        *_SCOPE,
        "month DATE NOT NULL",
        "weekday INTEGER NOT NULL",
        "hour INTEGER NOT NULL",
        "visits INTEGER NOT NULL",
        "cards INTEGER NOT NULL",
    ),
    "CREATE INDEX ix_statistic_hours_month ON statistic_hours (merchant_id, location_id, month)",
    _table(
        "statistic_cards",
        "card_id UUID NOT NULL",
        "seq INTEGER NOT NULL",
        "CONSTRAINT fk_statistic_cards_merchant_id_cards"
        " FOREIGN KEY(merchant_id, card_id) REFERENCES cards (merchant_id, id)",
        "CONSTRAINT uq_statistic_cards_merchant_id_card_id UNIQUE (merchant_id, card_id)",
    ),
    _table(
        "statistic_heads",
        "zone TEXT NOT NULL",
        "followed_at timestamptz NOT NULL",
        "counted_anew_at timestamptz",
    ),
)

GRANTS = (
    "GRANT SELECT, INSERT, DELETE, UPDATE (visits, newcomers, redeemers, redemptions, cost,"
    " first_rewards) ON statistic_days TO carnet_app",
    "GRANT SELECT, INSERT, DELETE, UPDATE (cards) ON statistic_flows TO carnet_app",
    "GRANT SELECT, INSERT, DELETE, UPDATE (visits, cards) ON statistic_hours TO carnet_app",
    "GRANT SELECT, INSERT, DELETE, UPDATE (seq) ON statistic_cards TO carnet_app",
    "GRANT SELECT, INSERT, DELETE, UPDATE (zone, followed_at, counted_anew_at)"
    " ON statistic_heads TO carnet_app",
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
    op.execute(
        "DROP TABLE statistic_heads, statistic_cards, statistic_hours, statistic_flows,"
        " statistic_days"
    )
