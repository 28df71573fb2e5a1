"""Changing a password, or setting a new one by a link in a mail."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.accounts import challenges, sessions
from api.accounts.models import PasswordReset, User
from api.accounts.sign_up import LinkExpired
from api.accounts.throttle import Limit
from api.core import jobs
from api.core.clock import now
from api.core.errors import Problem
from api.core.tokens import digest

LINK_LIFETIME = timedelta(hours=1)
BY_ADDRESS = Limit("reset", free=10)
BY_EMAIL = Limit("reset mail", free=3)
"""Nobody's mailbox is filled through us."""
RESET_MAIL = "accounts.reset_mail"
CHANGED_MAIL = "accounts.password_changed_mail"


class WrongPassword(Problem):
    status, code, title = 403, "WRONG_PASSWORD", "The current password is not right"


async def ask_reset(db: AsyncSession, email: str) -> None:
    """Keep the wish; whether an account stands behind the address is the job's affair."""
    row = PasswordReset(id=uuid7(), email=email, expires_at=now() + LINK_LIFETIME)
    db.add(row)
    await db.flush()
    await jobs.enqueue(db, RESET_MAIL, reset_id=row.id)


async def valid_reset(db: AsyncSession, token: str) -> PasswordReset:
    """The wish behind a link. Raises :class:`LinkExpired`."""
    row = await db.scalar(
        select(PasswordReset).where(PasswordReset.token_hash == digest(token)).with_for_update()
    )
    if row is None or row.expires_at <= now():
        raise LinkExpired
    return row


async def complete_reset(db: AsyncSession, reset: PasswordReset, password_hash: str) -> UUID:
    """Set the password and end every session: whoever had the old one is out. Whose it was."""
    user_id: UUID | None = await db.scalar(select(User.id).where(User.email == reset.email))
    if user_id is None:
        raise LinkExpired
    await _set(db, user_id, password_hash)
    await sessions.end(db, user_id)
    await db.execute(delete(PasswordReset).where(PasswordReset.email == reset.email))
    return user_id


async def change(db: AsyncSession, user_id: UUID, session_id: UUID, password_hash: str) -> None:
    """Set the password and end the person's other sessions."""
    await _set(db, user_id, password_hash)
    await sessions.end(db, user_id, but=session_id)


async def _set(db: AsyncSession, user_id: UUID, password_hash: str) -> None:
    await db.execute(update(User).where(User.id == user_id).values(password_hash=password_hash))
    await challenges.forget(db, user_id)
    await jobs.enqueue(db, CHANGED_MAIL, user_id=user_id)
