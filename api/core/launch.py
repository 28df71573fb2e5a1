"""From nothing to a service that answers: address, database, schema, screens, processes."""

from __future__ import annotations

import asyncio
import errno
import http.client
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from api.core import migrate
from api.core.db import Database
from api.core.http import spa_build
from api.core.http.health import UnsafeRole, refuse_unsafe_role
from api.core.http.spa_build import BuildFailed
from api.core.migrate import CannotMigrate
from api.core.postgres import embedded
from api.core.postgres.binaries import EmbeddedError
from api.core.processes import Part, PartDied, keep_running
from api.core.settings import Misconfigured, Settings


class CannotStart(RuntimeError):
    """Something on the way is missing; the message says what to do."""


EXPECTED = (
    CannotStart,
    Misconfigured,
    EmbeddedError,
    CannotMigrate,
    UnsafeRole,
    BuildFailed,
    PartDied,
)
"""What ends a command with its message alone, without a traceback."""


def say(line: str = "") -> None:
    print(line, flush=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Announce a step at once, and how long it took when it is done."""
    on_terminal = sys.stdout.isatty()
    if on_terminal:
        print(f"· {what} …", end="", flush=True)
    began = time.monotonic()
    yield
    took = f"{time.monotonic() - began:.1f} s"
    print(f"\r\x1b[K✓ {what} ({took})" if on_terminal else f"✓ {what} ({took})", flush=True)


def note(line: str) -> None:
    """A line in the middle of a step."""
    print(f"\r\x1b[K  {line}" if sys.stdout.isatty() else f"  {line}", flush=True)


def bind(host: str, port: int) -> socket.socket:
    """Take the port first: that it is in use should not be learnt after a minute of work."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except OSError as error:
        taken.close()
        if error.errno == errno.EADDRINUSE:
            raise CannotStart(
                f"Port {port} is in use by another program. Stop it, or choose another port: "
                f"--port {port + 1}"
            ) from error
        raise CannotStart(f"Cannot listen on {host}:{port}: {error.strerror}") from error
    taken.set_inheritable(True)
    return taken


def erase(settings: Settings) -> None:
    """Remove the embedded database, the mails and the erasure ledger of a data folder."""
    if settings.database_url:
        raise CannotStart("Only an embedded database can be erased, and DATABASE_URL is set.")
    if settings.data.exists():
        embedded.erase(settings.data)
        shutil.rmtree(settings.mail_folder, ignore_errors=True)
        if settings.erasure_ledger_file is None:
            # Of a database that no longer exists.
            settings.erasure_ledger.unlink(missing_ok=True)


@contextmanager
def database(
    settings: Settings, meanwhile: Callable[[], None] = lambda: None
) -> Iterator[Settings]:
    """The settings with a database that is running, of this version's schema, and safe.

    ``meanwhile``: what begins in the background as soon as nothing more can be refused at once.
    """
    # Made here once, not by several processes at the same moment.
    known = {"secret_key": settings.secret.decode()}
    if settings.database_url:
        if settings.migration_database_url:
            migrated(settings.migration_database_url)
        with step("database reached"):
            asyncio.run(_check(settings.database_url))
        meanwhile()
        yield settings.model_copy(update=known)
        return
    meanwhile()
    with _embedded(settings) as server:
        migrated(server.url(embedded.OWNER))
        yield settings.model_copy(update=known | {"database_url": server.url()})


@contextmanager
def _embedded(settings: Settings) -> Iterator[embedded.Server]:
    # Not "with step(...), running(...)": the step is over when the server runs.
    server = embedded.running(settings.data, revive=True, say=note)
    with step("PostgreSQL running"):
        running = server.__enter__()
    try:
        yield running
    finally:
        server.__exit__(None, None, None)


def migrated(owner_url: str) -> None:
    with step("schema up to date"):
        for revision in asyncio.run(_upgrade(owner_url)):
            note(f"applied {revision}")


async def _upgrade(url: str) -> list[str]:
    try:
        return await migrate.upgrade(url)
    except OSError as error:
        raise CannotStart(f"The database cannot be reached: {error}") from error


async def _check(url: str) -> None:
    pool = Database(url, 1)
    try:
        async with pool.engine.connect() as connection:
            await refuse_unsafe_role(connection)
            if not await migrate.is_at_head(connection):
                raise CannotStart(
                    "The database has not the schema of this version. Run `carnet migrate` with "
                    "MIGRATION_DATABASE_URL set to the login of the schema's owner."
                )
    except OSError as error:
        raise CannotStart(f"The database cannot be reached: {error}") from error
    finally:
        await pool.close()


def migrate_only(settings: Settings) -> None:
    """Upgrade the configured database, or the embedded one, and nothing else."""
    if settings.migration_database_url:
        migrated(settings.migration_database_url)
    elif settings.database_url:
        raise CannotStart(
            "Set MIGRATION_DATABASE_URL to the login of the schema's owner: that of the service "
            "may not change the schema."
        )
    else:
        with _embedded(settings) as server:
            migrated(server.url(embedded.OWNER))


def screens(settings: Settings) -> None:
    with step("screens built"):
        spa_build.build(settings.frontend_dist, note)


@contextmanager
def screens_meanwhile(settings: Settings) -> Iterator[None]:
    """Build the screens while the block does something else."""
    with ThreadPoolExecutor(1) as pool:
        building = pool.submit(spa_build.build, settings.frontend_dist, note)
        yield
        with step("screens built"):
            building.result()


def run(parts: list[Part], address: tuple[str, int], announce: Callable[[], None]) -> None:
    """Run the parts until told to stop; ``announce`` when the first request would be served."""
    began = time.monotonic()

    def wait_until_ready() -> None:
        while not _ready(address):
            time.sleep(0.05)
        say(f"✓ answering requests ({time.monotonic() - began:.1f} s)")
        announce()

    keep_running(parts, wait_until_ready)


def _ready(address: tuple[str, int]) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address[0], address[0])  # noqa: S104  # compared, not bound
    probe = http.client.HTTPConnection(host, address[1], timeout=5)
    try:
        probe.request("GET", "/readyz")
        return probe.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        probe.close()
