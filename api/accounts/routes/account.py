"""One's own account over HTTP."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response
from sqlalchemy import select, update

from api.accounts import devices, password, passwords, sessions, throttle
from api.accounts.deps import PERSON_REFUSALS, SIGNED_IN_REFUSALS, AnySession, Person
from api.accounts.me import me
from api.accounts.models import Session, User
from api.accounts.password import WrongPassword
from api.accounts.routes.cookies import clear_session
from api.accounts.schemas.people import Me, PasswordChangeIn, SessionOut, UserPatch
from api.accounts.throttle import Limit, TooManyAttempts
from api.core.clock import now
from api.core.deps import Config, Db, Pool
from api.core.errors import BadCursor, Problem, problems
from api.core.pages import Page, Paging

router = APIRouter(prefix="/v1", tags=["accounts"])

_BY_USER = Limit("password change", free=5)


class SessionNotFound(Problem):
    status, code, title = 404, "SESSION_NOT_FOUND", "You have no such session"


@router.get(
    "/me", operation_id="read_me", summary="Who am I", responses=problems(*SIGNED_IN_REFUSALS)
)
async def read_me(db: Db, settings: Config, person: AnySession) -> Me:
    """The person, the token for unsafe requests, and what one may do at which merchant."""
    return await me(db, settings, person.user_id, person.session_id, person.counter)


@router.patch(
    "/me",
    operation_id="change_me",
    summary="Change my name or language",
    responses=problems(*PERSON_REFUSALS),
)
async def change_me(db: Db, settings: Config, person: Person, body: UserPatch) -> Me:
    """Changes the fields named and leaves the others."""
    changes = body.model_dump(exclude_none=True)
    if changes:
        await db.execute(update(User).where(User.id == person.user_id).values(**changes))
    return await me(db, settings, person.user_id, person.session_id)


@router.put(
    "/me/password",
    operation_id="change_password",
    summary="Change my password",
    status_code=204,
    responses=problems(*PERSON_REFUSALS, WrongPassword, TooManyAttempts),
)
async def change_password(
    db: Db,
    pool: Pool,
    settings: Config,
    person: Person,
    body: PasswordChangeIn,
) -> None:
    """Ends the person's other sessions; a mail tells that the password was changed."""
    bucket = _BY_USER.bucket(str(person.user_id))
    kept = await db.scalar(select(User.password_hash).where(User.id == person.user_id))
    await throttle.hit(pool, settings, bucket)
    if not await passwords.matches(settings, body.current_password, kept):
        raise WrongPassword
    await throttle.clear(db, settings, bucket)
    password_hash = await passwords.hashed(settings, body.new_password)
    await password.change(db, person.user_id, person.session_id, password_hash)


@router.get(
    "/sessions",
    operation_id="list_sessions",
    summary="Where I am signed in",
    responses=problems(*PERSON_REFUSALS, BadCursor),
)
async def list_sessions(db: Db, person: Person, page: Paging) -> Page[SessionOut]:
    """Newest first."""
    query = select(Session).where(Session.user_id == person.user_id, Session.expires_at > now())
    rows, cursor = await page.read(db, query, (Session.id, UUID))
    return Page(
        items=[
            SessionOut(
                id=row.id,
                created_at=row.created_at,
                expires_at=row.expires_at,
                user_agent=row.user_agent,
                current=row.id == person.session_id,
            )
            for row in rows
        ],
        next_cursor=cursor,
    )


@router.delete(
    "/sessions/current",
    operation_id="sign_out",
    summary="Sign out",
    status_code=204,
    responses=problems(*SIGNED_IN_REFUSALS),
)
async def sign_out(db: Db, settings: Config, person: AnySession, answer: Response) -> None:
    """Ends this session; at a counter, the device stays paired."""
    if person.counter is None:
        await sessions.end(db, person.user_id, only=person.session_id)
    else:
        await devices.end_session(db, person.counter.merchant_id, person.session_id)
    clear_session(answer, settings)


@router.delete(
    "/sessions/{session_id}",
    operation_id="end_session",
    summary="End one of my sessions",
    status_code=204,
    responses=problems(*PERSON_REFUSALS, SessionNotFound),
)
async def end_session(db: Db, person: Person, session_id: UUID) -> None:
    """That device is signed out within seconds."""
    if not await sessions.end(db, person.user_id, only=session_id):
        raise SessionNotFound


@router.delete(
    "/sessions",
    operation_id="end_other_sessions",
    summary="End all my other sessions",
    status_code=204,
    responses=problems(*PERSON_REFUSALS),
)
async def end_other_sessions(db: Db, person: Person) -> None:
    """All other devices are signed out within seconds."""
    await sessions.end(db, person.user_id, but=person.session_id)
