"""What a signed-in person is shown of oneself."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.caller import Counter, Post
from api.accounts.credentials import has_second_factor
from api.accounts.deps import csrf_token
from api.accounts.models import CounterSession, Device, Location, Membership, Merchant, User
from api.accounts.roles import Role, in_order
from api.accounts.schemas.people import AtCounter, Me, MembershipOut, UserOut
from api.core.settings import Settings
from api.core.tenancy import enter


async def me(
    db: AsyncSession,
    settings: Settings,
    user_id: UUID,
    session_id: UUID,
    counter: Counter | None = None,
) -> Me:
    """The person, the token that unsafe requests carry, and the merchants worked for; at a
    ``counter``, its merchant alone and what a PIN opens there."""
    user, second_factor = (
        await db.execute(select(User, has_second_factor(User.id)).where(User.id == user_id))
    ).one()
    query = (
        select(Membership, Merchant)
        .join(Merchant, Merchant.id == Membership.merchant_id)
        .where(Membership.user_id == user_id)
        .order_by(Merchant.name, Merchant.id)
    )
    if counter is not None:
        query = query.where(Membership.merchant_id == counter.merchant_id)
    memberships = []
    for member, merchant in await db.execute(query):
        post = Post(
            member.id,
            Role(member.role),
            frozen=member.frozen_at is not None,
            read_only=merchant.read_only_since is not None,
            ended=merchant.ended_at is not None,
        )
        wants = merchant.require_second_factor and not second_factor
        memberships.append(
            MembershipOut(
                id=member.id,
                merchant_id=merchant.id,
                merchant_name=merchant.name,
                merchant_slug=merchant.slug,
                merchant_logo=merchant.logo,
                currency=merchant.currency,
                role=Role(member.role),
                scopes=in_order(post.scopes(at_counter=counter is not None)),
                location_ids=[UUID(one) for one in member.location_ids],
                second_factor_required=wants and counter is None,
                read_only_since=merchant.read_only_since,
                ended_at=merchant.ended_at,
                frozen=post.frozen,
            )
        )
    return Me(
        user=UserOut.model_validate(user),
        second_factor=second_factor,
        counter=None if counter is None else await _at(db, counter, session_id),
        csrf_token=csrf_token(settings, session_id),
        memberships=memberships,
    )


async def _at(db: AsyncSession, counter: Counter, session_id: UUID) -> AtCounter:
    await enter(db, counter.merchant_id)
    row = (
        await db.execute(
            select(Device.name, Location.name, CounterSession.expires_at)
            .select_from(CounterSession)
            .join(Device, Device.id == CounterSession.device_id)
            .join(Location, Location.id == Device.location_id)
            .where(CounterSession.id == session_id)
        )
    ).one()
    return AtCounter(
        device_id=counter.device_id,
        device_name=row[0],
        location_id=counter.location_id,
        location_name=row[1],
        expires_at=row[2],
    )
