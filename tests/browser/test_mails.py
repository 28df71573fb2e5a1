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
from tests.browser.barriers import AXE, AXE_FINDS
from tests.conftest import make_settings
from tests.every_mail import every_mail

READERS: tuple[tuple[int, Literal["light", "dark"], list[str]], ...] = (
    (360, "light", ["wcag2a", "wcag2aa"]),
    (700, "light", ["wcag2a", "wcag2aa"]),
    (700, "dark", ["color-contrast"]),
    (360, "dark", ["color-contrast"]),
)
FAULTS = f"""async (runOnly) => [
  ...await ({AXE_FINDS})({{runOnly}}),
  ...document.documentElement.scrollWidth <= innerWidth ? [] : ['wider than the page'],
]"""


@pytest.mark.parametrize("language", mail.LANGUAGES)
async def test_every_mail_can_be_read(browser: Browser, tmp_path: Path, language: str) -> None:
    config = make_settings("postgresql://nowhere", tmp_path)
    wrong: list[str] = []
    page = await browser.new_page(offline=True)
    page.on("request", lambda request: wrong.append(f"asks for {request.url}"))
    await page.evaluate(AXE.read_text())  # one mail is written over the other: it stays
    for sent in every_mail(language):
        html = sent.message(config).get_body(("html",))
        assert html is not None
        await page.set_content(html.get_content())
        for width, scheme, rules in READERS:
            await page.set_viewport_size({"width": width, "height": 640})
            await page.emulate_media(color_scheme=scheme)
            faults: list[str] = await page.evaluate(FAULTS, rules)
            wrong += [f"{sent.template} {width} {scheme}: {fault}" for fault in faults]
            if folder := os.environ.get("SCREENSHOTS_TO"):
                name = f"mail {sent.template} {language} {width} {scheme}.png"
                await page.screenshot(path=Path(folder) / name, full_page=True)
    await page.close()
    assert wrong == []
