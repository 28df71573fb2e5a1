"""The changes feed over HTTP."""

from __future__ import annotations

import base64
import hashlib
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BeforeValidator

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.cards.schemas.events import EventOut, EventsOut, EventType, SubjectOfEvent
from api.core import bulk_reads
from api.core.deps import Db, Pool
from api.core.errors import BadCursor, problems
from api.core.events import feed
from api.core.events.feed import CatchingUp, CursorTooOld, TooManyWaiting
from api.core.http.answers import json_answer
from api.core.tenancy import enter

router = APIRouter(prefix="/v1/events", tags=["events"])

Follower = Annotated[Caller, needs("events:read")]
LATEST = "latest"


def _split(values: Any) -> Any:
    """``a,b`` and ``types=a&types=b`` alike."""
    if not isinstance(values, list):
        return values
    return [part for one in values for part in str(one).split(",")]


def _tag(merchant_id: UUID) -> str:
    return hashlib.sha256(f"events {merchant_id}".encode()).hexdigest()[:8]


def cursor(merchant_id: UUID, position: int) -> str:
    """A position, opaque to callers and good for this merchant's feed only."""
    return base64.urlsafe_b64encode(f"{_tag(merchant_id)} {position}".encode()).decode()


def _position(merchant_id: UUID, text: str) -> int:
    try:
        tag, _, number = base64.urlsafe_b64decode(text.encode()).decode().partition(" ")
    except ValueError as error:
        raise BadCursor from error
    if tag != _tag(merchant_id) or not (number.isascii() and number.isdigit()) or len(number) > 18:
        raise BadCursor
    return int(number)


@router.get(
    "",
    operation_id="list_events",
    summary="Follow what happens",
    response_model=EventsOut,
    responses=problems(*CALLER_REFUSALS, BadCursor, CursorTooOld, TooManyWaiting, CatchingUp),
)
async def list_events(
    request: Request,
    db: Db,
    pool: Pool,
    caller: Follower,
    after: Annotated[
        str | None,
        Query(
            max_length=100,
            description=(
                "`next` of the last answer. Without it: from the oldest event kept;"
                " `latest`: no events, but a `next` from now on."
            ),
        ),
    ] = None,
    types: Annotated[
        list[EventType] | None,
        BeforeValidator(_split),
        Query(description="Only these, separated by commas."),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="Events in an answer.")] = 100,
    wait: Annotated[
        int, Query(ge=0, le=25, description="Seconds to wait where there is no event yet.")
    ] = 0,
) -> Response:
    """Everything that was saved, in the order in which it was saved, each event once, as it was
    at that moment: apply one answer, keep its `next`, ask on. What is saved later is never put
    before what you have read. Of two changes of one thing the later one comes later; changes
    that were saved at the same time and have nothing to do with one another come in either
    order.

    Events are kept for 90 days; a `next` older than that answers 410, and what was missed has
    to be read anew (`after=latest` first, then the lists). At most ten requests of a merchant
    may wait at once."""
    merchant_id = caller.merchant_id
    # The caller is known; nothing is held while waiting.
    await db.close()
    if after == LATEST:
        position = await feed.latest(pool, merchant_id)
        return json_answer(EventsOut(items=[], next=cursor(merchant_id, position), more=False))
    start = None if after is None else _position(merchant_id, after)
    wanted = None if types is None else [str(one) for one in types]
    found = await feed.follow(
        pool, merchant_id, start, wanted, limit, wait, request.is_disconnected
    )
    if (threshold := bulk_reads.passed(caller, "events", len(found.rows))) is not None:
        async with pool.session() as noting:
            await enter(noting, merchant_id)
            bulk_reads.record(noting, caller, "events", threshold)
    return json_answer(
        EventsOut(
            items=[
                EventOut(
                    id=row.id,
                    position=row.position,
                    type=row.type,
                    at=row.at,
                    subject=SubjectOfEvent(type=row.subject_type, id=row.subject_id),
                    data=row.data,
                )
                for row in found.rows
            ],
            next=cursor(merchant_id, found.next),
            more=found.more,
        )
    )
