"""What becomes of a file stands in the merchant's audit trail (``PROMISES``, clause 61). A user's
own file is no merchant's affair; its row is its trace."""

from __future__ import annotations

from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from api.core import audit
from api.core.audit import Actor
from api.core.audit.actions import Action
from api.privacy.access.models import AnyExtract, Extract, Takeout

What = Literal["created", "ready", "linked", "downloaded"]
_OF_CUSTOMER: dict[What, Action] = {
    "created": "extract.created",
    "ready": "extract.ready",
    "linked": "extract.linked",
    "downloaded": "extract.downloaded",
}
_OF_MERCHANT: dict[What, Action] = {
    "created": "takeout.created",
    "ready": "takeout.ready",
    "downloaded": "takeout.downloaded",
}


def note(db: AsyncSession, actor: Actor, row: AnyExtract, what: What) -> None:
    rows = {} if row.rows is None else {"rows": row.rows}
    if isinstance(row, Extract):
        audit.record(
            db, actor, _OF_CUSTOMER[what], "customer", row.customer_id, extract_id=row.id, **rows
        )
    elif isinstance(row, Takeout):
        audit.record(
            db, actor, _OF_MERCHANT[what], "merchant", row.merchant_id, takeout_id=row.id, **rows
        )
