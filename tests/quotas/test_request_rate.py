"""How often a merchant's programs may ask, and what every answer says about it."""

from __future__ import annotations

import asyncio

from sqlalchemy import update

from api.accounts.credentials import forget_merchant
from api.accounts.models import Merchant
from tests.cards.counter import refused
from tests.world import Shop, World


async def rated(shop: Shop, rate: int | None) -> None:
    async with shop.db() as db:
        await db.execute(update(Merchant).where(Merchant.id == shop.id).values(api_rate=rate))
        forget_merchant(db, shop.id)


async def test_so_many_a_minute_for_all_keys_together(world: World) -> None:
    shop = await world.shop()
    await rated(shop, 4)
    owner, cashier = await shop.client("owner"), await shop.client("cashier")
    answers = [
        await owner.get("/v1/locations"),
        await cashier.get("/v1/cards/7K3M9QXP"),
        await cashier.post("/v1/locations", json={"name": "Là"}),
        await owner.post("/v1/locations", json={"name": 7}),
    ]
    assert [answer.status_code for answer in answers] == [200, 404, 403, 422]
    for left, answer in enumerate(reversed(answers)):
        assert answer.headers["RateLimit-Limit"] == "4"
        assert answer.headers["RateLimit-Remaining"] == str(left)
        assert 0 < int(answer.headers["RateLimit-Reset"]) <= 60
    last = await owner.get("/v1/locations")
    refused(last, 429, "RATE_LIMITED")
    assert 0 < int(last.headers["Retry-After"]) <= 15
    assert last.headers["RateLimit-Remaining"] == "0"
    assert last.headers["RateLimit-Limit"] == "4"
    browser = await shop.browser("owner")
    assert (await browser.get("/v1/locations")).status_code == 200
    other = await world.shop()
    assert (await (await other.client()).get("/v1/locations")).status_code == 200


async def test_no_rate_no_headers(world: World) -> None:
    shop = await world.shop()
    answer = await (await shop.client()).get("/v1/locations")
    assert answer.status_code == 200
    assert not [name for name in answer.headers if name.startswith("ratelimit")]


async def test_a_new_rate(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    await rated(shop, 1)
    assert [(await owner.get("/v1/locations")).status_code for _ in range(2)] == [200, 429]
    await rated(shop, 600)
    await asyncio.sleep(0.2)
    assert (await owner.get("/v1/locations")).headers["RateLimit-Limit"] == "600"
