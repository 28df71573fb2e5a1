"""Requests as the routes show them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.clock import now
from api.customers.names import names_of
from api.privacy.requests import counting, deadlines
from api.privacy.requests.copying import COPYING
from api.privacy.requests.engines import BY_HAND, engine_of
from api.privacy.requests.erasing import ERASING
from api.privacy.requests.models import PrivacyRequest
from api.privacy.requests.schemas import RequestOut
from api.privacy.requests.states import State, next_step


async def shown(db: AsyncSession, rows: Sequence[PrivacyRequest]) -> list[RequestOut]:
    """With the names of those who are still known."""
    await db.flush()
    ids = {row.customer_id for row in rows if row.customer_id}
    names = await names_of(db, ids)
    today = await counting.today(db)
    return [
        RequestOut.model_validate(
            {
                **{name: getattr(row, name) for name in _COLUMNS},
                "customer_name": row.customer_id and names.get(row.customer_id),
                "days_left": deadlines.days_left(row.due_on, today),
                "next_step": next_step(State(row.state)),
                "code_expires_at": _alive(row),
                "answered_by_mail": row.reply_to is not None,
                "file_id": row.execution_id if engine_of(row) is COPYING else None,
                "erasure_id": row.execution_id if engine_of(row) is ERASING else None,
                "by_hand": engine_of(row) is BY_HAND,
            }
        )
        for row in rows
    ]


_DERIVED = {
    *("customer_name", "days_left", "next_step", "code_expires_at"),
    *("answered_by_mail", "by_hand", "file_id", "erasure_id"),
}
_COLUMNS = RequestOut.model_fields.keys() - _DERIVED


def _alive(row: PrivacyRequest) -> object:
    at = row.code_expires_at
    return at if at is not None and at > now() else None
