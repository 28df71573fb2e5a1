"""Which browser the tests drive, and how it is started."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.async_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "no browser found: install Chromium (Debian, Ubuntu: apt install chromium; others: "
    "uv run playwright install chromium)"
)


def find(playwright: Playwright) -> str | None:
    """The machine's own Chromium, else the one that Playwright has downloaded."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    downloaded = Path(playwright.chromium.executable_path)
    return str(downloaded) if downloaded.exists() else None


def find_light(playwright: Playwright) -> str | None:
    """The headless shell where there is one, which shows a page for two thirds of the processor's
    time: a whole Chromium also draws menus and bars that nobody sees. It has no camera."""
    return shutil.which("chromium-headless-shell") or find(playwright)


async def launch(playwright: Playwright, executable: str, film: Path | None = None) -> Browser:
    """``film`` is what its camera sees; the file is read anew each time the camera is opened."""
    camera = [f"--use-file-for-fake-video-capture={film}"] if film else []
    return await playwright.chromium.launch(
        executable_path=executable,
        args=[
            "--no-sandbox",  # containers have no user namespaces
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-domain-reliability",
            "--disable-sync",
            "--mute-audio",
            "--use-fake-device-for-media-stream",
            *camera,
        ],
    )
