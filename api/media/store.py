"""Where pictures lie. A name is random and given once: what it names never changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol
from uuid import UUID

from api.core.settings import Settings
from api.core.tokens import ALPHABET, TOKEN_LENGTH, new_token


class Store(Protocol):
    """One merchant's pictures."""

    def put(self, picture: bytes) -> str:
        """Keep a picture; its name."""

    def keep(self, name: str, picture: bytes) -> None:
        """Keep a picture that has its name already, from another store."""

    def get(self, name: str) -> bytes | None: ...

    def delete(self, name: str) -> None:
        """Gone for good, also when asked twice."""

    def names(self, before: datetime) -> Iterator[tuple[str, int]]:
        """What was put before a moment, and how large it is."""


class Disk:
    """A folder for each merchant, below the data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, picture: bytes) -> str:
        name = new_token()
        self.keep(name, picture)
        return name

    def keep(self, name: str, picture: bytes) -> None:
        if name.startswith("."):
            raise ValueError("no name of ours")
        path = self._path(name)
        self.folder.mkdir(parents=True, exist_ok=True)
        # Whole before it has its name.
        with NamedTemporaryFile(dir=self.folder, prefix=".", delete=False) as file:
            file.write(picture)
        Path(file.name).replace(path)

    def get(self, name: str) -> bytes | None:
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            return None

    def delete(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def names(self, before: datetime) -> Iterator[tuple[str, int]]:
        if self.folder.is_dir():
            for path in self.folder.iterdir():
                seen = path.stat()
                if seen.st_mtime < before.timestamp():
                    yield path.name, seen.st_size

    def _path(self, name: str) -> Path:
        own = name.startswith(".") and "/" not in name and name.strip(".")
        if not own and not (len(name) == TOKEN_LENGTH and set(name) <= set(ALPHABET)):
            raise ValueError("no name of ours")
        return self.folder / name


def of(settings: Settings, merchant_id: UUID) -> Store:
    return Disk(settings.data / "media" / str(merchant_id))
