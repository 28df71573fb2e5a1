"""Every step of a request leaves a line in its own history and in the merchant's trail."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import audit
from api.core.audit import Actor
from api.core.audit.actions import Action
from api.core.errors import Problem, match_version
from api.privacy.requests import states
from api.privacy.requests.models import PrivacyRequest, RequestEvent
from api.privacy.requests.states import NotNow, State, Step


class RequestNotFound(Problem):
    status, code, title = 404, "REQUEST_NOT_FOUND", "There is no such request"


class StepNotNow(Problem):
    """``state`` in the document is where the request stands."""

    status, code, title = 409, "STEP_NOT_NOW", "The request stands elsewhere; this is not next"


async def find(db: AsyncSession, request_id: UUID) -> PrivacyRequest:
    """Raises :class:`RequestNotFound`."""
    row = await db.scalar(select(PrivacyRequest).where(PrivacyRequest.id == request_id))
    if row is None:
        raise RequestNotFound
    return row


async def hold(db: AsyncSession, request_id: UUID, if_match: str | None) -> PrivacyRequest:
    """The request, locked, as the caller has read it. Raises :class:`RequestNotFound`, ``Stale``,
    ``PreconditionRequired``."""
    row = await locked(db, request_id)
    if row is None:
        raise RequestNotFound
    match_version(if_match, row.version)
    return row


async def locked(db: AsyncSession, request_id: UUID) -> PrivacyRequest | None:
    """The request as it is now, until the transaction ends."""
    query = select(PrivacyRequest).where(PrivacyRequest.id == request_id)
    found: PrivacyRequest | None = await db.scalar(
        query.with_for_update().execution_options(populate_existing=True)
    )
    return found


def note(
    db: AsyncSession, actor: Actor, row: PrivacyRequest, action: Action, word: str | None = None
) -> None:
    """Write down what has just happened; whoever has read the request before reads it again."""
    row.version += 1
    tell(db, actor, row, action, word)


def tell(
    db: AsyncSession, actor: Actor, row: PrivacyRequest, action: Action, word: str | None = None
) -> None:
    """Write down what happened beside the request, which stays as it was read."""
    what = action.removeprefix("request.")
    db.add(
        RequestEvent(
            request_id=row.id,
            what=what,
            state=row.state,
            word=word,
            actor_kind=actor.kind,
            # A holder acts as a card, which stands in the trail; here ids are members'.
            actor_id=None if actor.kind == "holder" else actor.id,
        )
    )
    audit.record(db, actor, action, "privacy_request", row.id, kind=row.kind, how=word)


def lead(row: PrivacyRequest, step: Step) -> None:
    """Take the step. Raises :class:`StepNotNow`."""
    try:
        row.state = states.after(State(row.state), step).value
    except NotNow:
        raise StepNotNow(state=row.state) from None
