"""The real service, as ``carnet serve`` starts it, with a port and a data folder of its own."""

from __future__ import annotations

import asyncio
import email
import email.policy
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from api.core.http import spa_build

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


@dataclass
class Live:
    folder: Path
    dist: Path
    database_url: str
    port: int
    settings: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "service.log"

    async def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: ASYNC220  # returns at once
                [sys.executable, "-m", "api.cli", "serve", "--port", str(self.port)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                cwd=ROOT,
                env=os.environ
                | {
                    "DATABASE_URL": self.database_url,
                    "CARNET_DATA": str(self.data),
                    "CARNET_FRONTEND_DIST": str(self.dist),
                    "CARNET_PASSWORD_HASH_MEMORY_KIB": "8",
                    "CARNET_PASSWORD_HASH_ROUNDS": "1",
                    **self.settings,
                },
            )
        give_up = time.monotonic() + PATIENCE
        async with httpx.AsyncClient(base_url=self.url, timeout=5) as client:
            while True:
                try:
                    if (await client.get("/readyz")).status_code == 200:
                        return
                except httpx.TransportError:
                    pass
                if self.process.poll() is not None or time.monotonic() > give_up:
                    await self.end(signal.SIGKILL)
                    raise AssertionError(f"The service did not start:\n{self.said()}")
                await asyncio.sleep(0.1)

    async def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process is None:
            return
        if how is signal.SIGKILL:
            os.killpg(self.process.pid, how)
        else:
            self.process.send_signal(how)
        await asyncio.to_thread(self.process.wait, 30)
        self.process = None

    def said(self, lines: int = 60) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    async def link_mailed_to(self, address: str, page: str) -> str:
        """The link to this page in a mail to this address, as soon as the mail has arrived."""
        return await self._mailed(address, rf"http\S+{re.escape(page)}#\S+")

    async def code_mailed_to(self, address: str) -> str:
        return await self._mailed(address, r"\b\d{6}\b")

    async def _mailed(self, address: str, sought: str) -> str:
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            for path in sorted((self.data / "mail").glob("*.eml"), reverse=True):
                message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                body = message.get_body(("plain",))
                if address not in str(message["To"]) or body is None:
                    continue
                if found := re.search(sought, body.get_content()):
                    return found[0]
            await asyncio.sleep(0.05)
        raise AssertionError(f"No mail to {address} with {sought}.\n{self.said()}")

    async def until(self, ask: Callable[[], Awaitable[httpx.Response]], status: int) -> None:
        """What is asked is answered like that, as soon as the jobs before it are done."""
        give_up = time.monotonic() + PATIENCE
        while (answer := await ask()).status_code != status:
            assert time.monotonic() < give_up, f"{answer.text}\n{self.said()}"
            await asyncio.sleep(0.02)


def screens(folder: Path) -> Path:
    """The built screens, copied: a build beside the tests must not pull them from under us."""
    if built := os.environ.get("SCREENS_UNDER_TEST"):
        return Path(built)
    dist = ROOT / "frontend" / "dist"
    spa_build.build(dist, print)
    return Path(shutil.copytree(dist, folder / "dist"))
