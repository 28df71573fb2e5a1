"""The demonstration, served to a browser: for pictures and figures."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Playwright, async_playwright

from api.core.db import Database
from api.demo import fill as demo
from tests import database
from tests.browser import chromium
from tests.browser.live import Live, screens
from tests.conftest import make_settings
from tests.ports import free_port


@asynccontextmanager
async def served(
    find: Callable[[Playwright], str | None],
) -> AsyncIterator[tuple[Browser, Live, demo.Demo]]:
    """In the browser that ``find`` finds. Ends the program where there is none."""
    with (
        tempfile.TemporaryDirectory(prefix="carnet-demonstration-") as name,
        database.server() as server,
        database.fresh(server, "demonstration") as fresh,
    ):
        folder = Path(name)
        live = Live(folder, screens(folder), server.url(database=fresh), free_port())
        settings = make_settings(live.database_url, live.data, public_url=live.url)
        pool = Database(live.database_url, 1)
        filled = await demo.fill(pool, settings, print)
        await pool.close()
        await live.start()
        try:
            async with async_playwright() as playwright:
                executable = find(playwright)
                if executable is None:
                    raise SystemExit(chromium.MISSING)
                browser = await chromium.launch(playwright, executable)
                yield browser, live, filled
                await browser.close()
        finally:
            await live.end()
