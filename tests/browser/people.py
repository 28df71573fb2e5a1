"""Whoever looks at screens, one after the other, with the same browser."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Literal
from urllib.parse import urlsplit

import httpx
from playwright.async_api import BrowserContext, CDPSession, Page

from tests.browser.barriers import AXE
from tests.browser.conftest import Visit, sign_in
from tests.browser.screen import Screen
from tests.browser.watch import Watch

STANDING = """() => {
  const stands = self.unanswered === 0 && document.querySelector('h1') !== null
    && !document.querySelector('[class*="_skeleton_"], main [aria-busy="true"]')
    && document.fonts.status === 'loaded';
  self.framesStood = stands ? (self.framesStood ?? 0) + 1 : 0;
  return self.framesStood > 2 && ((self.framesStood = 0), true);
}"""
"""Asked at each frame: what comes of the last answer is drawn, too, and asks for nothing more."""
COUNT_QUESTIONS = """(() => {
  self.unanswered = 0;
  const ask = self.fetch;
  self.fetch = async (...question) => {
    self.unanswered += 1;
    try { return await ask(...question); } finally { self.unanswered -= 1; }
  };
})()"""
AT_ONCE = """(() => {
  const still = new CSSStyleSheet();
  still.replaceSync('*, ::before, ::after { transition: none !important }');
  document.adoptedStyleSheets.push(still);
})()"""
WALK = """async (path) => {
  const desk = self.__TSR_ROUTER__;
  if (desk) await desk.navigate({href: path, ignoreBlocker: true});
  else {
    history.pushState({}, '', path);
    dispatchEvent(new PopStateEvent('popstate', {state: {}}));
  }
}"""
ELSEWHERE = {"desk": "/nowhere", "counter": "/counter/queue"}
"""Where there is little to draw, and nothing that one would come for right after."""
WHAT_ONE_KEEPS = "local_storage,indexeddb"
"""Of a page, but for the files that the next person's page is made of as well."""


class People:
    """One browser for all of them: with the files at hand a page opens in half the time."""

    def __init__(
        self, visit: Visit, watch: Watch, width: int, language: Literal["fr", "en"]
    ) -> None:
        self._visit, self._watch = visit, watch
        self._width, self._language = width, language
        self._who: object = None
        self._changed: str | None = None
        """Where something was done to the screen: it is left before one walks there again."""

    async def look_at(self, screens: Sequence[Screen]) -> AsyncIterator[tuple[Screen, Page]]:
        """The screens, each drawn whole: all of one person's before the next one's."""
        page = await self._visit(width=self._width, language=self._language)
        for script in (AXE.read_text(), AT_ONCE, COUNT_QUESTIONS):
            await page.context.add_init_script(script)
        devtools = await page.context.new_cdp_session(page)
        everybody = list(dict.fromkeys(map(who, screens)))
        for screen in sorted(screens, key=lambda screen: everybody.index(who(screen))):
            if who(screen) != self._who:
                await self._hand_over(page, devtools, screen)
            await self._go(page, screen)
            yield screen, page

    async def _hand_over(self, page: Page, devtools: CDPSession, screen: Screen) -> None:
        context = page.context
        if self._who is not None:
            await self._watch.look_at_cookies(context)
            await self._watch.look_at_storage(context)
            origin = "/".join(page.url.split("/")[:3])
            await page.goto("about:blank")
            await context.clear_cookies()
            kept = {"origin": origin, "storageTypes": WHAT_ONE_KEEPS}
            await devtools.send("Storage.clearDataForOrigin", kept)
        if screen.browser:
            await take_cookies(context, screen.browser)
        elif screen.who:
            await sign_in(context, screen.who, screen.role)
        self._who, self._changed = who(screen), None

    async def _go(self, page: Page, screen: Screen) -> None:
        """Walking from another screen, as people do, takes half of what loading does."""
        path = urlsplit(screen.path).path
        if self._changed is not None:
            await page.keyboard.press("Escape")  # the sheet of shortcuts belongs to no screen
        if is_walk(page.url, screen.path) and (self._changed != path or screen.who):
            if self._changed == path:  # what was done to it is undone by leaving it
                await page.evaluate(WALK, ELSEWHERE[app(path)])
                await page.wait_for_function(STANDING)
            await page.evaluate(WALK, screen.path)
        else:
            if "#" in screen.path:  # two addresses that differ by their fragment only
                await page.goto("about:blank")
            await page.goto(screen.path)
        await page.wait_for_function(STANDING)
        self._changed = None
        if screen.then:
            await screen.then(page)
            await page.wait_for_function(STANDING)
            self._changed = path


def who(screen: Screen) -> object:
    return screen.browser or (screen.who.slug if screen.who else "", screen.role)


def is_walk(here: str, path: str) -> bool:
    """Whether the page itself leads there: what a link in a mail opens is loaded."""
    if here == "about:blank" or "#" in path:
        return False
    return app(urlsplit(here).path) == app(urlsplit(path).path) != "card"


def app(path: str) -> str:
    if path == "/counter" or path.startswith("/counter/"):
        return "counter"
    return "card" if path.startswith(("/c/", "/d/", "/join/", "/s/", "/x/")) else "desk"


async def take_cookies(context: BrowserContext, browser: httpx.AsyncClient) -> None:
    # The service renews them, so that a name may be there twice: the last one counts.
    found = {each.name: each.value or "" for each in browser.cookies.jar}
    url = str(browser.base_url)
    await context.add_cookies(
        [{"name": name, "value": value, "url": url} for name, value in found.items()]
    )
