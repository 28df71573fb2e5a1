"""Who works for a merchant: inviting, changing a role, removing, leaving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.accounts import pins
from api.accounts.caller import Caller
from api.accounts.counted import MEMBERS
from api.accounts.credentials import forget_sessions
from api.accounts.models import Location, Membership
from api.accounts.roles import MANAGES, SCOPES, Role
from api.core import audit, quotas
from api.core.audit.actions import Action
from api.core.ended import ENDED
from api.core.errors import Problem
from api.core.tenancy import merchant_of


class MemberNotFound(Problem):
    status, code, title = 404, "MEMBER_NOT_FOUND", "There is no such member in this team"


class LocationNotFound(Problem):
    status, code, title = 404, "LOCATION_NOT_FOUND", "There is no such place"


class ForbiddenRole(Problem):
    status, code, title = 403, "FORBIDDEN_ROLE", "Your role does not give or take this one"


class LastOwner(Problem):
    status, code, title = 409, "LAST_OWNER", "A merchant needs an owner: name another one first"


def manages(caller: Caller, role: Role) -> bool:
    """Whether the caller gives and takes this role. A program never makes owners, nor anybody
    who may do more than it may itself."""
    if caller.role is not None:
        return role in MANAGES[caller.role]
    return role is not Role.OWNER and SCOPES[role] <= caller.scopes


async def places(db: AsyncSession, location_ids: Sequence[UUID]) -> list[str]:
    """The places named, as they are kept. Raises :class:`LocationNotFound`."""
    wanted = sorted(set(location_ids))
    if not wanted:
        return []
    found = set(await db.scalars(select(Location.id).where(Location.id.in_(wanted))))
    if len(found) != len(wanted):
        raise LocationNotFound
    return [str(one) for one in wanted]


@dataclass(frozen=True)
class Locked:
    """A member whose row is held until the end of the transaction."""

    row: Membership
    last_owner: bool


async def member(db: AsyncSession, membership_id: UUID) -> Membership:
    """A member of the merchant entered. Raises :class:`MemberNotFound`."""
    found = await db.scalar(
        select(Membership).where(
            Membership.id == membership_id, Membership.merchant_id == merchant_of(db)
        )
    )
    if found is None:
        raise MemberNotFound
    return found


async def lock(db: AsyncSession, membership_id: UUID) -> Locked:
    """The same, held together with all owners and in one order: of two who remove each other,
    the second finds no other one. Raises :class:`MemberNotFound`."""
    rows = (
        await db.scalars(
            select(Membership)
            .where(
                Membership.merchant_id == merchant_of(db),
                or_(Membership.id == membership_id, Membership.role == Role.OWNER),
            )
            .order_by(Membership.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    ).all()
    found = next((row for row in rows if row.id == membership_id), None)
    if found is None:
        raise MemberNotFound
    others = any(row.role == Role.OWNER and row is not found for row in rows)
    # One whose contract is over needs nobody any more.
    goes_on = db.info.get(ENDED) is None
    return Locked(found, last_owner=goes_on and found.role == Role.OWNER and not others)


async def change_role(db: AsyncSession, caller: Caller, held: Locked, role: Role) -> None:
    """Raises :class:`ForbiddenRole`, :class:`LastOwner`."""
    one, before = held.row, Role(held.row.role)
    if before is role:
        return
    if not (manages(caller, before) and manages(caller, role)):
        raise ForbiddenRole(role=role)
    if held.last_owner:
        raise LastOwner
    one.role = role.value
    forget_sessions(db, one.user_id)
    audit.record(
        db, caller, "member.role_changed", "membership", one.id, before=before.value, after=one.role
    )


async def remove(
    db: AsyncSession, actor: audit.Actor, held: Locked, *, even_the_last: bool = False
) -> None:
    """End a membership: sessions lose the merchant within seconds; ledger and trail keep the
    membership's id, which leads to nobody from then on. Raises :class:`LastOwner`."""
    if held.last_owner and not even_the_last:
        raise LastOwner
    one = held.row
    await pins.forget(db, one.id)
    await db.execute(delete(Membership).where(Membership.id == one.id))
    if one.frozen_at is None:
        quotas.release(db, MEMBERS)
    forget_sessions(db, one.user_id)
    action: Action = "member.left" if actor.id == one.id else "member.removed"
    audit.record(db, actor, action, "membership", one.id, role=one.role)
    await db.flush()


async def appoint(db: AsyncSession, user_id: UUID) -> None:
    """By the operator: the person is an owner of the merchant entered from now on, in the team so
    far or not. Raises ``PlanLimit``."""
    mine = Membership.merchant_id == merchant_of(db), Membership.user_id == user_id
    row = await db.scalar(select(Membership).where(*mine).with_for_update())
    if row is None:
        row = Membership(
            id=uuid7(), merchant_id=merchant_of(db), user_id=user_id, role=Role.OWNER.value
        )
        db.add(row)
        quotas.take(db, MEMBERS)
    elif row.frozen_at is not None:
        row.frozen_at = None
        quotas.take(db, MEMBERS)
    row.role, row.location_ids = Role.OWNER.value, []
    forget_sessions(db, user_id)
    audit.record(db, audit.SYSTEM, "member.appointed", "membership", row.id)
    await db.flush()
