"""The pictures that rows of a file name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace

from api.privacy.access.contents import Contents, Sheet
from api.privacy.access.writing import Read, Writer
from api.privacy.inventory import declared

FOLDER = "media/"
_SUFFIX = ".webp"
"""What ``media/pictures.py`` makes of every picture."""


Reader = Callable[[str], Awaitable[bytes | None]]


@dataclass
class Found:
    written: list[str] = field(default_factory=list)
    """By their names in the archive."""
    missing: list[str] = field(default_factory=list)
    """Named by a row, and not in the store."""


def named(contents: Contents) -> Iterator[tuple[Sheet, str]]:
    """The columns of the file that name a picture, as they are declared."""
    sheets = {sheet.name: sheet for sheet in contents.sheets}
    for file in declared().files:
        table, _, column = (file.column or "").partition(".")
        if file.place == "media" and table in sheets and column in sheets[table].columns:
            yield sheets[table], column


def in_archive(name: str) -> str:
    return f"{FOLDER}{name}{_SUFFIX}"


def in_store(path: str) -> str:
    return path.removeprefix(FOLDER).removesuffix(_SUFFIX)


async def write(picture: Reader, contents: Contents, read: Read, writer: Writer) -> Found:
    found, seen = Found(), set[str]()
    for sheet, column in named(contents):
        narrow = replace(sheet, columns={column: sheet.columns[column]})
        async for batch in read(narrow):
            # Two rows name one picture where a customer was merged into another.
            for name in {row[column] for row in batch} - {None} - seen:
                seen.add(name)
                body = await picture(name)
                if body is None:
                    found.missing.append(name)
                    continue
                with writer.archive.file(in_archive(name)) as file:
                    file.write(body)
                found.written.append(in_archive(name))
                await writer.put(writer.archive.pieces())
    return found
