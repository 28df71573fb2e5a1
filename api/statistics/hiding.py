"""What of a table's cell may be told, beside the same cell of the other parts. Pure."""

from __future__ import annotations

from uuid import UUID

from api.statistics.cutting import FEW
from api.statistics.gathering import Gathered, Part
from api.statistics.models import EVERYWHERE

Cells = dict[tuple[UUID, UUID], int]
"""Program and place → people."""


def parts_beside(gathered: Gathered, part: Part) -> list[list[Part]]:
    """The families that the part belongs to."""
    return [list(family) for family in gathered.among(part)]


def of_programs(cells: Cells, part: Part) -> list[int]:
    place = part.location_id or EVERYWHERE
    return [
        some
        for (program, where), some in cells.items()
        if where == place and part.program_id in (None, program)
    ]


def count(cells: Cells, part: Part) -> int:
    return sum(of_programs(cells, part))


def told(cells: Cells, part: Part, families: list[list[Part]]) -> int | None:
    """How many people, or None: fewer than ten, or what is not told of a smaller part would
    follow from it."""
    own = count(cells, part)
    if 0 < own < FEW or (own and any(_keeps_company(cells, part, one) for one in families)):
        return None
    return own


def _keeps_company(cells: Cells, part: Part, family: list[Part]) -> bool:
    sizes = {one: count(cells, one) for one in family}
    small = sum(size for size in sizes.values() if 0 < size < FEW)
    large = [one for one, size in sizes.items() if size >= FEW]
    return 0 < small < FEW and bool(large) and min(large, key=lambda one: sizes[one]) == part
