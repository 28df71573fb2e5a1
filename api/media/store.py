"""Where pictures lie. A name is random and given once: what it names never changes.

On the disk, or with Cloudinary when that is configured. What was put on the disk before stays
readable, and a deletion is always one in both.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol
from uuid import UUID

from api.core.settings import Settings
from api.core.tokens import ALPHABET, TOKEN_LENGTH
from api.media.cloudinary import Cloudinary
from api.media.pictures import smaller


class Store(Protocol):
    """One merchant's pictures. Blocks: to be called in a thread, outside transactions."""

    def keep(self, name: str, picture: bytes) -> str | None:
        """Keep a picture under its name, also when asked twice; the store's own id of it."""

    def get(self, name: str, side: int | None = None) -> bytes | None:
        """As it was kept, or with a longer side of so many pixels at most."""

    def delete(self, name: str) -> str | None:
        """Gone for good, also when asked twice; what the store says about it."""


class Disk:
    """A folder for each merchant, below the data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, name: str, picture: bytes) -> None:
        self.check(name)
        path = self._path(name)
        self.folder.mkdir(parents=True, exist_ok=True)
        # Whole before it has its name.
        with NamedTemporaryFile(dir=self.folder, prefix=".", delete=False) as file:
            file.write(picture)
        Path(file.name).replace(path)

    def get(self, name: str, side: int | None = None) -> bytes | None:
        try:
            whole = self._path(name).read_bytes()
        except FileNotFoundError:
            return None
        return whole if side is None else smaller(whole, side)

    def delete(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def names(self, before: datetime) -> Iterator[tuple[str, int]]:
        """What was put before a moment, and how large it is."""
        if self.folder.is_dir():
            for path in self.folder.iterdir():
                seen = path.stat()
                if seen.st_mtime < before.timestamp():
                    yield path.name, seen.st_size

    @staticmethod
    def check(name: str) -> None:
        """Raises :class:`ValueError` for what was never given as a name."""
        if not (len(name) == TOKEN_LENGTH and set(name) <= set(ALPHABET)):
            raise ValueError("no name of ours")

    def _path(self, name: str) -> Path:
        # A dot begins the name of what a crash has left half written.
        if not name.startswith(".") or "/" in name or not name.strip("."):
            self.check(name)
        return self.folder / name


class Moved:
    """With Cloudinary, for a host whose first pictures may still lie on its disk."""

    def __init__(self, disk: Disk, cloud: Cloudinary) -> None:
        self.disk, self.cloud = disk, cloud

    def keep(self, name: str, picture: bytes) -> str:
        receipt = self.cloud.keep(name, picture)
        self.disk.delete(name)
        return receipt

    def get(self, name: str, side: int | None = None) -> bytes | None:
        return self.disk.get(name, side) or self.cloud.get(name, side)

    def delete(self, name: str) -> str | None:
        self.disk.delete(name)
        return None if name.startswith(".") else self.cloud.delete(name)


def disk(settings: Settings, merchant_id: UUID) -> Disk:
    return Disk(settings.data / "media" / str(merchant_id))


def of(settings: Settings, merchant_id: UUID) -> Store:
    here = disk(settings, merchant_id)
    if settings.cloudinary_url is None:
        return here
    return Moved(here, Cloudinary(settings, merchant_id))
