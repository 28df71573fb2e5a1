"""Who calls: a member of a merchant's team in a browser, or a merchant's own program.

The lookup costs a query or two; its result is remembered for a few seconds, so that a busy
counter pays it once and then no more.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Literal, TypeVar
from uuid import UUID

from sqlalchemy import event, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Membership, Session
from api.accounts.roles import SCOPES, Role, Scope
from api.core.clock import now
from api.core.errors import Problem
from api.core.tenancy import enter
from api.core.tokens import ALPHABET, TOKEN_LENGTH, digest

REMEMBERED_SECONDS = 5.0
_REMEMBERED_AT_MOST = 10_000


class NotSignedIn(Problem):
    status, code, title = 401, "NOT_SIGNED_IN", "Sign in, or send a valid API key"


class ForbiddenScope(Problem):
    status, code, title = 403, "FORBIDDEN_SCOPE", "This role or key does not have that right"


class MerchantRequired(Problem):
    status, code, title = 400, "MERCHANT_REQUIRED", "Name the merchant in X-Merchant-Id"


class MerchantNotFound(Problem):
    """The same answer whether the merchant is another's or nobody's."""

    status, code, title = 404, "MERCHANT_NOT_FOUND", "There is no such merchant for this caller"


@dataclass(frozen=True, slots=True)
class Caller:
    """The actor of a request and what it may do. ``id`` is the opaque actor that ledgers and
    trails name: the membership's or the key's, never the person's."""

    kind: Literal["member", "api_key"]
    id: UUID
    merchant_id: UUID
    scopes: frozenset[Scope]
    user_id: UUID | None = None
    role: Role | None = None
    location_id: UUID | None = None
    """Where the caller stands: the place of the counter device; None where it is not known."""

    def may(self, scope: str) -> bool:
        return scope in self.scopes


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that is in force. ``roles``: merchant → (membership, role)."""

    session_id: UUID
    user_id: UUID
    expires_at: datetime
    roles: dict[UUID, tuple[UUID, Role]]

    def at(self, merchant_id: UUID | None) -> Caller:
        """This person as a caller at a merchant; raises :class:`MerchantRequired` when several
        are possible and none is named, :class:`MerchantNotFound` when not a member."""
        if merchant_id is None:
            if not self.roles:
                raise MerchantNotFound
            if len(self.roles) > 1:
                raise MerchantRequired
            (merchant_id,) = self.roles
        found = self.roles.get(merchant_id)
        if found is None:
            raise MerchantNotFound
        membership_id, role = found
        return Caller("member", membership_id, merchant_id, SCOPES[role], self.user_id, role)


V = TypeVar("V")


class _Remembered(Generic[V]):
    """Values of the last few seconds, bounded in number."""

    def __init__(self) -> None:
        self._entries: OrderedDict[bytes, tuple[float, V]] = OrderedDict()
        self._forgotten = 0

    def get(self, key: bytes) -> V | None:
        entry = self._entries.get(key)
        return entry[1] if entry is not None and entry[0] > time.monotonic() else None

    def mark(self) -> int:
        """Taken before the database is read, and given to :meth:`put`."""
        return self._forgotten

    def put(self, key: bytes, value: V, mark: int) -> None:
        # Something was revoked while the database was being read: what was read may be that.
        if mark != self._forgotten:
            return
        self._entries[key] = (time.monotonic() + REMEMBERED_SECONDS, value)
        self._entries.move_to_end(key)
        if len(self._entries) > _REMEMBERED_AT_MOST:
            self._entries.popitem(last=False)

    def forget(self, gone: Callable[[V], bool]) -> None:
        self._forgotten += 1
        for key in [key for key, (_, value) in self._entries.items() if gone(value)]:
            del self._entries[key]


_sessions: _Remembered[SignedIn] = _Remembered()
_keys: _Remembered[Caller] = _Remembered()


async def by_session(db: AsyncSession, token: str) -> SignedIn:
    """The signed-in person behind a cookie; raises :class:`NotSignedIn`."""
    key = digest(token)
    signed_in = _sessions.get(key)
    if signed_in is None:
        mark = _sessions.mark()
        rows = (
            await db.execute(
                select(
                    Session.id,
                    Session.user_id,
                    Session.expires_at,
                    Membership.id,
                    Membership.merchant_id,
                    Membership.role,
                )
                .outerjoin(Membership, Membership.user_id == Session.user_id)
                .where(Session.token_hash == key)
            )
        ).all()
        if not rows:
            raise NotSignedIn
        session_id, user_id, expires_at = rows[0][:3]
        roles = {merchant: (member, Role(role)) for *_, member, merchant, role in rows if merchant}
        signed_in = SignedIn(session_id, user_id, expires_at, roles)
        _sessions.put(key, signed_in, mark)
    if signed_in.expires_at <= now():
        raise NotSignedIn
    return signed_in


# Written out: every program's first request in a few seconds waits for it.
_API_KEY = text("""
SELECT id, scopes
  FROM api_keys
 WHERE merchant_id = :merchant_id AND secret_hash = :secret_hash AND revoked_at IS NULL
""")


async def by_api_key(db: AsyncSession, text: str) -> Caller:
    """The program behind ``mck_<merchant>_<secret>``. The session enters the merchant that the
    key names before the key is looked up. Raises :class:`NotSignedIn`."""
    key = digest(text)
    caller = _keys.get(key)
    if caller is None:
        merchant_id, secret = _parts(text)
        await enter(db, merchant_id)
        mark = _keys.mark()
        asked = {"merchant_id": merchant_id, "secret_hash": digest(secret)}
        found = (await db.execute(_API_KEY, asked)).one_or_none()
        if found is None:
            raise NotSignedIn
        scopes = frozenset(Scope(scope) for scope in found.scopes)
        caller = Caller("api_key", found.id, merchant_id, scopes)
        _keys.put(key, caller, mark)
    return caller


def forget_sessions(db: AsyncSession, user_id: UUID) -> None:
    """Once the transaction is committed, look a person's sessions up anew."""
    _after_commit(db, lambda: _sessions.forget(lambda known: known.user_id == user_id))


def forget_api_key(db: AsyncSession, key_id: UUID) -> None:
    """Once the transaction is committed, look a key up anew."""
    _after_commit(db, lambda: _keys.forget(lambda known: known.id == key_id))


def _after_commit(db: AsyncSession, act: Callable[[], None]) -> None:
    event.listen(db.sync_session, "after_commit", lambda _: act(), once=True)


KEY_PREFIX = "mck_"
_MERCHANT_LENGTH = 26
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}


def key_text(merchant_id: UUID, secret: str) -> str:
    """The text of an API key: a recognisable prefix (so that secret scanners find a leaked
    one), the merchant, the secret."""
    number, letters = merchant_id.int, ""
    for _ in range(_MERCHANT_LENGTH):
        number, rest = divmod(number, 32)
        letters = ALPHABET[rest] + letters
    return f"{KEY_PREFIX}{letters}_{secret}"


def _parts(text: str) -> tuple[UUID, str]:
    merchant, _, secret = text.removeprefix(KEY_PREFIX).partition("_")
    if not text.startswith(KEY_PREFIX) or (len(merchant), len(secret)) != (
        _MERCHANT_LENGTH,
        TOKEN_LENGTH,
    ):
        raise NotSignedIn
    number = 0
    for letter in merchant:
        if letter not in _VALUES:
            raise NotSignedIn
        number = number * 32 + _VALUES[letter]
    if number >= 1 << 128:
        raise NotSignedIn
    return UUID(int=number), secret
