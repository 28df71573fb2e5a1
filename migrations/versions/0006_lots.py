"""lots (in the making).

Revision ID: 0006_lots
Revises: 0005_programs
"""

from __future__ import annotations

from alembic import op

revision = "0006_lots"
down_revision = "0005_programs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
