"""Other people in a person's file: each has one name throughout the file, which leads nowhere
outside of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from api.core.tokens import sign

_PURPOSE = "somebody else in an extract"
_LENGTH = 16


class Pseudonyms:
    """Names for ids and addresses that are not the person's ``own``. Made from the service's
    secret and the file's id: a file that is begun again after a crash names everybody as before,
    and two files cannot be matched by them."""

    def __init__(self, secret: bytes, file_id: UUID, own: Collection[UUID | str]) -> None:
        self._secret = secret
        self._file = str(file_id)
        self._own = own

    def of(self, found: UUID | str) -> str:
        """What was found where it is the person's own, else a name in its place."""
        if found in self._own:
            return str(found)
        return "other-" + sign(self._secret, _PURPOSE, f"{self._file} {found}")[:_LENGTH]

    def inside(self, value: Any) -> Any:
        """The same for the ids in a JSON value."""
        if isinstance(value, dict):
            return {self.inside(key): self.inside(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.inside(inner) for inner in value]
        id = _read(value)
        return value if id is None else self.of(id)


def _read(value: object) -> UUID | None:
    if not (isinstance(value, str) and len(value) == 36):
        return None
    try:
        return UUID(value)
    except ValueError:
        return None
