"""Every screen, by everybody: small and large, light and dark, French and English, by keyboard.

``SCREENSHOTS_TO=folder`` keeps a picture of each, to look at.
"""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Page, TimeoutError, async_playwright

from tests.browser import chromium
from tests.browser.conftest import HEIGHTS, OpenShop, Visit, there
from tests.browser.crowded import CROWDED, TABLET
from tests.browser.every_screen import SCREENS, Entry, Stage, set_up
from tests.browser.live import ROOT
from tests.browser.paying_stage import set_up_paying
from tests.browser.screen import Screen
from tests.browser.subscription_screens import of_subscription
from tests.browser.watch import Watch
from tests.stripe_fake.fake import FakeStripe

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
STANDING = """() => document.querySelector('h1') !== null
  && !document.querySelector('[class*="_skeleton_"], main [aria-busy="true"]')
  && document.fonts.status === 'loaded'"""
FAULTS = """async (options) => (await axe.run({
  ...options,
  resultTypes: ['violations'],  // half the time goes into telling about what is right
  preload: false,  // of what is not of this page: there is none
})).violations.flatMap(
  ({id, nodes}) => nodes.map(({target, failureSummary}) =>
    `${id}: ${target} ${failureSummary.split('\\n').slice(1, 2)}`))"""
TOO_WIDE = """() => {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const end = (each) => Math.round(each.getBoundingClientRect().right);
  const wide = [...document.querySelectorAll('body *')].filter((each) => end(each) > innerWidth);
  return wide.slice(0, 3).map((each) => `${each.tagName} ${each.className} ends at ${end(each)}`);
}"""
FOCUSED = """() => { const at = document.activeElement;
  return at === null ? '' : (at.getAttribute('aria-label') ?? at.textContent ?? '') }"""
FROM_THE_TOP = "() => { document.activeElement?.blur(); getSelection().setPosition(document.body) }"
THERE = """(name) => [...document.querySelectorAll('a, button, input, select, textarea')].some(
  (each) => (each.getAttribute('aria-label') ?? each.textContent ?? '').trim().startsWith(name))"""
AT_ONCE = """() => {
  const still = new CSSStyleSheet();
  still.replaceSync('*, ::before, ::after { transition: none !important }');
  document.adoptedStyleSheets.push(still);
}"""
WALK = """async (path) => {
  const router = self.__TSR_ROUTER__;
  if (!router) return false;
  await router.navigate({href: path, ignoreBlocker: true});
  return true;
}"""
NEXT_FRAME = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
MOST_TABS = 90
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


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Only looks, and has no camera."""
    async with async_playwright() as playwright:
        executable = there(chromium.find_light(playwright))
        started = await chromium.launch(playwright, executable)
        yield started
        await started.close()


class People:
    """A page for everybody who looks at screens."""

    def __init__(self, visit: Visit, width: int, language: Literal["fr", "en"]) -> None:
        self._visit, self._width, self._language = visit, width, language
        self._pages: dict[object, Page] = {}
        self._changed: dict[Page, str] = {}
        """Where something was done to the screen: from there one does not walk to the same one."""

    async def page(self, screen: Screen) -> Page:
        who = screen.browser or (screen.who.slug if screen.who else "", screen.role)
        if who not in self._pages:
            self._pages[who] = await self._visit(
                shop=screen.who,
                role=screen.role,
                width=self._width,
                language=self._language,
                trace=False,  # hundreds of screens: what it would cost, nobody would look at
            )
            await self._pages[who].context.add_init_script(path=AXE)
            if screen.browser:
                await take_cookies(self._pages[who].context, screen.browser)
        return self._pages[who]

    async def stand(self, screen: Screen) -> Page:
        """The screen, drawn whole."""
        page = await self.page(screen)
        await page.emulate_media(color_scheme="light")
        path = urlsplit(screen.path).path
        if page in self._changed:
            await page.keyboard.press("Escape")  # the sheet of shortcuts belongs to no screen
        await stand(page, screen, walk=self._changed.get(page) != path and is_walk(screen.path))
        self._changed.pop(page, None)
        if screen.then:
            self._changed[page] = path
        return page


def is_walk(path: str) -> bool:
    """Whether the desk itself leads there: what a link in a mail opens is loaded."""
    return "#" not in path and not path.startswith(("/counter", "/c/", "/join", "/s/", "/x/"))


async def take_cookies(context: BrowserContext, browser: httpx.AsyncClient) -> None:
    # The service renews them, so that a name may be there twice: the last one counts.
    found = {each.name: each.value or "" for each in browser.cookies.jar}
    url = str(browser.base_url)
    await context.add_cookies(
        [{"name": name, "value": value, "url": url} for name, value in found.items()]
    )


async def stand(page: Page, screen: Screen, *, walk: bool) -> None:
    """Wait until the screen is drawn whole. Walking there from another screen of the desk, as
    people do, takes half the time of loading all of it again."""
    if not (walk and await page.evaluate(WALK, screen.path)):
        if "#" in screen.path:  # two addresses that differ by their fragment only
            await page.goto("about:blank")
        await page.goto(screen.path)
        await page.evaluate(AT_ONCE)
    await page.wait_for_function(STANDING)
    if screen.then:
        await screen.then(page)
        await page.wait_for_function(STANDING)
    await page.evaluate(NEXT_FRAME)


async def faults(page: Page, *, dark: bool) -> list[str]:
    found: list[str] = await page.evaluate(FAULTS, {})
    if await page.get_by_role("main").count() != 1:
        found.append("not exactly one main landmark")
    if await page.locator("h1").count() != 1:
        found.append("not exactly one h1")
    if not re.search(r"\w", await page.title()):
        found.append("no title")
    if dark:
        await page.emulate_media(color_scheme="dark")
        await page.evaluate(NEXT_FRAME)
        unseen: list[str] = await page.evaluate(FAULTS, {"runOnly": ["color-contrast"]})
        found += [f"dark: {fault}" for fault in unseen]
    return found


async def overflow(page: Page, width: int) -> list[str]:
    """Nothing is cut off or scrolls sideways, down to 320 px (WCAG 1.4.10)."""
    found = [f"too wide at {width} px: {each}" for each in await page.evaluate(TOO_WIDE)]
    if width > 800 and "/counter" in page.url:  # a tablet held upright
        await page.set_viewport_size({"width": 768, "height": HEIGHTS[768]})
        found += [f"too wide at 768 px: {each}" for each in await page.evaluate(TOO_WIDE)]
        await page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    if width < 800:
        await page.set_viewport_size({"width": 320, "height": HEIGHTS[320]})
        found += [f"too wide at 320 px: {each}" for each in await page.evaluate(TOO_WIDE)]
        await page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    return found


async def on_a_tablet(page: Page, width: int) -> list[str]:
    """Between the two widths that are walked: nothing sideways, on each other, or broken."""
    await page.set_viewport_size({"width": TABLET, "height": HEIGHTS[width]})
    await page.evaluate(NEXT_FRAME)
    found = [each for check in (TOO_WIDE, CROWDED) for each in await page.evaluate(check)]
    await page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    return [f"at {TABLET} px: {each}" for each in found]


async def out_of_reach(page: Page, primary: str) -> list[str]:
    """The keyboard alone reaches what a screen is for."""
    try:  # what is asked of the server first may come after the heading
        await page.wait_for_function(THERE, arg=primary)
    except TimeoutError:
        return [f"does not come: {primary}"]
    for start in (None, FROM_THE_TOP):  # from where one is, which may be far down a list
        if start:
            await page.evaluate(start)
        for _ in range(MOST_TABS):
            await page.keyboard.press("Tab")
            if str(await page.evaluate(FOCUSED)).strip().startswith(primary):
                return []
    return [f"out of the keyboard's reach: {primary}"]


async def keep_pictures(page: Page, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS_TO"):
        for scheme in ("dark", "light"):
            await page.emulate_media(color_scheme=scheme)
            path = Path(folder) / f"{name.replace(' ', '_').replace(chr(39), '')}-{scheme}.png"
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
    people = People(visit, width, language)
    wrong = []
    for screen in screens:
        page = await people.stand(screen)
        await keep_pictures(page, f"{entry}-{screen.name}-{width}")
        # The colours are the same at any width.
        found = await overflow(page, width) + await faults(page, dark=width > 800)
        if screen.primary is not None and language == "en":  # its name is written in English
            found += await out_of_reach(page, screen.primary)
        if width > 800:
            found += await on_a_tablet(page, width)
        wrong += [f"{screen.name}: {fault}" for fault in found]
    assert wrong == [], "\n".join(wrong)
