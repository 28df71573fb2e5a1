"""The second factor of a person: what is in force, the second step of signing in, and what
happens when one is added or goes."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts import challenges, passkeys, recovery, sessions, throttle, totp
from api.accounts.credentials import forget_sessions, has_second_factor
from api.accounts.models import Totp
from api.accounts.throttle import Limit
from api.core import jobs
from api.core.db import Database
from api.core.errors import Problem
from api.core.settings import Settings

Method = Literal["totp", "passkey", "recovery_code"]
Change = Literal[
    "totp_added",
    "totp_removed",
    "passkey_added",
    "passkey_removed",
    "recovery_used",
    "recovery_renewed",
]
BY_USER = Limit("second factor", free=5)
CHANGED_MAIL = "accounts.second_factor_changed_mail"


class SecondFactorRequired(Problem):
    status, code, title = 401, "SECOND_FACTOR_REQUIRED", "The password is right; one more step"


class InvalidSecondFactor(Problem):
    status, code, title = 401, "INVALID_SECOND_FACTOR", "This code is wrong, or was used already"


class NoSecondFactor(Problem):
    status, code, title = 409, "NO_SECOND_FACTOR", "There is no second factor on this account"


async def ask(database: Database, settings: Settings, user_id: UUID) -> None:
    """Nothing where the person has none; else the sign-in stops here, in a transaction of its
    own that outlives the refusal. Raises :class:`SecondFactorRequired`."""
    async with database.session() as db:
        keys = await passkeys.of(db, user_id)
        has_totp = await _has_totp(db, user_id)
        if not (keys or has_totp):
            return
        begun = await challenges.begin(db, "second_step", user_id)
        methods: list[Method] = ["totp"] if has_totp else []
        methods += ["passkey"] if keys else []
        methods += ["recovery_code"] if await recovery.left(db, user_id) else []
    options = passkeys.request(settings, begun.nonce, keys) if keys else None
    raise SecondFactorRequired(challenge=begun.token, methods=methods, passkey_options=options)


async def _has_totp(db: AsyncSession, user_id: UUID) -> bool:
    found = await db.scalar(
        select(Totp.user_id).where(Totp.user_id == user_id, Totp.confirmed_at.is_not(None))
    )
    return found is not None


async def answered(
    database: Database,
    db: AsyncSession,
    settings: Settings,
    challenge: str,
    *,
    code: str | None = None,
    recovery_code: str | None = None,
    credential: dict[str, Any] | None = None,
) -> UUID:
    """Who has taken the second step. Tries are counted before they are judged.

    Raises :class:`challenges.ChallengeExpired`, :class:`InvalidSecondFactor`,
    :class:`passkeys.PasskeyRefused`, :class:`throttle.TooManyAttempts`.
    """
    async with database.session() as looking:
        user_id = await challenges.peek(looking, "second_step", challenge)
    if user_id is None:
        raise challenges.ChallengeExpired
    bucket = BY_USER.bucket(str(user_id))
    await throttle.hit(database, settings, bucket)
    nonce = await challenges.use(db, "second_step", challenge, user_id)
    if credential is not None:
        await passkeys.shown(db, settings, nonce, credential, of_user=user_id)
    elif code is not None:
        if not await totp.taken(db, settings, user_id, code):
            raise InvalidSecondFactor
    elif recovery_code is not None:
        if not await recovery.used(db, settings, user_id, recovery_code):
            raise InvalidSecondFactor
        await _tell(db, user_id, "recovery_used")
    await throttle.clear(db, settings, bucket)
    return user_id


async def added(
    db: AsyncSession, settings: Settings, user_id: UUID, session_id: UUID, change: Change
) -> list[str]:
    """A factor is in force: sessions that were begun without one end, all but this. The recovery
    codes that come with the first factor."""
    codes = [] if await recovery.left(db, user_id) else await recovery.renew(db, settings, user_id)
    await sessions.end(db, user_id, but=session_id)
    await _tell(db, user_id, change)
    return codes


async def removed(db: AsyncSession, user_id: UUID, change: Change) -> None:
    """With the last factor the recovery codes go."""
    if not await db.scalar(select(has_second_factor(user_id))):
        await recovery.forget(db, user_id)
    forget_sessions(db, user_id)
    await _tell(db, user_id, change)


async def renew_codes(db: AsyncSession, settings: Settings, user_id: UUID) -> list[str]:
    """Raises :class:`NoSecondFactor`."""
    if not await db.scalar(select(has_second_factor(user_id))):
        raise NoSecondFactor
    await _tell(db, user_id, "recovery_renewed")
    return await recovery.renew(db, settings, user_id)


async def _tell(db: AsyncSession, user_id: UUID, change: Change) -> None:
    await jobs.enqueue(db, CHANGED_MAIL, user_id=user_id, change=change)
