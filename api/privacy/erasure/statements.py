"""The statements of an erasure, made for whatever tables are declared: each handles a batch and
can be run again, since what it has handled no longer answers to its condition."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    delete,
    exists,
    func,
    null,
    or_,
    select,
    true,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.clock import now
from api.core.personal import Anywhere, Subject
from api.core.tokens import new_token
from api.privacy.erasure.fates import Action, Share, Undeclarable
from api.privacy.erasure.whose import own_table
from api.privacy.holds.held import free, in_force
from api.privacy.holds.models import LegalHold
from api.privacy.inventory import Person, PersonalTable, leads_to

BATCH = 5000
_RANDOM_BYTES = 32


async def counted(db: AsyncSession, share: Share, person: Person) -> tuple[int, int]:
    """How many rows lead to the person, and how many of them change."""
    if isinstance(share.table.persons[person.subject], Anywhere):
        rows = await left(db, share, person)
        return rows, rows
    each: list[ColumnElement[int]] = [func.count()]
    if share.fate.action is Action.DETACH:
        each.append(func.count().filter(_told(share)))
    query = select(*each).select_from(share.table.model)
    found = (await db.execute(query.where(leads_to(share.table, person)))).one()
    return found[0], 0 if share.fate.action is Action.KEEP else found[-1]


async def destroy(
    db: AsyncSession,
    share: Share,
    person: Person,
    most: int = BATCH,
    *,
    despite_holds: bool = False,
) -> int:
    """One batch; how many rows it was, 0 when there is nothing left to do. What a legal hold keeps
    is left by the very statement that destroys the rest."""
    may_go = true() if despite_holds else unheld(share.table, person, now())
    match share.fate.action:
        case Action.DELETE:
            return await _delete(db, share.table, person, most, may_go)
        case Action.DETACH if share.fate.replaced:
            return await _replace(db, share, person, most, may_go)
        case Action.DETACH:
            return await _empty(db, share, person, most, may_go)
        case Action.KEEP:
            return 0


def unheld(table: PersonalTable, person: Person, at: datetime) -> ColumnElement[bool]:
    """No hold keeps the row, nor the person. Holds are merchants', and keep no account."""
    if person.subject is not Subject.CUSTOMER or not table.of_merchants:
        return true()
    own = own_table(person)
    themselves = select(own.attribute("id")).where(leads_to(own, person))
    kept = select(LegalHold.id).where(
        LegalHold.table_name == own.name, LegalHold.row_id.in_(themselves), in_force(at)
    )
    nobody = ~exists(kept)
    return nobody & free(table.name, table.attribute("id"), at) if "id" in table.columns else nobody


async def _delete(
    db: AsyncSession, table: PersonalTable, person: Person, most: int, may_go: ColumnElement[bool]
) -> int:
    key = _key(table)
    batch = select(*key).where(leads_to(table, person), may_go).limit(most)
    return await _rows(db, delete(table.model).where(tuple_(*key).in_(batch), may_go))


async def _empty(
    db: AsyncSession, share: Share, person: Person, most: int, may_go: ColumnElement[bool]
) -> int:
    table, key = share.table, _key(share.table)
    full = leads_to(table, person) & _told(share)
    batch = select(*key).where(full, may_go).limit(most)
    # None would be the JSON value null in a JSON column.
    nothing = {table.attribute(name): null() for name in share.fate.emptied}
    emptied = update(table.model).where(tuple_(*key).in_(batch), may_go)
    return await _rows(db, emptied.values(nothing))


async def _replace(
    db: AsyncSession, share: Share, person: Person, most: int, may_go: ColumnElement[bool]
) -> int:
    """Each row gets values of its own, so they are made here. What cuts the row off from the
    person stands in the same statement."""
    table, fate, key = share.table, share.fate, _key(share.table)
    cut = table.persons[person.subject]
    if getattr(cut, "column", None) not in fate.emptied:
        raise Undeclarable(f"{table.name}: a row with new values still leads to the person")
    found = await db.execute(
        select(*key)
        .where(leads_to(table, person), may_go)
        .order_by(*key)
        .limit(most)
        .with_for_update()
    )
    names = [one.key for one in key]
    rows = [
        dict(zip(names, row, strict=True))
        | {table.attribute(name).key: None for name in fate.emptied}
        | {table.attribute(name).key: tombstone(table, name) for name in fate.replaced}
        for row in found.all()
    ]
    if rows:
        await db.execute(update(table.model), rows)
    return len(rows)


def tombstone(table: PersonalTable, column: str) -> str | bytes:
    """Random, so that nothing can be compared with it; of the column's type."""
    kind = table.model.__table__.columns[column].type
    return secrets.token_bytes(_RANDOM_BYTES) if isinstance(kind, LargeBinary) else new_token()


def _told(share: Share) -> ColumnElement[bool]:
    """Something of what a detached row loses is still there."""
    return or_(*(share.table.attribute(name).is_not(None) for name in share.fate.emptied))


def _key(table: PersonalTable) -> list[Any]:
    return [table.attribute(one.name) for one in table.model.__table__.primary_key]


async def _rows(db: AsyncSession, statement: Any) -> int:
    done: Any = await db.execute(statement.execution_options(synchronize_session=False))
    return int(done.rowcount)


async def left(db: AsyncSession, share: Share, person: Person) -> int:
    """How many rows still tell about the person. For a kept row: none does, by declaration."""
    if share.fate.action is Action.KEEP:
        return 0
    query = select(func.count()).select_from(share.table.model)
    told = leads_to(share.table, person)
    if share.fate.action is Action.DETACH:
        told &= _told(share)
    return await db.scalar(query.where(told)) or 0
