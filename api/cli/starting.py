"""What every command begins with: its options, its settings, and a good end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from api.core.settings import Settings

Host = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for all.")]
Port = Annotated[int, typer.Option(min=1, max=65535)]
Data = Annotated[
    Path | None, typer.Option(help="Folder of the embedded database, mails and the secret.")
]
Log = Annotated[bool, typer.Option("--access-log/--no-access-log", help="A line per request.")]


def settings_from(
    port: int | None = None, data: Path | None = None, demo: bool = False
) -> Settings:
    settings = Settings()
    changes: dict[str, Any] = {}
    if data is not None:
        changes["data"] = data.resolve()
    else:
        changes["data"] = (settings.data / "demo" if demo else settings.data).resolve()
    if port is not None and "public_url" not in settings.model_fields_set:
        changes["public_url"] = f"http://localhost:{port}"
    return settings.model_copy(update=changes)


@contextmanager
def saying_why() -> Iterator[None]:
    """What the API would answer with a problem ends in one line of it, and with 1."""
    from api.core.errors import Problem

    try:
        yield
    except Problem as problem:
        told = {name: one for name, one in problem.facts.items() if one is not None}
        facts = ", ".join(f"{name}: {one}" for name, one in told.items())
        said = ". ".join(part for part in (problem.title, problem.detail, facts) if part)
        typer.secho(said, fg="red", err=True)
        raise typer.Exit(1) from None


def check(settings: Settings) -> None:
    """Refuse to start with plans or secrets that contradict themselves, before anything runs.
    Raises ``Misconfigured``."""
    from api.billing import plans

    plans.load(settings.plans_file)
    settings.check_webhook_secrets()


def refuse_to_bring_back(settings: Settings) -> None:
    """Refuse to open on a restored database before whoever was erased since then is erased again.
    Raises ``ReplayDue``."""
    from api.core.db import Database
    from api.privacy.erasure import replay

    async def look() -> None:
        database = Database(str(settings.database_url), 1)
        try:
            await replay.refuse_while_due(database, settings)
        finally:
            await database.close()

    asyncio.run(look())


def warm_up() -> None:
    from api.core import processes

    processes.warm_up("api.cli.preloaded")


@contextmanager
def ending_well() -> Iterator[None]:
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


@contextmanager
def on_data(data: Path | None) -> Iterator[Settings]:
    """The settings with a database that is ready, and with all domains imported: tables, limits
    and jobs are declared by them, and a command that knew only some would do half its work."""
    from api import app as domains
    from api.core import launch

    assert domains  # noqa: S101  # imported for what they declare
    with ending_well(), launch.database(settings_from(data=data)) as ready:
        yield ready
