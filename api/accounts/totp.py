"""Codes of an authenticator application (RFC 6238): six digits that change each half minute.

A code is taken once, and within the half minute before and after its own.
"""

from __future__ import annotations

import hmac
import logging
from datetime import datetime
from uuid import UUID

import pyotp
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Totp
from api.accounts.sealing import Unsealable, seal, unseal
from api.core.clock import now
from api.core.errors import Problem
from api.core.settings import Settings

log = logging.getLogger("carnet.accounts")

ISSUER = "Mon Carnet Client"
STEP = 30
_TOLERANCE = (-1, 0, 1)


class TotpAlreadySet(Problem):
    status, code, title = (
        409,
        "TOTP_ALREADY_SET",
        "There is an authenticator application already; remove it first",
    )


class TotpNotStarted(Problem):
    status, code, title = 409, "TOTP_NOT_STARTED", "Nothing is to be confirmed; start again"


async def _row(db: AsyncSession, user_id: UUID) -> Totp | None:
    """Held, so that of two requests with one code the second finds it used."""
    query = select(Totp).where(Totp.user_id == user_id).with_for_update()
    return (await db.scalars(query.execution_options(populate_existing=True))).one_or_none()


async def begin(db: AsyncSession, settings: Settings, user_id: UUID, email: str) -> tuple[str, str]:
    """A new secret, and the address that applications read from a QR code. In force once
    confirmed. Raises :class:`TotpAlreadySet`."""
    row = await _row(db, user_id)
    if row is not None and row.confirmed_at is not None:
        raise TotpAlreadySet
    secret = pyotp.random_base32()
    sealed = seal(settings.secret, user_id.bytes, secret.encode())
    if row is None:
        db.add(Totp(user_id=user_id, secret=sealed))
    else:
        row.secret, row.created_at, row.last_step = sealed, now(), 0
    await db.flush()
    uri = pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=email, issuer_name=ISSUER)
    return secret, uri


async def confirm(db: AsyncSession, settings: Settings, user_id: UUID, code: str) -> bool:
    """Whether the first code is right; the factor is then in force. Raises
    :class:`TotpNotStarted`, :class:`TotpAlreadySet`."""
    row = await _row(db, user_id)
    if row is None:
        raise TotpNotStarted
    if row.confirmed_at is not None:
        raise TotpAlreadySet
    if not _take(settings, row, code):
        return False
    row.confirmed_at = now()
    await db.flush()
    return True


async def taken(db: AsyncSession, settings: Settings, user_id: UUID, code: str) -> bool:
    """Whether the code is right and new; it is used up by this."""
    row = await _row(db, user_id)
    if row is None or row.confirmed_at is None or not _take(settings, row, code):
        return False
    await db.flush()
    return True


def _take(settings: Settings, row: Totp, code: str) -> bool:
    try:
        secret = unseal(settings.secret, row.user_id.bytes, row.secret).decode()
    except Unsealable:
        # The operator has changed the service's secret: recovery codes and passkeys are left.
        log.error("a second factor was sealed with another CARNET_SECRET_KEY")
        return False
    step = _step_of(secret, code, now())
    if step is None or step <= row.last_step:
        return False
    row.last_step = step
    return True


def _step_of(secret: str, code: str, at: datetime) -> int | None:
    """The half minute that the code belongs to, among those near."""
    current = int(at.timestamp()) // STEP
    codes = pyotp.TOTP(secret, interval=STEP)
    found = None
    for offset in _TOLERANCE:
        if hmac.compare_digest(codes.generate_otp(current + offset), code):
            found = current + offset
    return found


async def remove(db: AsyncSession, user_id: UUID) -> bool:
    """Whether there was one in force."""
    found = await db.execute(
        delete(Totp).where(Totp.user_id == user_id).returning(Totp.confirmed_at)
    )
    return any(confirmed for (confirmed,) in found)
