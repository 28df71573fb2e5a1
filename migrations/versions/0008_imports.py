"""imports (in the making).

Revision ID: 0008_imports
Revises: 0007_merges
"""

from __future__ import annotations

from alembic import op

revision = "0008_imports"
down_revision = "0007_merges"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
