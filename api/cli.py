"""The command ``carnet``.

What a command needs is imported inside it, here and nowhere else: ``carnet --help`` answers at
once, and a mistake in one part does not take the other commands along.
"""

from __future__ import annotations

import asyncio
import difflib
import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from typing import Annotated, Any

import typer

from api.core.settings import Settings

app = typer.Typer(
    help="Mon Carnet Client: digital loyalty cards for local merchants.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Host = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for all.")]
Port = Annotated[int, typer.Option(min=1, max=65535)]
Data = Annotated[
    Path | None, typer.Option(help="Folder of the embedded database, mails and the secret.")
]
Log = Annotated[bool, typer.Option("--access-log/--no-access-log", help="A line per request.")]


def main() -> None:
    app()


def _warm_up() -> None:
    from api.core.processes import warm_up

    warm_up("api.app", "api.core.worker", "uvicorn")


@contextmanager
def _ending_well() -> Iterator[None]:
    """Ctrl-C and SIGTERM put everything away; what can be expected to fail ends in one message."""
    from api.core.launch import EXPECTED, say
    from api.core.processes import Stop, stoppable

    try:
        with stoppable():
            yield
    except Stop:
        say("\nStopped.")
    except EXPECTED as error:
        typer.secho(f"\n{error}", fg="red", err=True)
        raise typer.Exit(1) from None


def _settings(port: int | None = None, data: Path | None = None, demo: bool = False) -> Settings:
    settings = Settings()
    changes: dict[str, Any] = {}
    if data is not None:
        changes["data"] = data.resolve()
    else:
        changes["data"] = (settings.data / "demo" if demo else settings.data).resolve()
    if port is not None and "public_url" not in settings.model_fields_set:
        changes["public_url"] = f"http://localhost:{port}"
    return settings.model_copy(update=changes)


@app.command()
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer requests.")] = 1,
    jobs: Annotated[bool, typer.Option("--jobs/--no-jobs", help="Run the job worker too.")] = True,
    data: Data = None,
    access_log: Log = True,
) -> None:
    """Run the service: API, screens and job worker, on DATABASE_URL or an embedded PostgreSQL."""
    _warm_up()
    from api.core import launch

    with _ending_well():
        settings = _settings(port, data)
        listening = launch.bind(host, port)
        with launch.database(settings) as ready:
            launch.screens(ready)

            def announce() -> None:
                launch.say(f"\nMon Carnet Client is at {ready.origin}   (Ctrl-C stops it)")
                _say_where_mails_go(ready)

            _run(ready, listening, (host, port), workers, jobs, access_log, announce)


@app.command()
def demo(
    port: Port = 8000,
    data: Data = None,
    reset: Annotated[bool, typer.Option("--reset", help="Begin again from nothing.")] = False,
    host: Host = "127.0.0.1",
    access_log: Log = False,
) -> None:
    """The service with a believable demonstration: a bakery, a hairdresser and a café."""
    _warm_up()
    from api.core import launch

    with _ending_well():
        settings = _settings(port, data, demo=True)
        listening = launch.bind(host, port)
        if reset:
            with launch.step("earlier demonstration erased"):
                launch.erase(settings)
        with launch.database(settings) as ready:
            with launch.screens_meanwhile(ready), launch.step("demonstration filled"):
                lines = asyncio.run(_fill(ready))

            def announce() -> None:
                launch.say(f"\nMon Carnet Client is at {ready.origin}   (Ctrl-C stops it)\n")
                width = max(len(what) for what, _ in lines)
                for what, value in lines:
                    launch.say(f"  {what:<{width}}  {value}")
                launch.say()
                _say_where_mails_go(ready)

            _run(ready, listening, (host, port), 1, True, access_log, announce)


async def _fill(settings: Settings) -> list[tuple[str, str]]:
    from api.core.db import Database
    from api.core.launch import note
    from api.demo.fill import fill

    database = Database(str(settings.database_url), 1)
    try:
        return (await fill(database, settings, note)).lines()
    finally:
        await database.close()


@app.command()
def worker(data: Data = None) -> None:
    """Run background jobs alone, beside `carnet serve --no-jobs` or on another machine."""
    _warm_up()
    from api.core import launch
    from api.core.processes import Part, keep_running

    with _ending_well(), launch.database(_settings(data=data)) as ready:
        parts = [Part("job worker", work, (ready,))]
        keep_running(parts, lambda: launch.say("Waiting for jobs.   (Ctrl-C stops it)"))


@app.command("jobs")
def failed_jobs(
    retry: Annotated[list[int] | None, typer.Option(help="Number of a job to try again.")] = None,
    retry_all: Annotated[bool, typer.Option("--retry-all", help="Try all again.")] = False,
    data: Data = None,
) -> None:
    """List the jobs that were given up, newest first, or put them back into the queue."""
    from api.core import launch

    with _ending_well(), launch.database(_settings(data=data)) as ready:
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


@app.command()
def migrate(data: Data = None) -> None:
    """Bring the database to this version's schema, as its owner (MIGRATION_DATABASE_URL)."""
    from api.core import launch

    with _ending_well():
        launch.migrate_only(_settings(data=data))


@app.command()
def screens() -> None:
    """Build the screens if they are missing or older than their sources."""
    from api.core import launch

    with _ending_well():
        launch.screens(_settings())


@app.command()
def openapi(
    path: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("openapi.yaml"),
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail on drift.")] = False,
) -> None:
    """Write the API's description, generated from the code."""
    generated = _description()
    if not check:
        path.write_text(generated)
        return
    written = path.read_text() if path.exists() else ""
    if written != generated:
        drift = difflib.unified_diff(
            written.splitlines(), generated.splitlines(), str(path), "the code", lineterm="", n=1
        )
        typer.echo("\n".join(list(drift)[:40]), err=True)
        typer.echo(f"\n{path} is not what the code says. Run: carnet openapi", err=True)
        raise typer.Exit(1)


def _description() -> str:
    import yaml

    from api.app import create_app

    # No environment: the document is about the code, not about the machine.
    settings = Settings.model_construct(database_url="postgresql+asyncpg://nowhere/carnet")
    document = create_app(settings).openapi()

    class Dumper(yaml.SafeDumper):
        """Texts of several lines as such, and no anchors: people read this file."""

        def ignore_aliases(self, data: object) -> bool:
            return True

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        style = "|" if "\n" in value else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    written: str = yaml.dump(
        document, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=100
    )
    return written


def _run(
    settings: Settings,
    listening: socket,
    address: tuple[str, int],
    workers: int,
    jobs: bool,
    access_log: bool,
    announce: Callable[[], None],
) -> None:
    from api.core import launch
    from api.core.processes import Part

    parts = [Part("web server", answer, (settings, listening, access_log))] * workers
    if jobs:
        parts.append(Part("job worker", work, (settings,)))
    launch.run(parts, address, announce)


def answer(settings: Settings, listening: socket, access_log: bool) -> None:
    """A process that answers requests on the socket it was given."""
    import uvicorn

    from api.app import create_app
    from api.core import access_log as log

    app = create_app(settings)
    # What is loaded by now stays for good: the collector need not look through it at every turn.
    gc.collect()
    gc.freeze()
    config = uvicorn.Config(
        app,
        log_config=log.CONFIG,
        access_log=access_log,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=10,
    )
    uvicorn.Server(config).run(sockets=[listening])


NICE = 5


def work(settings: Settings) -> None:
    """A process that runs background jobs."""
    import logging.config

    from api import app as domains
    from api.core import access_log as log
    from api.core.db import Database
    from api.core.worker import run_until_signal

    assert domains  # noqa: S101  # imported for the jobs that it registers
    if hasattr(os, "nice"):
        # On one machine with the web server: a stamp goes before an import.
        os.nice(NICE)
    logging.config.dictConfig(log.CONFIG)
    assert settings.database_url  # noqa: S101  # set by whoever starts this process
    asyncio.run(run_until_signal(Database(settings.database_url, settings.pool_size), settings))


def _say_where_mails_go(settings: Settings) -> None:
    if settings.smtp_url is None:
        typer.echo(f"Mails are written to {settings.mail_folder}/*.eml")


if __name__ == "__main__":
    main()
