"""``carnet backup`` and ``carnet restore``: out of a backup nobody comes back who was erased."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from api.cli.starting import Data, ending_well, settings_from
from api.core.settings import Settings


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write it.")], data: Data = None
) -> None:
    """Write a backup of the embedded database. Keep it apart from the erasure ledger."""
    from api.core import launch
    from api.core.postgres import embedded

    with ending_well():
        settings = settings_from(data=data)
        if settings.database_url:
            raise launch.CannotStart("Back up your own PostgreSQL with its own tools (pg_dump).")
        with embedded.running(settings.data) as server, launch.step("backup written"):
            server.dump(file.absolute())


def restore(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="A backup of the embedded database. Without one: the database stands restored.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    data: Data = None,
) -> None:
    """Restore a backup, and erase again whoever was erased since it was made."""
    from api.core import launch
    from api.core.postgres import embedded

    with ending_well():
        settings = settings_from(data=data)
        if file is not None:
            if settings.database_url:
                raise launch.CannotStart(
                    "Restore your own PostgreSQL with its own tools, then run `carnet restore`."
                )
            with launch.step("backup restored"):
                embedded.restore(settings.data, file.absolute())
        with launch.database(settings) as ready:
            again = asyncio.run(_replay(ready))
        launch.say(f"{again} erased again." if again else "Nobody has to be erased again.")


async def _replay(settings: Settings) -> int:
    from api import app as domains
    from api.core.db import Database
    from api.core.launch import say
    from api.privacy.erasure import replay

    assert domains  # noqa: S101  # imported for what goes again, and all that it concerns
    database = Database(str(settings.database_url), 2)
    try:
        return await replay.replay(database, settings, say)
    finally:
        await database.close()
