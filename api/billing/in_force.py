"""What follows from where a merchant stands: its limits, whether the office is open, and what its
owners are told. Run after every answer of Stripe's, and daily, since time alone changes it too."""

from __future__ import annotations

from sqlalchemy import or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.credentials import forget_merchant
from api.accounts.models import Merchant
from api.accounts.sign_up import openings
from api.billing import standing, told
from api.billing.plans import COUNTED, RATE, Plans
from api.billing.plans import load as load_plans
from api.billing.standing import Standing
from api.core import quotas
from api.core.settings import Settings
from api.core.tenancy import merchant_of


async def follow(db: AsyncSession, plans: Plans) -> Standing:
    """For the merchant that the session has entered."""
    stands = await standing.read(db, plans)
    await quotas.set_limits(db, {each: stands.plan.most(each) for each in COUNTED})
    await _open_or_close(db, stands)
    await told.of_subscriptions(db, plans, stands)
    return stands


async def _from_the_first_moment(db: AsyncSession, settings: Settings) -> None:
    await follow(db, load_plans(settings.plans_file))


openings.append(_from_the_first_moment)


async def _open_or_close(db: AsyncSession, stands: Standing) -> None:
    """The office of who has not paid is read-only; a program's rate is the plan's."""
    merchant_id = merchant_of(db)
    closed = stands.read_only_on if stands.state == "unpaid" else None
    rate = stands.plan.most(RATE)
    changed = (
        update(Merchant)
        .where(
            Merchant.id == merchant_id,
            or_(
                Merchant.read_only_since.is_distinct_from(closed),
                Merchant.api_rate.is_distinct_from(rate),
            ),
        )
        .values(read_only_since=closed, api_rate=rate)
        .returning(Merchant.id)
    )
    if (await db.scalars(changed)).first():
        forget_merchant(db, merchant_id)
