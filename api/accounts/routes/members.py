"""The team over HTTP: members, their roles and PINs."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Response
from sqlalchemy import Select, exists, select

from api.accounts import pins, team
from api.accounts.caller import Caller
from api.accounts.credentials import forget_team, has_second_factor
from api.accounts.deps import CALLER_REFUSALS, ONESELF, PERSON_REFUSALS, Person, needs, oneself_or
from api.accounts.models import MemberPin, Membership, User
from api.accounts.roles import Role
from api.accounts.schemas.merchants import MemberOut
from api.accounts.schemas.team import MemberPatch, PinIn
from api.accounts.team import ForbiddenRole, LastOwner, LocationNotFound, MemberNotFound
from api.core import audit
from api.core.deps import Config, Db
from api.core.errors import BadCursor, PreconditionRequired, Stale, match_version, problems
from api.core.pages import Page, Paging
from api.core.tenancy import enter

router = APIRouter(prefix="/v1", tags=["team"])

Reader = Annotated[Caller, needs("team:read")]
Writer = Annotated[Caller, needs("team:write")]
OneselfOrWriter = Annotated[Caller, oneself_or("team:write")]


def _members(caller: Caller) -> Select[Any]:
    return (
        select(
            Membership,
            User,
            has_second_factor(User.id),
            exists(select(MemberPin.id).where(MemberPin.membership_id == Membership.id)),
        )
        .join(User, User.id == Membership.user_id)
        .where(Membership.merchant_id == caller.merchant_id)
    )


def _shown(row: Any) -> MemberOut:
    member, user, second_factor, has_pin = row
    return MemberOut(
        id=member.id,
        user_id=user.id,
        first_name=user.first_name,
        email=user.email,
        role=Role(member.role),
        location_ids=[UUID(one) for one in member.location_ids],
        has_pin=has_pin,
        second_factor=second_factor,
        frozen=member.frozen_at is not None,
        version=member.version,
        created_at=member.created_at,
    )


@router.get(
    "/members",
    operation_id="list_members",
    summary="List the team",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_members(db: Db, caller: Reader, page: Paging) -> Page[MemberOut]:
    """In the order of joining. A ledger's `actor.id` is a member's `id`."""
    query = _members(caller)
    rows, cursor = await page.read_rows(db, query, (Membership.id, UUID), ascending=True)
    return Page(items=[_shown(row[:4]) for row in rows], next_cursor=cursor)


@router.get(
    "/members/{member_id}",
    operation_id="read_member",
    summary="Read a member",
    responses=problems(*CALLER_REFUSALS, MemberNotFound),
)
async def read_member(db: Db, caller: Reader, member_id: UUID, answer: Response) -> MemberOut:
    """The `ETag` is what `If-Match` of a change has to name."""
    row = (await db.execute(_members(caller).where(Membership.id == member_id))).one_or_none()
    if row is None:
        raise MemberNotFound
    answer.headers["ETag"] = f'"{row[0].version}"'
    return _shown(row)


@router.patch(
    "/members/{member_id}",
    operation_id="change_member",
    summary="Change a member's role or places",
    responses=problems(
        *CALLER_REFUSALS,
        ForbiddenRole,
        MemberNotFound,
        LocationNotFound,
        LastOwner,
        Stale,
        PreconditionRequired,
    ),
)
async def change_member(
    db: Db,
    caller: Writer,
    member_id: UUID,
    body: MemberPatch,
    answer: Response,
    if_match: Annotated[str | None, Header(description="The `ETag` that you read.")] = None,
) -> MemberOut:
    """In force within seconds. An owner gives and takes every role, a manager that of cashiers;
    a program none that may do more than itself, and never an owner's. A merchant keeps an
    owner."""
    held = await team.lock(db, member_id)
    match_version(if_match, held.row.version)
    if not team.manages(caller, Role(held.row.role)):
        raise ForbiddenRole(role=held.row.role)
    if body.role is not None:
        await team.change_role(db, caller, held, body.role)
    if body.location_ids is not None:
        held.row.location_ids = await team.places(db, body.location_ids)
        forget_team(db, caller.merchant_id)
        fact = len(held.row.location_ids)
        audit.record(db, caller, "member.places_changed", "membership", member_id, places=fact)
    held.row.version += 1
    await db.flush()
    row = (await db.execute(_members(caller).where(Membership.id == member_id))).one()
    answer.headers["ETag"] = f'"{held.row.version}"'
    return _shown(row)


@router.delete(
    "/members/{member_id}",
    operation_id="remove_member",
    summary="Remove a member",
    status_code=204,
    responses=problems(*CALLER_REFUSALS, ForbiddenRole, MemberNotFound, LastOwner),
    openapi_extra=ONESELF,
)
async def remove_member(db: Db, caller: OneselfOrWriter, member_id: UUID) -> None:
    """Their sessions lose this merchant within seconds, and their PIN is gone. What they did
    stays in ledger and trail, under an id that leads to nobody any more. Everybody may leave by
    this; the last owner not."""
    held = await team.lock(db, member_id)
    if caller.id != member_id and not team.manages(caller, Role(held.row.role)):
        raise ForbiddenRole(role=held.row.role)
    await team.remove(db, caller, held)


@router.delete(
    "/me/memberships/{merchant_id}",
    operation_id="leave_merchant",
    summary="Leave a team",
    status_code=204,
    responses=problems(*PERSON_REFUSALS, MemberNotFound, LastOwner),
)
async def leave_merchant(db: Db, person: Person, merchant_id: UUID) -> None:
    """The same for oneself, also where the merchant asks for a second factor first."""
    post = person.posts.get(merchant_id)
    if post is None:
        raise MemberNotFound
    await enter(db, merchant_id)
    held = await team.lock(db, post.membership_id)
    await team.remove(db, audit.By("member", post.membership_id), held)


@router.put(
    "/members/{member_id}/pin",
    operation_id="set_pin",
    summary="Set a member's PIN",
    status_code=204,
    responses=problems(*CALLER_REFUSALS, ForbiddenRole, MemberNotFound),
    openapi_extra=ONESELF,
)
async def set_pin(
    db: Db, settings: Config, caller: OneselfOrWriter, member_id: UUID, body: PinIn
) -> None:
    """Four to eight digits, no series and no year: what the member types at a counter device.
    Ends the member's counter sessions, and a lock after wrong PINs. Everybody sets their own."""
    await _for(db, caller, member_id)
    pin_hash = await pins.hashed(settings, member_id, body.pin)
    await pins.keep(db, member_id, pin_hash)
    audit.record(db, caller, "pin.set", "membership", member_id)


@router.delete(
    "/members/{member_id}/pin",
    operation_id="remove_pin",
    summary="Take a member's PIN away",
    status_code=204,
    responses=problems(*CALLER_REFUSALS, ForbiddenRole, MemberNotFound),
    openapi_extra=ONESELF,
)
async def remove_pin(db: Db, caller: OneselfOrWriter, member_id: UUID) -> None:
    """Ends the member's counter sessions. Where there is no PIN, nothing changes."""
    await _for(db, caller, member_id)
    if await pins.forget(db, member_id):
        audit.record(db, caller, "pin.removed", "membership", member_id)


async def _for(db: Db, caller: Caller, member_id: UUID) -> None:
    """Two who set a PIN at once wait for each other."""
    held = await team.lock(db, member_id)
    if caller.id != member_id and not team.manages(caller, Role(held.row.role)):
        raise ForbiddenRole(role=held.row.role)
