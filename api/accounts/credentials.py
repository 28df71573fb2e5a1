"""What a request shows of itself, looked up: a session's cookie or an API key.

The lookup costs a query or two; its result is remembered for a few seconds, so that a busy
counter pays it once and then no more.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts import merchant_tokens
from api.accounts.caller import Caller, Counter, NotSignedIn, Post, SignedIn
from api.accounts.models import (
    CounterSession,
    Device,
    Location,
    Membership,
    Merchant,
    Passkey,
    Session,
    Totp,
)
from api.accounts.remembered import Remembered
from api.accounts.roles import UNPAID, Role, Scope
from api.core.clock import now
from api.core.tenancy import enter
from api.core.tokens import digest

_sessions: Remembered[SignedIn] = Remembered()
_keys: Remembered[Caller] = Remembered()


async def by_session(db: AsyncSession, token: str) -> SignedIn:
    """The signed-in person behind a cookie; raises :class:`NotSignedIn`. The secret of a counter
    session starts with its merchant, which the session then enters."""
    key = digest(token)
    signed_in = _sessions.get(key)
    if signed_in is None:
        mark = _sessions.mark()
        at_counter = merchant_tokens.parts(token)
        if at_counter is None:
            signed_in = await _by_password(db, key)
        else:
            signed_in = await _by_pin(db, *at_counter)
        _sessions.put(key, signed_in, mark)
    if signed_in.expires_at <= now():
        raise NotSignedIn
    return signed_in


def has_second_factor(user_id: Any) -> Any:
    """Whether the person has one that is in force, as a condition."""
    return or_(
        exists().where(Totp.user_id == user_id, Totp.confirmed_at.is_not(None)),
        exists().where(Passkey.user_id == user_id),
    )


async def _by_password(db: AsyncSession, token_hash: bytes) -> SignedIn:
    rows = (
        await db.execute(
            select(
                Session.id,
                Session.user_id,
                Session.expires_at,
                has_second_factor(Session.user_id),
                Membership.id,
                Membership.merchant_id,
                Membership.role,
                Merchant.require_second_factor,
                Membership.frozen_at,
                Merchant.read_only_since,
            )
            .outerjoin(Membership, Membership.user_id == Session.user_id)
            .outerjoin(Merchant, Merchant.id == Membership.merchant_id)
            .where(Session.token_hash == token_hash)
        )
    ).all()
    if not rows:
        raise NotSignedIn
    session_id, user_id, expires_at, second_factor = rows[0][:4]
    posts = {
        merchant: Post(member, Role(role), wants, frozen is not None, read_only is not None)
        for *_, member, merchant, role, wants, frozen, read_only in rows
        if merchant
    }
    return SignedIn(session_id, user_id, expires_at, posts, second_factor)


async def _by_pin(db: AsyncSession, merchant_id: UUID, secret: str) -> SignedIn:
    await enter(db, merchant_id)
    row = (
        await db.execute(
            select(CounterSession, Device.location_id, Membership, Merchant.read_only_since)
            .join(Device, Device.id == CounterSession.device_id)
            .join(Location, Location.id == Device.location_id)
            .join(Membership, Membership.id == CounterSession.membership_id)
            .join(Merchant, Merchant.id == Membership.merchant_id)
            .where(
                CounterSession.token_hash == digest(secret),
                Device.revoked_at.is_(None),
                Location.active,
                Location.frozen_at.is_(None),
            )
        )
    ).one_or_none()
    if row is None:
        raise NotSignedIn
    session, location_id, member, read_only_since = row
    if member.location_ids and str(location_id) not in member.location_ids:
        raise NotSignedIn
    return SignedIn(
        session.id,
        member.user_id,
        session.expires_at,
        {
            merchant_id: Post(
                member.id,
                Role(member.role),
                frozen=member.frozen_at is not None,
                read_only=read_only_since is not None,
            )
        },
        second_factor=False,
        counter=Counter(merchant_id, session.device_id, location_id),
    )


# Written out: every program's first request in a few seconds waits for it.
_API_KEY = text("""
SELECT k.id, k.scopes, m.read_only_since, m.api_rate
  FROM api_keys k
  JOIN merchants m ON m.id = k.merchant_id
 WHERE k.merchant_id = :merchant_id AND k.secret_hash = :secret_hash AND k.revoked_at IS NULL
""")


async def by_api_key(db: AsyncSession, text: str) -> Caller:
    """The program behind ``mck_<merchant>_<secret>``. The session enters the merchant that the
    key names before the key is looked up. Raises :class:`NotSignedIn`."""
    key = digest(text)
    caller = _keys.get(key)
    if caller is None:
        named = merchant_tokens.key_parts(text)
        if named is None:
            raise NotSignedIn
        merchant_id, secret = named
        await enter(db, merchant_id)
        mark = _keys.mark()
        asked = {"merchant_id": merchant_id, "secret_hash": digest(secret)}
        found = (await db.execute(_API_KEY, asked)).one_or_none()
        if found is None:
            raise NotSignedIn
        whole = frozenset(Scope(scope) for scope in found.scopes)
        scopes = whole if found.read_only_since is None else whole & UNPAID
        caller = Caller(
            "api_key",
            found.id,
            merchant_id,
            scopes,
            withheld=whole - scopes,
            api_rate=found.api_rate,
        )
        _keys.put(key, caller, mark)
    return caller


def forget_sessions(db: AsyncSession, user_id: UUID) -> None:
    """Once the transaction is committed, look a person's sessions up anew."""
    _sessions.forget_after_commit(db, lambda known: known.user_id == user_id)


def forget_team(db: AsyncSession, merchant_id: UUID) -> None:
    """The same for everybody who works for a merchant, at its counters too."""
    _sessions.forget_after_commit(db, lambda known: merchant_id in known.posts)


def forget_merchant(db: AsyncSession, merchant_id: UUID) -> None:
    """Once the transaction is committed, look everybody of a merchant up anew, programs too."""
    forget_team(db, merchant_id)
    _keys.forget_after_commit(db, lambda known: known.merchant_id == merchant_id)


def forget_api_key(db: AsyncSession, key_id: UUID) -> None:
    """Once the transaction is committed, look a key up anew."""
    _keys.forget_after_commit(db, lambda known: known.id == key_id)
