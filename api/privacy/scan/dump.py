"""A full dump of the database, searched as it is written: every table, the jobs' included."""

from __future__ import annotations

import gzip
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from api.core.postgres.binaries import BARE, MYSELF, find
from api.core.postgres.embedded import SUPERUSER, Server
from api.privacy.scan.needles import Needle
from api.privacy.scan.stream import Found, Stream, search

BLOCK = 1 << 20
_COPY = re.compile(rb"COPY (\S+) \((.*)\) FROM stdin;\n")
_BINARY = b"\\\\x"
Place = tuple[Needle, str, str]
"""A needle, its form, and ``table.column`` or where else it is."""


class CannotDump(RuntimeError):
    """The message says what to do."""


@contextmanager
def of_server(server: Server, database: str) -> Iterator[IO[bytes]]:
    """The dump of a running server, as its superuser, whom no row security binds."""
    with _program(
        *(server.programs / "pg_dump", "-h", server.socket, "-U", SUPERUSER, "-d", database)
    ) as written:
        yield written


@contextmanager
def of_file(path: Path) -> Iterator[IO[bytes]]:
    """A dump that was made before: as SQL, packed with gzip or not, or in pg_dump's own form."""
    with path.open("rb") as file:
        beginning = file.read(5)
        file.seek(0)
        if beginning == b"PGDMP":
            programs, _ = find(MYSELF)
            with _program(programs / "pg_restore", "-f", "-", path) as written:
                yield written
        elif beginning[:2] == b"\x1f\x8b":
            with gzip.open(file) as opened:
                yield opened  # type: ignore[misc]  # it reads like any file
        else:
            yield file


@contextmanager
def _program(*command: str | Path) -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as said:
        running = subprocess.Popen(  # noqa: S603  # fixed programs, no shell
            [str(part) for part in command], stdout=subprocess.PIPE, stderr=said, env=BARE
        )
        assert running.stdout is not None  # noqa: S101  # a pipe was asked for
        try:
            yield running.stdout
        finally:
            running.stdout.close()
            code = running.wait()
        if code != 0:
            said.seek(0)
            raise CannotDump(said.read().decode(errors="replace").strip())


def search_dump(lines: Iterable[bytes], needles: Sequence[Needle]) -> Iterator[Place]:
    """Every place once for each needle and form."""
    table = _Table("", [])
    for line in lines:
        if table.rows_follow:
            if line == b"\\.\n":
                yield from table.look(needles)
                table = _Table("", [])
                continue
        elif header := _COPY.fullmatch(line):
            yield from table.look(needles)
            columns = [one.strip().strip('"') for one in header[2].decode().split(",")]
            table = _Table(header[1].decode().removeprefix("public."), columns, rows_follow=True)
            continue
        table.lines.append(line)
        table.size += len(line)
        yield from table.open_binary(line, needles)
        if table.size >= BLOCK:
            yield from table.look(needles)
    yield from table.look(needles)


@dataclass
class _Table:
    """Rows that wait to be searched together."""

    name: str
    columns: list[str]
    rows_follow: bool = False
    lines: list[bytes] = field(default_factory=list)
    size: int = 0
    files: dict[tuple[bytes, ...], _Pieces] = field(default_factory=dict)
    """A file that is kept in pieces, by what it belongs to."""

    def look(self, needles: Sequence[Needle]) -> Iterator[Place]:
        block = b"".join(self.lines)
        hit = {found.needle: found for found in search(needles, block)}
        if hit:
            places = {
                (found.needle, found.form, self._column(number))
                for line in self.lines
                for number, cell in enumerate(line.rstrip(b"\n").split(b"\t"))
                for found in search([*hit], cell)
            }
            yield from sorted(places, key=lambda place: (place[2], place[1]))
        self.lines, self.size = [], 0

    def open_binary(self, line: bytes, needles: Sequence[Needle]) -> Iterator[Place]:
        """A cell is a file of its own, in a table of ``…_chunks`` one piece of a longer one."""
        if not self.rows_follow or _BINARY not in line:
            return
        cells = line.rstrip(b"\n").split(b"\t")
        owner = [
            cell
            for name, cell in zip(self.columns, cells, strict=False)
            if name.endswith("_id") and name != "customer_id"
        ]
        for number, cell in enumerate(cells):
            if cell.startswith(_BINARY):
                piece = bytes.fromhex(cell[len(_BINARY) :].decode())
                if self.name.endswith("_chunks"):
                    at = int(cells[self.columns.index("number")])
                    file = self.files.setdefault((b"%d" % number, *owner), _Pieces(Stream(needles)))
                    hits = file.take(at, piece)
                else:
                    hits = Stream(needles).feed(piece)
                for found in hits:
                    yield found.needle, found.form, self._column(number)

    def _column(self, number: int) -> str:
        if not self.rows_follow:
            return "the dump's own statements"
        return f"{self.name}.{self.columns[number] if number < len(self.columns) else '?'}"


@dataclass
class _Pieces:
    """Those of one file, which a table gives in any order."""

    stream: Stream
    next: int = 0
    early: dict[int, bytes] = field(default_factory=dict)

    def take(self, number: int, piece: bytes) -> Iterator[Found]:
        self.early[number] = piece
        while self.next in self.early:
            yield from self.stream.feed(self.early.pop(self.next))
            self.next += 1
