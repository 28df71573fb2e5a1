"""The operator gives a merchant a plan, or takes it back; Stripe has no part in it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.accounts.models import Merchant
from api.billing import in_force
from api.billing.models import Grant
from api.billing.plans import Plans
from api.billing.standing import Standing
from api.core import audit
from api.core.audit import SYSTEM
from api.core.clock import now
from api.core.tenancy import enter


class NoSuchMerchant(LookupError):
    """Nobody has this slug."""


async def enter_shop(db: AsyncSession, slug: str) -> UUID:
    """Raises :class:`NoSuchMerchant`."""
    merchant_id = await db.scalar(select(Merchant.id).where(Merchant.slug == slug))
    if merchant_id is None:
        raise NoSuchMerchant(slug)
    await enter(db, merchant_id)
    return merchant_id


async def grant(db: AsyncSession, plans: Plans, plan: str, until: datetime | None) -> Standing:
    """In place of what was given before. Raises ``PlanUnknown``."""
    plans.get(plan)
    await _end(db)
    made = Grant(id=uuid7(), plan=plan, until=until)
    db.add(made)
    audit.record(
        db, SYSTEM, "plan.granted", "grant", made.id,
        plan=plan, until=until.isoformat() if until else None,
    )  # fmt: skip
    await db.flush()
    return await in_force.follow(db, plans)


async def revoke(db: AsyncSession, plans: Plans, merchant_id: UUID) -> Standing:
    """What the merchant pays for is in force again. Without a gift nothing changes."""
    if await _end(db):
        audit.record(db, SYSTEM, "plan.revoked", "merchant", merchant_id)
    return await in_force.follow(db, plans)


async def _end(db: AsyncSession) -> bool:
    ended = update(Grant).where(Grant.revoked_at.is_(None)).values(revoked_at=now())
    return bool((await db.execute(ended.returning(Grant.id))).all())
