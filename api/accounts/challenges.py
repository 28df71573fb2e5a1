"""What a person is in the middle of, between two requests."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Challenge
from api.core.clock import now
from api.core.errors import Problem
from api.core.tokens import digest, new_token

Purpose = Literal["second_step", "new_passkey", "passkey_sign_in"]
LIFETIME = timedelta(minutes=10)


class ChallengeExpired(Problem):
    status, code, title = 410, "CHALLENGE_EXPIRED", "This step is used or too old; start again"


@dataclass(frozen=True)
class Begun:
    token: str
    nonce: bytes


async def begin(db: AsyncSession, purpose: Purpose, user_id: UUID | None = None) -> Begun:
    """Good once, for ten minutes; ``nonce`` is what a passkey signs."""
    begun = Begun(new_token(), secrets.token_bytes(32))
    db.add(
        Challenge(
            purpose=purpose,
            user_id=user_id,
            token_hash=digest(begun.token),
            nonce=begun.nonce,
            expires_at=now() + LIFETIME,
        )
    )
    await db.flush()
    return begun


async def peek(db: AsyncSession, purpose: Purpose, token: str) -> UUID | None:
    """Whose it is, without using it up. Raises :class:`ChallengeExpired`."""
    row = await db.scalar(
        select(Challenge).where(
            Challenge.token_hash == digest(token),
            Challenge.purpose == purpose,
            Challenge.expires_at > now(),
        )
    )
    if row is None:
        raise ChallengeExpired
    return row.user_id


async def use(db: AsyncSession, purpose: Purpose, token: str, user_id: UUID | None = None) -> bytes:
    """Use it up: what was to be signed. Raises :class:`ChallengeExpired`, also for whoever comes
    second."""
    nonce: bytes | None = await db.scalar(
        delete(Challenge)
        .where(
            Challenge.token_hash == digest(token),
            Challenge.purpose == purpose,
            Challenge.user_id == user_id,
            Challenge.expires_at > now(),
        )
        .returning(Challenge.nonce)
    )
    if nonce is None:
        raise ChallengeExpired
    return nonce


async def forget(db: AsyncSession, user_id: UUID) -> None:
    """Void whatever the person is in the middle of: the password is another one now."""
    await db.execute(delete(Challenge).where(Challenge.user_id == user_id))
