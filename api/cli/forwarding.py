"""``carnet privacy forward``: a request that reached the operator and is the merchant's."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import typer

from api.cli.starting import Data, on_data


def forward(
    merchant: Annotated[
        str,
        typer.Argument(
            help="The merchant's public address: what follows /c/ or /join/ in its links, or such"
            " a link."
        ),
    ],
    kind: Annotated[
        str,
        typer.Argument(
            help="access, portability, rectification, erasure, restriction, objection,"
            " withdrawal or complaint."
        ),
    ],
    asked_by: Annotated[
        str, typer.Option("--from", help="How the person introduced themselves.")
    ] = "",
    received: Annotated[
        datetime | None, typer.Option(help="When it reached you (UTC); default: now.")
    ] = None,
    customer: Annotated[UUID | None, typer.Option(help="The customer's id, if known.")] = None,
    text: Annotated[
        typer.FileText | None, typer.Option(help="File with the request's words; - reads them.")
    ] = None,
    data: Data = None,
) -> None:
    """Pass a request about a merchant's customer on to the merchant, who answers it.

    The owners are told by mail and read it in their desk; the person is written to by nobody. Of
    a complaint the merchant knows within 72 hours: what could not be told stands in the log as an
    error after 24, 48 and 72 hours.
    """
    from api.core.clock import now
    from api.core.db import Database
    from api.core.errors import Problem
    from api.privacy.requests.forward import NoSuchMerchant, forward, wish_from

    words = text.read() if text else ""

    async def inside(settings: Any) -> None:
        database = Database(str(settings.database_url), 2)
        at = received.replace(tzinfo=UTC) if received else None
        try:
            wish = wish_from(kind, asked_by, words, at)
            row = await forward(database, settings, merchant, wish, customer)
        finally:
            await database.close()
        late = " (that is over)" if row.due_on < now().date() else ""
        typer.echo(f"{row.id}  the merchant has until {row.due_on:%Y-%m-%d} to answer{late}")
        typer.echo("Its owners are told by mail and read it in their desk. Nobody else is.")
        if row.notice_due_at is not None:
            typer.echo(f"They have to know of it by {row.notice_due_at:%Y-%m-%d %H:%M} UTC.")

    with on_data(data) as ready:
        try:
            asyncio.run(inside(ready))
        except NoSuchMerchant as missing:
            near = f" There are: {', '.join(missing.near)}." if missing.near else ""
            _end(f"Nobody has the address {missing}.{near}")
        except Problem as problem:
            _end(problem.detail or problem.title)
        except ValueError as wrong:
            _end(str(wrong))


def _end(why: str) -> None:
    typer.secho(why, fg="red", err=True)
    sys.exit(1)
