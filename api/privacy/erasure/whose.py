"""Everything of a person that is needed while the rows that tell it are still there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.personal import Itself
from api.privacy.erasure.fates import Action, Share, shares
from api.privacy.inventory import Person, PersonalTable, leading_to, leads_to


def all_shares(person: Person) -> Iterator[Share]:
    """Of the tables that a session for this person sees, children before parents."""
    for table in leading_to(person.subject):
        if table.of_merchants == (person.merchant_id is not None):
            yield from shares(table, person.subject)


def shares_to_erase(person: Person) -> Iterator[Share]:
    return (one for one in all_shares(person) if one.fate.action is not Action.KEEP)


def around_and_themselves(person: Person) -> tuple[list[Share], list[Share]]:
    """What is to be erased beside the rows that are the persons themselves, and those."""
    own, every = own_table(person).name, [*shares_to_erase(person)]
    return (
        [one for one in every if one.table.name != own],
        [one for one in every if one.table.name == own],
    )


def own_table(person: Person) -> PersonalTable:
    """That whose rows are the persons themselves."""
    return next(
        one for one in leading_to(person.subject) if isinstance(one.persons[person.subject], Itself)
    )


async def same_person(db: AsyncSession, person: Person) -> Sequence[UUID]:
    """The person's row and those that were merged into it."""
    table = own_table(person)
    query = select(table.attribute("id")).where(leads_to(table, person))
    return sorted(set(await db.scalars(query)) | {person.id})
