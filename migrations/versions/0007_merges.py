"""merges (in the making).

Revision ID: 0007_merges
Revises: 0006_lots
"""

from __future__ import annotations

from alembic import op

revision = "0007_merges"
down_revision = "0006_lots"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
