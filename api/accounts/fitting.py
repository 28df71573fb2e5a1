"""Members and places where the plan has no room for all of them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.counted import FIT_LOCATIONS, FIT_MEMBERS, LOCATIONS, MEMBERS
from api.accounts.credentials import forget_team
from api.accounts.models import Location, Membership
from api.accounts.roles import Role
from api.core.jobs import Work, job
from api.core.quotas import fitting
from api.core.tenancy import merchant_of


async def fit_members(db: AsyncSession) -> None:
    """An owner stays, whoever is chosen: somebody has to be able to change the plan."""
    merchant_id = merchant_of(db)
    rows = (
        await db.scalars(
            select(Membership)
            .where(Membership.merchant_id == merchant_id)
            .order_by(Membership.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    ).all()
    owners = [row for row in rows if row.role == Role.OWNER]
    oldest = min(owners, key=lambda row: row.created_at, default=None)
    chosen = set(await fitting.choice(db, MEMBERS))
    kept = any(str(row.id) in chosen for row in owners)
    first = frozenset({oldest.id} if oldest and not kept else ())
    if await fitting.fit(db, MEMBERS, rows, first):
        forget_team(db, merchant_id)


async def fit_locations(db: AsyncSession) -> None:
    rows = (
        await db.scalars(
            select(Location)
            .where(Location.active)
            .order_by(Location.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    ).all()
    if await fitting.fit(db, LOCATIONS, rows):
        forget_team(db, merchant_of(db))


@job(FIT_MEMBERS)
async def members(work: Work) -> None:
    await fit_members(work.db)


@job(FIT_LOCATIONS)
async def locations(work: Work) -> None:
    await fit_locations(work.db)
