"""A person with a login asks to be erased: the plan over all teams, and the wish."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Membership, Merchant
from api.accounts.roles import Role
from api.core import jobs
from api.core.db import Database
from api.core.errors import Problem
from api.core.personal import Subject
from api.core.tenancy import enter
from api.core.tokens import digest, new_token
from api.privacy.erasure import asking, planning
from api.privacy.erasure.asking import ErasurePlanChanged, ErasureUnderway
from api.privacy.erasure.models import OPEN, UserErasure
from api.privacy.erasure.planning import Plan
from api.privacy.inventory import Person

ERASE = "privacy.erase_user"


class SoleOwner(Problem):
    """``merchants`` in the document are those that would be left without an owner."""

    status, code, title = (
        409,
        "SOLE_OWNER",
        "Hand over or close the shops whose only owner you are, then erase the account",
    )


def of_user(user_id: UUID, merchant_id: UUID | None = None) -> Person:
    return Person(Subject.USER, user_id, merchant_id)


@asynccontextmanager
async def opened(database: Database, merchant_id: UUID | None) -> AsyncIterator[AsyncSession]:
    """A transaction at one merchant, or at none."""
    async with database.session() as db:
        if merchant_id is not None:
            await enter(db, merchant_id)
        yield db


async def expect_replaceable(db: AsyncSession, user_id: UUID) -> None:
    """Raises :class:`SoleOwner`."""
    owners = select(Membership.merchant_id).where(Membership.role == Role.OWNER)
    others = owners.where(Membership.user_id != user_id)
    alone = (
        select(Merchant.slug)
        .where(Merchant.id.in_(owners.where(Membership.user_id == user_id)))
        .where(Merchant.ended_at.is_(None))
        .where(Merchant.id.not_in(others))
        .order_by(Merchant.slug)
    )
    if slugs := list(await db.scalars(alone)):
        raise SoleOwner(merchants=slugs)


async def plan(database: Database, user_id: UUID) -> Plan:
    """At every merchant that the person works for, and besides."""
    async with database.session() as db:
        teams = select(Membership.merchant_id).where(Membership.user_id == user_id)
        places: list[UUID | None] = [*sorted(await db.scalars(teams)), None]
    parts = []
    for merchant_id in places:
        async with opened(database, merchant_id) as db:
            parts.append(await asking.plan(db, of_user(user_id, merchant_id)))
    return planning.together(parts)


async def start(
    db: AsyncSession,
    database: Database,
    user_id: UUID,
    *,
    plan_digest: str | None,
    cause: str = "asked",
) -> tuple[UserErasure, str]:
    """The erasure, and the secret that opens its proof when the account is gone. Raises
    :class:`SoleOwner`, :class:`ErasureUnderway`, :class:`ErasurePlanChanged`."""
    await expect_replaceable(db, user_id)
    query = select(UserErasure.id).where(
        UserErasure.user_id == user_id, UserErasure.state.in_(OPEN)
    )
    if await db.scalar(query.limit(1)) is not None:
        raise ErasureUnderway
    found = await plan(database, user_id)
    if plan_digest is not None and plan_digest != found.digest:
        raise ErasurePlanChanged
    token = new_token()
    row = UserErasure(
        user_id=user_id,
        cause=cause,
        plan=found.told() | {"persons": [str(user_id)]},
        digest=found.digest,
        proof_token=digest(token),
    )
    db.add(row)
    await db.flush()
    await jobs.enqueue(db, ERASE, erasure_id=row.id)
    return row, token
