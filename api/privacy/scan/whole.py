"""The whole search, and what of its hits may stay where it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from api.core.personal import Erasure
from api.core.postgres.embedded import Server
from api.core.settings import Settings
from api.privacy import inventory
from api.privacy.scan import dump
from api.privacy.scan.folders import search_folder
from api.privacy.scan.needles import SHORTEST, Needle
from api.privacy.scan.statistics import search_statistics


@dataclass(frozen=True)
class Hit:
    place: str
    label: str
    form: str
    kept: str | None
    """Why it may be there; None: it may not."""


def needles(values: Mapping[str, str], ids: Iterable[UUID] = ()) -> list[Needle]:
    """Values too short to be told from chance are left out."""
    found = {value: label for label, value in values.items() if len(value) >= SHORTEST}
    return [
        *(Needle("id", str(one), id=True) for one in ids),
        *(Needle(label, value) for value, label in found.items()),
    ]


def scan(
    settings: Settings,
    wanted: Sequence[Needle],
    *,
    server: Server | None = None,
    database: str = "",
    dump_file: Path | None = None,
    logs: Sequence[Path] = (),
) -> list[Hit]:
    """``server``: its database is dumped and its statistics are read; ``dump_file``: searched in
    place of a new dump. Folders are searched in any case."""
    places: set[dump.Place] = set()
    if dump_file is not None:
        with dump.of_file(dump_file) as lines:
            places |= set(dump.search_dump(lines, wanted))
    elif server is not None:
        with dump.of_server(server, database) as lines:
            places |= set(dump.search_dump(lines, wanted))
    if server is not None:
        places |= set(search_statistics(server, database, wanted))
    cluster = settings.data / "postgres" / "cluster"
    for folder in (settings.data, settings.erasure_ledger, *logs):
        places |= set(search_folder(folder, wanted, [cluster]))
    return sorted(_hits(settings, places), key=lambda hit: (hit.place, hit.label, hit.form))


def _hits(settings: Settings, places: Iterable[dump.Place]) -> Iterator[Hit]:
    for needle, form, place in places:
        yield Hit(place, needle.label, form, _may_stay(settings, needle, place))


def _may_stay(settings: Settings, needle: Needle, place: str) -> str | None:
    """Only what the declarations name may, so that the list of the legal archive is theirs."""
    column = inventory.declared().columns.get(place.removeprefix("pg_stats "))
    if column is not None:
        if column.erasure is Erasure.KEEP:
            return column.because or f"kept by rule ({column.rule})"
        return "an opaque id" if needle.id and not column.personal else None
    path = Path(place)
    top = path.relative_to(settings.data).parts[0] if settings.data in path.parents else path.name
    for file in inventory.declared().files:
        if file.place == top and file.declaration.erasure is Erasure.KEEP:
            return file.declaration.because or f"kept by rule ({file.declaration.rule})"
    return None
