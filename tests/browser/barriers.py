"""What keeps somebody out of a screen: asked of the page that shows it.

Of axe's rules all are asked once of each screen. Those about colours are asked again in the other
theme: a theme changes nothing else. On the small screen the light theme does: the colours are the
same at any width. Axe takes most of the time that looking at a screen takes, so whatever can be
asked in the same breath is: each question to the browser is a journey through three processes.
"""

from __future__ import annotations

from typing import Literal

from playwright.async_api import Page, TimeoutError

from tests.browser.conftest import HEIGHTS
from tests.browser.crowded import CROWDED, TABLET
from tests.browser.live import ROOT

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
MOST_TABS = 90
SMALLEST = 320

Theme = Literal["light", "dark"]

NEXT_FRAME = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
TOO_WIDE = """() => {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const end = (each) => Math.round(each.getBoundingClientRect().right);
  const wide = [...document.querySelectorAll('body *')].filter((each) => end(each) > innerWidth);
  return wide.slice(0, 3).map((each) => `${each.tagName} ${each.className} ends at ${end(each)}`);
}"""
SIDEWAYS = """() => [...document.querySelectorAll('main *, dialog, dialog *')].filter(
  (each) => each.scrollWidth > each.clientWidth + 1 && each.tabIndex < 0 && each.checkVisibility()
    && ['auto', 'scroll'].includes(getComputedStyle(each).overflowX)).map(
  (each) => `${each.tagName} ${each.className} ${each.scrollWidth} in ${each.clientWidth}`)"""
"""What is cut off and has to be pushed; a region that is meant to be can be, by keyboard too."""
AXE_FINDS = """async (options) => (await axe.run({
  ...options,
  resultTypes: ['violations'],  // half the time goes into telling about what is right
  preload: false,  // of what is not of this page: there is none
})).violations.flatMap(
  ({id, nodes}) => nodes.map(({target, failureSummary}) =>
    `${id}: ${target} ${failureSummary.split('\\n').slice(1, 2)}`))"""
OUTLINE = r"""() => {
  const found = [];
  const mains = [...document.querySelectorAll('main, [role=main]')].filter(
    (each) => each.checkVisibility() && !each.closest('[aria-hidden=true]'));
  if (mains.length !== 1) found.push('not exactly one main landmark');
  if (document.querySelectorAll('h1').length !== 1) found.push('not exactly one h1');
  if (!/[\p{L}\p{N}]/u.test(document.title)) found.push('no title');
  return found;
}"""
FAULTS = f"""async () => [
  ...({TOO_WIDE})().map((each) => `too wide at ${{innerWidth}} px: ${{each}}`),
  ...({CROWDED})().map((each) => `at ${{innerWidth}} px: ${{each}}`),
  ...({SIDEWAYS})().map((each) => `scrolls sideways at ${{innerWidth}} px: ${{each}}`),
  ...({OUTLINE})(),
  ...await ({AXE_FINDS})({{}}),
]"""
UNSEEN = f"""async () => {{
  await ({NEXT_FRAME})();
  return await ({AXE_FINDS})({{runOnly: ['color-contrast', 'link-in-text-block']}});
}}"""
NO_ROOM = f"""async () => {{
  await ({NEXT_FRAME})();
  return [...({TOO_WIDE})(), ...({CROWDED})(), ...({SIDEWAYS})()];
}}"""
FOCUSED = """() => { const at = document.activeElement;
  return at === null ? '' : (at.getAttribute('aria-label') ?? at.textContent ?? '') }"""
FROM_THE_TOP = "() => { document.activeElement?.blur(); getSelection().setPosition(document.body) }"
THERE = """(name) => [...document.querySelectorAll('a, button, input, select, textarea')].some(
  (each) => (each.getAttribute('aria-label') ?? each.textContent ?? '').trim().startsWith(name))"""


async def faults(page: Page) -> list[str]:
    """At the width and in the theme that it has."""
    found: list[str] = await page.evaluate(FAULTS)
    return found


async def unseen(page: Page, theme: Theme) -> list[str]:
    """What one cannot read in this theme, which the page then keeps."""
    await page.emulate_media(color_scheme=theme)
    return [f"{theme}: {fault}" for fault in await page.evaluate(UNSEEN)]


async def on_the_smallest(page: Page, width: int) -> list[str]:
    """Nothing is cut off or scrolls sideways, down to 320 px (WCAG 1.4.10)."""
    await page.set_viewport_size({"width": SMALLEST, "height": HEIGHTS[SMALLEST]})
    found = [f"too wide at {SMALLEST} px: {each}" for each in await page.evaluate(TOO_WIDE)]
    await page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    return found


async def on_a_tablet(page: Page, width: int) -> list[str]:
    """Held upright, between the two widths that are walked: nothing sideways, on each other, or
    broken."""
    await page.set_viewport_size({"width": TABLET, "height": HEIGHTS[TABLET]})
    found = [f"at {TABLET} px: {each}" for each in await page.evaluate(NO_ROOM)]
    await page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    return found


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
