"""The erasure ledger: who was erased, kept outside the database, so that a backup from before
cannot bring anybody back (``replay.py``).

A line of JSON per erasure with opaque ids and nothing else, on the disk before the first row is
destroyed. Lines are only ever added. One that a crash has cut off was never relied upon: nothing
was destroyed on its word, and the job that resumes writes it again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

if os.name != "nt":
    import fcntl

_FORM = 1


class LedgerDamaged(RuntimeError):
    """A line that was written whole cannot be read; the message says which."""


@dataclass(frozen=True)
class Line:
    """An erasure that has begun."""

    erasure: UUID
    subject: str
    merchant: UUID | None
    persons: tuple[UUID, ...]
    """The person's rows: one, and those that were merged into it."""
    at: datetime

    def text(self) -> str:
        """Flat, so that the only brace that closes is the last character."""
        return json.dumps(
            {
                "form": _FORM,
                "at": self.at.isoformat(),
                "erasure": str(self.erasure),
                "subject": self.subject,
                "merchant": self.merchant and str(self.merchant),
                "persons": [str(one) for one in self.persons],
            }
        )


def append(ledger: Path, line: Line) -> None:
    """Add a line and return once it is on the disk. Adding it twice does no harm."""
    is_new = not ledger.exists()
    ledger.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(ledger, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        if os.name != "nt":
            fcntl.flock(file, fcntl.LOCK_EX)
        _write_all(file, _line_break(file) + line.text().encode() + b"\n")
        os.fsync(file)
    finally:
        os.close(file)
    if is_new:
        _sync_folder(ledger.parent)


def _write_all(file: int, text: bytes) -> None:
    while text:
        text = text[os.write(file, text) :]


def _line_break(file: int) -> bytes:
    """What goes before a new line: one that was cut off stays a line of its own."""
    size = os.fstat(file).st_size
    return b"" if size == 0 or os.pread(file, 1, size - 1) == b"\n" else b"\n"


def _sync_folder(folder: Path) -> None:
    """The file's name is on the disk too."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def read(ledger: Path) -> Iterator[Line]:
    """All lines, oldest first. Raises :class:`LedgerDamaged`."""
    try:
        file = ledger.open(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return
    with file:
        for number, text in enumerate(file, start=1):
            if was_cut_off(text):
                continue
            try:
                yield _line(json.loads(text))
            except (ValueError, KeyError, TypeError) as error:
                raise LedgerDamaged(f"{ledger}, line {number}, cannot be read: {error}") from error


def was_cut_off(text: str) -> bool:
    """Of a whole line the last character closes it; a part of one has no such character."""
    return not text.rstrip("\n").endswith("}")


def _line(read: dict[str, Any]) -> Line:
    if read["form"] != _FORM:
        raise ValueError(f"form {read['form']} is not known to this version")
    return Line(
        erasure=UUID(read["erasure"]),
        subject=read["subject"],
        merchant=UUID(read["merchant"]) if read["merchant"] else None,
        persons=tuple(UUID(one) for one in read["persons"]),
        at=datetime.fromisoformat(read["at"]),
    )
