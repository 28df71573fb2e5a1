"""``carnet audit``: the trail of what was done, verified from outside the service."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.cli.starting import Data, on_data
from api.core.settings import Settings

app = typer.Typer(help="The audit trail: verify it, list its daily roots.", no_args_is_help=True)


@app.command("verify")
def verify(
    merchant: Annotated[str | None, typer.Option(help="Only this merchant's (its slug).")] = None,
    roots: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="Daily roots that were kept elsewhere (lines of audit-roots.jsonl): a chain cut"
            " off or rewritten as a whole is known by them alone.",
        ),
    ] = None,
    data: Data = None,
) -> None:
    """Go over every event and seal, and say which are wrong and how. Ends with 1 if any is."""
    from api.core.audit.roots import read

    try:
        kept = read(roots) if roots else {}
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    with on_data(data) as ready:
        faults = asyncio.run(_verify(ready, merchant, kept))
        typer.echo(f"{faults:,} fault(s)." if faults else "The trail is whole.")
        if faults:
            raise typer.Exit(1)


async def _verify(settings: Settings, slug: str | None, kept: dict[date, bytes]) -> int:
    from sqlalchemy import select

    from api.accounts.models import Merchant
    from api.core.audit.root_check import verify_roots
    from api.core.audit.verify import Report
    from api.core.audit.verify import verify as verify_merchant
    from api.core.db import Database

    faults = 0
    database = Database(str(settings.database_url), 2)
    try:
        async with database.session() as db:
            whose = select(Merchant.id, Merchant.slug).order_by(Merchant.slug)
            if slug is not None:
                whose = whose.where(Merchant.slug == slug)
            merchants = (await db.execute(whose)).all()
        if slug is not None and not merchants:
            raise typer.BadParameter(f"no merchant is called {slug}")
        async for fault in verify_roots(database, kept):
            faults += 1
            typer.echo(f"roots: {fault.kind}: {fault.says}")
        for merchant_id, name in merchants:
            report = Report()
            async for fault in verify_merchant(database, merchant_id, report):
                typer.echo(f"{name}: {fault.kind}: {fault.says}")
            faults += report.faults
            state = f"{report.faults:,} fault(s)" if report.faults else "whole"
            waiting = f", {report.waiting:,} not sealed yet" if report.waiting else ""
            begins = f" behind place {report.begins:,}" if report.begins else ""
            typer.echo(f"{name}: {report.seals:,} sealed events{begins}: {state}{waiting}")
    finally:
        await database.close()
    return faults


@app.command("roots")
def roots(data: Data = None) -> None:
    """Print the daily roots, a line of JSON each, to be kept where nobody can change them."""

    with on_data(data) as ready:
        asyncio.run(_roots(ready))


async def _roots(settings: Settings) -> None:
    from api.core.audit.roots import all_roots, line
    from api.core.db import Database

    database = Database(str(settings.database_url), 1)
    try:
        async with database.session() as db:
            async for made in all_roots(db):
                typer.echo(line(made))
    finally:
        await database.close()
