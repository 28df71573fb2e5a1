"""Earning: units for a visit or a sale, as the program's rules say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.counted import CardFrozenByPlan
from api.cards.ledger import locked, statements, writing
from api.cards.ledger.gestures import Gesture, Recorded
from api.cards.ledger.locked import CardClosed, Locked
from api.cards.ledger.writing import MOST_ON_CARD, TooManyOnCard
from api.cards.operations import situation, sponsorship
from api.cards.references import Reference
from api.core.clock import now
from api.core.errors import Problem
from api.core.quotas import FrozenByPlan
from api.programs import rules
from api.programs.rules import Outcome, Sale

LONGEST_OFFLINE = timedelta(days=7)
"""How long a gesture may wait in an offline queue."""
CLOCK_SKEW = timedelta(minutes=5)
"""How far ahead a device's clock may go."""


class ProgramNotActive(Problem):
    status, code, title = 409, "PROGRAM_NOT_ACTIVE", "This program gives no units now"


class BadTime(Problem):
    status, code, title = 422, "BAD_TIME", "occurred_at is ahead of the clock or over 7 days old"


EARN_REFUSALS = (
    *(ProgramNotActive, FrozenByPlan, CardFrozenByPlan, BadTime, TooManyOnCard),
    *rules.REFUSALS,
)
"""Besides :class:`CardClosed`."""


async def earn(
    db: AsyncSession, reference: Reference, gesture: Gesture, sale: Sale
) -> Recorded | None:
    """Add what a sale earns to a card. Raises :class:`CardClosed`, :data:`EARN_REFUSALS`."""
    gesture.occurred_at = plausible(gesture.occurred_at)
    card = await locked.lock(db, reference)
    outcome = await weigh(db, card, sale, gesture.occurred_at)
    if outcome.refusals:
        raise outcome.refusals[0]
    return await record(db, card, gesture, sale, outcome)


def plausible(moment: datetime) -> datetime:
    """When something happened, put right where a clock goes ahead a little. Raises
    :class:`BadTime`."""
    if not now() - LONGEST_OFFLINE <= moment <= now() + CLOCK_SKEW:
        raise BadTime
    return min(moment, now()).astimezone(UTC)


async def weigh(
    db: AsyncSession, card: Locked, sale: Sale, moment: datetime, *, spent: int = 0
) -> Outcome:
    """What the sale would earn the card; changes nothing. ``spent``: units that are redeemed
    with it."""
    if card.status != "active":
        return Outcome(refusals=[CardClosed()])
    if card.program_status != "active":
        return Outcome(refusals=[ProgramNotActive(state=card.program_status)])
    if card.program_frozen_at is not None:
        return Outcome(refusals=[FrozenByPlan()])
    if card.frozen_at is not None:
        return Outcome(refusals=[CardFrozenByPlan()])
    outcome = rules.assess(card.rules, sale, await situation.of(db, card, moment))
    if card.balance - spent + outcome.units > MOST_ON_CARD:
        outcome.refusals.append(TooManyOnCard(balance=card.balance))
    return outcome


async def record(
    db: AsyncSession,
    card: Locked,
    gesture: Gesture,
    sale: Sale,
    outcome: Outcome,
) -> Recorded | None:
    """Write what :func:`weigh` has found for the locked card. None: the key was used already."""
    units, moment = outcome.units, gesture.occurred_at
    day = card.day(moment)
    if card.earned_on is None or day > card.earned_on:
        card.earned_on, card.earned_units = day, units
    elif day == card.earned_on:
        card.earned_units += units
    card.last_earned_at = max(card.last_earned_at or moment, moment)
    detail: dict[str, Any] = {
        "breakdown": [line.model_dump(exclude_none=True) for line in outcome.lines]
    }
    if outcome.sponsor_units:
        detail["sponsor_units"] = outcome.sponsor_units
    entry = await writing.write(
        db,
        card,
        gesture,
        statements.EARN,
        "earn",
        units,
        visit=True,
        amount=sale.amount,
        location_id=rules.place_of(card.rules, sale.location_id),
        detail=detail,
    )
    if entry and outcome.sponsor_units:
        await sponsorship.promise(db, entry)
    return entry
