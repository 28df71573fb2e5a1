"""The ledger over HTTP: each operation is a new entry."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.accounts.deps import CALLER_REFUSALS
from api.cards import references
from api.cards.counted import CardFrozenByPlan
from api.cards.deps import Adjuster, CardName, Reader, Writer
from api.cards.ledger import gestures, verification
from api.cards.ledger.gestures import Gesture, Recorded
from api.cards.ledger.locked import CardClosed
from api.cards.ledger.writing import NotEnoughUnits, TooManyOnCard
from api.cards.models import Entry, Lot
from api.cards.operations import places
from api.cards.operations.adjust import NothingToAdjust, adjust
from api.cards.operations.earn import EARN_REFUSALS, earn
from api.cards.operations.places import UnknownLocation
from api.cards.operations.redeem import REDEEM_REFUSALS, Wish, redeem
from api.cards.operations.reverse import (
    AlreadyReversed,
    EntryNotFound,
    NotReversible,
    UndoExpired,
    UnitsSpent,
    reverse,
)
from api.cards.references import CardNotFound, CardReplaced
from api.cards.schemas.entries import (
    AdjustmentIn,
    EntryOut,
    RedemptionIn,
    ReversalIn,
    VerificationOut,
)
from api.cards.showing import view
from api.core.clock import now
from api.core.deps import Db
from api.core.errors import BadCursor, StillRunning, problems
from api.core.http.answers import json_answer
from api.core.http.idempotency import Key, KeyRequired, KeyReused
from api.core.pages import Page, Paging, number
from api.core.quotas import FrozenByPlan
from api.programs.rules import sale_of
from api.programs.schemas.sales import EarningIn

router = APIRouter(prefix="/v1/cards/{card}", tags=["ledger"])

_ALWAYS = (
    *CALLER_REFUSALS,
    KeyRequired,
    KeyReused,
    StillRunning,
    CardNotFound,
    CardReplaced,
    CardClosed,
)


async def _answer(
    db: AsyncSession, gesture: Gesture, operate: Callable[[], Awaitable[Recorded | None]]
) -> Response:
    entry, repeated = await gestures.once(db, gesture, operate)
    headers = {"Idempotent-Replayed": "true"} if repeated else None
    return json_answer(view.entry(entry), 201, headers)


def _request(operation: str, card: str, body: Any) -> bytes:
    # What is not said is left out, so that a field that comes later changes no older digest.
    said = body.model_dump(mode="json", exclude_defaults=True)
    return gestures.request_digest(f"{operation} {card}", said)


@router.post(
    "/earnings",
    operation_id="earn",
    summary="Stamp a card",
    status_code=201,
    response_model=EntryOut,
    responses=problems(*_ALWAYS, UnknownLocation, *EARN_REFUSALS),
)
async def create_earning(
    db: Db, caller: Writer, card: CardName, key: Key, body: EarningIn
) -> Response:
    """Adds what the program's rules give for a visit or a sale, within its cooldown, caps and
    maximum. Rewards, discounts, tips and gift cards never earn."""
    sale = sale_of(body, await places.of(db, caller, body.location_id))
    gesture = Gesture(
        actor=caller,
        key=key,
        request=_request("earn", card, body),
        occurred_at=body.occurred_at or now(),
        receipt=body.receipt,
    )
    reference = references.parse(card)
    return await _answer(db, gesture, lambda: earn(db, reference, gesture, sale))


@router.post(
    "/redemptions",
    operation_id="redeem",
    summary="Redeem a reward",
    status_code=201,
    response_model=EntryOut,
    responses=problems(*_ALWAYS, UnknownLocation, *REDEEM_REFUSALS),
)
async def create_redemption(
    db: Db, caller: Writer, card: CardName, key: Key, body: RedemptionIn
) -> Response:
    """Exchanges units for a reward, or for a discount where the program says what units are
    worth. A redemption never earns."""
    location = await places.of(db, caller, body.location_id)
    wish = Wish(body.reward_id, body.units, location)
    gesture = Gesture(
        actor=caller, key=key, request=_request("redeem", card, body), receipt=body.receipt
    )
    reference = references.parse(card)
    return await _answer(db, gesture, lambda: redeem(db, reference, gesture, wish))


@router.post(
    "/adjustments",
    operation_id="adjust",
    summary="Put a balance right by hand",
    status_code=201,
    response_model=EntryOut,
    responses=problems(
        *(*_ALWAYS, NotEnoughUnits, NothingToAdjust, TooManyOnCard, FrozenByPlan, CardFrozenByPlan)
    ),
)
async def create_adjustment(
    db: Db, caller: Adjuster, card: CardName, key: Key, body: AdjustmentIn
) -> Response:
    """Gives (`delta` > 0) or takes units, with the reason that an owner will ask for."""
    gesture = Gesture(
        actor=caller, key=key, request=_request("adjust", card, body), reason=body.reason
    )
    reference = references.parse(card)
    return await _answer(db, gesture, lambda: adjust(db, reference, gesture, body.delta))


@router.post(
    "/reversals",
    operation_id="reverse",
    summary="Take an entry back",
    status_code=201,
    response_model=EntryOut,
    responses=problems(
        *_ALWAYS,
        EntryNotFound,
        NotReversible,
        AlreadyReversed,
        UnitsSpent,
        UndoExpired,
        TooManyOnCard,
    ),
)
async def create_reversal(
    db: Db, caller: Writer, card: CardName, key: Key, body: ReversalIn
) -> Response:
    """Adds an entry that takes `entry_id` back; that one itself stays as it is. Without the
    right `cards:adjust`, only an own entry and within 30 seconds."""
    gesture = Gesture(
        actor=caller, key=key, request=_request("reverse", card, body), reason=body.reason
    )
    reference = references.parse(card)
    free = caller.may("cards:adjust")
    return await _answer(
        db,
        gesture,
        lambda: reverse(db, reference, gesture, body.entry_id, at_any_time=free),
    )


@router.get(
    "/entries",
    operation_id="list_entries",
    summary="Read a card's ledger",
    responses=problems(*CALLER_REFUSALS, CardNotFound, CardReplaced, BadCursor),
)
async def list_entries(db: Db, caller: Reader, card: CardName, page: Paging) -> Page[EntryOut]:
    """Newest first."""
    row = await references.resolve(db, card)
    reversal = aliased(Entry)
    query = (
        select(Entry, reversal.id, Lot)
        .outerjoin(
            reversal,
            (reversal.merchant_id == Entry.merchant_id) & (reversal.reverses == Entry.id),
        )
        # What a transfer brings in expires at several moments.
        .outerjoin(
            Lot,
            (Lot.merchant_id == Entry.merchant_id)
            & (Lot.entry_id == Entry.id)
            & (Entry.kind != "transfer"),
        )
        .where(Entry.card_id == row.id)
    )
    rows, cursor = await page.read_rows(db, query, (Entry.seq, number))
    return Page(
        items=[view.entry(one[0], reversed_=one[1] is not None, lot=one[2]) for one in rows],
        next_cursor=cursor,
    )


@router.get(
    "/ledger/verification",
    operation_id="verify_ledger",
    summary="Verify a card's ledger",
    responses=problems(*CALLER_REFUSALS, CardNotFound, CardReplaced),
)
async def verify_ledger(db: Db, caller: Reader, card: CardName) -> VerificationOut:
    """Recomputes the hash chain, the balance and the lots from the entries, and names the first
    entry that does not fit."""
    return await verification.verify(db, await references.resolve(db, card, lock=True))
