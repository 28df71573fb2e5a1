"""What people do at the counter, and where they see what became of it."""

from __future__ import annotations

import contextlib
import re
from typing import Any

from playwright.async_api import Locator, Page, TimeoutError, expect

from tests.browser.conftest import PASSWORD
from tests.world import GivenCard, Shop

RETURNED_MS = 5_000
"""More than the counter waits for somebody to look at what was done."""


def shown(number: str) -> str:
    """A card's number as screens show it."""
    return f"{number[:4]}-{number[4:]}"


def heading(counter: Page) -> Locator:
    return counter.get_by_role("heading", level=1)


def last_operation(counter: Page) -> Locator:
    return counter.get_by_role("region", name="Last operation")


def in_bar(counter: Page, words: str) -> Locator:
    """What the bar says about the network and what waits: "Offline", "2 waiting", "1 refused"."""
    return counter.get_by_role("banner").get_by_text(words, exact=True)


def waiting(counter: Page) -> Locator:
    """The bar's count of what is kept on this device."""
    return counter.get_by_role("banner").get_by_text("waiting")


async def sign_in(counter: Page, email: str, password: str = PASSWORD) -> None:
    await counter.get_by_label("E-mail address").fill(email)
    await counter.get_by_label("Password").fill(password)
    await counter.get_by_role("button", name="Sign in", exact=True).click()


async def search(counter: Page, words: str) -> None:
    await counter.get_by_role("textbox", name="Search for a customer").fill(words)


async def open_card(counter: Page, card: GivenCard) -> None:
    """By its number, which works with and without a network."""
    await search(counter, shown(card.number))
    rows = counter.get_by_role("button", name=shown(card.number))
    await rows.click()
    await expect(card_is_open(counter, card)).to_be_visible()


def card_is_open(counter: Page, card: GivenCard) -> Locator:
    """The line below the holder's name."""
    return counter.get_by_text(re.compile(rf"^Card {shown(card.number)}")).first


async def stamp(counter: Page, units: int = 1) -> None:
    for _ in range(units - 1):
        await counter.get_by_role("button", name="One stamp more").click()
    name = "Stamp" if units == 1 else f"Stamp × {units}"
    await counter.get_by_role("button", name=name, exact=True).click()


async def go_home(counter: Page) -> None:
    """Done with this customer. Where nobody touches it for a while the counter goes by itself."""
    with contextlib.suppress(TimeoutError):
        await counter.get_by_role("button", name="Done").click(timeout=RETURNED_MS)
    await expect(counter.get_by_role("button", name="Scan a card")).to_be_visible()


async def entries(shop: Shop, card: GivenCard) -> list[dict[str, Any]]:
    """The card's ledger, oldest first, as the service holds it."""
    api = await shop.client("owner")
    found = (await api.get(f"{card.path}/entries")).json()["items"]
    return list(reversed(found))


async def balance(shop: Shop, card: GivenCard) -> int:
    api = await shop.client("owner")
    return int((await api.get(card.path)).json()["balance"])
