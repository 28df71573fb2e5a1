"""``carnet jobs``: the jobs that were given up."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from api.cli.starting import Data, on_data
from api.core.settings import Settings


def failed_jobs(
    retry: Annotated[list[int] | None, typer.Option(help="Number of a job to try again.")] = None,
    retry_all: Annotated[bool, typer.Option("--retry-all", help="Try all again.")] = False,
    data: Data = None,
) -> None:
    """List the jobs that were given up, newest first, or put them back into the queue."""

    with on_data(data) as ready:
        asyncio.run(_failed_jobs(ready, retry or [], retry_all))


async def _failed_jobs(settings: Settings, again: list[int], all_again: bool) -> None:
    from api.core import jobs
    from api.core.db import Database

    database = Database(str(settings.database_url), 1)
    try:
        async with database.session() as db:
            failed = {one.id: one for one in await jobs.failed(db, most=1000)}
            if unknown := set(again) - failed.keys():
                raise typer.BadParameter(f"not given up: {', '.join(map(str, sorted(unknown)))}")
            for number in failed if all_again else again:
                await jobs.retry(db, number)
                typer.echo(f"{number} {failed[number].name}: tried again")
    finally:
        await database.close()
    if not (again or all_again):
        for one in failed.values():
            ids = " ".join(f"{name}={value}" for name, value in one.payload.items())
            typer.echo(f"{one.id}  {one.since:%Y-%m-%d %H:%M}  {one.name}  {one.why}  {ids}")
        typer.echo("" if failed else "No job was given up.")
