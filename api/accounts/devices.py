"""Counter devices: paired by a code, bound to one place, revoked from afar; and the sessions that
members open on them by PIN."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.accounts import merchant_tokens, pins, throttle
from api.accounts.caller import Counter
from api.accounts.credentials import forget_team
from api.accounts.models import CounterSession, Device, Location, Membership, Pairing
from api.accounts.sessions import described
from api.accounts.team import MemberNotFound
from api.accounts.throttle import Limit
from api.core import audit
from api.core.clock import now
from api.core.db import Database
from api.core.errors import Problem
from api.core.quotas import FrozenByPlan
from api.core.settings import Settings
from api.core.tenancy import enter, merchant_of
from api.core.tokens import digest, new_token, random_code, sign, typed

CODE_LENGTH = 8
CODE_LIFETIME = timedelta(minutes=10)
COOKIE_LIFETIME = timedelta(days=365)
"""From its pairing on; then it is paired anew."""
SESSION_LIFETIME = timedelta(hours=12)
"""A working day; fixed when it begins."""
BY_ADDRESS = Limit("pairing", free=10)
BY_DEVICE = Limit("pin device", free=20)
"""Against one device trying a few PINs of every member."""


class DeviceNotFound(Problem):
    status, code, title = 404, "DEVICE_NOT_FOUND", "There is no such counter device"


class DeviceRevoked(Problem):
    status, code, title = 409, "DEVICE_REVOKED", "This device was revoked; add it anew"


class DeviceNotPaired(Problem):
    status, code, title = 401, "DEVICE_NOT_PAIRED", "This device is not paired, or was revoked"


class PairingCodeUnknown(Problem):
    status, code, title = 404, "PAIRING_CODE_UNKNOWN", "This code is wrong, used or too old"


class LocationClosed(Problem):
    status, code, title = 409, "LOCATION_CLOSED", "This place is closed"


def code_hash(settings: Settings, code: str) -> bytes:
    """What is kept of a code: keyed, since forty bits alone could be tried out."""
    return bytes.fromhex(sign(settings.secret, "pairing", typed(code)))


async def new_code(db: AsyncSession, settings: Settings, device_id: UUID) -> tuple[str, datetime]:
    """A code to type on the device, and until when; an older one of the same device is void."""
    await db.execute(delete(Pairing).where(Pairing.device_id == device_id))
    code, until = random_code(CODE_LENGTH), now() + CODE_LIFETIME
    db.add(
        Pairing(
            code_hash=code_hash(settings, code),
            merchant_id=merchant_of(db),
            device_id=device_id,
            expires_at=until,
        )
    )
    await db.flush()
    return code, until


async def pair(db: AsyncSession, settings: Settings, code: str, user_agent: str) -> str:
    """Bind the browser that knows the code; what its cookie holds. A browser that was the device
    before is it no longer. Raises :class:`PairingCodeUnknown`."""
    found = (
        await db.execute(
            delete(Pairing)
            .where(Pairing.code_hash == code_hash(settings, code), Pairing.expires_at > now())
            .returning(Pairing.merchant_id, Pairing.device_id)
        )
    ).one_or_none()
    if found is None:
        raise PairingCodeUnknown
    await enter(db, found.merchant_id)
    device = await db.scalar(select(Device).where(Device.id == found.device_id).with_for_update())
    if device is None or device.revoked_at is not None:
        raise PairingCodeUnknown
    secret = new_token()
    device.token_hash = digest(secret)
    device.paired_at = now()
    device.browser = described(user_agent)
    await _end_sessions(db, device.id)
    audit.record(db, audit.SYSTEM, "device.paired", "device", device.id)
    await db.flush()
    return merchant_tokens.joined(device.merchant_id, secret)


async def revoke(db: AsyncSession, device: Device) -> None:
    """Nothing of it works any more, within seconds."""
    device.revoked_at = now()
    device.token_hash = None
    await db.execute(delete(Pairing).where(Pairing.device_id == device.id))
    await _end_sessions(db, device.id)


async def _end_sessions(db: AsyncSession, device_id: UUID) -> None:
    await db.execute(delete(CounterSession).where(CounterSession.device_id == device_id))
    forget_team(db, merchant_of(db))


async def end_session(db: AsyncSession, merchant_id: UUID, session_id: UUID) -> None:
    """Somebody leaves the counter."""
    await enter(db, merchant_id)
    await db.execute(delete(CounterSession).where(CounterSession.id == session_id))
    forget_team(db, merchant_id)


@dataclass(frozen=True)
class Placed:
    """A paired device and its place."""

    device: Device
    location: Location


async def at(db: AsyncSession, cookie: str | None) -> Placed:
    """The device behind a cookie; the session enters its merchant. Raises
    :class:`DeviceNotPaired`."""
    named = merchant_tokens.parts(cookie or "")
    if named is None:
        raise DeviceNotPaired
    merchant_id, secret = named
    await enter(db, merchant_id)
    row = (
        await db.execute(
            select(Device, Location)
            .join(Location, Location.id == Device.location_id)
            .where(Device.token_hash == digest(secret), Device.revoked_at.is_(None))
        )
    ).one_or_none()
    if row is None:
        raise DeviceNotPaired
    return Placed(row[0], row[1])


def works_at(member: Membership, location_id: UUID) -> bool:
    return not member.location_ids or str(location_id) in member.location_ids


async def open_session(
    database: Database,
    db: AsyncSession,
    settings: Settings,
    cookie: str | None,
    who: UUID,
    pin: str,
) -> tuple[CounterSession, Membership, Counter, str]:
    """A member's session on the device that shows the cookie, and the secret for its own cookie.

    ``db`` is first used once the PIN was right: no request holds two connections. Raises
    :class:`DeviceNotPaired`, :class:`LocationClosed`, :class:`MemberNotFound`,
    :class:`pins.WrongPin`, :class:`pins.PinLocked`, :class:`throttle.TooManyAttempts`.
    """
    async with database.session() as looking:
        placed = await at(looking, cookie)
        device, location = placed.device, placed.location
        await _member(looking, who, location.id)
    if not location.active:
        raise LocationClosed
    if location.frozen_at is not None:
        raise FrozenByPlan
    bucket = BY_DEVICE.bucket(str(device.id))
    await throttle.hit(database, settings, bucket)
    await pins.check(database, settings, device.merchant_id, device.id, who, pin)
    await throttle.forgive(database, settings, bucket)
    # Looked up again: the member may have been removed while the PIN was being hashed.
    await at(db, cookie)
    member = await _member(db, who, location.id)
    await pins.forgive(db, who)
    await db.execute(update(Device).where(Device.id == device.id).values(used_at=now()))
    secret = new_token()
    session = CounterSession(
        id=uuid7(),
        device_id=device.id,
        membership_id=who,
        token_hash=digest(secret),
        expires_at=now() + SESSION_LIFETIME,
    )
    db.add(session)
    await db.flush()
    counter = Counter(device.merchant_id, device.id, location.id)
    return session, member, counter, merchant_tokens.joined(device.merchant_id, secret)


async def _member(db: AsyncSession, membership_id: UUID, location_id: UUID) -> Membership:
    member = await db.scalar(
        select(Membership).where(
            Membership.id == membership_id, Membership.merchant_id == merchant_of(db)
        )
    )
    if member is None or not works_at(member, location_id):
        raise MemberNotFound
    return member
