"""Ten codes for the day when the telephone is lost, each good once."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import RecoveryCode
from api.core.settings import Settings
from api.core.tokens import random_code, sign, typed

CODES = 10
_LENGTH, _GROUP = 12, 4


def _hash(settings: Settings, user_id: UUID, code: str) -> bytes:
    """60 random bits under the service's secret: not to be guessed from a copy of the table."""
    return bytes.fromhex(sign(settings.secret, "recovery", f"{user_id}\0{typed(code)}"))


async def renew(db: AsyncSession, settings: Settings, user_id: UUID) -> list[str]:
    """Ten new codes, to be shown once; the older ones are void."""
    await db.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    codes = [random_code(_LENGTH) for _ in range(CODES)]
    db.add_all(
        RecoveryCode(user_id=user_id, code_hash=_hash(settings, user_id, code)) for code in codes
    )
    await db.flush()
    return ["-".join(code[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP)) for code in codes]


async def used(db: AsyncSession, settings: Settings, user_id: UUID, code: str) -> bool:
    """Whether the code was one of the person's; it is no more."""
    found = await db.scalar(
        delete(RecoveryCode)
        .where(
            RecoveryCode.user_id == user_id,
            RecoveryCode.code_hash == _hash(settings, user_id, code),
        )
        .returning(RecoveryCode.id)
    )
    return found is not None


async def left(db: AsyncSession, user_id: UUID) -> int:
    """How many are left."""
    query = select(func.count()).where(RecoveryCode.user_id == user_id)
    found: int = (await db.execute(query)).scalar_one()
    return found


async def forget(db: AsyncSession, user_id: UUID) -> None:
    await db.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
