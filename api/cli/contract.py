"""``carnet merchant close``, ``reopen`` and ``closed``: the operator's end of a contract, and what
is left afterwards."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import typer

from api.cli.merchant import Slug, run
from api.cli.starting import Data
from api.core.settings import Settings


def close(slug: Slug, data: Data = None) -> None:
    """End the merchant's contract: nothing changes from now on, owners are told and can take all
    data out or open again, and after the law's period everything goes."""
    run(slug, data, _close)
    typer.echo(f"{slug}: the contract has ended. The service's jobs do the rest.")


def reopen(slug: Slug, data: Data = None) -> None:
    """Take the contract up again, as long as nothing has gone."""
    run(slug, data, _reopen)
    typer.echo(f"{slug}: the contract goes on.")


def closed(
    slug: Slug,
    data: Data = None,
    json: Annotated[bool, typer.Option("--json", help="As a program reads it.")] = False,
) -> None:
    """Print where the end of the contract stands, what went, and every row that is left: its
    table, until when, by which rule and article, and why."""

    async def use(database: Any, settings: Settings, merchant_id: UUID) -> int:
        for line in await _told(database, merchant_id, as_json=json):
            typer.echo(line)
        return 0

    run(slug, data, use)


async def _close(database: Any, settings: Settings, merchant_id: UUID) -> int:
    from api.core import audit
    from api.core.tenancy import enter
    from api.privacy.ending import course

    async with database.session() as db:
        await enter(db, merchant_id)
        await course.end(db, audit.SYSTEM, "operator")
    return 0


async def _reopen(database: Any, settings: Settings, merchant_id: UUID) -> int:
    from api.core import audit
    from api.core.tenancy import enter
    from api.privacy.ending import course

    async with database.session() as db:
        await enter(db, merchant_id)
        await course.reopen(db, audit.SYSTEM)
    return 0


async def _told(database: Any, merchant_id: UUID, *, as_json: bool) -> list[str]:
    import json

    from api.core.tenancy import enter
    from api.privacy.ending import course, left

    async with database.session() as db:
        await enter(db, merchant_id)
        row = await course.current(db)
        if row is None:
            raise course.NotClosed
        remains = await left.remains(db) if row.state in ("held", "done") else {}
        facts = {
            "id": str(row.id),
            "state": row.state,
            "cause": row.cause,
            "ended_at": row.ended_at.isoformat(),
            "due_at": row.due_at.isoformat(),
            "finished_at": row.finished_at and row.finished_at.isoformat(),
            "gone": row.gone,
            "receipts": {name: one for name, one in row.receipts.items() if name != "owners"},
            "remains": remains,
        }
    if as_json:
        return [json.dumps(facts)]
    lines = [f"{name}: {facts[name]}" for name in ("state", "cause", "ended_at", "due_at")]
    lines.append(f"gone: {sum(row.gone.values()):,} rows of {len(row.gone)} tables")
    for table, line in remains.items():
        until = f"until {line['until']}" if line["until"] else "without a person in it"
        rule = f" ({line['rule']}: {line['source']})" if line["rule"] else ""
        lines.append(f"left: {table}: {line['rows']:,} rows, {until}: {line['because']}{rule}")
    return lines
