"""Seals that do not fit where they stand: do they fit where another one stands?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from api.core.audit.chain import link
from api.core.audit.faults import Fault, Kind

_FEW = 40
"""Seals that are tried behind every other one and at every other one's place."""


class Stands(Protocol):
    """A seal at its place."""

    @property
    def position(self) -> int: ...
    @property
    def id(self) -> UUID: ...
    @property
    def sealed_at(self) -> datetime: ...
    @property
    def digest(self) -> bytes: ...
    @property
    def link(self) -> bytes: ...


@dataclass(frozen=True)
class Misfit:
    seal: Stands
    before: bytes | None
    """The link before its place; None: its link fits, but its event is not the one sealed."""
    place: int
    of_event: bytes | None
    """The digest of the event as it is now; None when it is gone."""


def solve(wrong: Sequence[Misfit]) -> Iterator[Fault]:
    """Say of each what was done to it."""
    digests = {one.seal.digest for one in wrong}
    unfit = [one for one in wrong if one.before is not None]
    moved = {one.place: place for one in unfit if (place := _own_place(one, unfit)) is not None}
    for one in wrong:
        changed = one.of_event is not None and one.of_event != one.seal.digest
        at = f"event {one.seal.id} at place {one.seal.position}"
        kind: Kind = "edited"
        if one.before is not None and one.place in moved:
            if moved[one.place] == one.place:
                continue  # it stands right; the seal before it does not
            kind, says = "reordered", f"{at} belongs to place {moved[one.place]}"
        elif changed and one.of_event in digests:
            kind, says = "reordered", f"{at} stands where another event was sealed"
        elif changed:
            says = f"{at} is not what was sealed"
        else:
            says = f"{at} does not follow from what stands before it: rewritten"
        yield Fault(kind, says, one.seal.position, one.seal.id)


def _own_place(one: Misfit, among: Sequence[Misfit]) -> int | None:
    """Where the seal, or what it holds, fits: its own place when only its neighbour is wrong."""
    befores = {other.before for other in among} | {other.seal.link for other in among}
    for other in among:
        times = {one.seal.sealed_at, other.seal.sealed_at}
        links = {one.seal.link, other.seal.link}
        for before in befores if len(among) <= _FEW else (other.before, other.seal.link):
            for at in times:
                if before and link(before, other.place, at, one.seal.digest) in links:
                    return other.place
    return None
