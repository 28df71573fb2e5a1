"""A real service, a real browser and people in front of it.

One service and one browser serve all tests of a worker; every test opens shops of its own and
pages that share nothing. ``SCREENS_UNDER_TEST=folder`` tests screens that are built already;
``TRACES=yes`` records every step with the page before and after it, a seventh of the browser's
work, and keeps what led to a failure.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Literal, Protocol

import httpx
import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    async_playwright,
    expect,
)
from sqlalchemy import delete, update

from api.accounts import passwords
from api.accounts.deps import cookie_name
from api.accounts.models import Throttle, User
from api.core.db import Database
from api.core.postgres.embedded import Server
from api.core.settings import Settings
from tests import database
from tests.billing.stage import furnished
from tests.browser import chromium
from tests.browser.film import Film
from tests.browser.live import Live, screens
from tests.browser.till import delivering, told_to_use
from tests.browser.watch import Watch
from tests.conftest import make_settings
from tests.ports import free_port
from tests.stripe_fake.fake import FakeStripe
from tests.stripe_fake.server import running
from tests.world import RoleName, Shop, World

PASSWORD = "trois croissants bien dorés"
HEIGHTS = {320: 640, 360: 740, 768: 1024, 1440: 900}
PATIENCE_MS = 15_000
TRACES = os.environ.get("TRACES") == "yes"

OpenShop = Callable[..., Awaitable[Shop]]
StartBrowser = Callable[[], Awaitable[Browser]]
failed = pytest.StashKey[bool]()

expect.set_options(timeout=PATIENCE_MS)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Two groups, hence two services and browsers at most: the machine may have two cores only."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            group = "screens" if item.path.stem == "test_every_screen" else "browser"
            item.add_marker(pytest.mark.xdist_group(group))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    item.stash[failed] = item.stash.get(failed, False) or report.failed  # type: ignore[attr-defined]  # what a hook yields is untyped
    return report


@pytest.fixture(scope="session")
def stripe() -> Iterator[FakeStripe]:
    """Where the live service's merchants pay."""
    with running(FakeStripe()) as fake:
        yield fake


@asynccontextmanager
async def service(
    server: Server, name: str, folder: Path, stripe: FakeStripe, **settings: str
) -> AsyncIterator[Live]:
    """The service, running, on a fresh database, and paid through ``stripe``."""
    with database.fresh(server, name) as made:
        told = told_to_use(stripe) | settings
        plans = settings.get("CARNET_PLANS_FILE")
        furnished(stripe, make_settings("", folder, **({"plans_file": plans} if plans else {})))
        live = Live(folder, screens(folder), server.url(database=made), free_port(), told)
        await live.start()
        try:
            with delivering(stripe, live.url):
                yield live
        finally:
            await live.end()


@asynccontextmanager
async def hands(live: Live) -> AsyncIterator[World]:
    """They open shops in the live service's database."""
    pool = Database(live.database_url, 2)
    settings = make_settings(live.database_url, live.data, public_url=live.url)
    async with AsyncExitStack() as stack:

        def connect() -> httpx.AsyncClient:
            client = httpx.AsyncClient(base_url=live.url)
            stack.push_async_callback(client.aclose)
            return client

        yield World(pool, settings, connect)
        await pool.close()


@pytest.fixture(scope="session")
async def live(
    server: Server, stripe: FakeStripe, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Live]:
    async with service(server, "live", tmp_path_factory.mktemp("live"), stripe) as live:
        yield live


@pytest.fixture(scope="session")
async def live_world(live: Live) -> AsyncIterator[World]:
    async with hands(live) as world:
        yield world


@pytest.fixture
def open_shop(live_world: World) -> OpenShop:
    """A shop whose members sign in with ``PASSWORD``."""

    async def open_shop(**facts: str) -> Shop:
        shop = await live_world.shop(**({"language": "en", "name": "Au Bon Pain"} | facts))
        secret = await passwords.hashed(live_world.settings, PASSWORD)
        people = [member.user_id for member in shop.team.values()]
        async with live_world.database.session() as db:
            await db.execute(update(User).where(User.id.in_(people)).values(password_hash=secret))
        return shop

    return open_shop


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    """What the browser's camera sees."""
    return Film(tmp_path_factory.mktemp("camera") / "film.y4m")


@pytest.fixture(scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    async with async_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
async def browser(playwright: Playwright) -> AsyncIterator[Browser]:
    """Has no camera, and shows a page for half of what the other one takes."""
    started = await chromium.launch(playwright, there(chromium.find_light(playwright)))
    yield started
    await started.close()


@pytest.fixture(scope="session")
async def seeing(playwright: Playwright, film: Film) -> AsyncIterator[StartBrowser]:
    """Starts the browser that has a camera, which few tests need, once."""
    started: list[Browser] = []

    async def seeing() -> Browser:
        if not started:
            executable = there(chromium.find(playwright))
            started.append(await chromium.launch(playwright, executable, film.path))
        return started[0]

    yield seeing
    for each in started:
        await each.close()


def there(executable: str | None) -> str:
    if executable is None:
        if os.environ.get("CI") == "true":
            pytest.fail(chromium.MISSING)
        pytest.skip(chromium.MISSING)
    return executable


@pytest.fixture
def watch(live: Live) -> Watch:
    return Watch(live.url)


class Visit(Protocol):
    """Opens a page in a browser of its own (cookies, storage): a person, or a device."""

    async def __call__(
        self,
        path: str | None = None,
        *,
        shop: Shop | None = None,
        role: RoleName = "owner",
        width: int = 1440,
        language: Literal["fr", "en"] = "en",
        dark: bool = False,
        camera: bool | Literal["refused"] = False,
    ) -> Page: ...


@pytest.fixture
async def unhurried(live_world: World) -> None:
    """All tests come from one address: the attempts of those before are long ago."""
    async with live_world.database.session() as db:
        await db.execute(delete(Throttle))


@pytest.fixture
async def visit(
    unhurried: None,
    browser: Browser,
    seeing: StartBrowser,
    live: Live,
    watch: Watch,
    request: pytest.FixtureRequest,
) -> AsyncIterator[Visit]:
    """``page = await visit("/customers", shop=shop, role="cashier", width=360)``; with a shop, the
    member is signed in. Whatever :class:`Watch` finds fails the test in the end."""
    contexts: list[BrowserContext] = []

    async def visit(
        path: str | None = None,
        *,
        shop: Shop | None = None,
        role: RoleName = "owner",
        width: int = 1440,
        language: Literal["fr", "en"] = "en",
        dark: bool = False,
        camera: bool | Literal["refused"] = False,
    ) -> Page:
        context = await (await seeing() if camera else browser).new_context(
            base_url=live.url,
            viewport={"width": width, "height": HEIGHTS[width]},
            has_touch=width < 800,
            color_scheme="dark" if dark else "light",
            locale="fr-FR" if language == "fr" else "en-GB",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
            permissions=["camera"] if camera is True else [],
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        await watch.follow(context)
        if TRACES:
            await context.tracing.start(snapshots=True, screenshots=False)
        if shop is not None:
            await sign_in(context, shop, role)
        page = await context.new_page()
        if path is not None:
            await page.goto(path)
        return page

    yield visit
    for context in contexts:
        await watch.look_at_cookies(context)
        await watch.look_at_storage(context)
    broken = request.node.stash.get(failed, False) or bool(watch.wrong)
    folder = failures(request.node.nodeid) if broken else None
    for number, context in enumerate(contexts):
        await put_away(context, folder, number)
    if folder is not None:
        print(f"Screenshots: {folder} (TRACES=yes: what led there, too)\n{live.said(15)}")
    if watch.wrong:
        pytest.fail(f"Not expected of a page ({folder}):\n" + "\n".join(watch.wrong), pytrace=False)


async def sign_in(context: BrowserContext, shop: Shop, role: RoleName) -> None:
    """A session as the sign-in would have opened it."""
    settings: Settings = shop.world.settings
    name = cookie_name(settings)
    token = (await shop.browser(role)).cookies[name]
    await context.add_cookies([{"name": name, "value": token, "url": settings.origin}])


async def put_away(context: BrowserContext, folder: Path | None, number: int) -> None:
    if folder is not None:
        for at, page in enumerate(context.pages):
            await page.screenshot(path=folder / f"{number}-{at}.png")
    if TRACES:
        await context.tracing.stop(path=folder and folder / f"{number}-trace.zip")
    await context.close()


def failures(test: str) -> Path:
    """A folder for what explains a failure; not pytest's own, which is swept."""
    name = re.sub(r"[^\w.-]+", "-", test.partition("tests/browser/")[2] or test)
    folder = Path(tempfile.gettempdir()) / f"carnet-browser-{os.getuid()}" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
