"""A small world to test in: shops with a team, API keys, programs, customers and cards, made by
the same use cases as in production. Every test opens shops of its own."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

import httpx
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.accounts.caller import Caller
from api.accounts.counted import MEMBERS
from api.accounts.deps import cookie_name, csrf_token
from api.accounts.merchant_tokens import key_text
from api.accounts.models import ApiKey, Membership, Merchant, Session, User
from api.accounts.roles import SCOPES, Role, in_order
from api.cards.enrolling import enrol
from api.core import clock, quotas
from api.core.db import Database
from api.core.settings import Settings
from api.core.tenancy import enter
from api.core.tokens import digest, new_token
from api.customers.register import register
from api.customers.schemas import Identity
from api.programs import catalogue, life
from api.programs.schemas.programs import ProgramIn

RoleName = Literal["owner", "manager", "cashier", "auditor"]
Connect = Callable[[], httpx.AsyncClient]

_numbers = itertools.count(1)
_keys = itertools.count(1)


def key() -> dict[str, str]:
    """The header of a new gesture."""
    return {"Idempotency-Key": f"gesture-{next(_keys):08}-{uuid7()}"}


@dataclass
class Member:
    user_id: UUID
    membership_id: UUID
    email: str


@dataclass(frozen=True)
class GivenProgram:
    id: UUID
    rewards: tuple[UUID, ...]
    """Cheapest first."""


@dataclass(frozen=True)
class GivenCard:
    id: UUID
    code: str
    number: str
    token: str
    customer_id: UUID | None

    @property
    def path(self) -> str:
        return f"/v1/cards/{self.id}"


@dataclass
class Shop:
    """A merchant. ``owner``, ``manager``, ``cashier``, ``auditor`` are API clients with the
    scopes of these roles."""

    world: World
    id: UUID
    slug: str
    team: dict[str, Member]
    _clients: dict[str, httpx.AsyncClient] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)

    @asynccontextmanager
    async def db(self) -> AsyncIterator[AsyncSession]:
        """A transaction that has entered this merchant."""
        async with self.world.database.session() as db:
            await enter(db, self.id)
            yield db

    def member(self, role: RoleName = "owner") -> Caller:
        """A member as use cases know the caller."""
        person = self.team[role]
        kind = Role(role)
        return Caller("member", person.membership_id, self.id, SCOPES[kind], person.user_id, kind)

    async def api_key(self, role: RoleName = "owner") -> str:
        """The text of an API key that may do what the role may."""
        if role not in self._keys:
            secret = new_token()
            self._keys[role] = key_text(self.id, secret)
            async with self.db() as db:
                db.add(
                    ApiKey(
                        name=f"key of the {role}",
                        scopes=[scope.value for scope in in_order(SCOPES[Role(role)])],
                        prefix=self._keys[role][:12],
                        secret_hash=digest(secret),
                        created_by=self.team["owner"].membership_id,
                    )
                )
        return self._keys[role]

    async def client(self, role: RoleName = "owner") -> httpx.AsyncClient:
        """A program of the merchant's that may do what the role may."""
        if role not in self._clients:
            client = self.world.connect()
            client.headers["Authorization"] = f"Bearer {await self.api_key(role)}"
            self._clients[role] = client
        return self._clients[role]

    async def browser(self, role: RoleName = "owner") -> httpx.AsyncClient:
        """A browser in which the member is signed in; it sends what our own pages send."""
        token, session_id = new_token(), uuid7()
        async with self.world.database.session() as db:
            db.add(
                Session(
                    id=session_id,
                    user_id=self.team[role].user_id,
                    token_hash=digest(token),
                    user_agent="test",
                    expires_at=clock.now() + timedelta(days=400),
                )
            )
        settings = self.world.settings
        client = self.world.connect()
        client.cookies.set(cookie_name(settings), token)
        client.headers["Origin"] = settings.origin
        client.headers["X-CSRF-Token"] = csrf_token(settings, session_id)
        return client

    async def program(
        self,
        *costs: int,
        active: bool = True,
        name: str = "Le dixième offert",
        kind: Literal["stamps", "points"] = "stamps",
        rewards: Sequence[dict[str, Any]] = (),
        terms: str | None = None,
        **rules: Any,
    ) -> GivenProgram:
        """A program with a reward of each cost (default: one of 10), or with the ``rewards``
        given, and these rules."""
        plain = [{"name": f"Récompense à {cost}", "cost": cost} for cost in costs or (10,)]
        wish = ProgramIn.model_validate(
            {
                "name": name,
                "kind": kind,
                "rules": rules,
                "rewards": [{"name": "Récompense", **one} for one in rewards] or plain,
                "terms": {"text": terms} if terms else None,
            }
        )
        async with self.db() as db:
            program = await life.create(db, wish, self.team["owner"].membership_id)
            if active:
                await life.activate(db, program)
            await db.flush()
            offered = (await catalogue.offered(db, [program.id]))[program.id]
            return GivenProgram(program.id, tuple(reward.id for reward in offered))

    async def customer(self, first_name: str | None = "Camille", **who: Any) -> UUID:
        async with self.db() as db:
            customer = register(db, Identity(first_name=first_name, **who), "counter")
            await db.flush()
            return customer.id

    async def card(
        self, program: GivenProgram, *, anonymous: bool = False, customer_id: UUID | None = None
    ) -> GivenCard:
        """A card for a customer of its own, for the given one, or for nobody."""
        if customer_id is None and not anonymous:
            customer_id = await self.customer(f"Client {next(_numbers)}")
        async with self.db() as db:
            issued, token = await enrol.issue(db, await life.load(db, program.id), customer_id)
            return GivenCard(issued.id, issued.code, issued.number, token, customer_id)

    async def stamped(self, program: GivenProgram, units: int) -> GivenCard:
        """A card that holds so many units (by an adjustment, so that no rule stands in the way)."""
        card = await self.card(program)
        if units:
            answer = await (await self.client("owner")).post(
                f"{card.path}/adjustments",
                json={"delta": units, "reason": "for a test"},
                headers=key(),
            )
            assert answer.status_code == 201, answer.text
        return card


@dataclass
class World:
    database: Database
    settings: Settings
    connect: Connect

    async def shop(
        self, *, time_zone: str = "Europe/Paris", language: str = "fr", name: str = "Au Bon Pain"
    ) -> Shop:
        """A merchant with a member of each role."""
        merchant_id = uuid7()
        slug = f"shop-{merchant_id.hex}"
        team: dict[str, Member] = {}
        async with self.database.session() as db:
            db.add(
                Merchant(
                    id=merchant_id, slug=slug, name=name, language=language, time_zone=time_zone
                )
            )
            for role in Role:
                user_id = uuid7()
                member = Member(user_id, uuid7(), f"{role}-{user_id.hex}@shop.example")
                db.add(
                    User(
                        id=user_id,
                        email=member.email,
                        password_hash="",
                        first_name=role.title(),
                        language=language,
                    )
                )
                await db.flush()
                db.add(
                    Membership(
                        id=member.membership_id,
                        merchant_id=merchant_id,
                        user_id=user_id,
                        role=role.value,
                    )
                )
                team[role.value] = member
            await db.flush()
            await enter(db, merchant_id)
            quotas.take(db, MEMBERS, len(team))
        return Shop(self, merchant_id, slug, team)


def moved_clock() -> Iterator[Callable[[timedelta], None]]:
    """Moves the clock for one test: ``clock(timedelta(minutes=5))`` adds to what it was."""
    total = timedelta()

    def move(by: timedelta) -> None:
        nonlocal total
        total += by
        clock.move(total)

    yield move
    clock.move(timedelta())
