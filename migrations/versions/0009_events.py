"""events (in the making).

Revision ID: 0009_events
Revises: 0008_imports
"""

from __future__ import annotations

from alembic import op

revision = "0009_events"
down_revision = "0008_imports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
