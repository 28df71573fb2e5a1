"""Earning in two steps, for tills that settle a sale later: units are held, then confirmed or
given up. While a hold is open it counts against the cooldown and the caps; when its time is
over, it lapses by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.cards.ledger import gestures, locked
from api.cards.ledger.gestures import Gesture, Recorded
from api.cards.ledger.locked import CardClosed, Locked
from api.cards.models import Hold
from api.cards.operations import earn
from api.cards.references import CardNotFound, CardReplaced, Reference
from api.core import jobs
from api.core.clock import now
from api.core.db import sqlstate
from api.core.errors import Problem
from api.core.http.idempotency import KeyReused
from api.core.jobs import Work, job
from api.core.tenancy import merchant_of
from api.programs.rules import Outcome, Sale, place_of
from api.programs.schemas.sales import Line

LAPSE = "cards.lapse_hold"
_UNIQUE_VIOLATION = "23505"


class HoldNotFound(Problem):
    status, code, title = 404, "HOLD_NOT_FOUND", "This card has no such hold"


class HoldLapsed(Problem):
    status, code, title = 409, "HOLD_LAPSED", "The time of this hold is over"


class HoldNotOpen(Problem):
    status, code, title = 409, "HOLD_NOT_OPEN", "This hold was confirmed or cancelled already"


async def hold(
    db: AsyncSession, reference: Reference, gesture: Gesture, sale: Sale, lasts: timedelta
) -> tuple[Hold, bool]:
    """Hold what a sale earns; asked again with the same key, the same hold (then True).

    Raises what the earning itself would raise, and ``KeyReused``.
    """
    card = await locked.lock(db, reference)
    known = await db.scalar(select(Hold).where(Hold.key == gesture.key))
    if known:
        if known.request != gesture.request:
            raise KeyReused
        return known, True
    gesture.occurred_at = earn.plausible(gesture.occurred_at)
    outcome = await earn.weigh(db, card, sale, gesture.occurred_at)
    if outcome.refusals:
        raise outcome.refusals[0]
    held = Hold(
        id=uuid7(),
        card_id=card.id,
        status="open",
        units=outcome.units,
        amount=sale.amount,
        location_id=place_of(card.rules, sale.location_id),
        receipt=gesture.receipt,
        detail={
            "breakdown": [line.model_dump() for line in outcome.lines],
            "sponsor_units": outcome.sponsor_units,
        },
        occurred_at=gesture.occurred_at,
        expires_at=now() + lasts,
        actor_kind=gesture.actor.kind,
        actor_id=gesture.actor.id,
        key=gesture.key,
        request=gesture.request,
    )
    try:
        async with db.begin_nested():
            db.add(held)
    except IntegrityError as error:
        # The same key at the same moment, for another card.
        if sqlstate(error) != _UNIQUE_VIOLATION:
            raise
        raise KeyReused from error
    await _count(db, card, 1)
    await jobs.enqueue(db, LAPSE, delay=lasts, hold_id=held.id)
    return held, False


async def confirm(
    db: AsyncSession, reference: Reference, gesture: Gesture, hold_id: UUID
) -> tuple[Recorded, bool]:
    """Make an entry of an open hold; of a confirmed one, whoever asks, the same entry (then True).

    What was held is given even if the rules have changed since. Raises :class:`HoldNotFound`,
    :class:`HoldLapsed`, :class:`HoldNotOpen`, ``CardClosed``, ``TooManyOnCard``, ``KeyReused``.
    """
    card = await locked.lock(db, reference)
    held = await find(db, card.id, hold_id)
    if held.entry_id:
        return await gestures.by_id(db, held.entry_id), True
    _expect_open(held)
    if card.status != "active":
        raise CardClosed
    gesture.occurred_at, gesture.receipt = held.occurred_at, held.receipt
    detail = held.detail or {}
    outcome = Outcome(
        lines=[Line.model_validate(line) for line in detail.get("breakdown", ())],
        sponsor_units=detail.get("sponsor_units", 0),
    )
    sale = Sale(amount=held.amount, location_id=held.location_id)
    card.open_holds -= 1
    entry = await earn.record(db, card, gesture, sale, outcome)
    if entry is None:
        raise KeyReused
    held.status, held.ended_at, held.entry_id = "confirmed", now(), entry.id
    return entry, False


async def cancel(db: AsyncSession, reference: Reference, hold_id: UUID) -> Hold:
    """Give up an open hold; a cancelled one stays so. Raises :class:`HoldNotFound`,
    :class:`HoldLapsed`, :class:`HoldNotOpen`."""
    card = await locked.lock(db, reference)
    held = await find(db, card.id, hold_id)
    if held.status == "cancelled":
        return held
    _expect_open(held)
    held.status, held.ended_at = "cancelled", now()
    await _count(db, card, -1)
    return held


async def find(db: AsyncSession, card_id: UUID, hold_id: UUID) -> Hold:
    """Raises :class:`HoldNotFound`."""
    held = await db.scalar(select(Hold).where(Hold.id == hold_id, Hold.card_id == card_id))
    if held is None:
        raise HoldNotFound
    return held


def state(held: Hold) -> str:
    """Its status now: the job that lapses it may be late."""
    return "lapsed" if held.status == "open" and held.expires_at <= now() else held.status


def _expect_open(held: Hold) -> None:
    if state(held) == "lapsed":
        raise HoldLapsed(expires_at=held.expires_at)
    if held.status != "open":
        raise HoldNotOpen(state=held.status)


async def waiting(db: AsyncSession, cards: Sequence[UUID]) -> list[datetime]:
    """Until when sales wait for their confirmation on these cards."""
    if not cards:
        return []
    still = (Hold.card_id.in_(cards), Hold.status == "open", Hold.expires_at > now())
    return [*await db.scalars(select(Hold.expires_at).where(*still))]


_LAPSE_OVERDUE = text("""
WITH lapsed AS (
  UPDATE holds SET status = 'lapsed', ended_at = :now
   WHERE merchant_id = :merchant_id AND card_id = ANY(:cards)
     AND status = 'open' AND expires_at <= :now
  RETURNING card_id
)
UPDATE cards SET open_holds = open_holds - fewer.holds
  FROM (SELECT card_id, count(*) AS holds FROM lapsed GROUP BY card_id) AS fewer
 WHERE cards.merchant_id = :merchant_id AND cards.id = fewer.card_id
""")


async def lapse_overdue(db: AsyncSession, cards: Sequence[UUID]) -> None:
    """End what is past its time on cards held by this transaction; their job may be late."""
    if cards:
        values = {"merchant_id": merchant_of(db), "cards": [*cards], "now": now()}
        await db.execute(_LAPSE_OVERDUE, values)


@job(LAPSE)
async def lapse(work: Work, hold_id: UUID) -> None:
    """End a hold whose time is over."""
    db = work.db
    card_id = await db.scalar(select(Hold.card_id).where(Hold.id == hold_id))
    if card_id is None:
        return
    try:
        card = await locked.lock(db, Reference("id", card_id))
    except (CardNotFound, CardReplaced):
        return
    held = await db.scalar(
        select(Hold).where(Hold.id == hold_id).execution_options(populate_existing=True)
    )
    if held is None or held.status != "open":
        return
    if held.expires_at > now():
        await jobs.enqueue(db, LAPSE, delay=held.expires_at - now(), hold_id=hold_id)
        return
    held.status, held.ended_at = "lapsed", now()
    await _count(db, card, -1)


_COUNT = text("""
UPDATE cards SET open_holds = :open_holds WHERE merchant_id = :merchant_id AND id = :card_id
""")


async def _count(db: AsyncSession, card: Locked, more: int) -> None:
    card.open_holds += more
    values = {"merchant_id": merchant_of(db), "card_id": card.id, "open_holds": card.open_holds}
    await db.execute(_COUNT, values)
