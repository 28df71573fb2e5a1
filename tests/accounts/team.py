"""Counter devices and the members who sign in on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from tests.accounts.people import in_browser
from tests.cards.counter import done
from tests.world import RoleName, Shop

PIN = "274961"


@dataclass
class Tablet:
    """A browser that stands at a counter."""

    id: str
    location_id: str
    browser: httpx.AsyncClient


async def place(shop: Shop, name: str = "Rue des Martyrs") -> str:
    found: str = done(await (await shop.client()).post("/v1/locations", json={"name": name}))["id"]
    return found


async def added(shop: Shop, location_id: str) -> dict[str, Any]:
    body = {"name": "Tablette", "location_id": location_id}
    return done(await (await shop.client()).post("/v1/devices", json=body))


async def paired(shop: Shop, location_id: str | None = None) -> Tablet:
    where = location_id or await place(shop)
    device = await added(shop, where)
    browser = shop.world.connect()
    done(await browser.post("/v1/devices/pairing", json={"code": device["pairing_code"]}))
    return Tablet(device["id"], where, browser)


async def give_pin(shop: Shop, role: RoleName, pin: str = PIN) -> None:
    path = f"/v1/members/{shop.team[role].membership_id}/pin"
    answer = await (await shop.browser("owner")).put(path, json={"pin": pin})
    assert answer.status_code == 204, answer.text


async def type_pin(shop: Shop, tablet: Tablet, role: RoleName, pin: str = PIN) -> httpx.Response:
    body = {"member_id": str(shop.team[role].membership_id), "pin": pin}
    return await tablet.browser.post("/v1/device/sessions", json=body)


async def at_counter(
    shop: Shop, tablet: Tablet, role: RoleName = "cashier", pin: str = PIN
) -> httpx.AsyncClient:
    """The tablet's browser, with the member signed in on it."""
    await give_pin(shop, role, pin)
    in_browser(tablet.browser, await type_pin(shop, tablet, role, pin))
    return tablet.browser
