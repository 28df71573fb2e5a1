"""Every screen, by everybody: small and large, light and dark, French and English, by keyboard.

``SCREENSHOTS_TO=folder`` keeps a picture of each, to look at.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Page

from tests.browser.barriers import (
    Theme,
    faults,
    on_a_tablet,
    on_the_smallest,
    out_of_reach,
    unseen,
)
from tests.browser.conftest import OpenShop, Visit
from tests.browser.every_screen import SCREENS, Entry, Stage, set_up
from tests.browser.paying_stage import set_up_paying
from tests.browser.people import People
from tests.browser.screen import Screen
from tests.browser.subscription_screens import of_subscription
from tests.browser.watch import Watch
from tests.stripe_fake.fake import FakeStripe

REFUSALS = (
    "404 GET /v1/.*",
    "410 GET /v1/.*",
    "403 GET /v1/.*",
    "410 POST /v1/invitations/reading",
    "401 POST /v1/sessions",
    "401 POST /v1/device/sessions",
    "412 PATCH /v1/customers/.*",
    "422 GET /v1/privacy/retention/rules/.*",
    "409 POST /v1/me/erasure-plan",
)
"""Some screens are about a thing that is not there, or about somebody who is not let in."""

Part = Entry | Literal["subscription"]
Parts: tuple[Part, ...] = ("card", "counter", "desk", "subscription")


@pytest.fixture(scope="module")
def stages() -> dict[str, Stage]:
    """By language: it takes seconds to set one up."""
    return {}


async def screens_of(
    part: Part, language: str, open_shop: OpenShop, stripe: FakeStripe, stages: dict[str, Stage]
) -> list[Screen]:
    if part != "subscription" and language in stages:
        return SCREENS[part](stages[language])
    bakery = await open_shop(name="Boulangerie des Deux Épis", language=language)
    cafe = await open_shop(name="Café du Canal", language=language)
    if part == "subscription":
        hairdresser = await open_shop(name="Salon Mèche Douce", language=language)
        return of_subscription(await set_up_paying(stripe, bakery, cafe, hairdresser))
    stages[language] = await set_up(bakery, cafe)
    return SCREENS[part](stages[language])


async def keep_pictures(page: Page, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS_TO"):
        before = await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        for theme in ("light", "dark") if before else ("dark", "light"):
            await page.emulate_media(color_scheme=theme)
            path = Path(folder) / f"{name.replace(' ', '_').replace(chr(39), '')}-{theme}.png"
            await page.screenshot(path=path, animations="disabled")


@pytest.mark.parametrize("entry", Parts)
@pytest.mark.parametrize(("width", "language"), [(360, "fr"), (1440, "en")])
async def test_no_barrier_on_any_screen(
    visit: Visit,
    watch: Watch,
    open_shop: OpenShop,
    stripe: FakeStripe,
    stages: dict[str, Stage],
    entry: Part,
    width: int,
    language: Literal["fr", "en"],
) -> None:
    watch.allow(*REFUSALS)
    screens = await screens_of(entry, language, open_shop, stripe, stages)
    people, wrong = People(visit, watch, width, language), []
    themes: Iterator[Theme] = itertools.cycle(("dark", "light"))
    async for screen, page in people.look_at(screens):
        await keep_pictures(page, f"{entry}-{screen.name}-{width}")
        found = await faults(page)
        if width > 800:
            # Once in each theme; in which one first does not matter.
            found += await unseen(page, next(themes))
            found += await on_a_tablet(page, width)
        else:
            found += await on_the_smallest(page, width)
        if screen.primary is not None and language == "en":  # its name is written in English
            found += await out_of_reach(page, screen.primary)
        wrong += [f"{screen.name}: {fault}" for fault in found]
    assert wrong == [], "\n".join(wrong)
