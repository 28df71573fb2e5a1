"""team (in the making).

Revision ID: 0003_team
Revises: 0002_cards
"""

from __future__ import annotations

from alembic import op

revision = "0003_team"
down_revision = "0002_cards"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
