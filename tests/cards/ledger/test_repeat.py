"""Repeating a gesture: the same key and body give the first answer again, whenever."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta, timezone
from typing import Any

import httpx

from api.cards.models import Entry
from api.core.clock import now
from tests.cards.counter import Counter, at, count, done, refused, sound
from tests.world import World

Clock = Callable[[timedelta], None]
TIMES = 50


def same(answers: list[httpx.Response]) -> dict[str, Any]:
    """All are 201 with the very same body; exactly one is the first."""
    assert {answer.status_code for answer in answers} == {201}, answers
    assert len({answer.content for answer in answers}) == 1
    first = [answer for answer in answers if "Idempotent-Replayed" not in answer.headers]
    assert len(first) == 1
    return done(answers[0])


async def test_fifty_times_one_after_the_other(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program())
    same([await counter.earn(card, units=2, key="the-same-gesture") for _ in range(TIMES)])
    assert await count(shop, Entry) == 1
    assert await sound(shop, card) == 2


async def test_fifty_times_at_once(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program())
    same(
        await asyncio.gather(
            *(counter.earn(card, units=2, key="the-same-gesture") for _ in range(TIMES))
        )
    )
    assert await count(shop, Entry) == 1
    assert await sound(shop, card) == 2


async def test_every_operation_can_be_repeated(world: World) -> None:
    shop = await world.shop()
    program = await shop.program(3, cooldown_minutes=30)
    counter = await at(shop)
    card = await shop.stamped(program, 3)

    async def twice(act: Callable[[str], Any], name: str) -> dict[str, Any]:
        answers = [await act(name) for _ in range(2)]
        answers += await asyncio.gather(*(act(name) for _ in range(3)))
        return same(answers)

    # Each would be refused the second time: by the cooldown, the balance, its own success.
    stamp = await twice(lambda key: counter.earn(card, key=key), "key-of-earning")
    await twice(lambda key: counter.redeem(card, program.rewards[0], key), "key-of-redeeming")
    await twice(lambda key: counter.adjust(card, -1, key), "key-of-adjusting")
    refused(await counter.reverse(card, stamp["id"]), 409, "UNITS_SPENT")
    given = await twice(lambda key: counter.adjust(card, 4, key), "key-of-giving")
    await twice(lambda key: counter.reverse(card, given["id"], key), "key-of-reversing")
    assert await sound(shop, card) == 0


async def test_the_answer_is_the_first_one_to_the_letter(world: World) -> None:
    """Also where the request named its time in another zone."""
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program())
    then = (now() - timedelta(hours=5)).astimezone(timezone(timedelta(hours=2)))
    first = await counter.earn(card, at=then, key="from-another-zone")
    again = await counter.earn(card, at=then, key="from-another-zone")
    done(first)
    assert again.content == first.content
    assert first.json()["occurred_at"].endswith("Z")


async def test_long_afterwards_and_whatever_has_happened_since(world: World, clock: Clock) -> None:
    shop = await world.shop()
    program = await shop.program(cooldown_minutes=30)
    counter, owner = await at(shop), await shop.client()
    card = await shop.card(program)
    then = now() - timedelta(hours=1)
    first = await counter.earn(card, at=then, key="of-long-ago")
    done(await counter.reverse(card, done(first)["id"]))
    clock(timedelta(days=500))
    done(await owner.post(f"{card.path}/closure", json={"reason": "fermée"}), 200)
    again = await counter.earn(card, at=then, key="of-long-ago")
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"


async def test_the_code_of_a_lost_card_still_answers_its_gesture(world: World) -> None:
    """A tablet that was offline sends again what it has sent before the card was replaced."""
    shop = await world.shop()
    counter, owner = await at(shop), await shop.client()
    card = await shop.card(await shop.program())
    path = f"/v1/cards/{card.code}"
    first = await counter.earn(path, key="before-the-loss")
    done(await owner.post(f"{card.path}/replacement"))
    assert (await counter.earn(path, key="before-the-loss")).content == first.content
    refused(await counter.earn(path), 410, "CARD_REPLACED")


async def test_a_refused_gesture_may_be_tried_again_under_its_key(
    world: World, clock: Clock
) -> None:
    """A refusal leaves nothing behind: the same key succeeds once there is nothing to refuse."""
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program(cooldown_minutes=30))
    done(await counter.earn(card))
    refused(await counter.earn(card, key="tried-too-early"), 409, "COOLDOWN")
    clock(timedelta(minutes=30))
    answer = await counter.earn(card, key="tried-too-early")
    done(answer)
    assert "Idempotent-Replayed" not in answer.headers
    assert (await counter.earn(card, key="tried-too-early")).content == answer.content
    assert await sound(shop, card) == 2


async def test_another_body_under_the_same_key(world: World) -> None:
    shop = await world.shop()
    program = await shop.program(3)
    counter = await at(shop)
    card, other = await shop.stamped(program, 9), await shop.stamped(program, 9)
    stamp = done(await counter.earn(card, units=1, key="one-gesture"))
    for answer in (
        await counter.earn(card, units=2, key="one-gesture"),
        await counter.earn(card, units=1, at=now(), key="one-gesture"),
        await counter.earn(other, units=1, key="one-gesture"),
        await counter.redeem(card, program.rewards[0], key="one-gesture"),
        await counter.adjust(card, 1, key="one-gesture"),
        await counter.reverse(card, stamp["id"], key="one-gesture"),
    ):
        refused(answer, 422, "IDEMPOTENCY_KEY_REUSED")
    assert (await sound(shop, card), await sound(shop, other)) == (10, 9)


async def test_the_same_key_on_two_cards_at_once(world: World) -> None:
    shop = await world.shop()
    program = await shop.program()
    counter = await at(shop)
    cards = [await shop.card(program) for _ in range(8)]
    answers = await asyncio.gather(*(counter.earn(card, key="one-gesture") for card in cards))
    assert sorted(answer.status_code for answer in answers) == [201] + [422] * 7
    assert sum([await sound(shop, card) for card in cards]) == 1


async def test_a_key_belongs_to_its_merchant(world: World) -> None:
    for shop in (await world.shop(), await world.shop()):
        card = await shop.card(await shop.program())
        answer = await (await at(shop)).earn(card, key="everybody-has-this-one")
        done(answer)
        assert "Idempotent-Replayed" not in answer.headers


async def test_a_browser_and_a_program_may_send_the_same_gesture(world: World) -> None:
    """The tablet's owner changed between the two attempts; the gesture is still one."""
    shop = await world.shop()
    card = await shop.card(await shop.program())
    browser = Counter(await shop.browser("cashier"))
    first = await browser.earn(card, key="from-the-tablet")
    again = await (await at(shop)).earn(card, key="from-the-tablet")
    assert (first.content, again.status_code) == (again.content, 201)


async def test_a_missing_or_unfit_key(world: World) -> None:
    shop = await world.shop()
    card = await shop.card(await shop.program())
    client = await shop.client()
    some_id = str(card.id)
    for what, body in (
        ("earnings", {}),
        ("redemptions", {"reward_id": some_id}),
        ("adjustments", {"delta": 1, "reason": "x"}),
        ("reversals", {"entry_id": some_id}),
    ):
        path = f"{card.path}/{what}"
        refused(await client.post(path, json=body), 400, "IDEMPOTENCY_KEY_REQUIRED")
        for key in ("short", "x" * 101, "with space", "é" * 10, ""):
            headers = [(b"Idempotency-Key", key.encode())]
            refused(await client.post(path, json=body, headers=headers), 422, "VALIDATION")
    assert await sound(shop, card) == 0
