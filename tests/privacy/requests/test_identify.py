"""Knowing who asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.cards.counter import done, refused
from tests.privacy.requests.desk import desk
from tests.world import World

Clock = Callable[[timedelta], None]
LIFETIME = timedelta(minutes=15)


async def test_a_code_goes_to_the_address_that_is_known(world: World) -> None:
    at = await desk(world)
    await at.ask("access", channel="phone")
    sent = await at.take("identification-codes")
    assert sent["code_expires_at"]
    assert sent["state"] == "received"
    code = await at.code()
    assert code.encode() not in ((await at.row()).code_hash or b"")
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    refused(
        await at.try_("identification", {"by": "code", "code": wrong}), 422, "REQUEST_CODE_WRONG"
    )
    known = await at.take("identification", {"by": "code", "code": code})
    assert (known["state"], known["identified_by"]) == ("identified", "code")
    assert (await at.row()).code_hash is None


@pytest.mark.parametrize(("seconds", "status"), [(-5, 200), (1, 422)])
async def test_a_code_lives_a_quarter_of_an_hour(
    world: World, clock: Clock, seconds: int, status: int
) -> None:
    at = await desk(world)
    await at.ask("access")
    await at.take("identification-codes")
    code = await at.code()
    clock(LIFETIME + timedelta(seconds=seconds))
    assert (await at.try_("identification", {"by": "code", "code": code})).status_code == status


async def test_the_newest_code_counts(world: World) -> None:
    at = await desk(world)
    await at.ask("access")
    await at.take("identification-codes")
    first = await at.code()
    await at.take("identification-codes")
    second = await at.code()
    if first != second:
        answer = await at.try_("identification", {"by": "code", "code": first})
        refused(answer, 422, "REQUEST_CODE_WRONG")
    await at.take("identification", {"by": "code", "code": second})


async def test_the_code_of_one_request_is_none_of_another(world: World) -> None:
    at = await desk(world)
    await at.ask("access")
    await at.take("identification-codes")
    code = await at.code()
    await at.ask("erasure")
    answer = await at.try_("identification", {"by": "code", "code": code})
    refused(answer, 422, "REQUEST_CODE_WRONG")


async def test_guessing_is_slowed_down(world: World) -> None:
    at = await desk(world)
    await at.ask("access")
    await at.take("identification-codes")
    code = await at.code()
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    statuses = [
        (await at.try_("identification", {"by": "code", "code": wrong})).status_code
        for _ in range(7)
    ]
    assert statuses == [422] * 6 + [429]
    # Not even the right one gets through then.
    answer = await at.try_("identification", {"by": "code", "code": code})
    refused(answer, 429, "TOO_MANY_ATTEMPTS")


async def test_nobodys_mailbox_is_filled(world: World) -> None:
    at = await desk(world)
    await at.ask("access")
    for _ in range(4):
        await at.take("identification-codes")
    refused(await at.try_("identification-codes"), 429, "TOO_MANY_ATTEMPTS")


async def test_without_an_address_there_is_the_counter(world: World) -> None:
    at = await desk(world, email=False)
    await at.ask("access")
    refused(await at.try_("identification-codes"), 409, "NO_ADDRESS_KNOWN")
    seen = await at.take("identification", {"by": "counter"})
    assert seen["identified_by"] == "counter"
    assert done(await at.client.get(at.path), 200)["state"] == "identified"
