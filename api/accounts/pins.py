"""PINs at a counter device: few digits, so wrong tries are counted where nothing forgets them,
each one before it is judged, and past a few every further one locks for longer."""

from __future__ import annotations

import math
import re
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts import passwords
from api.accounts.credentials import forget_team
from api.accounts.models import CounterSession, MemberPin
from api.core import audit, jobs
from api.core.clock import now
from api.core.db import Database
from api.core.errors import Problem
from api.core.settings import Settings
from api.core.tenancy import enter, merchant_of
from api.core.tokens import sign

FREE = 5
"""The fifth wrong PIN in a row locks."""
_WAIT = timedelta(minutes=1)
_LONGEST = timedelta(hours=24)
LOCKED_MAIL = "accounts.pin_locked_mail"

_SERIES = "01234567890", "09876543210"
_REPEATED = re.compile(r"(\d{1,4})\1+")
_YEAR = re.compile(r"(19|20)\d\d")


class PinLocked(Problem):
    status, code, title = 429, "PIN_LOCKED", "Too many wrong PINs; wait, or have a new one set"


class WrongPin(Problem):
    status, code, title = 401, "WRONG_PIN", "Wrong PIN"


def trivial(pin: str) -> bool:
    """What a thief tries first: one digit or group repeated, a series, a year."""
    return bool(
        _REPEATED.fullmatch(pin) or any(pin in series for series in _SERIES) or _YEAR.fullmatch(pin)
    )


def pause(failures: int) -> timedelta:
    """How long a PIN is locked after so many wrong tries in a row."""
    if failures < FREE:
        return timedelta()
    quadruplings: int = min(failures - FREE, 10)
    return min(_WAIT * (1 << 2 * quadruplings), _LONGEST)


def _peppered(settings: Settings, membership_id: UUID, pin: str) -> str:
    """Without the service's secret, a copy of the table cannot be guessed at."""
    return sign(settings.secret, "pin", f"{membership_id}\0{pin}")


async def hashed(settings: Settings, membership_id: UUID, pin: str) -> str:
    return await passwords.hashed(settings, _peppered(settings, membership_id, pin))


async def keep(db: AsyncSession, membership_id: UUID, pin_hash: str) -> None:
    """The member's PIN from now on. Ends what was opened with the one before, and a lock."""
    await forget(db, membership_id)
    db.add(MemberPin(membership_id=membership_id, pin_hash=pin_hash))
    await db.flush()


async def forget(db: AsyncSession, membership_id: UUID) -> bool:
    """Take the PIN away, and end the member's counter sessions. Whether there was one."""
    gone = await db.execute(
        delete(MemberPin).where(MemberPin.membership_id == membership_id).returning(MemberPin.id)
    )
    await db.execute(delete(CounterSession).where(CounterSession.membership_id == membership_id))
    forget_team(db, merchant_of(db))
    return bool(gone.all())


async def check(
    database: Database,
    settings: Settings,
    merchant_id: UUID,
    device_id: UUID,
    membership_id: UUID,
    pin: str,
) -> None:
    """Hold a PIN against the member's. No connection is held while it is hashed.

    Raises :class:`WrongPin`, :class:`PinLocked`.
    """
    failures, kept = await _count(database, merchant_id, membership_id)
    if await passwords.matches(settings, _peppered(settings, membership_id, pin), kept):
        return
    if failures < FREE:
        raise WrongPin(tries_left=FREE - failures)
    async with database.session() as db:
        await enter(db, merchant_id)
        by = audit.By("member", membership_id)
        audit.record(db, by, "pin.locked", "device", device_id, failures=failures)
        await jobs.enqueue(
            db,
            LOCKED_MAIL,
            once=str(membership_id),
            membership_id=membership_id,
            device_id=device_id,
        )
    raise PinLocked(retry_after=math.ceil(pause(failures).total_seconds()))


async def _count(
    database: Database, merchant_id: UUID, membership_id: UUID
) -> tuple[int, str | None]:
    """Count the try in a transaction of its own, which outlives the refusal: of tries sent at
    once each waits for the one before, and finds the lock."""
    async with database.session() as db:
        await enter(db, merchant_id)
        row = await db.scalar(
            select(MemberPin).where(MemberPin.membership_id == membership_id).with_for_update()
        )
        if row is None:
            return 1, None
        at = now()
        if row.locked_until is not None and row.locked_until > at:
            raise PinLocked(retry_after=math.ceil((row.locked_until - at).total_seconds()))
        row.failures += 1
        wait = pause(row.failures)
        row.locked_until = at + wait if wait else None
        return row.failures, row.pin_hash


async def forgive(db: AsyncSession, membership_id: UUID) -> None:
    """The PIN was right: what was counted is void."""
    await db.execute(
        update(MemberPin)
        .where(MemberPin.membership_id == membership_id)
        .values(failures=0, locked_until=None)
    )
