"""Unusual hours: one that is open, one explained, the team's hours, and a shop without any."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from playwright.async_api import Page
from sqlalchemy import select

from api.accounts.models import Merchant
from api.alerts.watching import watch
from api.core.clock import now
from tests.alerts.given import stamped
from tests.browser.screen import Screen
from tests.cards.counter import done
from tests.world import Shop, key


@dataclass(frozen=True)
class AlertStage:
    shop: Shop
    open: str
    explained: str


async def set_up_alerts(beside: Shop) -> AlertStage:
    """A shop of its own, whose people read what those of the other one read."""
    async with beside.db() as db:
        told = select(Merchant.language).where(Merchant.id == beside.id)
        shop = await beside.world.shop(language=(await db.scalars(told)).one())
    program = await shop.program(10, name="La carte du marché")
    # The newest operation is a whole one: it can be taken back.
    card = await shop.card(program)
    cashier = await shop.browser("cashier")
    entry = done(await cashier.post(f"{card.path}/earnings", json={}, headers=key()))
    at = datetime.fromisoformat(entry["occurred_at"])
    hour = at.replace(minute=0, second=0, microsecond=0)
    await stamped(
        shop,
        program,
        ("cashier", hour, 70),
        ("manager", hour - timedelta(hours=2), 80),
        ("owner", hour - timedelta(hours=2), 12),
        recorded=now(),
    )
    async with shop.db() as db:
        await watch(db)
    client = await shop.client()
    alerts = done(await client.get("/v1/alerts"), 200)["items"]
    ids = {one["member"]["name"]: one["id"] for one in alerts}
    browser = await shop.browser()
    path = f"/v1/alerts/{ids['Manager']}/explanation"
    done(await browser.put(path, json={"note": "Fête de l’école"}), 200)
    return AlertStage(shop, ids["Cashier"], ids["Manager"])


async def take_back(page: Page) -> None:
    take = page.get_by_role("button", name=re.compile("^(Reprendre|Take)"))
    await take.first.click()
    await page.get_by_role("status").filter(has_text=re.compile("repris|taken back")).wait_for()


def of_alerts(stage: AlertStage, empty: Shop) -> list[Screen]:
    shop, one = stage.shop, "/settings/alerts/"
    return [
        Screen("unusual hours", "/settings/alerts", shop, primary="Save"),
        Screen("unusual hours, none", "/settings/alerts", empty),
        Screen("unusual hours, for an auditor", "/settings/alerts", shop, "auditor"),
        Screen("unusual hour", one + stage.open, shop, primary="Seen, it is explained"),
        Screen("unusual hour, explained", one + stage.explained, shop),
        Screen("unusual hour, an operation taken back", one + stage.open, shop, then=take_back),
    ]
