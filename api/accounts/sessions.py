"""Sessions: a signed-in device, for 30 days from signing in and no longer."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.credentials import forget_sessions
from api.accounts.models import LastSignIn, Session
from api.core.clock import now
from api.core.tokens import digest, new_token

LIFETIME = timedelta(days=30)
"""Fixed when it begins and never extended (CNIL: at most 13 months)."""

_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
             ("Safari/", "Safari"), ("python-httpx/", "httpx"), ("curl/", "curl"))  # fmt: skip
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
            ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip


def described(user_agent: str) -> str:
    """Browser and system, enough to recognise one's own device and no fingerprint."""
    found = [
        next((name for sign, name in table if re.search(re.escape(sign), user_agent)), None)
        for table in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(name for name in found if name) or "?"


async def begin(db: AsyncSession, user_id: UUID, user_agent: str) -> tuple[Session, str]:
    """A new session and the secret for its cookie, which is not kept."""
    token = new_token()
    session = Session(
        user_id=user_id,
        token_hash=digest(token),
        user_agent=described(user_agent),
        expires_at=now() + LIFETIME,
    )
    db.add(session)
    await note_sign_in(db, user_id)
    await db.flush()
    return session, token


async def note_sign_in(db: AsyncSession, user_id: UUID) -> None:
    """The person was here today: from now on silence counts anew."""
    at = now()
    row = insert(LastSignIn).values(user_id=user_id, at=at)
    await db.execute(
        row.on_conflict_do_update(
            index_elements=[LastSignIn.user_id],
            set_={"at": at},
            where=LastSignIn.at < at - timedelta(days=1),
        )
    )


async def end(
    db: AsyncSession, user_id: UUID, *, only: UUID | None = None, but: UUID | None = None
) -> bool:
    """End the person's sessions: all, one (``only``), or all ``but`` one. Whether any was."""
    query = delete(Session).where(Session.user_id == user_id)
    if only is not None:
        query = query.where(Session.id == only)
    if but is not None:
        query = query.where(Session.id != but)
    ended = (await db.execute(query.returning(Session.id))).all()
    forget_sessions(db, user_id)
    return bool(ended)
