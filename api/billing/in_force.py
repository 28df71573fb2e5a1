"""What follows from where a merchant stands: its limits, whether the office is open, and what its
owners are told. Run after every answer of Stripe's, and daily, since time alone changes it too."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from api.billing import standing, told
from api.billing.plans import Plans
from api.billing.standing import Standing


async def follow(db: AsyncSession, plans: Plans) -> Standing:
    """For the merchant that the session has entered."""
    stands = await standing.read(db, plans)
    await told.of_subscriptions(db, plans, stands)
    return stands
