"""Every mail as it is read: on a phone and beside a list, by day and by night.

``SCREENSHOTS_TO=folder`` keeps a picture of each, to look at.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser

from api.core import mail
from tests.browser.live import ROOT
from tests.conftest import make_settings
from tests.every_mail import every_mail

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
FAULTS = """async (runOnly) => (await axe.run({runOnly})).violations.flatMap(
  ({id, nodes}) => nodes.map(({target, failureSummary}) => `${id}: ${target} ${failureSummary}`))"""
READERS: tuple[tuple[int, Literal["light", "dark"], list[str]], ...] = (
    (360, "light", ["wcag2a", "wcag2aa"]),
    (700, "light", ["wcag2a", "wcag2aa"]),
    (700, "dark", ["color-contrast"]),
    (360, "dark", ["color-contrast"]),
)
FITS = "document.documentElement.scrollWidth <= innerWidth"


@pytest.mark.parametrize("language", mail.LANGUAGES)
async def test_every_mail_can_be_read(browser: Browser, tmp_path: Path, language: str) -> None:
    config = make_settings("postgresql://nowhere", tmp_path)
    wrong: list[str] = []
    page = await browser.new_page(offline=True)
    page.on("request", lambda request: wrong.append(f"asks for {request.url}"))
    for sent in every_mail(language):
        html = sent.message(config).get_body(("html",))
        assert html is not None
        await page.set_content(html.get_content())
        await page.evaluate(AXE.read_text())
        for width, scheme, rules in READERS:
            await page.set_viewport_size({"width": width, "height": 640})
            await page.emulate_media(color_scheme=scheme)
            faults: list[str] = await page.evaluate(FAULTS, rules)
            if not await page.evaluate(FITS):
                faults.append("wider than the page")
            wrong += [f"{sent.template} {width} {scheme}: {fault}" for fault in faults]
            if folder := os.environ.get("SCREENSHOTS_TO"):
                name = f"mail {sent.template} {language} {width} {scheme}.png"
                await page.screenshot(path=Path(folder) / name, full_page=True)
    await page.close()
    assert wrong == []
