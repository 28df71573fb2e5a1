"""A zip archive written from front to back: what is written can be sent on at once and is
forgotten, so an archive of any size takes the memory of one piece."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

PIECE = 256 << 10
_PACKED = (".webp", ".png", ".jpg")
"""Compressed already."""


@dataclass(frozen=True)
class Part:
    """A file in the archive, as the manifest lists it."""

    name: str
    size: int
    sha256: str
    rows: int | None


class _Forward:
    """What ``zipfile`` writes to. It cannot be wound back, and ``zipfile`` then writes sizes and
    checksums behind each file."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def write(self, body: bytes) -> int:
        self.waiting += body
        return len(body)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """There is nothing to close."""


class Writing:
    """One file while it is written."""

    def __init__(self, name: str, file: IO[bytes]) -> None:
        self.name = name
        self.rows: int | None = None
        self._file = file
        self._size = 0
        self._digest = hashlib.sha256()

    def write(self, body: bytes) -> None:
        self._file.write(body)
        self._size += len(body)
        self._digest.update(body)

    def part(self) -> Part:
        return Part(self.name, self._size, self._digest.hexdigest(), self.rows)


class Archive:
    """Files one after another; :meth:`pieces` after each few rows."""

    def __init__(self, made_at: datetime) -> None:
        self.parts: list[Part] = []
        self._made_at = made_at.timetuple()[:6]
        self._sink = _Forward()
        self._zip = ZipFile(self._sink, "w")

    @contextmanager
    def file(self, name: str) -> Iterator[Writing]:
        info = ZipInfo(name, self._made_at)
        info.compress_type = ZIP_STORED if name.endswith(_PACKED) else ZIP_DEFLATED
        with self._zip.open(info, "w", force_zip64=True) as file:
            writing = Writing(name, file)
            yield writing
        self.parts.append(writing.part())

    def pieces(self) -> Iterator[bytes]:
        """What is ready by now, in pieces of one size."""
        waiting = self._sink.waiting
        while len(waiting) >= PIECE:
            piece = bytes(waiting[:PIECE])
            del waiting[:PIECE]
            yield piece

    def end(self) -> Iterator[bytes]:
        """The rest."""
        self._zip.close()
        yield from self.pieces()
        if self._sink.waiting:
            yield bytes(self._sink.waiting)
