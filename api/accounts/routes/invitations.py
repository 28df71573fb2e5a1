"""Invitations over HTTP: those of the team, and the link that arrives by mail."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import select

from api.accounts import invitations, passwords, sessions, throttle
from api.accounts.deps import CALLER_REFUSALS, CsrfFailed, PerhapsPerson, same_origin
from api.accounts.invitations import (
    AlreadyInvited,
    AlreadyMember,
    InvitationClosed,
    InvitationNotFound,
    OtherAddress,
    SignInFirst,
)
from api.accounts.me import me
from api.accounts.models import Invitation, Merchant
from api.accounts.roles import Role
from api.accounts.routes.cookies import set_session
from api.accounts.routes.members import Reader, Writer
from api.accounts.routes.sign_in import TOKENS, UserAgent
from api.accounts.schemas.people import Me
from api.accounts.schemas.team import (
    AcceptanceIn,
    InvitationIn,
    InvitationOut,
    InvitationReading,
    InvitationReadingIn,
)
from api.accounts.sign_up import LinkExpired
from api.accounts.team import ForbiddenRole, LocationNotFound
from api.accounts.throttle import TooManyAttempts
from api.core.clock import now
from api.core.deps import ClientAddress, Config, Db, Pool
from api.core.errors import BadCursor, problems
from api.core.pages import Page, Paging
from api.core.quotas import PlanLimit

router = APIRouter(prefix="/v1/invitations", tags=["team"])


def _shown(row: Invitation) -> InvitationOut:
    status = (
        "accepted"
        if row.accepted_at
        else "revoked"
        if row.revoked_at
        else "expired"
        if row.expires_at <= now()
        else "sent"
    )
    facts = {name: getattr(row, name) for name in InvitationOut.model_fields if name != "status"}
    return InvitationOut.model_validate(facts | {"status": status})


@router.get(
    "",
    operation_id="list_invitations",
    summary="List the invitations",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_invitations(db: Db, caller: Reader, page: Paging) -> Page[InvitationOut]:
    """Newest first. An invitation is forgotten a month after its end."""
    query = select(Invitation)
    rows, cursor = await page.read(db, query, (Invitation.id, UUID))
    return Page(items=[_shown(row) for row in rows], next_cursor=cursor)


@router.post(
    "",
    operation_id="invite",
    summary="Invite somebody into the team",
    status_code=201,
    responses=problems(
        *CALLER_REFUSALS,
        ForbiddenRole,
        LocationNotFound,
        AlreadyMember,
        AlreadyInvited,
        PlanLimit,
        TooManyAttempts,
    ),
)
async def invite(
    db: Db, pool: Pool, settings: Config, caller: Writer, body: InvitationIn
) -> InvitationOut:
    """Sends a mail with a link for a week, which opens for this address alone. An owner invites
    into every role, a manager cashiers; a program nobody who may do more than itself."""
    await _throttled(pool, settings, caller.merchant_id, body.email)
    return _shown(await invitations.invite(db, caller, body))


@router.post(
    "/{invitation_id}/reminder",
    operation_id="remind_invitation",
    summary="Send an invitation again",
    responses=problems(
        *CALLER_REFUSALS, ForbiddenRole, InvitationNotFound, InvitationClosed, TooManyAttempts
    ),
)
async def remind(
    db: Db, pool: Pool, settings: Config, caller: Writer, invitation_id: UUID
) -> InvitationOut:
    """A new link for a week, also where the old one has expired; the old one is void."""
    row = await invitations.find(db, invitation_id, caller)
    await _throttled(pool, settings, caller.merchant_id, row.email)
    await invitations.remind(db, caller, row)
    return _shown(row)


@router.delete(
    "/{invitation_id}",
    operation_id="revoke_invitation",
    summary="Revoke an invitation",
    status_code=204,
    responses=problems(*CALLER_REFUSALS, ForbiddenRole, InvitationNotFound, InvitationClosed),
)
async def revoke(db: Db, caller: Writer, invitation_id: UUID) -> None:
    """Its link opens nothing any more. Revoking it again changes nothing."""
    invitations.revoke(db, caller, await invitations.find(db, invitation_id, caller))


async def _throttled(pool: Pool, settings: Config, merchant_id: UUID, email: str) -> None:
    await throttle.hit(
        pool,
        settings,
        invitations.BY_MERCHANT.bucket(str(merchant_id)),
        invitations.BY_EMAIL.bucket(email),
    )


@router.post(
    "/reading",
    operation_id="read_invitation",
    summary="Read an invitation",
    responses=problems(CsrfFailed, LinkExpired, TooManyAttempts),
    dependencies=[Depends(same_origin)],
)
async def read(
    db: Db, pool: Pool, settings: Config, body: InvitationReadingIn, address: ClientAddress
) -> InvitationReading:
    """What the link of the mail offers, and whether to sign in before accepting it."""
    await throttle.hit(pool, settings, TOKENS.bucket(address))
    row = await invitations.read(db, body.token)
    merchant = await db.get_one(Merchant, row.merchant_id)
    known = await invitations.account_of(db, row.email)
    return InvitationReading.model_validate(
        {
            "merchant_name": merchant.name,
            "email": row.email,
            "role": Role(row.role),
            "language": row.language,
            "expires_at": row.expires_at,
            "has_account": known is not None,
        }
    )


@router.post(
    "/acceptance",
    operation_id="accept_invitation",
    summary="Join the team",
    status_code=201,
    responses=problems(
        *(CsrfFailed, LinkExpired, SignInFirst, OtherAddress, AlreadyMember),
        *(PlanLimit, TooManyAttempts),
    ),
    dependencies=[Depends(same_origin)],
)
async def accept(
    db: Db,
    pool: Pool,
    settings: Config,
    body: AcceptanceIn,
    address: ClientAddress,
    person: PerhapsPerson,
    request: Request,
    answer: Response,
    user_agent: UserAgent = "",
) -> Me:
    """Makes an account (then `password` and `first_name` are asked) and signs in; somebody who
    has one signs in first, with the invited address, and sends the session along."""
    await throttle.hit(pool, settings, TOKENS.bucket(address))
    password_hash = body.password and await passwords.hashed(settings, body.password)
    row = await invitations.read(db, body.token)
    user_id, is_new = await invitations.accept(db, row, body, person, password_hash)
    if person is not None and not is_new:
        return await me(db, settings, user_id, person.session_id)
    session, token = await sessions.begin(db, user_id, user_agent)
    set_session(request, answer, settings, user_id, token)
    return await me(db, settings, user_id, session.id)
