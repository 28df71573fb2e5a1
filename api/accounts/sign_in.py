"""Signing in, with attempts counted so that guessing is slow and nobody is locked out for good."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from api.accounts import passwords, throttle
from api.accounts.models import User
from api.accounts.throttle import Bucket, Limit
from api.core.clock import now
from api.core.db import Database
from api.core.errors import Problem
from api.core.settings import Settings
from api.core.tokens import sign, verify

DEVICE_LIFETIME = timedelta(days=365)
"""How long a device is known after its first sign-in (CNIL: at most 13 months, and the next visit
does not extend it)."""

BY_ADDRESS = Limit("sign-in address", free=30)
BY_ACCOUNT_AND_ADDRESS = Limit("sign-in account and address", free=5)
BY_ACCOUNT = Limit("sign-in account", free=50)
"""Against many addresses guessing one account. A known device does not count here, so that such
an attack keeps no owner out."""


class InvalidCredentials(Problem):
    status, code, title = (
        401,
        "INVALID_CREDENTIALS",
        "Wrong address or password, or the address is not confirmed yet",
    )


def buckets(email: str, address: str, *, known_device: bool = False) -> list[Bucket]:
    found = [BY_ADDRESS.bucket(address), BY_ACCOUNT_AND_ADDRESS.bucket(email, address)]
    return found if known_device else [*found, BY_ACCOUNT.bucket(email)]


async def check(
    database: Database,
    settings: Settings,
    email: str,
    password: str,
    address: str,
    device: str | None,
) -> UUID:
    """The person with this address and password.

    No connection is held while the password is hashed. Raises :class:`InvalidCredentials`,
    :class:`throttle.TooManyAttempts`.
    """
    async with database.session() as db:
        row = (
            await db.execute(select(User.id, User.password_hash).where(User.email == email))
        ).one_or_none()
    known = row is not None and knows(settings, device, row.id)
    counted = buckets(email, address, known_device=known)
    await throttle.hit(database, settings, *counted)
    if not await passwords.matches(settings, password, row.password_hash if row else None):
        raise InvalidCredentials
    if row is None:
        raise InvalidCredentials
    await throttle.forgive(database, settings, *counted)
    user_id: UUID = row.id
    return user_id


def device_cookie(settings: Settings, user_id: UUID) -> str:
    """Tells, and lets nobody forge, that this browser has signed in as this person before."""
    text = f"{user_id}.{int(now().timestamp())}"
    return f"{text}.{sign(settings.secret, 'device', text)}"


def knows(settings: Settings, cookie: str | None, user_id: UUID) -> bool:
    """Whether the device cookie is this person's and not too old."""
    person, _, rest = (cookie or "").partition(".")
    issued, _, signature = rest.partition(".")
    if person != str(user_id) or not (issued.isascii() and issued.isdigit()):
        return False
    if not verify(settings.secret, "device", f"{person}.{issued}", signature):
        return False
    return now().timestamp() - int(issued) < DEVICE_LIFETIME.total_seconds()
