"""What a signed-in person is shown of oneself."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.deps import csrf_token
from api.accounts.models import Membership, Merchant, User
from api.accounts.roles import SCOPES, Role, in_order
from api.accounts.schemas import Me, MembershipOut, UserOut
from api.core.settings import Settings


async def me(db: AsyncSession, settings: Settings, user_id: UUID, session_id: UUID) -> Me:
    """The person, the token that unsafe requests carry, and the merchants worked for."""
    user = (await db.scalars(select(User).where(User.id == user_id))).one()
    rows = await db.execute(
        select(Membership.role, Merchant.id, Merchant.name, Merchant.slug)
        .join(Merchant, Merchant.id == Membership.merchant_id)
        .where(Membership.user_id == user_id)
        .order_by(Merchant.name, Merchant.id)
    )
    return Me(
        user=UserOut.model_validate(user),
        csrf_token=csrf_token(settings, session_id),
        memberships=[
            MembershipOut(
                merchant_id=merchant_id,
                merchant_name=name,
                merchant_slug=slug,
                role=Role(role),
                scopes=in_order(SCOPES[Role(role)]),
            )
            for role, merchant_id, name, slug in rows
        ],
    )
