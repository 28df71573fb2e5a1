"""A merchant's file as it comes in: opened, and held against what this software writes itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from api.core.errors import Problem
from api.privacy.access import settings_file
from api.privacy.access.contents import Contents, of_merchant
from api.privacy.access.manifest import FORMAT, NAME, VERSION, schema
from api.privacy.access.pictures import FOLDER
from api.privacy.access.rows import BATCH

_LONGEST_LINE = 4 << 20
_LARGEST_SMALL_FILE = 64 << 20
_TORN = (BadZipFile, KeyError, ValueError, OSError, EOFError, NotImplementedError)


class NotATakeout(Problem):
    status, code, title = 422, "NOT_A_TAKEOUT", "This is not the whole file of a merchant"


class TakeoutOfAnotherVersion(Problem):
    """``tables``: those that are made otherwise there."""

    status, code, title = (
        422,
        "TAKEOUT_OF_ANOTHER_VERSION",
        "Another version of the software has written this file; bring both to the same version",
    )


class TakeoutDamaged(Problem):
    """``file``: which part does not have the bytes that the manifest says."""

    status, code, title = 422, "TAKEOUT_DAMAGED", "The file is not as it was written"


class Opened:
    """The archive of a merchant. Raises :class:`NotATakeout`,
    :class:`TakeoutOfAnotherVersion`."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._zip = ZipFile(file)
            self.manifest: dict[str, Any] = json.loads(self._small(NAME))
            told = (self.manifest["format"], self.manifest["kind"])
            parts = {part["name"]: part for part in self.manifest["files"]}
        except (*_TORN, TypeError) as error:
            raise NotATakeout from error
        if told != (FORMAT, "merchant"):
            raise NotATakeout
        self._parts: dict[str, Any] = parts
        self.contents: Contents = of_merchant()
        self._check_version()

    def _check_version(self) -> None:
        other = [
            sheet.name
            for sheet in self.contents.sheets
            if self._maybe(f"schemas/{sheet.name}.schema.json") != schema(sheet)
        ]
        if self.manifest.get("version") != VERSION or other:
            raise TakeoutOfAnotherVersion(tables=other)

    def _small(self, name: str) -> bytes:
        if self._zip.getinfo(name).file_size > _LARGEST_SMALL_FILE:
            raise ValueError(name)
        return self._zip.read(name)

    def _maybe(self, name: str) -> bytes | None:
        try:
            return self._small(name)
        except _TORN:
            return None

    def settings(self) -> dict[str, Any]:
        """The merchant's own. Raises :class:`TakeoutDamaged`."""
        body = self._maybe(settings_file.NAME)
        if body is None or not self._is_told(settings_file.NAME, hashlib.sha256(body).hexdigest()):
            raise TakeoutDamaged(file=settings_file.NAME)
        found: dict[str, Any] = json.loads(body)
        return found

    def lines(self, table: str) -> Iterator[Sequence[bytes]]:
        """A table's rows, some thousand at a time. Raises :class:`TakeoutDamaged`."""
        name = f"data/{table}.jsonl"
        digest, batch = hashlib.sha256(), list[bytes]()
        try:
            with self._zip.open(name) as file:
                while line := file.readline(_LONGEST_LINE):
                    digest.update(line)
                    batch.append(line)
                    if len(batch) == BATCH:
                        yield batch
                        batch = []
        except _TORN as error:
            raise TakeoutDamaged(file=name) from error
        if batch:
            yield batch
        if not self._is_told(name, digest.hexdigest()):
            raise TakeoutDamaged(file=name)

    def pictures(self) -> Iterator[tuple[str, bytes]]:
        """Name in the archive, and what it shows. Raises :class:`TakeoutDamaged`."""
        for name in self._parts:
            if name.startswith(FOLDER):
                body = self._maybe(name)
                if body is None or not self._is_told(name, hashlib.sha256(body).hexdigest()):
                    raise TakeoutDamaged(file=name)
                yield name, body

    def told(self, table: str) -> str:
        """The digest that a table's rows have where they come from."""
        digest: str = self._parts[f"data/{table}.jsonl"]["sha256"]
        return digest

    def _is_told(self, name: str, digest: str) -> bool:
        return bool(self._parts.get(name, {}).get("sha256") == digest)
