"""Who calls: a member of a merchant's team, or a merchant's own program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from api.accounts.roles import COUNTER, ENDED, READING, SCOPES, UNPAID, Role, Scope
from api.core.errors import Problem
from api.core.quotas import FrozenByPlan


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


class OfficeReadOnly(Problem):
    status, code, title = (
        403,
        "OFFICE_READ_ONLY",
        "The subscription is unpaid: cards keep working, the office only reads",
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
    withheld: frozenset[Scope] = frozenset()
    """Rights of the role or key that are not in force now."""
    frozen: bool = False
    """They are withheld because the plan has no room for the member, not because it is unpaid."""
    api_rate: int | None = None
    """Requests that the merchant's programs may make in a minute."""

    def may(self, scope: str) -> bool:
        return scope in self.scopes

    def refusal(self, scope: str) -> Problem:
        """Why the caller may not."""
        if scope not in self.withheld:
            return ForbiddenScope(scope=scope)
        return FrozenByPlan() if self.frozen and scope not in READING else OfficeReadOnly()


@dataclass(frozen=True, slots=True)
class Post:
    """What a person is at a merchant."""

    membership_id: UUID
    role: Role
    wants_second_factor: bool = False
    frozen: bool = False
    read_only: bool = False
    ended: bool = False
    """As it is shown: whoever tries all the same is refused where the merchant is entered."""

    def scopes(self, *, at_counter: bool) -> frozenset[Scope]:
        """What may be done in this post now."""
        allowed = SCOPES[self.role]
        if at_counter:
            allowed &= COUNTER
        if self.frozen:
            allowed &= READING
        if self.read_only:
            # Whoever serves goes on enrolling.
            allowed &= UNPAID | (COUNTER if at_counter else frozenset())
        if self.ended:
            allowed &= ENDED
        return allowed


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
        at_counter = self.counter is not None
        if not at_counter and post.wants_second_factor and not self.second_factor:
            raise SecondFactorSetupRequired
        scopes = post.scopes(at_counter=at_counter)
        whole = SCOPES[post.role] & COUNTER if at_counter else SCOPES[post.role]
        return Caller(
            "member",
            post.membership_id,
            merchant_id,
            scopes,
            self.user_id,
            post.role,
            self.counter.location_id if self.counter else None,
            withheld=whole - scopes,
            frozen=post.frozen,
        )
