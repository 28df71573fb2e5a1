"""A person's values as they are kept, and unique ones planted in their place."""

from __future__ import annotations

import re
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from sqlalchemy import CheckConstraint, Table, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.personal import Anywhere, Category, Declaration, Erasure
from api.privacy import inventory
from api.privacy.inventory import Person, PersonalTable
from api.privacy.scan.needles import SHORTEST

UNIQUE = frozenset({Category.CONTACT, Category.CREDENTIAL, Category.LINK})
"""What is one person's by its nature; names and words are not, unless planted."""
PLANTED = frozenset({Category.IDENTITY, Category.CONTACT, Category.FREE_TEXT, Category.PREFERENCE})
NOBODYS = "53649"
"""Telephone numbers that ring nowhere (ARCEP, décision 2018-0881), and that no demonstration
uses: a planted number must not be found at somebody else."""
_REACHING = r"^([^@\s]+@[^@\s]+|\+[0-9]{8,15})$"
"""What `reaches` says, to the database."""
_EMAIL, _PHONE = re.compile(r"[^@\s]+@[^@\s]+"), re.compile(r"\+\d{8,15}")


def reaches(value: str) -> bool:
    """Whether it is an e-mail address or a telephone number."""
    return bool(_EMAIL.fullmatch(value) or _PHONE.fullmatch(value))


async def kept(db: AsyncSession, person: Person) -> dict[str, str]:
    """``table.column#row`` → a value that tells this person from all others."""
    found: dict[str, str] = {}
    async for table, number, row in _rows(db, person, UNIQUE):
        for name, one in _going(table, person, UNIQUE):
            value = getattr(row, table.attribute(name).key)
            if not isinstance(value, str) or len(value) < SHORTEST:
                continue
            # Of an address, the street and the town are others' as well.
            if one.category is not Category.CONTACT or reaches(value):
                found[f"{table.name}.{name}#{number}"] = value
    return found


async def telling(db: AsyncSession, person: Person, most: int) -> tuple[set[str], int]:
    """Of the same values, ``most`` of each column at the most, what reaches the person first; and
    how many further ones there are. The database chooses: however many rows a person has, only
    these come here."""
    found: set[str] = set()
    further = 0
    for table in _tables(person, UNIQUE):
        for name, one in _going(table, person, UNIQUE):
            if not _is_text(table.model.__table__.columns[name]):
                continue
            value = table.attribute(name)
            reaching = value.regexp_match(_REACHING)
            own = [inventory.leads_to(table, person), func.length(value) >= SHORTEST]
            if one.category is Category.CONTACT:
                own.append(reaching)
            chosen = select(value, func.count().over()).where(*own).group_by(value)
            rows = (await db.execute(chosen.order_by(reaching.desc(), value).limit(most))).all()
            found |= {row[0] for row in rows}
            further += rows[0][1] - len(rows) if rows else 0
    return found, further


async def plant(db: AsyncSession, person: Person) -> dict[str, str]:
    """Write a value of its own into every column whose content erasure destroys, in every row of
    the person; the values, and those that are unique already. For a rehearsal, by a login that
    may write everything: what the person said before is lost."""
    planted: dict[str, str] = {}
    async for table, number, row in _rows(db, person, PLANTED):
        for name, _ in _going(table, person, PLANTED):
            if _is_word(table, name):
                continue
            key = table.attribute(name).key
            new, values = _planted(getattr(row, key), table.model.__table__.columns[name])
            if values:
                setattr(row, key, new)
            for place, value in enumerate(values):
                planted[f"{table.name}.{name}#{number}.{place}"] = value
    await db.flush()
    unique = await kept(db, person)
    return planted | {name: one for name, one in unique.items() if one not in planted.values()}


async def _rows(
    db: AsyncSession, person: Person, categories: frozenset[Category]
) -> AsyncIterator[tuple[PersonalTable, int, Any]]:
    for table in _tables(person, categories):
        rows = (await db.scalars(inventory.rows_of(table, person))).all()
        for number, row in enumerate(rows, 1):
            yield table, number, row


def _tables(person: Person, categories: frozenset[Category]) -> Iterator[PersonalTable]:
    """Those that can hold such a value."""
    for table in inventory.leading_to(person.subject):
        if not any(_holds_text(table, name) for name, _ in _going(table, person, categories)):
            continue
        elsewhere = person.merchant_id is None and table.of_merchants
        if not elsewhere and not isinstance(table.persons[person.subject], Anywhere):
            yield table


def _going(
    table: PersonalTable, person: Person, categories: frozenset[Category]
) -> list[tuple[str, Declaration]]:
    return [
        (name, one)
        for name, one in table.personal.items()
        if one.subject is person.subject
        and one.erasure is not Erasure.KEEP
        and one.category in categories
        and not one.shared
    ]


def _is_word(table: PersonalTable, column: str) -> bool:
    """Whether only certain words may stand there, or the name of a file."""
    held = table.model.__table__
    if any(one.column == f"{table.name}.{column}" for one in inventory.declared().files):
        return True
    if table.columns[column].category is Category.PREFERENCE and _is_text(held.columns[column]):
        return True  # a choice; tags, which are free, are a list
    return isinstance(held, Table) and any(
        re.search(rf"\b{column} (IN|BETWEEN)\b", str(check.sqltext), re.IGNORECASE)
        for check in held.constraints
        if isinstance(check, CheckConstraint)
    )


def _holds_text(table: PersonalTable, name: str) -> bool:
    return table.model.__table__.columns[name].type.python_type in (str, dict, list)


def _is_text(column: Any) -> bool:
    return column.type.python_type is str


def _planted(value: Any, column: Any) -> tuple[Any, list[str]]:
    """The like of a value, unique; and what is unique in it."""
    values: list[str] = []

    def replaced(text: str) -> str:
        values.append(_like(text))
        return values[-1]

    if isinstance(value, list):
        return [*value, replaced("")], values
    if isinstance(value, dict):
        return _leaves(value, replaced), values
    if isinstance(value, str) or (value is None and _is_text(column)):
        return replaced(value or ""), values
    return value, []


def _leaves(value: Any, replaced: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {key: _leaves(inner, replaced) for key, inner in value.items()}
    if isinstance(value, list):
        return [_leaves(inner, replaced) for inner in value]
    return replaced(value) if isinstance(value, str) else value


def _like(text: str) -> str:
    token = secrets.token_hex(6)
    if _EMAIL.fullmatch(text):
        return f"planted.{token}@client.example"
    if _PHONE.fullmatch(text):
        return f"+33{NOBODYS}{secrets.randbelow(10_000):04}"
    return f"Plantée {token}"
