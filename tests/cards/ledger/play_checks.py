"""What is held against the model after each step."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import httpx
from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import select

from api.cards.models import Card as CardRow
from api.cards.models import Entry as EntryRow
from api.cards.models import Hold as HoldRow
from api.cards.models import Lot as LotRow
from api.core import clock
from api.core.clock import now
from api.customers.models import Customer
from api.programs.schemas.rules import Rules
from tests.cards.counter import done
from tests.cards.ledger.ledger_model import Card, Model, moved_id
from tests.cards.ledger.play_stage import CARDS, COST, PLAYED, Cast, Stage

T = TypeVar("T")


class Watched(RuleBasedStateMachine):
    """A play without any steps."""

    stage: ClassVar[Stage]

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

        return self.stage.runner.run(working())

    async def furnish(self) -> Cast:
        program = await self.stage.shop.program(COST, **PLAYED)
        cards = [await self.stage.shop.card(program) for _ in range(CARDS)]
        model = Model(Rules.model_validate(PLAYED), self.stage.zone)
        return Cast(program, cards, model, [Card() for _ in cards])

    def root(self, number: int) -> tuple[int, Card]:
        """The card that a name stands for."""
        while (into := self.twins[number].into) is not None:
            number = self.twins.index(into)
        return number, self.twins[number]

    def post(self, path: str, body: dict[str, Any] | None, one: str) -> httpx.Response:
        """Also kept to be repeated later."""
        client = self.stage.counter.client
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

    def check(self) -> None:
        """Every card is what the model says, and nothing written was changed."""
        self.do(self.compare())

    async def compare(self) -> None:
        ids = [card.id for card in self.cast.cards]
        async with self.stage.shop.db() as db:
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
        client = self.stage.counter.client
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
