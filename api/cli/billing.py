"""``carnet billing``: plans at Stripe, what Stripe has told, and the operator's gifts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.starting import Data, ending_well, on_data, saying_why, settings_from
from api.core.settings import Settings

app = typer.Typer(
    help="Plans at Stripe, what Stripe has told, and gifts.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

Slug = Annotated[str, typer.Argument(help="The merchant's public address.")]


def _run(doing: Coroutine[Any, Any, None]) -> None:
    """Ends with 1 and one line where Stripe or the merchant is not as expected."""
    from api.billing.grants import NoSuchMerchant

    try:
        with saying_why():
            asyncio.run(doing)
    except NoSuchMerchant as missing:
        typer.secho(f"Nobody has the address {missing}.", fg="red", err=True)
        raise typer.Exit(1) from None


def _with_database(data: Path | None, use: Callable[[Any, Settings], Awaitable[None]]) -> None:
    from api.core.db import Database

    async def inside(settings: Settings) -> None:
        database = Database(str(settings.database_url), 2)
        try:
            await use(database, settings)
        finally:
            await database.close()

    with on_data(data) as ready:
        _run(inside(ready))


@app.command()
def sync(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done.")
    ] = False,
) -> None:
    """Bring products and prices at Stripe to what the plans' file says."""
    from api.billing import catalogue, plans
    from api.billing.stripe_api import line

    async def inside(settings: Settings) -> None:
        declared = plans.load(settings.plans_file)
        async with line(settings, in_a_job=True) as stripe:
            todo = await catalogue.steps(stripe, declared)
            for step in todo:
                if not dry_run:
                    await catalogue.do(stripe, step)
                typer.echo(f"{'would ' if dry_run else ''}{step.says}")
        if not todo:
            typer.echo("Stripe has what the plans say.")

    with ending_well():
        _run(inside(settings_from()))


@app.command()
def reconcile(
    days: Annotated[
        int, typer.Option(min=1, help="How far back to look at events and invoices.")
    ] = 30,
    data: Data = None,
) -> None:
    """Compare with Stripe's lists, repair what differs, and say each repair."""
    from api.billing import reconcile as comparing

    async def use(database: Any, settings: Settings) -> None:
        back = timedelta(days=days)
        repaired = await comparing.everything(database, settings, typer.echo, back)
        typer.echo(f"{repaired} repaired." if repaired else "Nothing differs.")

    _with_database(data, use)


@app.command()
def events(
    failed: Annotated[bool, typer.Option("--failed", help="Only those given up.")] = False,
    most: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
    data: Data = None,
) -> None:
    """List what Stripe has told, newest first."""
    from sqlalchemy import select

    from api.billing.models import StripeEvent

    async def use(database: Any, settings: Settings) -> None:
        query = select(StripeEvent).order_by(StripeEvent.received_at.desc()).limit(most)
        if failed:
            query = query.where(StripeEvent.state == "failed")
        async with database.session() as db:
            rows = (await db.scalars(query)).all()
        for row in rows:
            tried = f"  {row.attempts} attempts: {row.error}" if row.error else ""
            typer.echo(
                f"{row.id}  {row.received_at:%Y-%m-%d %H:%M}  {row.state:<8}  {row.type}"
                f"  {row.object_id or ''}{tried}"
            )
        if not rows:
            typer.echo("No event was given up." if failed else "Stripe has told nothing yet.")

    _with_database(data, use)


@app.command()
def replay(
    event: Annotated[str | None, typer.Argument(help="An event's id, evt_…")] = None,
    failed: Annotated[bool, typer.Option("--failed", help="All that were given up.")] = False,
    data: Data = None,
) -> None:
    """Handle an event once more; the job worker does it. Doing it again does no harm."""
    from sqlalchemy import select

    from api.billing import handle
    from api.billing.models import StripeEvent

    if (event is None) == (not failed):
        raise typer.BadParameter("name an event, or say --failed")

    async def use(database: Any, settings: Settings) -> None:
        wanted = StripeEvent.state == "failed" if failed else StripeEvent.id == event
        async with database.session() as db:
            rows = (await db.scalars(select(StripeEvent).where(wanted))).all()
            for row in rows:
                await handle.replay(db, row)
                typer.echo(f"{row.id} {row.type}: in the queue")
        if not rows:
            typer.echo("No such event." if event else "No event was given up.")
            raise typer.Exit(1 if event else 0)

    _with_database(data, use)


@app.command()
def grant(
    slug: Slug,
    plan: Annotated[str, typer.Argument(help="The plan's id.")],
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The last day; for good if absent."),
    ] = None,
    data: Data = None,
) -> None:
    """Give a merchant a plan, without Stripe."""
    from api.billing import grants, plans

    async def use(database: Any, settings: Settings) -> None:
        ends = until and datetime.combine(until.date() + timedelta(days=1), time(), UTC)
        async with database.session() as db:
            await grants.enter_shop(db, slug)
            stands = await grants.grant(db, plans.load(settings.plans_file), plan, ends)
        typer.echo(f"{slug}: {stands.plan.id} ({stands.state})")

    _with_database(data, use)


@app.command()
def revoke(slug: Slug, data: Data = None) -> None:
    """Take back what was given."""
    from api.billing import grants, plans

    async def use(database: Any, settings: Settings) -> None:
        async with database.session() as db:
            merchant_id = await grants.enter_shop(db, slug)
            stands = await grants.revoke(db, plans.load(settings.plans_file), merchant_id)
        typer.echo(f"{slug}: {stands.plan.id} ({stands.state})")

    _with_database(data, use)
