"""Row-level isolation of merchants: two locks, each of which holds alone.

The first lock is this module: every statement of a session is confined to the merchant that the
session has entered, and a session that has entered none cannot touch a merchant's tables at all.
The second is PostgreSQL's row-level security, which reads the merchant that
``app_enter()`` sets for the transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Table, TextClause, event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import (
    FromStatement,
    Mapped,
    ORMExecuteState,
    Session,
    SessionTransaction,
    UOWTransaction,
    mapped_column,
    with_loader_criteria,
)
from sqlalchemy.sql import visitors
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.elements import BindParameter
from uuid_utils.compat import uuid7

from api.core.personal import neutral

_MERCHANT = "merchant_id"


class NoMerchant(RuntimeError):
    """A merchant's table was touched by a session that has entered no merchant."""


class OtherMerchant(RuntimeError):
    """A row or statement names another merchant than the one that the session has entered."""


class Unconfined(RuntimeError):
    """A statement that the first lock cannot confine: plain Core on a merchant's table."""


class MerchantOwned:
    """A row of one merchant. The key starts with the merchant, so that one merchant's rows lie
    together and a distributed PostgreSQL can place them by it."""

    merchant_id: Mapped[UUID] = mapped_column(
        ForeignKey("merchants.id"),
        primary_key=True,
        sort_order=-20,
        info=neutral("tells the merchant, not a person"),
    )
    id: Mapped[UUID] = mapped_column(
        primary_key=True, default=uuid7, sort_order=-19, info=neutral("random identifier")
    )


class TenantSession(Session):
    """A session confined to the merchant in its ``info``."""


def merchant_of(db: AsyncSession | Session) -> UUID:
    """The merchant that the session has entered; raises :class:`NoMerchant` if none."""
    merchant: UUID | None = db.info.get(_MERCHANT)
    if merchant is None:
        raise NoMerchant("no merchant entered")
    return merchant


async def enter(db: AsyncSession, merchant_id: UUID) -> None:
    """Confine the session to a merchant, for good: one session never sees two merchants."""
    entered = db.info.get(_MERCHANT)
    if entered is not None and entered != merchant_id:
        raise OtherMerchant("the session has entered another merchant")
    db.info[_MERCHANT] = merchant_id
    if entered is None and db.in_transaction():
        connection = await db.connection()
        await connection.exec_driver_sql("SELECT app_enter($1)", (str(merchant_id),))


@event.listens_for(TenantSession, "after_begin")
def _tell_postgresql(session: Session, transaction: SessionTransaction, connection: Any) -> None:
    merchant = session.info.get(_MERCHANT)
    if merchant is not None:
        # Sent alone and through plpgsql: a distributed engine forwards it so to its shards.
        connection.exec_driver_sql("SELECT app_enter($1)", (str(merchant),))


@event.listens_for(TenantSession, "do_orm_execute")
def _confine(state: ORMExecuteState) -> None:
    statement = state.statement
    merchant: UUID | None = state.session.info.get(_MERCHANT)
    if isinstance(statement, FromStatement):
        statement = statement.element
    if isinstance(statement, TextClause):
        _check_text(statement, state, merchant)
        return
    if merchant is None or not state.is_orm_statement:
        _refuse_tenant_tables(statement, entered=merchant is not None)
        return
    if isinstance(statement, Insert):
        _check_insert(statement, state, merchant)
    elif not state.is_column_load:
        state.statement = state.statement.options(
            with_loader_criteria(
                MerchantOwned,
                lambda cls: cls.merchant_id == merchant,
                include_aliases=True,
            )
        )


def _check_text(text: TextClause, state: ORMExecuteState, merchant: UUID | None) -> None:
    """Hand-written SQL takes the merchant as ``:merchant_id``, and only the entered one."""
    if state.execution_options.get("touches_no_merchant"):
        return
    if merchant is None:
        raise NoMerchant("hand-written SQL without a merchant")
    if _MERCHANT not in text._bindparams:
        raise Unconfined("hand-written SQL has to name :merchant_id")
    for row in _rows(state.parameters):
        if row.get(_MERCHANT) != merchant:
            raise OtherMerchant("the statement names another merchant")


def _refuse_tenant_tables(statement: Any, *, entered: bool) -> None:
    for element in visitors.iterate(statement):
        if isinstance(element, Table) and _is_tenant_table(element):
            if entered:
                raise Unconfined(f"plain Core statement on {element.name}")
            raise NoMerchant(f"no merchant entered, yet {element.name} is asked for")


def _is_tenant_table(table: Table) -> bool:
    key = table.primary_key.columns
    return _MERCHANT in key and len(key) > 1


def _check_insert(statement: Insert, state: ORMExecuteState, merchant: UUID) -> None:
    table = statement.table
    if not (isinstance(table, Table) and _is_tenant_table(table)):
        return
    if statement._multi_values or statement.select is not None:
        raise Unconfined("insert rows as parameters, so that each can be checked")
    named = {getattr(column, "key", column): value for column, value in _values_of(statement)}
    if _MERCHANT in named:
        value = named[_MERCHANT]
        if (value.value if isinstance(value, BindParameter) else value) != merchant:
            raise OtherMerchant("the insert names another merchant")
        return
    rows = [dict(row) for row in _rows(state.parameters)] or [{}]
    for row in rows:
        if row.setdefault(_MERCHANT, merchant) != merchant:
            raise OtherMerchant("the insert names another merchant")
    state.parameters = rows if isinstance(state.parameters, list) else rows[0]


def _values_of(statement: Insert) -> Iterable[tuple[Any, Any]]:
    return statement._values.items() if statement._values else ()


def _rows(parameters: Any) -> list[Mapping[str, Any]]:
    if parameters is None:
        return []
    return [parameters] if isinstance(parameters, Mapping) else list(parameters)


@event.listens_for(TenantSession, "before_flush")
def _stamp(session: Session, context: UOWTransaction, instances: object) -> None:
    for row in (*session.new, *session.dirty, *session.deleted):
        if not isinstance(row, MerchantOwned):
            continue
        merchant = merchant_of(session)
        if row.merchant_id is None:
            row.merchant_id = merchant
        elif row.merchant_id != merchant:
            raise OtherMerchant(f"a {type(row).__name__} of another merchant")
