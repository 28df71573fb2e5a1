"""Redeeming: units for a reward."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.cards import ledger, statements
from api.cards.adjust import unavailable
from api.cards.ledger import CardClosed, Gesture, Locked, NotEnoughUnits, Recorded
from api.cards.references import Reference
from api.core.errors import Problem
from api.core.tenancy import merchant_of


class RewardNotAvailable(Problem):
    status, code, title = 409, "REWARD_NOT_AVAILABLE", "This reward is not on offer on this card"


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


async def redeem(
    db: AsyncSession,
    reference: Reference,
    gesture: Gesture,
    reward_id: UUID | None,
    units: int | None = None,
) -> Recorded | None:
    """Exchange units for a reward, those first that expire soonest.

    A closing program gives rewards until its last day. Raises :class:`CardClosed`,
    :class:`RewardNotAvailable`, :class:`RedeemPeriodOver`, :class:`NotEnoughUnits`.
    """
    card = await ledger.lock(db, reference)
    if card.status != "active":
        raise CardClosed
    over = card.redeem_until is not None and card.day(gesture.occurred_at) > card.redeem_until
    if card.program_status == "archived" or over:
        raise RedeemPeriodOver(redeem_until=card.redeem_until)
    if reward_id is None:
        return await _partly(db, card, gesture, units or 0)
    wanted = {
        "merchant_id": merchant_of(db),
        "card_id": card.id,
        "program_id": card.program_id,
        "reward_id": reward_id,
        "occurred_at": gesture.occurred_at,
        "idle_expires_at": card.idle_expires_at,
    }
    reward = (await db.execute(statements.REWARD, wanted)).one_or_none()
    if reward is None:
        raise RewardNotAvailable
    name, cost, unavailable = reward
    if card.balance - unavailable < cost:
        raise NotEnoughUnits(balance=card.balance - unavailable, cost=cost)
    return await ledger.write(
        db,
        card,
        gesture,
        statements.SPEND,
        "redeem",
        -cost,
        visit=True,
        reward=(reward_id, name),
    )


async def _partly(db: AsyncSession, card: Locked, gesture: Gesture, units: int) -> Recorded | None:
    """Units for a discount, where the rules say what they are worth."""
    if card.rules.redeem_value is None:
        raise NoPartialRedemption
    least = card.rules.redeem_minimum or 1
    if units < least:
        raise BelowRedeemMinimum(minimum=least)
    left = card.balance - await unavailable(db, card, gesture)
    if left < units:
        raise NotEnoughUnits(balance=left, cost=units)
    return await ledger.write(db, card, gesture, statements.SPEND, "redeem", -units, visit=True)
