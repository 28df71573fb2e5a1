"""Who calls: a member of a merchant's team, or a merchant's own program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from api.accounts.roles import COUNTER, SCOPES, Role, Scope
from api.core.errors import Problem


class NotSignedIn(Problem):
    status, code, title = 401, "NOT_SIGNED_IN", "Sign in, or send a valid API key"


class ForbiddenScope(Problem):
    status, code, title = 403, "FORBIDDEN_SCOPE", "This role or key does not have that right"


class MerchantRequired(Problem):
    status, code, title = 400, "MERCHANT_REQUIRED", "Name the merchant in X-Merchant-Id"


class MerchantNotFound(Problem):
    """The same answer whether the merchant is another's or nobody's."""

    status, code, title = 404, "MERCHANT_NOT_FOUND", "There is no such merchant for this caller"


class SecondFactorSetupRequired(Problem):
    status, code, title = (
        403,
        "SECOND_FACTOR_SETUP_REQUIRED",
        "This merchant asks for a second factor: set one up first",
    )


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
class Post:
    """What a person is at a merchant."""

    membership_id: UUID
    role: Role
    wants_second_factor: bool = False


@dataclass(frozen=True, slots=True)
class Counter:
    """The device on which somebody has signed in by PIN, and its merchant and place."""

    merchant_id: UUID
    device_id: UUID
    location_id: UUID


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that is in force. ``counter`` is None where it was begun by password or passkey:
    a PIN is worth less, and opens no more than the counter."""

    session_id: UUID
    user_id: UUID
    expires_at: datetime
    posts: dict[UUID, Post]
    second_factor: bool
    counter: Counter | None = None

    def at(self, merchant_id: UUID | None) -> Caller:
        """This person as a caller at a merchant; raises :class:`MerchantRequired` when several
        are possible and none is named, :class:`MerchantNotFound` when not a member,
        :class:`SecondFactorSetupRequired`."""
        if merchant_id is None:
            if not self.posts:
                raise MerchantNotFound
            if len(self.posts) > 1:
                raise MerchantRequired
            (merchant_id,) = self.posts
        post = self.posts.get(merchant_id)
        if post is None:
            raise MerchantNotFound
        scopes, location_id = SCOPES[post.role], None
        if self.counter is not None:
            scopes, location_id = scopes & COUNTER, self.counter.location_id
        elif post.wants_second_factor and not self.second_factor:
            raise SecondFactorSetupRequired
        return Caller(
            "member", post.membership_id, merchant_id, scopes, self.user_id, post.role, location_id
        )
