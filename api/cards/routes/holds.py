"""Earning in two steps over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from sqlalchemy import select

from api.accounts.deps import CALLER_REFUSALS
from api.cards import references
from api.cards.deps import CardName, Reader, Writer
from api.cards.ledger import gestures
from api.cards.ledger.gestures import Gesture
from api.cards.ledger.locked import CardClosed
from api.cards.ledger.writing import TooManyOnCard
from api.cards.models import Hold
from api.cards.operations import holds, places
from api.cards.operations.earn import EARN_REFUSALS
from api.cards.operations.holds import HoldLapsed, HoldNotFound, HoldNotOpen
from api.cards.operations.places import UnknownLocation
from api.cards.references import CardNotFound, CardReplaced
from api.cards.schemas.entries import EntryOut
from api.cards.schemas.holds import HoldIn, HoldOut
from api.cards.showing import view
from api.core.clock import now
from api.core.deps import Db
from api.core.errors import BadCursor, StillRunning, problems
from api.core.http.answers import json_answer
from api.core.http.idempotency import Key, KeyRequired, KeyReused
from api.core.pages import Page, Paging
from api.programs.rules import sale_of

router = APIRouter(prefix="/v1/cards/{card}/holds", tags=["ledger"])

_ALWAYS = (*CALLER_REFUSALS, CardNotFound, CardReplaced)
_GESTURE = (*_ALWAYS, KeyRequired, KeyReused, StillRunning, CardClosed)


def _shown(held: Hold, *, as_made: bool = False) -> HoldOut:
    values: dict[str, Any] = {
        name: getattr(held, name) for name in HoldOut.model_fields if name != "breakdown"
    }
    values |= {"breakdown": (held.detail or {}).get("breakdown", [])}
    if as_made:
        values |= {"status": "open", "ended_at": None, "entry_id": None}
    else:
        values["status"] = holds.state(held)
    return HoldOut.model_validate(values)


@router.post(
    "",
    operation_id="create_hold",
    summary="Hold the units of a sale",
    status_code=201,
    response_model=HoldOut,
    responses=problems(*_GESTURE, UnknownLocation, *EARN_REFUSALS),
)
async def create_hold(db: Db, caller: Writer, card: CardName, key: Key, body: HoldIn) -> Response:
    """The first of two steps: what the sale earns is fixed now, by the rules of now, and counts
    against the cooldown and the caps. It reaches the balance with the confirmation."""
    said = body.model_dump(mode="json", exclude_defaults=True)
    gesture = Gesture(
        actor=caller,
        key=key,
        request=gestures.request_digest(f"hold {card}", said),
        occurred_at=body.occurred_at or now(),
        receipt=body.receipt,
    )
    sale = sale_of(body, await places.of(db, caller, body.location_id))
    lasts = timedelta(minutes=body.minutes)
    held, repeated = await holds.hold(db, references.parse(card), gesture, sale, lasts)
    return json_answer(_shown(held, as_made=True), 201, _replayed(repeated))


@router.post(
    "/{hold_id}/confirmation",
    operation_id="confirm_hold",
    summary="Confirm a hold",
    status_code=201,
    response_model=EntryOut,
    responses=problems(*_GESTURE, HoldNotFound, HoldLapsed, HoldNotOpen, TooManyOnCard),
)
async def confirm_hold(db: Db, caller: Writer, card: CardName, hold_id: UUID, key: Key) -> Response:
    """The second step: the units come in, as of the moment of the sale. A hold is confirmed once;
    whoever confirms it again, with whatever key, gets the same entry."""
    request = gestures.request_digest(f"confirm {card}", {"hold": hold_id})
    gesture = Gesture(actor=caller, key=key, request=request)
    entry, repeated = await holds.confirm(db, references.parse(card), gesture, hold_id)
    return json_answer(view.entry(entry), 201, _replayed(repeated))


@router.post(
    "/{hold_id}/cancellation",
    operation_id="cancel_hold",
    summary="Give up a hold",
    responses=problems(*_ALWAYS, HoldNotFound, HoldLapsed, HoldNotOpen),
)
async def cancel_hold(db: Db, caller: Writer, card: CardName, hold_id: UUID) -> HoldOut:
    """Nothing is earned, and nothing is held any more. Cancelling again changes nothing."""
    return _shown(await holds.cancel(db, references.parse(card), hold_id))


@router.get(
    "/{hold_id}",
    operation_id="read_hold",
    summary="Read a hold",
    responses=problems(*_ALWAYS, HoldNotFound),
)
async def read_hold(db: Db, caller: Reader, card: CardName, hold_id: UUID) -> HoldOut:
    """An open hold whose time is over is shown as lapsed."""
    row = await references.resolve(db, card)
    return _shown(await holds.find(db, row.id, hold_id))


@router.get(
    "",
    operation_id="list_holds",
    summary="List a card's holds",
    responses=problems(*_ALWAYS, BadCursor),
)
async def list_holds(db: Db, caller: Reader, card: CardName, page: Paging) -> Page[HoldOut]:
    """Newest first, the ended ones included."""
    row = await references.resolve(db, card)
    query = select(Hold).where(Hold.card_id == row.id)
    rows, cursor = await page.read(db, query, (Hold.id, UUID))
    return Page(items=[_shown(one) for one in rows], next_cursor=cursor)


def _replayed(repeated: bool) -> dict[str, str] | None:
    return {"Idempotent-Replayed": "true"} if repeated else None
