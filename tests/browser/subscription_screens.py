"""The plan, the money and what is said above every screen, as each of them is seen."""

from __future__ import annotations

import re

from playwright.async_api import Page

from tests.browser.paying_stage import PayingStage
from tests.browser.screen import Screen, click
from tests.world import Shop

PAGE = "/subscription"
BUY = ("Choisir Essentiel", "Choose Starter")
MORE = ("Passer à Pro", "Move to Business")
STOP = ("Résilier", "Cancel the subscription")


async def yearly(page: Page) -> None:
    await page.get_by_text(re.compile("^(À l’année|By the year)$")).click()


def of_subscription(stage: PayingStage) -> list[Screen]:
    paying, owing, closed = stage.paying, stage.owing, stage.closed
    return [
        Screen("subscription", PAGE, paying, primary="Means of payment and address"),
        Screen("subscription, plans by the year", PAGE, paying, then=yearly),
        Screen("subscription, another plan", PAGE, paying, then=click(MORE)),
        Screen("subscription, cancelling", PAGE, paying, then=click(STOP)),
        Screen("a manager's subscription", PAGE, paying, "manager"),
        Screen("an auditor's subscription", PAGE, paying, "auditor"),
        Screen("a cashier's subscription", PAGE, paying, "cashier"),
        Screen("payment failed", "/", owing, primary="Pay the subscription"),
        Screen("subscription, payment failed", PAGE, owing, primary="Pay now"),
        Screen("office read-only", "/", closed, primary="Pay the subscription"),
        Screen("office read-only, a manager's", "/", closed, "manager"),
        Screen("subscription, unpaid", PAGE, closed, primary="Pay now"),
    ]


def before_subscribing(shop: Shop) -> list[Screen]:
    return [
        Screen("no subscription", PAGE, shop, primary="Choose Starter"),
        Screen("subscribing", PAGE, shop, then=click(BUY)),
    ]
