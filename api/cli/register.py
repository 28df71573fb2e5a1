"""``carnet privacy register``: what persons with a login have asked of the operator."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from api.cli.starting import Data, on_data

_START = datetime(2000, 1, 1)


def register(
    since: Annotated[datetime, typer.Option(help="From this day on (UTC).")] = _START,
    data: Data = None,
) -> None:
    """List the copies and the erasures that persons with a login have asked for, with the last day
    for each: when it came in, which right, the account's id, its state. Ends with 1 where one is
    late. Requests of merchants' customers are in the merchants' own registers."""
    from api.core.clock import now
    from api.core.db import Database
    from api.privacy.requests.users_register import Line
    from api.privacy.requests.users_register import register as read

    async def inside(settings: Any) -> list[Line]:
        database = Database(str(settings.database_url), 2)
        try:
            async with database.session() as db:
                return await read(db, since.replace(tzinfo=UTC))
        finally:
            await database.close()

    with on_data(data) as ready:
        lines = asyncio.run(inside(ready))
    today = now().date()
    late = [line for line in lines if not line.done and line.due_on < today]
    for line in lines:
        mark = "  LATE" if line in late else ""
        typer.echo(
            f"{line.received_at:%Y-%m-%d %H:%M}  {line.kind:8} {line.user_id}  {line.state:17}"
            f" by {line.due_on:%Y-%m-%d}{mark}"
        )
    requests = "1 request" if len(lines) == 1 else f"{len(lines):,} requests"
    typer.echo(f"{requests}, {len(late):,} late.")
    if late:
        raise typer.Exit(1)
