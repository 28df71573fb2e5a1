"""The whole ledger against its model: earning, late replays, redeeming, adjusting, reversing,
repeating, holds, merges of customers and their undoing, changed rules and the nights that pass.

After each step every card is what the model says, nothing written was changed, and the chains
verify. ``pytest --hypothesis-profile=long`` plays for minutes instead of seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as checked
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from api.app import create_app
from api.cards.models import Card as CardRow
from api.cards.models import Entry as EntryRow
from api.cards.models import Hold as HoldRow
from api.cards.models import Lot as LotRow
from api.cards.operations import holds
from api.core import clock
from api.core.clock import now
from api.core.db import Database
from api.core.settings import Settings
from api.customers.models import Customer
from api.programs.schemas.rules import Rules
from tests.cards.counter import Counter, at, done
from tests.cards.ledger.ledger_model import Card, Hold, Model, moved_id
from tests.cards.nightly.night import night, run
from tests.world import GivenCard, GivenProgram, Shop, World

COST, MOST, CAP, CARDS = 4, 5, 8, 3
RULES: dict[str, Any] = {
    "max_per_operation": MOST,
    "daily_cap": CAP,
    "tiers": {
        "window_months": 1,
        "levels": [
            {"id": "silver", "name": "Argent", "threshold": 6},
            {"id": "gold", "name": "Or", "threshold": 12},
        ],
    },
}
PLAYED = RULES | {"per_amount": {"units": 1, "per": 250}}
"""Whole units at 250, half of one at 125 and 375."""
AMOUNTS = (0, 120, 125, 375, 600)
ZONE = "Pacific/Auckland"
"""Half a day from UTC: for half of each day it is another date."""
EXPIRIES: tuple[dict[str, Any], ...] = (
    {"kind": "none"},
    {"kind": "after_earning", "months": 1},
    {"kind": "after_earning", "months": 1},
    {"kind": "after_earning", "months": 3},
    {"kind": "fixed_day", "month": 2, "day": 29},
    {"kind": "inactivity", "months": 1},
    {"kind": "inactivity", "months": 2},
)
EXPIRY = st.sampled_from(EXPIRIES)
PENDING = st.sampled_from((0, 0, 3))
ROUNDING = st.sampled_from(("down", "nearest", "up"))
UNDO_WITHIN = timedelta(days=30)
PAGE = 200
T = TypeVar("T")


@dataclass
class Stage:
    runner: asyncio.Runner
    shop: Shop
    counter: Counter
    zone: ZoneInfo


@dataclass
class Cast:
    """One play: a program, and cards of as many customers."""

    program: GivenProgram
    cards: list[GivenCard]
    model: Model
    twins: list[Card] = field(default_factory=list)
    customers: list[int] = field(default_factory=lambda: list(range(CARDS)))
    """Whose the card is now, by the number of the customer's first card."""
    held: dict[str, tuple[int, Hold]] = field(default_factory=dict)


stage: Stage


class Play(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        # Half an hour from any midnight, and so it stays: no day ends while a step is taken.
        clock.move(timedelta())
        self.offset = timedelta(minutes=(30 - now().minute) % 60)
        clock.move(self.offset)
        self.calls: list[tuple[str, dict[str, Any], str, bytes]] = []
        self.written: dict[UUID, list[tuple[Any, ...]]] = {}
        self.changed: set[int] = set()
        """Cards to look at over HTTP: written to, or moved in time."""
        self.merged: tuple[str, int, int, datetime | None, list[int]] | None = None
        self.cast = self.do(self.furnish())
        self.twins = self.cast.twins

    def do(self, work: Awaitable[T]) -> T:
        async def working() -> T:
            return await work

        return stage.runner.run(working())

    async def furnish(self) -> Cast:
        program = await stage.shop.program(COST, **PLAYED)
        cards = [await stage.shop.card(program) for _ in range(CARDS)]
        model = Model(Rules.model_validate(PLAYED), stage.zone)
        return Cast(program, cards, model, [Card() for _ in cards])

    def root(self, number: int) -> tuple[int, Card]:
        """The card that a name stands for."""
        while (into := self.twins[number].into) is not None:
            number = self.twins.index(into)
        return number, self.twins[number]

    def post(self, path: str, body: dict[str, Any] | None, one: str) -> httpx.Response:
        """Also kept to be repeated later."""
        client = stage.counter.client
        return self.do(client.post(path, json=body, headers={"Idempotency-Key": one}))

    def attempt(
        self, number: int, what: str, body: dict[str, Any], allowed: bool
    ) -> dict[str, Any] | None:
        """An operation by the card's scan code, merged or not; its answer, if it is allowed."""
        path = f"/v1/cards/{self.cast.cards[number].code}/{what}"
        one = f"step-{len(self.calls)}-{self.cast.program.id}-{now().timestamp()}"
        answer = self.post(path, body, one)
        assert (answer.status_code == 201) == allowed, answer.text
        if not allowed:
            assert answer.status_code in (404, 409, 422), answer.text
            return None
        self.calls.append((path, body, one, answer.content))
        found: dict[str, Any] = answer.json()
        return found

    numbers = st.integers(0, CARDS - 1)

    @initialize(expiry=EXPIRY, pending=PENDING, rounding=ROUNDING)
    def begin(self, expiry: dict[str, Any], pending: int, rounding: str) -> None:
        """Most plays never change the rules: let them differ from the first step on."""
        self.change_rules(expiry, pending, rounding)

    @rule(number=numbers, units=st.integers(1, MOST + 1), amount=st.sampled_from(AMOUNTS),
          late=st.sampled_from((0, 0, 0, 7, 24, 72)), spend=st.booleans())  # fmt: skip
    def earn(self, number: int, units: int, amount: int, late: int, spend: bool) -> None:
        moment, (_, twin) = now() - timedelta(hours=late), self.root(number)
        body: dict[str, Any] = {"units": units}
        if amount:
            body["amount"] = amount
        if late:
            body["occurred_at"] = moment.isoformat()
        given = self.cast.model.units_of(twin, units, amount, moment, now())
        entry = self.attempt(number, "earnings", body, given is not None)
        if entry and given is not None:
            occurred = datetime.fromisoformat(entry["occurred_at"])
            self.cast.model.earn(twin, given, occurred, now(), amount)
        if spend:  # what may still be pending
            self.redeem(number)
            return
        self.check()

    @rule(number=numbers)
    def redeem(self, number: int) -> None:
        root, twin = self.root(number)
        allowed = twin.available(now()) >= COST
        body = {"reward_id": str(self.cast.program.rewards[0])}
        entry = self.attempt(number, "redemptions", body, allowed)
        if entry:
            self.cast.model.redeem(twin, COST, datetime.fromisoformat(entry["occurred_at"]))
        self.check()
        if entry:  # what it was paid with cannot be taken back
            spent = twin.entries[-1].took[0][0]
            came = next(place for place, one in enumerate(twin.entries) if spent in one.came)
            named = self.written[self.cast.cards[root].id][came][0]
            self.attempt(number, "reversals", {"entry_id": str(named)}, False)

    @rule(number=numbers, delta=st.integers(-6, 6))
    def adjust(self, number: int, delta: int) -> None:
        _, twin = self.root(number)
        allowed = delta > 0 or (delta < 0 and twin.available(now()) >= -delta)
        body = {"delta": delta, "reason": "Geste"}
        entry = self.attempt(number, "adjustments", body, allowed)
        if entry:
            self.cast.model.adjust(twin, delta, datetime.fromisoformat(entry["occurred_at"]))
        self.check()

    @rule(number=numbers, back=st.integers(0, 4))
    def reverse(self, number: int, back: int) -> None:
        root, twin = self.root(number)
        if back >= len(twin.entries):
            return
        entry = twin.entries[-1 - back]
        named = self.written[self.cast.cards[root].id][len(twin.entries) - 1 - back][0]
        allowed = self.cast.model.may_reverse(entry)
        if self.attempt(number, "reversals", {"entry_id": str(named)}, allowed):
            self.cast.model.reverse(twin, entry, now(), now())
            self.attempt(number, "reversals", {"entry_id": str(named)}, False)
        self.check()

    @precondition(lambda self: self.calls)
    @rule(back=st.integers(0, 5))
    def repeat(self, back: int) -> None:
        """Whatever has happened since, the first answer comes again and nothing else happens."""
        path, body, one, first = self.calls[-1 - back % len(self.calls)]
        answer = self.post(path, body, one)
        assert (answer.content, answer.headers["Idempotent-Replayed"]) == (first, "true")
        other = self.post(path, body | {"receipt": "other", "reason": "other"}, one)
        assert other.status_code == 422, other.text
        self.check()

    @rule(number=numbers, units=st.integers(1, MOST))
    def hold(self, number: int, units: int) -> None:
        root, twin = self.root(number)
        allowed = self.cast.model.may_earn(twin, units, now(), now())
        held = self.attempt(number, "holds", {"units": units, "minutes": 60}, allowed)
        if held:
            begun, ends = (
                datetime.fromisoformat(held[one]) for one in ("occurred_at", "expires_at")
            )
            twin.holds.append(Hold(units, begun, ends, 0))
            self.cast.held[held["id"]] = root, twin.holds[-1]
        self.check()

    @precondition(lambda self: self.cast.held)
    @rule(which=st.integers(0, 3), confirm=st.booleans())
    def settle(self, which: int, confirm: bool) -> None:
        held_id, (number, held) = list(self.cast.held.items())[-1 - which % len(self.cast.held)]
        end = "confirmation" if confirm else "cancellation"
        path = f"/v1/cards/{self.cast.cards[number].id}/holds/{held_id}/{end}"
        answer = self.post(path, None, f"settle-{held_id}")
        _, twin = self.root(number)
        lapsed = held.status == "open" and held.ends <= now()
        if twin.into or twin is not self.twins[number]:
            assert answer.status_code == 404, answer.text
        elif confirm and (held.status == "confirmed" or (held.status == "open" and not lapsed)):
            assert answer.status_code == 201, answer.text
            if held.status == "open":
                held.status = "confirmed"
                self.cast.model.earn(twin, held.units, held.at, now())
        elif not confirm and (held.status == "cancelled" or (held.status == "open" and not lapsed)):
            assert answer.status_code == 200, answer.text
            held.status = "cancelled"
        else:
            assert answer.status_code == 409, answer.text
        self.check()

    @rule(hours=st.sampled_from((7, 24, 72, 480, 720, 1500)), dark=st.booleans())
    def wait(self, hours: int, dark: bool) -> None:
        """Days pass; the job runs or does not."""
        self.offset += timedelta(hours=hours)
        clock.move(self.offset)
        self.changed.update(range(CARDS))
        if dark:
            self.night()
        self.check()
        if not dark:  # what has expired is still in the balance
            for number in range(CARDS):
                self.redeem(number)

    @rule()
    def night(self) -> None:
        self.do(night(stage.shop))
        for held_id, (_, held) in self.cast.held.items():
            self.do(run(stage.shop, holds.lapse, hold_id=UUID(held_id)))
            if held.status == "open" and held.ends <= now():
                held.status = "lapsed"
        for twin in self.twins:
            if twin.into is None:
                self.cast.model.write_off(twin, now())
                if any(one.entries for one in self.twins):
                    self.cast.model.place(twin, now())
        self.check()

    @rule(expiry=EXPIRY, pending=PENDING, rounding=ROUNDING)
    def change_rules(self, expiry: dict[str, Any], pending: int, rounding: str) -> None:
        rules = PLAYED | {"expiry": expiry, "pending_days": pending, "rounding": rounding}
        path = f"/v1/programs/{self.cast.program.id}"
        client = stage.counter.client
        done(self.do(client.patch(path, json={"rules": rules}, headers={"If-Match": "*"})), 200)
        self.cast.model.rules = Rules.model_validate(rules)
        self.check()

    @rule(keep=numbers, gone=numbers)
    def merge(self, keep: int, gone: int) -> None:
        target, source = self.twins[keep], self.twins[gone]
        if keep == gone or target.into or source.into:
            return
        cards, client = self.cast.cards, stage.counter.client
        ids = [str(cards[one].customer_id) for one in (keep, gone)]
        tags = [
            self.do(client.get(f"/v1/customers/{one}")).headers["ETag"].strip('W/"') for one in ids
        ]
        order = {
            "keep_id": ids[0], "merge_id": ids[1],
            "keep_version": int(tags[0]), "merge_version": int(tags[1]),
        }  # fmt: skip
        answer = self.do(client.post("/v1/merges", json=order))
        if any(held.status == "open" and held.ends > now() for held in source.holds):
            assert answer.status_code == 409, answer.text
        else:
            made = done(answer)
            for held in source.holds:
                held.status = "lapsed" if held.status == "open" else held.status
            idle = target.idle_until
            self.cast.model.move(source, target, now())
            owners = list(self.cast.customers)
            self.cast.customers = [keep if one == gone else one for one in owners]
            self.merged = (made["id"], gone, keep, idle, owners)
            self.merged_at = now()
        self.check()
        self.after_merge = [len(twin.entries) for twin in self.twins]

    @precondition(lambda self: self.merged)
    @rule()
    def undo_merge(self) -> None:
        """Until something else has happened to the cards of the customer that was kept."""
        assert self.merged
        merge_id, gone, keep, idle, owners = self.merged
        self.merged = None
        mine = [n for n, owner in enumerate(self.cast.customers) if owner == keep]
        same = now() - self.merged_at < UNDO_WITHIN and all(
            len(self.twins[n].entries) == self.after_merge[n] for n in mine
        )
        answer = self.do(stage.counter.client.post(f"/v1/merges/{merge_id}/reversal"))
        assert (answer.status_code == 200) == same, answer.text
        if same:
            self.cast.model.move_back(self.twins[gone], self.twins[keep], idle, now())
            self.cast.customers = owners
        self.check()

    def check(self) -> None:
        self.do(self.compare())

    async def compare(self) -> None:
        ids = [card.id for card in self.cast.cards]
        async with stage.shop.db() as db:
            rows = {
                row.id: row for row in await db.scalars(select(CardRow).where(CardRow.id.in_(ids)))
            }
            columns = [getattr(EntryRow, one.key) for one in EntryRow.__table__.columns]
            query = select(EntryRow.id, *columns).where(EntryRow.card_id.in_(ids))
            entries = (await db.execute(query.order_by(EntryRow.card_id, EntryRow.seq))).all()
            lots = (await db.scalars(select(LotRow).where(LotRow.card_id.in_(ids)))).all()
            people = {
                str(one.id): one
                for one in await db.scalars(
                    select(Customer).where(
                        Customer.id.in_([card.customer_id for card in self.cast.cards])
                    )
                )
            }
            open_holds = (
                await db.scalars(
                    select(HoldRow.card_id).where(
                        HoldRow.card_id.in_(ids), HoldRow.status == "open"
                    )
                )
            ).all()
        for number, (card, twin) in enumerate(zip(self.cast.cards, self.twins, strict=True)):
            mine = [tuple(row) for row in entries if row.card_id == card.id]
            before = self.written.get(card.id, [])
            assert mine[: len(before)] == before, "an entry was changed"
            self.written[card.id] = mine
            if mine != before:
                self.changed.add(number)
            self.name_lots(twin, [row for row in entries if row.card_id == card.id], lots)
            kept = rows[card.id]
            kinds = [(row.kind, row.delta) for row in entries if row.card_id == card.id]
            assert kinds == [(one.kind, one.delta) for one in twin.entries]
            own = {lot.id: lot.remaining for lot in lots if lot.card_id == card.id}
            assert own == {lot.id: lot.left for lot in twin.lots}
            assert kept.balance == twin.balance == sum(delta for _, delta in kinds) >= 0
            assert kept.open_holds == open_holds.count(card.id)
            assert (kept.status == "merged") == (twin.into is not None)
            if self.cast.customers[number] == number:
                self.count_visits(people[str(card.customer_id)], number)
        await self.shown()

    def name_lots(self, twin: Card, rows: list[Any], lots: Any) -> None:
        """The model learns which ids the database gave."""
        for row, entry in zip(rows, twin.entries, strict=True):
            for lot in entry.came:
                if lot.moved_from:
                    lot.id = moved_id(row.id, lot.moved_from.id)
                elif lot.id is None:
                    (found,) = (one for one in lots if one.entry_id == row.id)
                    assert (found.units, found.expires_at, found.idle, found.available_at) == (
                        lot.units, lot.expires, lot.idle, lot.available,
                    )  # fmt: skip
                    lot.id = found.id

    def count_visits(self, customer: Customer, number: int) -> None:
        cards = [
            twin
            for twin, owner in zip(self.twins, self.cast.customers, strict=True)
            if owner == number
        ]
        assert customer.visits == self.cast.model.visits(cards)
        assert customer.spent == sum(
            one.amount for twin in cards for one in twin.standing(("earn",))
        )

    async def shown(self) -> None:
        """What a till sees of the cards, and whether their ledgers verify."""
        client = stage.counter.client
        for number in self.changed:
            card, twin = self.cast.cards[number], self.twins[number]
            verified = done(await client.get(f"{card.path}/ledger/verification"), 200)
            assert verified["valid"], verified
            if twin.into:
                continue
            seen = done(await client.get(card.path), 200)
            moment = now()
            assert (seen["balance"], seen["available"]) == (twin.balance, twin.available(moment))
            coming = twin.next_expiry(moment)
            soon = seen["next_expiry"]
            assert (soon and (soon["units"], datetime.fromisoformat(soon["expires_at"]))) == coming
            assert seen["tier"]["id"] == twin.tier
        self.changed.clear()


@pytest.fixture
def furnished(settings: Settings) -> Iterator[Stage]:
    """An application on an event loop of its own: a property test is no coroutine."""
    global stage
    assert settings.database_url
    pool, app = Database(settings.database_url, 12), create_app(settings)

    def connect() -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=settings.origin)

    async def furnish() -> tuple[Shop, Counter]:
        shop = await World(pool, settings, connect).shop(time_zone=ZONE)
        return shop, await at(shop)

    async def close() -> None:
        await pool.close()
        await app.state.database.close()

    with asyncio.Runner() as runner:
        shop, counter = runner.run(furnish())
        stage = Stage(runner, shop, counter, ZoneInfo(ZONE))
        yield stage
        clock.move(timedelta())
        runner.run(close())


def test_the_ledger_does_what_the_model_says(furnished: Stage) -> None:
    run_state_machine_as_test(
        Play,
        settings=checked(
            max_examples=max(10, checked().max_examples // 10),
            stateful_step_count=25,
            deadline=None,
            derandomize=checked().max_examples <= 100,
            database=None,
            phases=[one for one in (Phase.generate, Phase.shrink) if one in checked().phases],
            suppress_health_check=list(HealthCheck),
        ),
    )
