"""What a card can redeem: every reward on offer, and why one may not be had now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.ledger import statements
from api.cards.ledger.locked import Locked
from api.cards.ledger.writing import NotEnoughUnits
from api.core.errors import Problem
from api.core.tenancy import merchant_of


class RewardNotAvailable(Problem):
    status, code, title = 409, "REWARD_NOT_AVAILABLE", "This reward is not on offer on this card"


class RewardNotValidNow(Problem):
    status, code, title = 409, "REWARD_NOT_VALID_NOW", "This reward is not given on this day"


class RewardOutOfStock(Problem):
    status, code, title = 409, "REWARD_OUT_OF_STOCK", "There is none of this reward left"


class RewardLimitReached(Problem):
    status, code, title = 409, "REWARD_LIMIT_REACHED", "This customer has had all that one may"


@dataclass(frozen=True, slots=True)
class Offer:
    """A reward, as it stands for one card."""

    id: UUID
    name: str
    cost: int
    stock: int | None
    given: int
    limit_per_customer: int | None
    valid_from: date | None
    valid_until: date | None
    value: int | None
    taken: int
    """How many the customer has had, where there is a limit."""
    unavailable: int
    """Units of the card that cannot be spent at this moment."""


async def all_for(db: AsyncSession, card: Locked, moment: datetime) -> list[Offer]:
    """Every reward on offer, cheapest first."""
    found = await db.execute(statements.REWARDS, _values(db, card, moment))
    return [Offer(**row._mapping) for row in found]


async def one_for(db: AsyncSession, card: Locked, reward_id: UUID, moment: datetime) -> Offer:
    """Raises :class:`RewardNotAvailable`: withdrawn, or another program's."""
    values = _values(db, card, moment) | {"reward_id": reward_id}
    row = (await db.execute(statements.REWARD, values)).one_or_none()
    if row is None:
        raise RewardNotAvailable
    return Offer(**row._mapping)


def _values(db: AsyncSession, card: Locked, moment: datetime) -> dict[str, object]:
    return {
        "merchant_id": merchant_of(db),
        "card_id": card.id,
        "customer_id": card.customer_id,
        "program_id": card.program_id,
        "idle_expires_at": card.idle_expires_at,
        "occurred_at": moment,
    }


def refusal(offer: Offer, balance: int, day: date) -> Problem | None:
    """Why the reward cannot be had on this day by a card with this balance. Pure."""
    if (offer.valid_from and day < offer.valid_from) or (
        offer.valid_until and day > offer.valid_until
    ):
        return RewardNotValidNow(valid_from=offer.valid_from, valid_until=offer.valid_until)
    if offer.stock is not None and offer.given >= offer.stock:
        return RewardOutOfStock()
    if offer.limit_per_customer is not None and offer.taken >= offer.limit_per_customer:
        return RewardLimitReached(limit=offer.limit_per_customer)
    left = balance - offer.unavailable
    if left < offer.cost:
        return NotEnoughUnits(balance=left, cost=offer.cost)
    return None


# One statement decides: of two that ask for the last one at once, the second waits for the first
# and then finds nothing.
_TAKE = text("""
UPDATE rewards SET given = given + 1
 WHERE merchant_id = :merchant_id AND id = :reward_id AND given < stock
RETURNING id
""")
_PUT_BACK = text("""
UPDATE rewards SET given = given - 1
 WHERE merchant_id = :merchant_id AND id = :reward_id AND stock IS NOT NULL AND given > 0
""")


async def take(db: AsyncSession, offer: Offer) -> bool:
    """Take one from the stock, if the reward has any. Whether it has. Raises
    :class:`RewardOutOfStock`."""
    if offer.stock is None:
        return False
    values = {"merchant_id": merchant_of(db), "reward_id": offer.id}
    if (await db.execute(_TAKE, values)).one_or_none() is None:
        raise RewardOutOfStock
    return True


async def put_back(db: AsyncSession, reward_id: UUID) -> None:
    """One that was taken is not given after all."""
    await db.execute(_PUT_BACK, {"merchant_id": merchant_of(db), "reward_id": reward_id})
