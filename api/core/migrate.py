"""Bring a database to the newest schema, and tell whether it is there."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from api.core.db import Database
from api.core.postgres.embedded import APP, EXTENSIONS

FOLDER = Path(__file__).parents[2] / "migrations"
_LOCK = 0x6D63635F6D696772
"""One migrator at a time ("mcc_migr")."""

T = TypeVar("T")


class CannotMigrate(RuntimeError):
    """The database is not prepared; the message says what its administrator has to run."""


async def with_connection(url: str, work: Callable[[Connection], T]) -> T:
    """Run synchronous ``work`` over a connection of its own, without a request's time limits."""
    database = Database(url, pool_size=1)
    try:
        async with database.engine.connect() as connection:
            await connection.execute(text("SET lock_timeout = 0"))
            await connection.execute(text("SET statement_timeout = 0"))
            await connection.commit()
            return await connection.run_sync(work)
    finally:
        await database.close()


async def upgrade(url: str) -> list[str]:
    """Upgrade to the newest revision as the schema's owner; the revisions that were applied.

    Several processes may call it at once (replicas that start together): one works, the others
    wait and find nothing left to do.
    """
    return await with_connection(url, _upgrade)


def _upgrade(connection: Connection) -> list[str]:
    _check_prepared(connection)
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
    connection.commit()
    try:
        # After the wait for our own lock, which may rightly take long.
        connection.execute(text("SET lock_timeout = '10s'"))
        connection.commit()
        before = current(connection)
        connection.commit()
        if before == head():
            return []
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        # /readyz compares revisions as the application's role.
        connection.execute(text(f"GRANT SELECT ON alembic_version TO {APP}"))
        connection.commit()
        return [
            script.revision
            for script in reversed(list(_scripts().iterate_revisions("head", before or "base")))
        ]
    finally:
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})
        connection.commit()


def _check_prepared(connection: Connection) -> None:
    known = connection.execute(text(f"SELECT 1 FROM pg_roles WHERE rolname = '{APP}'")).scalar()
    connection.rollback()
    if known is None:
        raise CannotMigrate(
            f"The role {APP} does not exist. As an administrator of the database run:\n"
            f"  CREATE ROLE {APP} LOGIN PASSWORD '…';\n"
            + "".join(f"  CREATE EXTENSION IF NOT EXISTS {each};\n" for each in EXTENSIONS)
            + "Then give its login as DATABASE_URL, and the schema owner's as "
            "MIGRATION_DATABASE_URL."
        )


def current(connection: Connection) -> str | None:
    """The revision of the database; None when it was never migrated."""
    if connection.execute(text("SELECT to_regclass('alembic_version')")).scalar() is None:
        return None
    revision: str | None = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar()
    return revision


async def is_at_head(connection: AsyncConnection) -> bool:
    """Does the database have the schema that this code was written for?"""
    return await connection.run_sync(current) == head()


@cache
def head() -> str | None:
    """The newest revision among the migrations that came with this code."""
    return _scripts().get_current_head()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
