"""The databases of a test run.

One embedded server for all workers (and all runs) of this user on this machine; the migrations run
once into a template that is named after their content; every worker gets a copy of it. With
``CARNET_TEST_DATABASE_URL=postgresql://superuser:password@host:port/postgres`` that server is used
instead; its roles carnet_owner and carnet_app are made when missing, with the same password.
"""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import event, make_url

from api.core import db, migrate
from api.core.db import Database
from api.core.postgres import binaries, embedded
from api.core.postgres.embedded import APP, OWNER, SUPERUSER, Server

TEMPLATES_KEPT = 12


@dataclass(frozen=True)
class Elsewhere(Server):
    """The server of ``CARNET_TEST_DATABASE_URL``, asked through the same methods."""

    address: str

    def url(self, role: str = APP, database: str = "postgres") -> str:
        url = make_url(self.address).set(drivername="postgresql+asyncpg", database=database)
        return url.set(username=role).render_as_string(hide_password=False)

    def run(self, script: str, database: str = "postgres", role: str = "") -> str:
        url = make_url(self.address).set(drivername="postgresql", database=database)
        if role:
            url = url.set(username=role)
        code, printed = binaries.MYSELF.run(
            *(self.programs / "psql", "-XqAt", "-v", "ON_ERROR_STOP=1"),
            *("-d", url.render_as_string(hide_password=False)),
            stdin=script,
        )
        if code != 0:
            raise binaries.EmbeddedError(printed)
        return printed.strip()


def folder() -> Path:
    """Where the test server of this user lives; kept from run to run."""
    path = Path(tempfile.gettempdir()) / f"carnet-tests-{os.getuid()}"
    path.mkdir(mode=0o711, exist_ok=True)
    assert path.lstat().st_uid == os.getuid(), f"{path} belongs to somebody else"
    return path


@contextmanager
def server() -> Iterator[Server]:
    address = os.environ.get("CARNET_TEST_DATABASE_URL")
    if not address:
        with embedded.running(folder(), fast=True) as own:
            yield own
        return
    programs, _ = binaries.find(binaries.MYSELF)
    other = Elsewhere(Path(), programs, address)
    password = (make_url(address).password or "").replace("'", "''")
    for role in (OWNER, APP):
        if not other.run(f"SELECT 1 FROM pg_roles WHERE rolname = '{role}';"):
            other.run(f"CREATE ROLE {role} LOGIN PASSWORD '{password}';")
    yield other


@contextmanager
def fresh(server: Server, label: str) -> Iterator[str]:
    """A database with the newest schema, for as long as the block lasts; its name."""
    name = f"test_{os.getpid()}_{label}"
    template = _template(server)
    server.drop_database(name)
    server.create_database(name, template=template)
    try:
        yield name
    finally:
        server.drop_database(name)


class Moving(Database):
    """Goes from one test's database to the next: what SQLAlchemy has compiled for one is good for
    all, and compiling takes longer than most statements."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.place = ""
        for one in (self, self.of_jobs):
            event.remove(one.engine.sync_engine, "do_connect", db._connect)
            event.listen(one.engine.sync_engine, "do_connect", self._connect)

    def _connect(self, dialect: Any, record: Any, cargs: Any, cparams: dict[str, Any]) -> Any:
        return db._connect(dialect, record, cargs, cparams | {"database": self.place})


_moving = cache(Moving)


@asynccontextmanager
async def at(url: str) -> AsyncIterator[Database]:
    """The connections to a database of a test's own; one such test runs at a time."""
    address = make_url(url)
    database = _moving(address.set(database="").render_as_string(hide_password=False))
    assert not database.place, "another test is using it"
    database.place = address.database or ""
    try:
        yield database
    finally:
        await database.close()
        database.place = ""


@dataclass(frozen=True)
class There:
    merchants: list[UUID]
    users: list[UUID]


@dataclass(frozen=True)
class Traces:
    """What a test leaves behind that others would go through: jobs, events that wait for a seal,
    merchants and accounts. Else whatever is done for each merchant would be done for those of
    hundreds of tests. The rows that belong to them stay, under ids that nobody asks for."""

    connection: asyncpg.Connection

    @classmethod
    @asynccontextmanager
    async def of(cls, server: Server, database: str) -> AsyncIterator[Traces]:
        url = make_url(server.url(SUPERUSER, database)).set(drivername="postgresql")
        # A replica: it does not look whether other rows point at those that it deletes.
        connection = await asyncpg.connect(
            url.render_as_string(hide_password=False),
            server_settings={"session_replication_role": "replica"},
        )
        yield cls(connection)
        await connection.close()

    async def there(self) -> There:
        row = await self.connection.fetchrow(
            "SELECT ARRAY(SELECT id FROM merchants) AS merchants,"
            " ARRAY(SELECT id FROM users) AS users"
        )
        return There(**row)

    async def remove_all_but(self, there: There) -> None:
        await self.connection.execute(
            """
            WITH jobs AS (DELETE FROM jobs.pgqueuer),
                 waiting AS (DELETE FROM audit_waiting WHERE merchant_id <> ALL ($1)),
                 users AS (DELETE FROM users WHERE id <> ALL ($2))
            DELETE FROM merchants WHERE id <> ALL ($1)
            """,
            there.merchants,
            there.users,
        )

    async def remove_their_rows(self) -> None:
        """For a test that reads the whole database: the rows of merchants who are gone."""
        await self.connection.execute(
            """
            DO $$ DECLARE place regclass; BEGIN
                FOR place IN
                    SELECT attrelid FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
                    WHERE attname = 'merchant_id' AND relkind = 'r'
                      AND relnamespace = 'public'::regnamespace
                LOOP
                    EXECUTE format(
                        'DELETE FROM %s WHERE merchant_id NOT IN (SELECT id FROM merchants)', place
                    );
                END LOOP;
            END $$
            """
        )


def _template(server: Server) -> str:
    content = hashlib.sha256(repr(embedded.EXTENSIONS).encode())
    for path in sorted(migrate.FOLDER.rglob("*.py")):
        content.update(path.name.encode() + path.read_bytes())
    name = f"template_{content.hexdigest()[:16]}"
    with (folder() / "template.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not server.has_database(name):
            _sweep(server)
            making = f"making_{name}"
            server.drop_database(making)
            server.create_database(making)
            # In a thread of its own: pytest's event loop is none of its business.
            with ThreadPoolExecutor(1) as pool:
                pool.submit(asyncio.run, migrate.upgrade(server.url(OWNER, making))).result()
            server.run(f'ALTER DATABASE "{making}" RENAME TO "{name}";')
    return name


def _sweep(server: Server) -> None:
    """Drop what killed runs left behind, and templates of long ago."""
    names = server.run(
        "SELECT datname FROM pg_database WHERE datname ~ '^(test|template)_' "
        "AND NOT datistemplate ORDER BY oid DESC;"
    ).splitlines()
    templates = [name for name in names if name.startswith("template_")]
    runs = {name: re.match(r"test_(\d+)_", name) for name in names if name.startswith("test_")}
    for name, run in runs.items():
        if run and not Path(f"/proc/{run[1]}").exists():
            server.drop_database(name)
    for name in templates[TEMPLATES_KEPT:]:
        server.drop_database(name)
