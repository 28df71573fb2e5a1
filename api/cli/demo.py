"""``carnet demo``: the service on a filled demonstration."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from api.cli.running import run_service, say_where_mails_go
from api.cli.starting import (
    Data,
    Host,
    Log,
    Port,
    ending_well,
    refuse_to_bring_back,
    settings_from,
    warm_up,
)
from api.core.settings import Settings


def demo(
    port: Port = 8000,
    data: Data = None,
    reset: Annotated[bool, typer.Option("--reset", help="Begin again from nothing.")] = False,
    host: Host = "127.0.0.1",
    access_log: Log = False,
    scale: Annotated[
        float,
        typer.Option(min=0.01, max=10, help="How many customers the shops have, 1 as drawn."),
    ] = 1,
) -> None:
    """The service with a believable demonstration: a bakery, a hairdresser, a café and a grocer."""
    from api.core import launch

    with ending_well():
        settings = settings_from(port, data, demo=True)
        listening = launch.bind(host, port)
        if reset:
            with launch.step("earlier demonstration erased"):
                launch.erase(settings)
        with launch.database(settings, meanwhile=warm_up) as ready:
            refuse_to_bring_back(ready)
            with launch.screens_meanwhile(ready), launch.step("demonstration filled"):
                lines = asyncio.run(_fill(ready, scale))

            def announce() -> None:
                launch.say(f"\nMon Carnet Client is at {ready.origin}   (Ctrl-C stops it)\n")
                width = max(len(what) for what, _ in lines)
                for what, value in lines:
                    launch.say(f"  {what:<{width}}  {value}")
                launch.say()
                say_where_mails_go(ready)

            run_service(ready, listening, (host, port), 1, True, access_log, announce)


async def _fill(settings: Settings, scale: float) -> list[tuple[str, str]]:
    from api import app as domains
    from api.core.db import Database
    from api.core.launch import note
    from api.demo.fill import fill

    assert domains  # noqa: S101  # imported for what they declare
    database = Database(str(settings.database_url), 1)
    try:
        return (await fill(database, settings, note, scale=scale)).lines()
    finally:
        await database.close()
