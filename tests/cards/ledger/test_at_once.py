"""Several tills, an owner and the night's job at the same cards at the same time.

Nobody can say beforehand who comes first. Afterwards the entries of each card, in their order,
have to be a story that the model can tell: each one allowed where it stands, and the lots at the
end those of the database.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as checked
from hypothesis import strategies as st
from sqlalchemy import select

from api.cards.models import Entry as EntryRow
from api.cards.models import Lot as LotRow
from api.core import clock
from api.customers.models import Customer
from api.programs.schemas.rules import Rules
from tests.cards.counter import done
from tests.cards.ledger.ledger_model import Card, Entry, Lot, Model, moved_id
from tests.cards.ledger.play_stage import COST, RULES, Stage
from tests.cards.nightly.night import night
from tests.world import GivenCard

EXPIRY = {"kind": "after_earning", "months": 1}
SOLD = RULES | {"expiry": EXPIRY, "daily_cap": None}

Act = tuple[str, int, int]
acts: st.SearchStrategy[list[Act]] = st.lists(
    st.one_of(
        st.tuples(st.just("earn"), st.integers(0, 1), st.integers(1, 5)),
        st.tuples(st.just("earn twice"), st.integers(0, 1), st.integers(1, 5)),
        st.tuples(st.just("redeem"), st.integers(0, 1), st.just(0)),
        st.tuples(st.just("adjust"), st.integers(0, 1), st.sampled_from((-4, -2, 3))),
        st.tuples(st.just("reverse"), st.integers(0, 1), st.integers(0, 2)),
        st.tuples(st.just("confirm"), st.integers(0, 1), st.just(0)),
        st.tuples(st.just("night"), st.just(0), st.just(0)),
        st.tuples(st.just("merge"), st.just(0), st.just(0)),
    ),
    min_size=10,
    max_size=16,
)


@dataclass
class Scene:
    stage: Stage
    cards: list[GivenCard] = field(default_factory=list)
    reward: UUID = field(default_factory=uuid4)
    entries: list[list[str]] = field(default_factory=list)
    holds: list[str] = field(default_factory=list)
    gestures: int = 0

    async def post(self, number: int, what: str, body: Any = None, key: str = "") -> httpx.Response:
        self.gestures += 1
        key = key or f"at-once-{self.gestures}-{self.cards[0].id}"
        path = f"/v1/cards/{self.cards[number].code}/{what}"
        client = self.stage.counter.client
        return await client.post(path, json=body, headers={"Idempotency-Key": key})

    async def begin(self) -> None:
        """Each card holds units that have expired, with no night since, and some that have not;
        some entries to take back, and a sale to confirm."""
        shop = self.stage.shop
        program = await shop.program(COST, **SOLD)
        self.reward = program.rewards[0]
        self.cards = [await shop.card(program) for _ in range(2)]
        for number in range(2):
            for _ in range(2):
                done(await self.post(number, "earnings", {"units": 5}))
        clock.move(timedelta(days=70))
        for number in range(2):
            mine = [done(await self.post(number, "earnings", {"units": 5})) for _ in range(3)]
            mine.append(done(await self.post(number, "redemptions", self.wish())))
            self.entries.append([one["id"] for one in mine])
            self.holds.append(done(await self.post(number, "holds", {"units": 2}))["id"])

    def wish(self) -> dict[str, str]:
        return {"reward_id": str(self.reward)}

    async def act(self, act: Act) -> list[httpx.Response]:
        kind, number, argument = act
        match kind:
            case "earn":
                return [await self.post(number, "earnings", {"units": argument, "amount": 100})]
            case "earn twice":
                self.gestures += 1
                key = f"twice-{self.gestures}-{self.cards[0].id}"
                twice = (self.post(number, "earnings", {"units": argument}, key) for _ in range(2))
                one, other = await asyncio.gather(*twice)
                assert one.status_code == 201
                assert one.content == other.content
                return [one, other]
            case "redeem":
                return [await self.post(number, "redemptions", self.wish())]
            case "adjust":
                body = {"delta": argument, "reason": "Geste"}
                return [await self.post(number, "adjustments", body)]
            case "reverse":
                body = {"entry_id": self.entries[number][-1 - argument]}
                return [await self.post(number, "reversals", body)]
            case "confirm":
                path = f"holds/{self.holds[number]}/confirmation"
                twice = (self.post(number, path) for _ in range(2))
                return list(await asyncio.gather(*twice))
            case "night":
                await night(self.stage.shop)
                return []
        ids = [str(card.customer_id) for card in self.cards]
        order = {"keep_id": ids[0], "merge_id": ids[1], "keep_version": 1, "merge_version": 1}
        return [await self.stage.counter.client.post("/v1/merges", json=order)]


async def play(stage: Stage, script: list[Act]) -> None:
    scene = Scene(stage)
    clock.move(timedelta())
    await scene.begin()
    once = [act for n, act in enumerate(script) if act[0] != "merge" or act not in script[:n]]
    answers: list[Awaitable[list[httpx.Response]]] = [scene.act(act) for act in once]
    for found in await asyncio.gather(*answers):
        for answer in found:
            assert answer.status_code in (201, 404, 409), answer.text
    await judge(scene)
    await night(stage.shop)
    await judge(scene)
    for card in scene.cards:
        path = f"{card.path}/ledger/verification"
        assert done(await stage.counter.client.get(path), 200)["valid"]


async def judge(scene: Scene) -> None:
    """Tell the entries again, the merged card's first, since its units went to the other."""
    async with scene.stage.shop.db() as db:
        ids = [card.id for card in scene.cards]
        query = select(EntryRow).where(EntryRow.card_id.in_(ids)).order_by(EntryRow.seq)
        entries = (await db.scalars(query)).all()
        lots = (await db.scalars(select(LotRow).where(LotRow.card_id.in_(ids)))).all()
        kept = await db.get_one(Customer, (scene.stage.shop.id, scene.cards[0].customer_id))
    telling = Telling(Model(Rules.model_validate(SOLD), scene.stage.zone), lots)
    for card in reversed(scene.cards):
        twin = Card()
        for number, row in enumerate([one for one in entries if one.card_id == card.id], 1):
            assert row.seq == number
            telling.tell(twin, row)
            assert row.balance == twin.balance >= 0
        own = {lot.id: lot.remaining for lot in lots if lot.card_id == card.id}
        assert own == {lot.id: lot.left for lot in twin.lots}
        telling.cards.append(twin)
    merged = any(entry.kind == "transfer" for entry in entries)
    mine = telling.cards if merged else telling.cards[1:]
    assert kept.visits == telling.model.visits(mine)
    assert kept.spent == sum(one.amount for card in mine for one in card.standing(("earn",)))


@dataclass
class Telling:
    model: Model
    rows: Any
    cards: list[Card] = field(default_factory=list)
    known: dict[UUID, Entry] = field(default_factory=dict)
    moved: list[Lot] = field(default_factory=list)

    def tell(self, card: Card, row: EntryRow) -> None:
        at = row.occurred_at
        match row.kind:
            case "earn":
                self.model.earn(card, row.delta, at, row.recorded_at, row.amount or 0)
            case "redeem":
                assert card.available(at) >= -row.delta
                self.model.redeem(card, -row.delta, at)
            case "adjust":
                assert row.delta > 0 or card.available(at) >= -row.delta
                self.model.adjust(card, row.delta, at)
            case "expire":
                assert at <= row.recorded_at
                gone = [lot for lot in card.lots if lot.left and card.ends(lot) == at]
                assert sum(lot.left for lot in gone) == -row.delta
                card.entries.append(Entry("expire", row.delta, at))
                for lot in gone:
                    lot.left = 0
            case "reverse":
                assert row.reverses
                entry = self.known[row.reverses]
                assert self.model.may_reverse(entry)
                self.model.reverse(card, entry, at, row.recorded_at)
            case "transfer":
                self.transfer(card, row)
        self.known[row.id] = card.entries[-1]
        for lot in card.entries[-1].came:
            if not lot.moved_from:
                (lot.id,) = (one.id for one in self.rows if one.entry_id == row.id)

    def transfer(self, card: Card, row: EntryRow) -> None:
        written = Entry("transfer", row.delta, row.occurred_at)
        card.entries.append(written)
        if row.delta < 0:
            self.moved = [lot for lot in card.lots if lot.left]
            assert sum(lot.left for lot in self.moved) == -row.delta
            written.took = [(lot, lot.left) for lot in self.moved]
            for lot, _ in written.took:
                lot.left = 0
            return
        taken = dict(self.cards[0].entries[-1].took)
        for lot in self.moved:
            copy = Lot(taken[lot], taken[lot], lot.expires, lot.idle, lot.available, moved_from=lot)
            copy.id = moved_id(row.id, lot.id)
            written.came.append(copy)
            card.lots.append(copy)
        assert sum(lot.units for lot in written.came) == row.delta


@checked(
    max_examples=max(4, checked().max_examples // 20),
    deadline=None,
    derandomize=checked().max_examples <= 100,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(script=acts)
def test_whoever_comes_first(furnished: Stage, script: list[Act]) -> None:
    furnished.runner.run(play(furnished, script))
