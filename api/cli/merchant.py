"""``carnet merchant``: all of a merchant's data as a file, and such a file taken in, from one host
to another."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import IO, Annotated, Any
from uuid import UUID

import typer

from api.cli.starting import Data, on_data, saying_why
from api.core.settings import Settings

app = typer.Typer(
    help="All of a merchant's data as a file, and into another host.", no_args_is_help=True
)
Slug = Annotated[str, typer.Argument(help="The merchant's public address.")]
Use = Callable[[Any, Settings, UUID], Awaitable[int]]


@app.command("export")
def export(
    slug: Slug,
    file: Annotated[Path, typer.Argument(dir_okay=False, help="The zip to write.")],
    language: Annotated[
        str, typer.Option(help="fr or en: of the page that a person reads.")
    ] = "fr",
    data: Data = None,
) -> None:
    """Write everything that makes the merchant's notebook work. The file appears when it is
    whole."""
    if language not in ("fr", "en"):
        raise typer.BadParameter("fr or en", param_hint="--language")
    unfinished = file.with_name(f".{file.name}.part")

    async def use(database: Any, settings: Settings, merchant_id: UUID) -> int:
        with unfinished.open("wb") as out:
            os.chmod(unfinished, 0o600)
            return await _export(database, settings, merchant_id, language, out)

    rows = run(slug, data, use)
    unfinished.replace(file)
    typer.echo(f"{file}: {rows:,} rows, {file.stat().st_size:,} bytes.")


async def _export(
    database: Any, settings: Settings, merchant_id: UUID, language: Any, out: IO[bytes]
) -> int:
    from uuid_utils.compat import uuid7

    from api.core import audit
    from api.core.clock import now
    from api.core.personal import Subject
    from api.core.tenancy import enter
    from api.privacy.access.compose import Order, compose
    from api.privacy.inventory import Person

    async def put(pieces: Iterable[bytes]) -> None:
        for piece in pieces:
            out.write(piece)

    person = Person(Subject.MERCHANT, merchant_id, merchant_id)
    rows = await compose(database, settings, Order(uuid7(), person, language, now()), put)
    out.flush()
    os.fsync(out.fileno())
    async with database.session() as db:
        await enter(db, merchant_id)
        facts = {"rows": rows}
        audit.record(db, audit.SYSTEM, "takeout.downloaded", "merchant", merchant_id, **facts)
    return rows


@app.command("import")
def take_in(
    slug: Slug,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The zip to read.")],
    data: Data = None,
) -> None:
    """Take the file of another host into an empty merchant: all of it or nothing, and only if
    every table then has the digest that the file tells."""

    async def use(database: Any, settings: Settings, merchant_id: UUID) -> int:
        with file.open("rb") as found:
            return await _take_in(database, settings, merchant_id, found)

    rows = run(slug, data, use)
    typer.echo(f"{slug}: {rows:,} rows taken in, without a difference.")


async def _take_in(database: Any, settings: Settings, merchant_id: UUID, file: IO[bytes]) -> int:
    from api.core import audit
    from api.core.tenancy import enter
    from api.privacy.access.opened import Opened
    from api.privacy.access.take_in import take_in

    async with database.session() as db:
        await enter(db, merchant_id)
        return await take_in(db, settings, audit.SYSTEM, Opened(file))


def run(slug: str, data: Path | None, use: Use) -> int:
    """Ends with 1 and one line where the merchant or the file is not as expected."""
    with on_data(data) as ready, saying_why():
        return asyncio.run(_with_database(ready, slug, use))
    raise typer.Exit(1)


async def _with_database(settings: Settings, slug: str, use: Use) -> int:
    from sqlalchemy import select

    from api.accounts.models import Merchant
    from api.core.db import Database

    database = Database(str(settings.database_url), 3)
    try:
        async with database.session() as db:
            merchant_id = await db.scalar(select(Merchant.id).where(Merchant.slug == slug))
        if merchant_id is None:
            raise typer.BadParameter(f"no merchant is called {slug}")
        return await use(database, settings, merchant_id)
    finally:
        await database.close()
