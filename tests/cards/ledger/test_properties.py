"""Whatever is done to a card in whatever order, its ledger adds up, and it agrees with a model of
it that fits on a page."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, example, given
from hypothesis import settings as checked
from hypothesis import strategies as st
from sqlalchemy import select

from api.app import create_app
from api.cards.models import Lot as Row
from api.core.clock import now
from api.core.db import Database
from api.core.settings import Settings
from tests.cards.counter import Counter, at, sound
from tests.world import GivenCard, GivenProgram, Shop, World

COST, CAP, MOST = 4, 8, 3

Operation = tuple[str, int]
operations: st.SearchStrategy[list[Operation]] = st.lists(
    st.one_of(
        st.tuples(st.just("earn"), st.integers(1, MOST + 1)),
        st.tuples(st.just("redeem"), st.just(0)),
        st.tuples(st.just("adjust"), st.integers(-6, 6)),
        st.tuples(st.just("reverse"), st.integers(0, 3)),
        st.tuples(st.just("repeat"), st.integers(0, 3)),
    ),
    min_size=6,
    max_size=14,
)
"""Entries to reverse and to repeat are counted from the last one back."""


@dataclass
class Lot:
    entry: int
    units: int
    left: int


@dataclass
class Model:
    """The rules of the ledger, without a database."""

    lots: list[Lot] = field(default_factory=list)
    taken: dict[int, list[tuple[Lot, int]]] = field(default_factory=dict)
    deltas: list[int] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    reversed: set[int] = field(default_factory=set)

    @property
    def balance(self) -> int:
        return sum(lot.left for lot in self.lots)

    def earned(self) -> int:
        return sum(
            delta
            for number, (kind, delta) in enumerate(zip(self.kinds, self.deltas, strict=True))
            if kind == "earn" and number not in self.reversed
        )

    def write(self, kind: str, delta: int) -> None:
        number = len(self.deltas)
        self.kinds.append(kind)
        self.deltas.append(delta)
        if delta > 0:
            self.lots.append(Lot(number, delta, delta))
            return
        self.taken[number] = []
        for lot in self.lots:
            part = min(lot.left, -delta - sum(units for _, units in self.taken[number]))
            if part:
                lot.left -= part
                self.taken[number].append((lot, part))

    def allows(self, kind: str, argument: int) -> bool:
        match kind:
            case "earn":
                return argument <= MOST and self.earned() + argument <= CAP
            case "redeem":
                return self.balance >= COST
            case "adjust":
                return argument != 0 and self.balance + argument >= 0
        number = argument
        if number >= len(self.deltas) or self.kinds[number] == "reverse":
            return False
        if number in self.reversed:
            return False
        return self.deltas[number] < 0 or all(
            lot.left == lot.units for lot in self.lots if lot.entry == number
        )

    def reverse(self, number: int) -> None:
        self.kinds.append("reverse")
        self.deltas.append(-self.deltas[number])
        self.reversed.add(number)
        for lot in self.lots:
            if lot.entry == number:
                lot.left = 0
        for lot, units in self.taken.get(number, ()):
            lot.left += units


@dataclass
class Stage:
    runner: asyncio.Runner
    shop: Shop
    program: GivenProgram
    counter: Counter

    async def play(self, script: list[Operation]) -> None:
        card = await self.shop.card(self.program)
        model, entries, calls = Model(), list[str](), list[tuple[str, int, str, bytes]]()
        for position, (kind, drawn) in enumerate(script):
            argument = drawn
            if kind == "repeat":
                if drawn < len(calls):
                    await self.again(card, entries, calls[-1 - drawn])
                continue
            if kind == "reverse":
                # Before the first one: an entry that does not exist.
                argument = len(entries) - 1 - drawn if drawn < len(entries) else len(entries)
            key = f"step-{position:03}-of-{card.number}"
            answer = await self.send(card, entries, kind, argument, key)
            assert (answer.status_code == 201) == model.allows(kind, argument), answer.text
            if answer.status_code != 201:
                assert answer.status_code in (404, 409, 422), answer.text
                continue
            entry: dict[str, Any] = answer.json()
            calls.append((kind, argument, key, answer.content))
            entries.append(entry["id"])
            if kind == "reverse":
                model.reverse(argument)
            else:
                model.write(kind, -COST if kind == "redeem" else argument)
            assert (entry["delta"], entry["balance"]) == (model.deltas[-1], model.balance)
            assert entry["seq"] == len(entries)
        assert await sound(self.shop, card) == model.balance == sum(model.deltas)
        async with self.shop.db() as db:
            remaining = select(Row.remaining).where(Row.card_id == card.id).order_by(Row.id)
            found = await db.scalars(remaining)
            assert found.all() == [lot.left for lot in model.lots]

    async def send(
        self, card: GivenCard, entries: list[str], kind: str, argument: int, key: str
    ) -> httpx.Response:
        match kind:
            case "earn":
                return await self.counter.earn(card, units=argument, key=key)
            case "redeem":
                return await self.counter.redeem(card, self.program.rewards[0], key)
            case "adjust":
                return await self.counter.adjust(card, argument, key)
        named = entries[argument] if argument < len(entries) else str(card.id)
        return await self.counter.reverse(card, named, key)

    async def again(
        self, card: GivenCard, entries: list[str], call: tuple[str, int, str, bytes]
    ) -> None:
        kind, argument, key, first = call
        answer = await self.send(card, entries, kind, argument, key)
        assert (answer.content, answer.headers["Idempotent-Replayed"]) == (first, "true")


@pytest.fixture(scope="module")
def stage(settings: Settings) -> Iterator[Stage]:
    """An application on an event loop of its own: a property test is no coroutine."""
    assert settings.database_url
    pool, app = Database(settings.database_url, 2), create_app(settings)

    def connect() -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app)
        return httpx.AsyncClient(transport=transport, base_url=settings.origin)

    async def furnish() -> tuple[Shop, GivenProgram, Counter]:
        # Where it is noon now: the day that the cap counts does not end meanwhile.
        zone = f"Etc/GMT{now().hour - 12:+}"
        shop = await World(pool, settings, connect).shop(time_zone=zone)
        program = await shop.program(COST, daily_cap=CAP, max_per_operation=MOST)
        return shop, program, await at(shop)

    async def close() -> None:
        await pool.close()
        await app.state.database.close()

    with asyncio.Runner() as runner:
        yield Stage(runner, *runner.run(furnish()))
        runner.run(close())


@checked(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@example(script=[("earn", 3), ("earn", 3), ("earn", 3), ("earn", 2), ("reverse", 0), ("earn", 2)])
@example(script=[("earn", 3), ("reverse", 0), ("reverse", 1), ("reverse", 0)])
@example(script=[("earn", 3), ("adjust", 5), ("redeem", 0), ("reverse", 2), ("reverse", 1)])
@example(script=[("adjust", 4), ("redeem", 0), ("reverse", 0), ("reverse", 1), ("reverse", 2)])
@example(script=[("adjust", 4), ("redeem", 0), ("reverse", 0), ("reverse", 2), ("repeat", 2)])
@given(script=operations)
def test_a_ledger_adds_up_whatever_is_done(stage: Stage, script: list[Operation]) -> None:
    stage.runner.run(stage.play(script))
