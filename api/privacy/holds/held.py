"""The condition that a row is not held, for the very statement that deletes it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from api.privacy.holds.models import LegalHold


def in_force(at: datetime) -> ColumnElement[bool]:
    return LegalHold.lifted_at.is_(None) & (LegalHold.until > at)


def free(table: str, row_id: Any, at: datetime) -> ColumnElement[bool]:
    """No hold keeps the row that ``row_id`` (a column of the statement) names. It names the
    merchant through the statement's own criteria: holds are the merchant's rows too."""
    held = select(LegalHold.id).where(
        LegalHold.table_name == table, LegalHold.row_id == row_id, in_force(at)
    )
    return ~exists(held)
