"""The plan, the money and what is said above every screen, as each of them is seen."""

from __future__ import annotations

from tests.browser.screen import Screen, click
from tests.world import Shop

PAGE = "/subscription"
BUY = ("Choisir Essentiel", "Choose Starter")


def before_subscribing(shop: Shop) -> list[Screen]:
    return [
        Screen("no subscription", PAGE, shop, primary="Choose Starter"),
        Screen("subscribing", PAGE, shop, then=click(BUY)),
    ]
