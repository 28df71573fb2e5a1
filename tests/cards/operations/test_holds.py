"""Earning in two steps: held, then confirmed once, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.cards.models import Card
from api.cards.operations import holds
from api.core.clock import now
from tests.cards.counter import Counter, done, refused, sound
from tests.cards.nightly.night import run
from tests.world import GivenCard, Shop, World, key

Clock = Callable[[timedelta], None]


class Till(Counter):
    async def hold(self, card: GivenCard, one: str | None = None, **sale: Any) -> httpx.Response:
        headers = {"Idempotency-Key": one} if one else key()
        return await self.client.post(f"{card.path}/holds", json=sale, headers=headers)

    async def confirm(self, card: GivenCard, held: str, one: str | None = None) -> httpx.Response:
        headers = {"Idempotency-Key": one} if one else key()
        return await self.client.post(f"{card.path}/holds/{held}/confirmation", headers=headers)

    async def cancel(self, card: GivenCard, held: str) -> httpx.Response:
        return await self.client.post(f"{card.path}/holds/{held}/cancellation")

    async def hold_of(self, card: GivenCard, held: str) -> dict[str, Any]:
        return done(await self.client.get(f"{card.path}/holds/{held}"), 200)


async def till_at(shop: Shop) -> Till:
    return Till(await shop.client())


async def open_holds(shop: Shop, card: GivenCard) -> int:
    async with shop.db() as db:
        return (await db.get_one(Card, (shop.id, card.id))).open_holds


async def test_held_and_confirmed(world: World, clock: Clock) -> None:
    shop = await world.shop()
    till = await till_at(shop)
    card = await shop.card(await shop.program(per_amount={"units": 1, "per": 100}))
    sale = {"amount": 1234, "receipt": "R-1"}
    first = await till.hold(card, "hold-number-1", **sale)
    held = done(first)
    # One stamp for the visit, twelve for the amount, cut down to the most at once.
    assert (held["status"], held["units"], held["amount"]) == ("open", 5, 1234)
    assert (await till.read(card))["balance"] == 0
    assert await sound(shop, card) == 0
    again = await till.hold(card, "hold-number-1", **sale)
    assert (again.content, again.headers["Idempotent-Replayed"]) == (first.content, "true")
    refused(await till.hold(card, "hold-number-1", amount=1), 422, "IDEMPOTENCY_KEY_REUSED")

    clock(timedelta(minutes=10))
    confirmed = await till.confirm(card, held["id"])
    entry = done(confirmed)
    assert (entry["kind"], entry["delta"], entry["amount"]) == ("earn", 5, 1234)
    assert (entry["receipt"], entry["occurred_at"]) == ("R-1", held["occurred_at"])
    assert entry["breakdown"] == held["breakdown"]
    repeated = await till.confirm(card, held["id"])
    assert (repeated.status_code, repeated.content) == (201, confirmed.content)
    assert repeated.headers["Idempotent-Replayed"] == "true"
    shown = await till.hold_of(card, held["id"])
    assert (shown["status"], shown["entry_id"]) == ("confirmed", entry["id"])
    refused(await till.cancel(card, held["id"]), 409, "HOLD_NOT_OPEN")
    again = await till.hold(card, "hold-number-1", **sale)
    assert again.content == first.content
    assert await sound(shop, card) == 5
    assert await open_holds(shop, card) == 0
    # As any earning it can be taken back.
    done(await till.reverse(card, entry["id"]))
    assert await sound(shop, card) == 0


async def test_cancelled(world: World) -> None:
    shop = await world.shop()
    till = await till_at(shop)
    card = await shop.card(await shop.program(daily_cap=2))
    held = done(await till.hold(card, units=2))
    refused(await till.earn(card), 409, "DAILY_CAP")
    cancelled = done(await till.cancel(card, held["id"]), 200)
    assert (cancelled["status"], cancelled["entry_id"]) == ("cancelled", None)
    assert done(await till.cancel(card, held["id"]), 200) == cancelled
    refused(await till.confirm(card, held["id"]), 409, "HOLD_NOT_OPEN")
    done(await till.earn(card, units=2))
    assert await sound(shop, card) == 2


@pytest.mark.parametrize("by_job", [True, False])
async def test_lapsed(world: World, clock: Clock, by_job: bool) -> None:
    shop = await world.shop(time_zone=f"Etc/GMT{now().hour - 12:+}")
    till = await till_at(shop)
    card = await shop.card(await shop.program(daily_cap=2))
    held = done(await till.hold(card, units=2, minutes=30))
    await run(shop, holds.lapse, hold_id=UUID(held["id"]))
    assert (await till.hold_of(card, held["id"]))["status"] == "open"
    clock(timedelta(minutes=30))
    if by_job:
        for _ in range(2):
            await run(shop, holds.lapse, hold_id=UUID(held["id"]))
    assert (await till.hold_of(card, held["id"]))["status"] == "lapsed"
    refused(await till.confirm(card, held["id"]), 409, "HOLD_LAPSED")
    refused(await till.cancel(card, held["id"]), 409, "HOLD_LAPSED")
    done(await till.earn(card, units=2))
    if not by_job:
        await run(shop, holds.lapse, hold_id=UUID(held["id"]))
    assert await open_holds(shop, card) == 0
    assert await sound(shop, card) == 2


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ({"daily_cap": 3}, "DAILY_CAP"),
        ({"monthly_cap": 3}, "MONTHLY_CAP"),
        ({"cooldown_minutes": 60}, "COOLDOWN"),
    ],
)
async def test_it_counts_while_it_is_open(world: World, rules: dict[str, Any], code: str) -> None:
    shop = await world.shop()
    till = await till_at(shop)
    card = await shop.card(await shop.program(**rules))
    held = done(await till.hold(card, units=2))
    refused(await till.earn(card, units=2), 409, code)
    refused(await till.hold(card, units=2), 409, code)
    done(await till.confirm(card, held["id"]))
    refused(await till.earn(card, units=2), 409, code)
    assert await sound(shop, card) == 2


async def test_two_tills_confirm_at_once(world: World) -> None:
    shop = await world.shop()
    till = await till_at(shop)
    card = await shop.card(await shop.program())
    held = done(await till.hold(card, units=3))
    answers = await asyncio.gather(*(till.confirm(card, held["id"]) for _ in range(8)))
    assert {answer.content for answer in answers} == {answers[0].content}
    assert [answer.status_code for answer in answers] == [201] * 8
    assert sum("Idempotent-Replayed" in answer.headers for answer in answers) == 7
    assert await sound(shop, card) == 3


async def test_confirmed_or_cancelled_never_both(world: World) -> None:
    shop = await world.shop()
    till = await till_at(shop)
    card = await shop.card(await shop.program())
    balance = 0
    for _ in range(4):
        held = done(await till.hold(card, units=3))
        confirmed, cancelled = await asyncio.gather(
            till.confirm(card, held["id"]), till.cancel(card, held["id"])
        )
        assert sorted((confirmed.status_code, cancelled.status_code)) in ([200, 409], [201, 409])
        balance += 3 * (confirmed.status_code == 201)
    assert await sound(shop, card) == balance
    assert await open_holds(shop, card) == 0


async def test_what_was_held_is_given(world: World) -> None:
    """The rules may change in between; the card may be closed, and then nothing is given."""
    shop = await world.shop()
    till, owner = await till_at(shop), await shop.client()
    program = await shop.program()
    card, closed = await shop.card(program), await shop.card(program)
    held = done(await till.hold(card, units=3))
    other = done(await till.hold(closed, units=3))
    rules = {"units_per_visit": 1, "max_per_operation": 1}
    path = f"/v1/programs/{program.id}"
    done(await owner.patch(path, json={"rules": rules}, headers={"If-Match": "*"}), 200)
    done(await till.confirm(card, held["id"]))
    assert await sound(shop, card) == 3
    done(await owner.post(f"{closed.path}/closure", json={"reason": "Perdue"}), 200)
    refused(await till.confirm(closed, other["id"]), 409, "CARD_CLOSED")
    refused(await till.confirm(card, other["id"]), 404, "HOLD_NOT_FOUND")


async def test_what_cannot_be_held(world: World) -> None:
    shop = await world.shop()
    till = await till_at(shop)
    card = await shop.card(await shop.program(max_per_operation=2))
    refused(await till.hold(card, units=3), 422, "TOO_MANY_UNITS")
    refused(await till.hold(card, minutes=0), 422, "VALIDATION")
    refused(await till.hold(card, minutes=1441), 422, "VALIDATION")
    without = await till.client.post(f"{card.path}/holds", json={})
    refused(without, 400, "IDEMPOTENCY_KEY_REQUIRED")
    auditor = await shop.client("auditor")
    answer = await auditor.post(f"{card.path}/holds", json={}, headers=key())
    refused(answer, 403, "FORBIDDEN_SCOPE")
