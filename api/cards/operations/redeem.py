"""Redeeming: units for a reward, or for a discount where the program says what they are worth."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.ledger import locked, statements, writing
from api.cards.ledger.gestures import Gesture, Recorded
from api.cards.ledger.locked import CardClosed, Locked, unavailable
from api.cards.ledger.writing import NotEnoughUnits
from api.cards.operations import offers
from api.cards.operations.offers import (
    Offer,
    RewardLimitReached,
    RewardNotAvailable,
    RewardNotValidNow,
    RewardOutOfStock,
)
from api.cards.references import Reference
from api.core.errors import Problem
from api.programs.rules import NotHere, place_of, valid_at


class RedeemPeriodOver(Problem):
    status, code, title = 409, "REDEEM_PERIOD_OVER", "The program is over, and its rewards with it"


class NoPartialRedemption(Problem):
    status, code, title = (
        409,
        "NO_PARTIAL_REDEMPTION",
        "Units of this program are exchanged for rewards only",
    )


class BelowRedeemMinimum(Problem):
    status, code, title = 409, "BELOW_REDEEM_MINIMUM", "Fewer units than can be redeemed at once"


REDEEM_REFUSALS = (
    RedeemPeriodOver,
    NotHere,
    RewardNotAvailable,
    RewardNotValidNow,
    RewardOutOfStock,
    RewardLimitReached,
    NoPartialRedemption,
    BelowRedeemMinimum,
    NotEnoughUnits,
)
"""Besides :class:`CardClosed`."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the holder wants: a reward, or a discount for so many units."""

    reward_id: UUID | None = None
    units: int | None = None
    location_id: UUID | None = None


@dataclass(slots=True)
class Exchange:
    """What a wish comes to; with a refusal, nothing."""

    cost: int = 0
    value: int | None = None
    offer: Offer | None = None
    refusals: list[Problem] = field(default_factory=list)


async def redeem(
    db: AsyncSession, reference: Reference, gesture: Gesture, wish: Wish
) -> Recorded | None:
    """Exchange units, those first that expire soonest. A closing program gives rewards until its
    last day. Raises :class:`CardClosed`, :data:`REDEEM_REFUSALS`."""
    card = await locked.lock(db, reference)
    exchange = await weigh(db, card, wish, gesture.occurred_at)
    if exchange.refusals:
        raise exchange.refusals[0]
    return await record(db, card, gesture, wish, exchange)


def period_refusal(card: Locked, moment: datetime) -> Problem | None:
    """Why nothing can be redeemed on this card, whatever it is."""
    if card.status != "active":
        return CardClosed()
    over = card.redeem_until is not None and card.day(moment) > card.redeem_until
    if card.program_status == "archived" or over:
        return RedeemPeriodOver(redeem_until=card.redeem_until)
    return None


async def weigh(db: AsyncSession, card: Locked, wish: Wish, moment: datetime) -> Exchange:
    """What the wish would cost and be worth; changes nothing."""
    if refusal := period_refusal(card, moment):
        return Exchange(refusals=[refusal])
    if not valid_at(card.rules, wish.location_id):
        return Exchange(refusals=[NotHere(location_id=wish.location_id)])
    if wish.reward_id is None:
        return await _partly(db, card, wish.units or 0, moment)
    try:
        offer = await offers.one_for(db, card, wish.reward_id, moment)
    except RewardNotAvailable as unknown:
        return Exchange(refusals=[unknown])
    exchange = Exchange(cost=offer.cost, value=offer.value, offer=offer)
    if refusal := offers.refusal(offer, card.balance, card.day(moment)):
        exchange.refusals.append(refusal)
    return exchange


async def _partly(db: AsyncSession, card: Locked, units: int, moment: datetime) -> Exchange:
    worth = card.rules.redeem_value
    if worth is None:
        return Exchange(refusals=[NoPartialRedemption()])
    exchange = Exchange(cost=units, value=units * worth.value // worth.units)
    least = card.rules.redeem_minimum or 1
    if units < least or not exchange.value:
        # Fewer units than a cent's worth would be given for nothing.
        least = max(least, -(-worth.units // worth.value))
        exchange.refusals.append(BelowRedeemMinimum(minimum=least))
    left = card.balance - await unavailable(db, card, moment)
    if left < units:
        exchange.refusals.append(NotEnoughUnits(balance=left, cost=units))
    return exchange


async def record(
    db: AsyncSession,
    card: Locked,
    gesture: Gesture,
    wish: Wish,
    exchange: Exchange,
    detail: dict[str, Any] | None = None,
) -> Recorded | None:
    """Write what :func:`weigh` has found for the locked card. None: the key was used already.
    Raises :class:`RewardOutOfStock` where another card has had the last one meanwhile."""
    offer = exchange.offer
    taken = await offers.take(db, offer) if offer else False
    entry = await writing.write(
        db,
        card,
        gesture,
        statements.SPEND,
        "redeem",
        -exchange.cost,
        visit=True,
        reward=(offer.id, offer.name) if offer else None,
        location_id=place_of(card.rules, wish.location_id),
        value=exchange.value,
        detail={**(detail or {}), **({"stock": True} if taken else {})} or None,
    )
    if entry is None and offer and taken:
        await offers.put_back(db, offer.id)
    return entry
