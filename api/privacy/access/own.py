"""What is the person's own in a file, so that everything else of its kind is somebody else's."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.personal import Itself, Via, Way
from api.privacy.inventory import Person, leading_to, leads_to, table


async def values(db: AsyncSession, person: Person) -> set[UUID | str]:
    """The ids, and whatever else rows are reached by, of the rows that lead to the person: of
    oneself, of one's cards. A session of no merchant sees those of no merchant."""
    found: set[UUID | str] = {person.id}
    for name, column in sorted(_reached_by(person)):
        one = table(name)
        if one.of_merchants and person.merchant_id is None:
            continue
        query = select(one.attribute(column)).where(leads_to(one, person))
        found.update(value for value in await db.scalars(query) if value is not None)
    return found


def _reached_by(person: Person) -> set[tuple[str, str]]:
    """Table and column that others name to lead to a person of this kind."""
    ways = {one.name: one.persons[person.subject] for one in leading_to(person.subject)}
    itself = {(name, "id") for name, way in ways.items() if isinstance(way, Itself)}
    return itself | {(via.table, via.on) for way in ways.values() for via in _vias(way)}


def _vias(way: Way) -> Iterator[Via]:
    for step in way if isinstance(way, tuple) else (way,):
        if isinstance(step, Via):
            yield step
