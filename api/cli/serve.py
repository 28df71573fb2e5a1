"""``carnet serve`` and ``carnet worker``: the service, whole or in parts."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.running import run_service, say_where_mails_go, work
from api.cli.starting import (
    Data,
    Host,
    Log,
    Port,
    check,
    ending_well,
    refuse_to_bring_back,
    settings_from,
    warm_up,
)


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer requests.")] = 1,
    jobs: Annotated[bool, typer.Option("--jobs/--no-jobs", help="Run the job worker too.")] = True,
    data: Data = None,
    access_log: Log = True,
) -> None:
    """Run the service: API, screens and job worker, on DATABASE_URL or an embedded PostgreSQL."""
    from api.core import launch

    with ending_well():
        settings = settings_from(port, data)
        check(settings)
        listening = launch.bind(host, port)
        with launch.database(settings, meanwhile=warm_up) as ready:
            refuse_to_bring_back(ready)
            launch.screens(ready)

            def announce() -> None:
                launch.say(f"\nMon Carnet Client is at {ready.origin}   (Ctrl-C stops it)")
                say_where_mails_go(ready)

            run_service(ready, listening, (host, port), workers, jobs, access_log, announce)


def worker(data: Data = None) -> None:
    """Run background jobs alone, beside `carnet serve --no-jobs` or on another machine."""
    from api.core import launch
    from api.core.processes import Part, keep_running

    with ending_well():
        settings = settings_from(data=data)
        check(settings)
        with launch.database(settings, meanwhile=warm_up) as ready:
            refuse_to_bring_back(ready)
            parts = [Part("job worker", work, (ready,))]
            keep_running(parts, lambda: launch.say("Waiting for jobs.   (Ctrl-C stops it)"))
