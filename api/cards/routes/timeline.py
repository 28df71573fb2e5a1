"""A customer's history over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.cards.schemas.entries import ActorOut
from api.cards.showing import timeline
from api.core.deps import Db
from api.core.errors import BadCursor, problems
from api.core.pages import Page, Paging, moment
from api.customers.found import NOT_THERE, find

router = APIRouter(prefix="/v1/customers/{customer_id}/timeline", tags=["customers"])

_NOT_YET = (datetime(9999, 1, 1, tzinfo=UTC), UUID(int=(1 << 128) - 1))


class TimelineItem(BaseModel):
    id: UUID
    at: datetime
    kind: Literal[
        "entry",
        "consent",
        "created",
        "changed",
        "merged",
        "imported",
        "card_issued",
        "card_closed",
        "card_replaced",
        "tier",
        "campaign",
    ]
    data: dict[str, Any] = Field(
        description="`entry` and `consent`: as in their own lists. `changed`: `fields`. `merged`:"
        " `merged_id`, `undone`. `card_…`: `card_id`, `number`, `program_name`. `tier`: `name` of"
        " the tier reached, or null, `promoted`. `created`: `source`. `campaign`: `campaign_id`,"
        " `subject` as this customer read it, `state` (`sent`; `failed`: the mail server refused"
        " it; `unclear`: nobody knows), and"
        " whether news were stopped by the link in this mail (`withdrawn`)."
    )
    actor: ActorOut | None = Field(description="Who did it, where that is known.")


@router.get(
    "",
    operation_id="read_timeline",
    summary="Everything that happened with a customer",
    responses=problems(*CALLER_REFUSALS, *NOT_THERE, BadCursor),
)
async def read_timeline(
    db: Db,
    caller: Annotated[Caller, needs("customers:read", "cards:read")],
    customer_id: UUID,
    page: Paging,
) -> Page[TimelineItem]:
    """Newest first: the ledgers of all cards, consents, changes (which fields, not their values),
    merges, cards given out, closed and replaced, campaigns that were sent. What happened to a
    customer who was merged into this one is part of it."""
    await find(db, customer_id)
    after = page.after(moment, UUID) or _NOT_YET
    lines = await timeline.page(db, customer_id, (after[0], after[1]), page.limit + 1)
    shown, cursor = page.cut(lines, lambda line: (line.at, line.id))
    return Page(
        items=[
            TimelineItem.model_validate(
                {
                    "id": line.id,
                    "at": line.at,
                    "kind": line.kind,
                    "data": line.data,
                    "actor": (
                        {"kind": line.actor_kind, "id": line.actor_id} if line.actor_kind else None
                    ),
                }
            )
            for line in shown
        ],
        next_cursor=cursor,
    )
