"""Two of the same: in one, a worker does what is in the queue; in the other, workers are killed
while they do it. Both have to come to the same end."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from api.core.postgres.embedded import Server
from api.core.settings import Settings
from tests import forked
from tests.database import Moving
from tests.world import World

T = TypeVar("T")


async def die(
    settings: Settings, progress: str, sizes: Mapping[str, int], **more: Any
) -> list[str]:
    """Workers do what is in the queue, and are killed: the moments (``dying_worker``)."""
    order = {
        "url": str(settings.database_url),
        "data": str(settings.data),
        "progress": progress,
        "sizes": sizes,
        **more,
    }
    ended, said, complaints = await forked.run("tests.dying_worker", json.dumps(order))
    assert ended == 0, complaints
    return said.splitlines()


@dataclass(frozen=True)
class Twin:
    """The copy, where nobody is killed."""

    database: Moving
    settings: Settings
    other: Settings
    """Of the copy."""

    @classmethod
    @asynccontextmanager
    async def of(cls, server: Server, world: World, data: Path) -> AsyncIterator[Twin]:
        """``world`` has its database for itself; ``data``: a folder for the copy's files."""
        database, settings = world.database, world.settings
        assert isinstance(database, Moving)
        assert settings.secret  # one for both
        place, name = database.place, f"{database.place}_twin"
        await database.close()  # nobody may look at what is copied
        server.create_database(name, template=place)
        shutil.copytree(settings.data, data)
        url = server.url(database=name)
        try:
            yield cls(
                database, settings, settings.model_copy(update={"database_url": url, "data": data})
            )
        finally:
            await database.close()
            database.place = place
            server.drop_database(name)

    @asynccontextmanager
    async def there(self) -> AsyncIterator[None]:
        """While it lasts, whoever asks the world's database asks the copy."""
        place = self.database.place
        await self._go_to(f"{place}_twin")
        try:
            yield
        finally:
            await self._go_to(place)

    async def _go_to(self, place: str) -> None:
        await self.database.close()
        self.database.place = place

    async def both(self, ask: Callable[[], Awaitable[T]]) -> tuple[T, T]:
        """What is answered here and there."""
        here = await ask()
        async with self.there():
            return here, await ask()

    async def die(self, progress: str, sizes: Mapping[str, int], *, inside: str = "") -> list[str]:
        """What is in both queues is done: in the copy by a worker that lives."""
        await self.database.close()
        calm = [str(self.other.database_url), str(self.other.data)]
        return await die(self.settings, progress, sizes, calm=calm, inside=inside)
