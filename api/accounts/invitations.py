"""Invitations into a team: one open for each address, bound to it, good for a week."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.accounts import merchant_tokens, team
from api.accounts.caller import Caller, SignedIn
from api.accounts.counted import MEMBERS
from api.accounts.credentials import forget_sessions
from api.accounts.models import Invitation, Membership, SignUp, User
from api.accounts.roles import Role
from api.accounts.schemas.team import AcceptanceIn, InvitationIn
from api.accounts.sign_up import LinkExpired
from api.accounts.throttle import Limit
from api.core import audit, jobs, quotas
from api.core.clock import now
from api.core.db import sqlstate
from api.core.errors import InvalidInput, Problem
from api.core.tenancy import enter, merchant_of
from api.core.tokens import digest

LIFETIME = timedelta(days=7)
BY_MERCHANT = Limit("invitations", free=50, memory=timedelta(days=1))
BY_EMAIL = Limit("invitation mail", free=3)
"""Nobody's mailbox is filled through us."""
MAIL = "accounts.invitation_mail"
_UNIQUE_VIOLATION = "23505"


class InvitationNotFound(Problem):
    status, code, title = 404, "INVITATION_NOT_FOUND", "There is no such invitation"


class AlreadyInvited(Problem):
    status, code, title = 409, "ALREADY_INVITED", "This address is invited; send a reminder"


class AlreadyMember(Problem):
    status, code, title = 409, "ALREADY_MEMBER", "This person is in the team already"


class InvitationClosed(Problem):
    status, code, title = 409, "INVITATION_CLOSED", "This invitation was accepted or revoked"


class SignInFirst(Problem):
    status, code, title = (
        403,
        "SIGN_IN_FIRST",
        "This address has an account: sign in with it, then accept",
    )


class OtherAddress(Problem):
    status, code, title = 403, "OTHER_ADDRESS", "This invitation is for another address"


async def invite(db: AsyncSession, caller: Caller, wish: InvitationIn) -> Invitation:
    """Raises :class:`team.ForbiddenRole`, :class:`team.LocationNotFound`,
    :class:`AlreadyMember`, :class:`AlreadyInvited`, ``PlanLimit``."""
    if not team.manages(caller, wish.role):
        raise team.ForbiddenRole(role=wish.role)
    if await _is_member(db, wish.email):
        raise AlreadyMember
    open_one = await db.scalar(
        select(Invitation)
        .where(
            Invitation.email == wish.email,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .with_for_update()
    )
    if open_one is not None and open_one.expires_at > now():
        raise AlreadyInvited(invitation_id=open_one.id)
    if open_one is not None:
        open_one.revoked_at = now()
        await db.flush()
    await _room(db)
    row = Invitation(
        id=uuid7(),
        email=wish.email,
        role=wish.role.value,
        location_ids=await team.places(db, wish.location_ids),
        language=wish.language,
        invited_by=caller.id,
        expires_at=now() + LIFETIME,
    )
    try:
        async with db.begin_nested():
            db.add(row)
    except IntegrityError as error:
        if sqlstate(error) != _UNIQUE_VIOLATION:
            raise
        raise AlreadyInvited from error
    audit.record(db, caller, "invitation.sent", "invitation", row.id, role=row.role)
    await jobs.enqueue(db, MAIL, invitation_id=row.id)
    return row


async def _room(db: AsyncSession) -> None:
    """Whether all who are invited could come, and one more. Raises ``PlanLimit``."""
    query = select(func.count()).select_from(Invitation)
    invited = await db.scalar(
        query.where(
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > now(),
        )
    )
    await quotas.expect(db, MEMBERS, (invited or 0) + 1)


async def find(db: AsyncSession, invitation_id: UUID, caller: Caller) -> Invitation:
    """An invitation to change, by somebody who may give its role. Raises
    :class:`InvitationNotFound`, :class:`team.ForbiddenRole`."""
    row = await db.scalar(
        select(Invitation).where(Invitation.id == invitation_id).with_for_update()
    )
    if row is None:
        raise InvitationNotFound
    if not team.manages(caller, Role(row.role)):
        raise team.ForbiddenRole(role=row.role)
    return row


async def remind(db: AsyncSession, caller: Caller, row: Invitation) -> None:
    """A new mail and a new week; the older link is void. Raises :class:`InvitationClosed`."""
    if row.accepted_at is not None or row.revoked_at is not None:
        raise InvitationClosed
    row.sent_at = now()
    row.expires_at = row.sent_at + LIFETIME
    row.token_hash = None
    audit.record(db, caller, "invitation.reminded", "invitation", row.id)
    await db.flush()
    await jobs.enqueue(db, MAIL, invitation_id=row.id)


def revoke(db: AsyncSession, caller: Caller, row: Invitation) -> None:
    """Its link opens nothing any more. Raises :class:`InvitationClosed` where it has served."""
    if row.accepted_at is not None:
        raise InvitationClosed
    if row.revoked_at is None:
        row.revoked_at = now()
        row.token_hash = None
        audit.record(db, caller, "invitation.revoked", "invitation", row.id)


async def read(db: AsyncSession, token: str) -> Invitation:
    """The open invitation behind a link; the session enters its merchant. Raises
    :class:`LinkExpired`."""
    named = merchant_tokens.parts(token)
    if named is None:
        raise LinkExpired
    merchant_id, secret = named
    await enter(db, merchant_id)
    row = await db.scalar(
        select(Invitation).where(Invitation.token_hash == digest(secret)).with_for_update()
    )
    if row is None or row.expires_at <= now() or row.accepted_at or row.revoked_at:
        raise LinkExpired
    return row


async def account_of(db: AsyncSession, email: str) -> UUID | None:
    """Who has an account with this address."""
    found: UUID | None = await db.scalar(select(User.id).where(User.email == email))
    return found


async def accept(
    db: AsyncSession,
    row: Invitation,
    form: AcceptanceIn,
    signed_in: SignedIn | None,
    password_hash: str | None,
) -> tuple[UUID, bool]:
    """Join the team: the person, and whether the account is new. The link shows that the address
    is the reader's, so a new account needs no other confirmation.

    Raises :class:`SignInFirst`, :class:`OtherAddress`, :class:`AlreadyMember`; ``PlanLimit``.
    """
    user_id = await account_of(db, row.email)
    if signed_in is not None and signed_in.user_id != user_id:
        raise OtherAddress
    if user_id is not None and signed_in is None:
        raise SignInFirst
    is_new = user_id is None
    if user_id is None:
        user_id = await _open_account(db, row, form, password_hash)
    elif await _is_member(db, row.email):
        raise AlreadyMember
    member = Membership(
        id=uuid7(),
        merchant_id=merchant_of(db),
        user_id=user_id,
        role=row.role,
        location_ids=row.location_ids,
    )
    db.add(member)
    quotas.take(db, MEMBERS)
    row.accepted_at = now()
    row.token_hash = None
    forget_sessions(db, user_id)
    by = audit.By("member", member.id)
    audit.record(db, by, "invitation.accepted", "invitation", row.id, role=row.role)
    await db.flush()
    return user_id, is_new


async def _open_account(
    db: AsyncSession, row: Invitation, form: AcceptanceIn, password_hash: str | None
) -> UUID:
    missing = [name for name in ("password", "first_name") if getattr(form, name) is None]
    if missing or form.first_name is None or password_hash is None:
        raise InvalidInput(
            errors=[
                {"field": f"body.{name}", "message": "a new account needs it", "code": "missing"}
                for name in missing
            ]
        )
    user = User(
        id=uuid7(),
        email=row.email,
        password_hash=password_hash,
        first_name=form.first_name,
        language=row.language,
    )
    try:
        async with db.begin_nested():
            db.add(user)
    except IntegrityError as error:
        # Another link of the same address was followed at the same moment.
        if sqlstate(error) != _UNIQUE_VIOLATION:
            raise
        raise SignInFirst from error
    await db.execute(delete(SignUp).where(SignUp.email == row.email))
    return user.id


async def _is_member(db: AsyncSession, email: str) -> bool:
    found = await db.scalar(
        select(Membership.id)
        .join(User, User.id == Membership.user_id)
        .where(User.email == email, Membership.merchant_id == merchant_of(db))
    )
    return found is not None
