"""``carnet statistics``: the counts, made anew from the ledger."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer

from api.cli.starting import Data, on_data
from api.core.settings import Settings

app = typer.Typer(help="Statistics: count anew.", no_args_is_help=True)


@app.callback()
def statistics() -> None:
    """Keeps ``rebuild`` a sub-command."""


@app.command("rebuild")
def rebuild(
    merchant: Annotated[str | None, typer.Option(help="Only this merchant's (its slug).")] = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            help="Go on with an interrupted run, which said when it began: leave out whom it has"
            " done.",
        ),
    ] = None,
    data: Data = None,
) -> None:
    """Count each merchant anew from its whole ledger. The service may run: until a merchant is
    done, the former figures are shown. Killed, it leaves each merchant as before or done."""

    with on_data(data) as ready:
        asyncio.run(count_anew(ready, merchant, since))


async def count_anew(settings: Settings, slug: str | None, since: datetime | None) -> None:
    from sqlalchemy import select

    from api.accounts.models import Merchant
    from api.core.clock import now
    from api.core.db import Database
    from api.core.tenancy import enter
    from api.statistics import anew

    began = (since if since.tzinfo else since.replace(tzinfo=UTC)) if since else now()
    database = Database(str(settings.database_url), 1)
    try:
        async with database.session() as db:
            whose = select(Merchant.id, Merchant.slug).order_by(Merchant.slug)
            if slug is not None:
                whose = whose.where(Merchant.slug == slug)
            merchants = (await db.execute(whose)).all()
        if slug is not None and not merchants:
            raise typer.BadParameter(f"no merchant is called {slug}")
        typer.echo(f"If this is interrupted, go on with --since {began:%Y-%m-%dT%H:%M:%S}")
        for merchant_id, name in merchants:
            async with database.session() as db:
                await enter(db, merchant_id)
                cards = await anew.rebuild(db, began)
            typer.echo(f"{name}: " + ("done before" if cards is None else f"{cards:,} cards"))
    finally:
        await database.close()
