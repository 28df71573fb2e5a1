"""Stopping news by the link of a mail: one click, no signing in."""

from __future__ import annotations

from uuid import UUID

import pytest

from api.customers import leave
from api.customers.found import find
from tests.cards.counter import done, refused
from tests.world import Shop, World

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
async def shop(world: World) -> Shop:
    return await world.shop(name="Au Bon Pain")


async def agreed(shop: Shop) -> UUID:
    customer_id = await shop.customer("Zoé", email="zoe@client.example", language="en")
    client = await shop.client()
    for purpose in ("marketing_email", "marketing_sms"):
        body = {"purpose": purpose, "granted": True}
        done(await client.post(f"/v1/customers/{customer_id}/consents", json=body))
    return customer_id


async def link(shop: Shop, customer_id: UUID) -> str:
    async with shop.db() as db:
        customer = await find(db, customer_id)
        asked = await leave.ask(db, shop.world.settings, customer, "marketing_email")
    assert asked.refused is None
    return asked.unsubscribe


async def consents(shop: Shop, customer_id: UUID) -> dict[str, bool]:
    client = await shop.client()
    found: dict[str, bool] = done(await client.get(f"/v1/customers/{customer_id}"), 200)["consents"]
    return found


async def test_opening_asks_and_the_click_stops(shop: Shop) -> None:
    customer_id = await agreed(shop)
    address = await link(shop, customer_id)
    stranger = shop.world.connect()
    page = await stranger.get(address)
    assert page.status_code == 200
    assert "Au Bon Pain will write to you by e-mail no more" in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert (await consents(shop, customer_id))["marketing_email"] is True
    # Either way RFC 8058 allows to send it, and twice.
    for sent in ({"data": ONE_CLICK}, {"files": {"List-Unsubscribe": (None, "One-Click")}}):
        answer = await stranger.post(address, **sent)
        assert answer.status_code == 200
    assert await consents(shop, customer_id) == {
        "marketing_email": False, "marketing_sms": True, "marketing_post": False,
    }  # fmt: skip
    client = await shop.client()
    path = f"/v1/customers/{customer_id}/consents"
    events = done(await client.get(path), 200)["items"]
    assert [(one["granted"], one["channel"]) for one in events] == [
        (False, "mail"), (True, "api"), (True, "api"),
    ]  # fmt: skip


async def test_the_link_of_somebody_merged_stops_the_one_who_goes_on(shop: Shop) -> None:
    merged = await agreed(shop)
    address = await link(shop, merged)
    kept = await shop.customer("Zoé", email="zoe.morel@client.example")
    body = {"keep_id": str(kept), "merge_id": str(merged), "keep_version": 1, "merge_version": 1}
    done(await (await shop.client()).post("/v1/merges", json=body))
    assert (await consents(shop, kept))["marketing_email"] is True
    await shop.world.connect().post(address, data=ONE_CLICK)
    assert (await consents(shop, kept))["marketing_email"] is False


async def test_a_link_of_nobodys_is_not_one(shop: Shop) -> None:
    customer_id = await agreed(shop)
    address = await link(shop, customer_id)
    last = "0" if address[-1] != "0" else "1"
    for wrong in (address[:-1] + last, address[:-2], address.rpartition("/")[0] + "/quatsch"):
        for answer in (
            await shop.world.connect().get(wrong),
            await shop.world.connect().post(wrong, data=ONE_CLICK),
        ):
            refused(answer, 404, "LINK_NOT_OURS")
    assert (await consents(shop, customer_id))["marketing_email"] is True
