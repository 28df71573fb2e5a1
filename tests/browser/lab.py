"""How the screens feel on a slow phone: ``uv run python -m tests.browser.lab``.

The demonstration is served to a browser whose network and processor are slowed down: for a phone
as Lighthouse does, 1.6 Mbit/s with 150 ms to the server and back, and a quarter of this machine's
processor; for the office 10 Mbit/s with 40 ms, and half of it. Each screen is opened with an empty
cache and used; the medians of five are printed as a table for README. INP is that of the slowest
of the interactions.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
from collections.abc import Awaitable, Callable
from dataclasses import astuple, dataclass
from typing import Any

from playwright.async_api import Browser, Page, StorageState

from api.demo import fill as demo
from tests.browser import chromium
from tests.browser.demonstration import served
from tests.browser.live import Live
from tests.browser.pictures import DRAWN, PHONE, SCREEN, sign_in


@dataclass(frozen=True)
class Line:
    mbits_down: float
    mbits_up: float
    milliseconds: int
    slowdown: int


PHONE_LINE, OFFICE_LINE = Line(1.6, 0.75, 150, 4), Line(10, 10, 40, 2)
OBSERVE = """
window.lab = {lcp: 0, cls: 0, inp: 0};
const watch = (type, each, more = {}) =>
  new PerformanceObserver((list) => list.getEntries().forEach(each))
    .observe({type, buffered: true, ...more});
watch('largest-contentful-paint', (entry) => { lab.lcp = entry.startTime; });
watch('layout-shift', (entry) => { if (!entry.hadRecentInput) lab.cls += entry.value; });
watch('event', (entry) => {
  if (entry.interactionId) lab.inp = Math.max(lab.inp, entry.duration);
}, {durationThreshold: 16});
"""
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))"

Use = Callable[[Page], Awaitable[None]]


@dataclass(frozen=True)
class Lab:
    name: str
    path: str
    size: tuple[int, int]
    line: Line
    signed_in: bool
    use: Use


@dataclass(frozen=True)
class Measured:
    lcp: float
    inp: float
    cls: float
    bytes: float


async def _card(page: Page) -> None:
    await page.get_by_role("button", name="English").click()
    await page.get_by_role("button", name="Français").click()


async def _counter(page: Page) -> None:
    await page.get_by_label("Rechercher un client").press_sequentially("cam", delay=60)
    await page.get_by_role("button", name="Camille").first.click()
    await page.get_by_role("button", name="Tamponner").first.wait_for()


async def _desk(page: Page) -> None:
    await page.get_by_role("link", name="Clients", exact=True).first.click()
    await page.wait_for_function(DRAWN)
    await page.get_by_role("searchbox").first.press_sequentially("cam", delay=60)


def labs(card_page: str) -> list[Lab]:
    return [
        Lab("card", card_page, PHONE, PHONE_LINE, False, _card),
        Lab("counter", "/counter", PHONE, PHONE_LINE, True, _counter),
        Lab("desk", "/", SCREEN, OFFICE_LINE, True, _desk),
    ]


async def measure(browser: Browser, live: Live, lab: Lab, session: StorageState) -> Measured:
    width, height = lab.size
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        locale="fr-FR",
        timezone_id="Europe/Paris",
        storage_state=session if lab.signed_in else None,
    )
    try:
        page = await context.new_page()
        page.set_default_timeout(60_000)
        devtools = await context.new_cdp_session(page)
        received = 0

        def finished(told: dict[str, Any]) -> None:
            nonlocal received
            received += int(told["encodedDataLength"])

        devtools.on("Network.loadingFinished", finished)
        await devtools.send("Network.enable")
        network = {
            "offline": False,
            "latency": lab.line.milliseconds,
            "downloadThroughput": lab.line.mbits_down * 1e6 / 8,
            "uploadThroughput": lab.line.mbits_up * 1e6 / 8,
        }
        await devtools.send("Network.emulateNetworkConditions", network)
        await devtools.send("Emulation.setCPUThrottlingRate", {"rate": lab.line.slowdown})
        await page.add_init_script(OBSERVE)
        await page.goto(lab.path if "://" in lab.path else f"{live.url}{lab.path}")
        await page.wait_for_function(DRAWN)
        await page.wait_for_load_state("networkidle")
        loaded = received
        lcp = await page.evaluate("lab.lcp")
        await lab.use(page)
        await page.evaluate(PAINTED)
        seen = await page.evaluate("lab")
        return Measured(lcp, seen["inp"], seen["cls"], loaded)
    finally:
        await context.close()


async def main(times: int) -> None:
    async with served(chromium.find_light) as (browser, live, filled):
        await _all(browser, live, filled, times)


async def _all(browser: Browser, live: Live, filled: demo.Demo, times: int) -> None:
    owner = filled.logins[0]
    page = await browser.new_page(locale="fr-FR")
    await sign_in(page, f"{live.url}/sign-in", owner.email, owner.password)
    session = await page.context.storage_state()
    await page.close()
    print("| screen | LCP | INP | CLS | bytes, first load |\n|---|---|---|---|---|")
    for lab in labs(filled.page_url):
        found = [await measure(browser, live, lab, session) for _ in range(times)]
        middle = [statistics.median(each) for each in zip(*map(astuple, found), strict=True)]
        lcp, inp, cls, size = middle
        seconds = f"{lcp / 1000:.1f} s | {inp:.0f} ms | {cls:.2f}"
        print(f"| {lab.name} | {seconds} | {size / 1000:.0f} kB |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    asyncio.run(main(parser.parse_args().times))
