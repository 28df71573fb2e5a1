"""``carnet privacy``: the proof that what was erased is gone."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from api.cli.starting import Data, ending_well, settings_from

app = typer.Typer(
    help="Persons' rights: requests that reached you, and the proof of an erasure.",
    no_args_is_help=True,
)

Customer = Annotated[UUID | None, typer.Option(help="A customer's id.")]
User = Annotated[UUID | None, typer.Option(help="The id of a person with a login.")]


@app.command("plant")
def plant(
    out: Annotated[Path, typer.Option(help="Where the values are written to, for the scan.")],
    customer: Customer = None,
    user: User = None,
    data: Data = None,
) -> None:
    """Overwrite what is kept about a person with values found nowhere else, before a rehearsal
    of an erasure. What was there is lost: for a demonstration, or for a copy."""
    from api.core.postgres import embedded

    settings = settings_from(data=data)
    if settings.database_url:
        raise typer.BadParameter("only in an embedded database, and DATABASE_URL is set")
    with ending_well(), embedded.running(settings.data) as server:
        values = asyncio.run(_values(server.url(embedded.SUPERUSER), customer, user, new=True))
    if not values:
        raise typer.BadParameter("there is no such person")
    out.write_text(json.dumps(values, indent=1, ensure_ascii=False))
    typer.echo(f"{len(values):,} values are listed in {out}.")


@app.command("scan")
def scan(
    customer: Customer = None,
    user: User = None,
    value: Annotated[list[str] | None, typer.Option(help="Any text; repeatable.")] = None,
    values: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="What `plant` has written.")
    ] = None,
    dump: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="A backup, searched instead of a new dump."),
    ] = None,
    logs: Annotated[
        list[Path] | None, typer.Option(exists=True, help="Logs kept elsewhere; repeatable.")
    ] = None,
    data: Data = None,
) -> None:
    """Search a full dump (every table, the jobs' and exports included), the planner's statistics
    and all files, in plain and in the usual encodings and hashes. Ends with 1 where something is
    found that no declaration lets stay."""
    from api.core.postgres import embedded
    from api.privacy.scan.dump import CannotDump
    from api.privacy.scan.whole import needles
    from api.privacy.scan.whole import scan as search

    settings = settings_from(data=data)
    wanted = json.loads(values.read_text()) if values else {}
    wanted |= {f"value {number}": one for number, one in enumerate(value or (), 1)}
    ids = [one for one in (customer, user) if one is not None]
    if not wanted and not ids:
        raise typer.BadParameter("say what to search for: --customer, --user, --value or --values")
    if settings.database_url and dump is None:
        raise typer.BadParameter("DATABASE_URL is set: pass a --dump made by its superuser")
    with ending_well():
        try:
            if settings.database_url:
                typer.echo("Not searched: pg_stats, which its superuser alone can read.")
                hits = search(settings, needles(wanted, ids), dump_file=dump, logs=logs or ())
            else:
                with embedded.running(settings.data) as server:
                    url = server.url(embedded.SUPERUSER)
                    wanted |= asyncio.run(_values(url, customer, user))
                    hits = search(
                        settings,
                        needles(wanted, ids),
                        server=server,
                        database=embedded.DATABASE,
                        dump_file=dump,
                        logs=logs or (),
                    )
        except CannotDump as error:
            raise typer.BadParameter(str(error)) from error
    for hit in hits:
        mark = f"may stay: {hit.kept}" if hit.kept else "FOUND"
        typer.echo(f"{hit.place}: {hit.label} ({hit.form}) {mark}")
    wrong = sum(not hit.kept for hit in hits)
    typer.echo(
        f"{len(wanted) + len(ids):,} values: {wrong:,} hit(s), {len(hits) - wrong:,} allowed."
    )
    if wrong:
        raise typer.Exit(1)


async def _values(
    url: str, customer: UUID | None, user: UUID | None, *, new: bool = False
) -> dict[str, str]:
    from api import app as domains
    from api.core.personal import Subject
    from api.privacy.scan.persons import found
    from api.privacy.scan.values import kept, plant

    assert domains  # noqa: S101  # imported for what they declare
    values: dict[str, str] = {}
    for subject, id in ((Subject.CUSTOMER, customer), (Subject.USER, user)):
        if id is None:
            continue
        async with found(url, subject, id) as (db, person):
            if person is not None:
                values |= await (plant if new else kept)(db, person)
    return values
