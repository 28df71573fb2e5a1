"""programs (in the making).

Revision ID: 0005_programs
Revises: 0004_notebook
"""

from __future__ import annotations

from alembic import op

revision = "0005_programs"
down_revision = "0004_notebook"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
