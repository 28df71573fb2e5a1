"""What no page may do, whatever the test is about."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from urllib.parse import urlsplit

from playwright.async_api import (
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Response,
    WebError,
)

from api.privacy import inventory

REPORT_VIOLATIONS = """
addEventListener('securitypolicyviolation', (event) => console.error(
  `content security policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}` +
  `:${event.lineNumber} ${event.sample}`))
"""

KEPT_HERE = """async () => [
  ...Object.keys(localStorage).map((name) => ['local', name]),
  ...Object.keys(sessionStorage).map((name) => ['session', name]),
  ...(await indexedDB.databases()).map(({name}) => ['database', name]),
  ...(await caches.keys()).map((name) => ['cache', name]),
]"""

ANSWERED = 15.0

NOT_SIGNED_IN = r"401 GET /v1/me"
"""How a page learns that nobody is signed in."""
NOT_PAIRED = r"401 GET /v1/device$"
"""How a counter learns that it is nobody's device."""


class Watch:
    """Collects what went wrong in the pages of one test: script errors, refused policies, requests
    that failed or left our own host. A test names the refusals that it provokes."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.wrong: list[str] = []
        self.network_may_fail = False
        self._elsewhere: list[str] = []
        self._allowed = [re.compile(NOT_SIGNED_IN), re.compile(NOT_PAIRED)]

    def allow(self, *answers: str) -> None:
        """``"409 POST /v1/cards/.*/earnings"``: an answer that belongs to the test."""
        self._allowed += [re.compile(answer) for answer in answers]

    def allow_going_to(self, origin: str) -> None:
        """A person is sent there, as to pay. Our own pages still load nothing from it."""
        self._elsewhere.append(origin)

    async def follow(self, context: BrowserContext) -> None:
        await context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("requestfailed", self._failed)

    async def look_at_cookies(self, context: BrowserContext) -> None:
        """Each is declared, and lies here for no longer than it says."""
        known = {one.name: one for one in inventory.declared().cookies}
        for cookie in await context.cookies(self.origin):
            name = cookie["name"].removeprefix("__Host-")
            if name not in known:
                self.wrong.append(f"cookie nobody declared: {name}")
                continue
            lifetime = known[name].lifetime or timedelta()
            if cookie["expires"] - time.time() > lifetime.total_seconds() + 60:
                self.wrong.append(f"cookie that lies here for too long: {name}")

    async def look_at_storage(self, context: BrowserContext) -> None:
        """All that lies in the browser besides cookies is declared as well."""
        declared = inventory.declared()
        for page in context.pages:
            if page.is_closed() or not self._ours(page.url):
                continue
            for shelf, name in await self._kept_by(page):
                if not declared.knows_stored(shelf, name):
                    self.wrong.append(f"stored by nobody's declaration: {shelf} {name}")

    async def _kept_by(self, page: Page) -> list[list[str]]:
        """A page that is being left has nobody to answer: the one after it is asked."""
        give_up = time.monotonic() + ANSWERED
        while True:
            try:
                found: list[list[str]] = await page.evaluate(KEPT_HERE)
                return found
            except Error as error:
                left = "context was destroyed" in error.message
                if not left or time.monotonic() > give_up:
                    raise
                await page.wait_for_load_state()

    def _console(self, message: ConsoleMessage) -> None:
        # The browser's own line about an answer or a failure: judged as a request, below.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.wrong.append(f"console: {message.text}")

    def _error(self, error: WebError) -> None:
        self.wrong.append(f"page error: {error.error.stack or error.error}")

    def _request(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme not in ("http", "https", "ws", "wss") or self._ours(request.url):
            return
        sent_there = f"{url.scheme}://{url.netloc}" in self._elsewhere
        theirs = urlsplit(request.frame.url).netloc == url.netloc
        if not (sent_there and (request.is_navigation_request() or theirs)):
            self.wrong.append(f"request to another host: {request.url}")

    def _ours(self, url: str) -> bool:
        return url == self.origin or url.startswith(f"{self.origin}/")

    def _response(self, response: Response) -> None:
        if response.status < 400 or not self._ours(response.url):
            return
        path = urlsplit(response.url).path
        answer = f"{response.status} {response.request.method} {path}"
        if not any(allowed.fullmatch(answer) for allowed in self._allowed):
            self.wrong.append(f"answer: {answer}")

    def _failed(self, request: Request) -> None:
        # Aborted: the page was left, or the request was no longer wanted.
        aborted = request.failure is not None and "ERR_ABORTED" in request.failure
        if self._ours(request.url) and not aborted and not self.network_may_fail:
            self.wrong.append(f"failed: {request.method} {request.url} ({request.failure})")
