"""notebook (in the making).

Revision ID: 0004_notebook
Revises: 0003_team
"""

from __future__ import annotations

from alembic import op

revision = "0004_notebook"
down_revision = "0003_team"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
