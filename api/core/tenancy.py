"""Row-level isolation of merchants: two locks, each of which holds alone.

The first lock is this module: every statement of a session is confined to the merchant that the
session has entered, and a session that has entered none cannot touch a merchant's tables at all.
The second is PostgreSQL's row-level security, which reads the merchant that
``app_enter()`` sets for the transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, TextClause, TextualSelect, event, inspect
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
from sqlalchemy.sql.dml import Insert, Update, UpdateBase
from sqlalchemy.sql.elements import BindParameter
from sqlalchemy.sql.selectable import SelectBase
from uuid_utils.compat import uuid7

from api.core import ended
from api.core.confinement import MERCHANT, Unconfined, check, is_tenant_table
from api.core.personal import neutral

__all__ = [
    "MerchantOwned",
    "NoMerchant",
    "OtherMerchant",
    "TenantSession",
    "Unconfined",
    "enter",
    "merchant_of",
]


class NoMerchant(RuntimeError):
    """A merchant's table was touched by a session that has entered no merchant."""


class OtherMerchant(RuntimeError):
    """A row or statement names another merchant than the one that the session has entered."""


_ENTER = "SELECT app_enter($1)"
"""Since when the merchant's contract is over, as its value."""


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

    # These write without any event that could be listened to; ``insert()`` and ``update()`` with
    # rows as parameters do the same work.
    def bulk_save_objects(self, *args: Any, **kwargs: Any) -> None:
        raise Unconfined("the legacy bulk methods pass the first lock by")

    bulk_insert_mappings = bulk_update_mappings = bulk_save_objects


def merchant_of(db: AsyncSession | Session) -> UUID:
    """The merchant that the session has entered; raises :class:`NoMerchant` if none."""
    merchant: UUID | None = db.info.get(MERCHANT)
    if merchant is None:
        raise NoMerchant("no merchant entered")
    return merchant


async def enter(db: AsyncSession, merchant_id: UUID) -> None:
    """Confine the session to a merchant, for good: one session never sees two merchants. Raises
    :class:`MerchantClosed`, here or with the first statement, where the contract has ended and
    the session is a request's that may change something."""
    entered = db.info.get(MERCHANT)
    if entered is not None and entered != merchant_id:
        raise OtherMerchant("the session has entered another merchant")
    db.info[MERCHANT] = merchant_id
    if entered is None and db.in_transaction():
        connection = await db.connection()
        asked = await connection.exec_driver_sql(_ENTER, (str(merchant_id),))
        ended.mind(db.info, asked.scalar())


@event.listens_for(TenantSession, "after_begin")
def _tell_postgresql(session: Session, transaction: SessionTransaction, connection: Any) -> None:
    merchant = session.info.get(MERCHANT)
    if merchant is not None:
        # Sent alone and through plpgsql: a distributed engine forwards it so to its shards.
        asked = connection.exec_driver_sql(_ENTER, (str(merchant),))
        ended.mind(session.info, asked.scalar())


@event.listens_for(TenantSession, "do_orm_execute")
def _confine(state: ORMExecuteState) -> None:
    statement: Any = state.statement
    merchant: UUID | None = state.session.info.get(MERCHANT)
    if isinstance(statement, FromStatement):
        statement = statement.element
        if isinstance(statement, UpdateBase):
            raise Unconfined("a change as the source of entities; execute it itself")
    if isinstance(statement, TextualSelect):
        statement = statement.element
    if isinstance(statement, TextClause):
        _check_text(statement, state, merchant)
        return
    if merchant is None or not state.is_orm_statement:
        _refuse_tenant_tables(statement, entered=merchant is not None)
    elif isinstance(statement, Insert):
        _check_insert(statement, state, merchant)
    else:
        check(statement)
        if isinstance(statement, Update):
            _check_update(statement, state, merchant)
        if not state.is_column_load:
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
    if MERCHANT not in text._bindparams:
        raise Unconfined("hand-written SQL has to name :merchant_id")
    bound = text._bindparams[MERCHANT].value
    for row in _rows(state.parameters) or [{}]:
        if row.get(MERCHANT, bound) != merchant:
            raise OtherMerchant("the statement names another merchant")


def _refuse_tenant_tables(statement: Any, *, entered: bool) -> None:
    for element in visitors.iterate(statement):
        table: Any = getattr(element, "table", element)
        if is_tenant_table(table):
            if entered:
                raise Unconfined(f"plain Core statement on {table.description}")
            raise NoMerchant(f"no merchant entered, yet {table.description} is asked for")
    check(statement)


def _check_insert(statement: Insert, state: ORMExecuteState, merchant: UUID) -> None:
    for element in visitors.iterate(statement):
        if element is not statement and isinstance(element, (SelectBase, UpdateBase)):
            raise Unconfined("a query inside an INSERT")
    if not is_tenant_table(statement.table):
        return
    if statement._multi_values:
        raise Unconfined("insert rows as parameters, so that each can be checked")
    on_conflict = getattr(statement, "_post_values_clause", None)
    _check_values(statement._values, merchant)
    _check_values(getattr(on_conflict, "update_values_to_set", None), merchant)
    rows = [dict(row) for row in _rows(state.parameters)] or [{}]
    for row in rows:
        if row.setdefault(MERCHANT, merchant) != merchant:
            raise OtherMerchant("the insert names another merchant")
    state.parameters = rows if isinstance(state.parameters, list) else rows[0]


def _check_update(statement: Update, state: ORMExecuteState, merchant: UUID) -> None:
    """No row changes hands; by key (rows as parameters), no row of another is changed."""
    _check_values(statement._values, merchant)
    for row in _rows(state.parameters):
        if row.get(MERCHANT, merchant) != merchant:
            raise OtherMerchant("the update names another merchant")


def _check_values(pairs: Mapping[Any, Any] | None, merchant: UUID) -> None:
    for column, value in (pairs or {}).items():
        if getattr(column, "key", column) != MERCHANT:
            continue
        named = value.value if isinstance(value, BindParameter) else value
        if not (isinstance(named, UUID) and named == merchant):
            raise OtherMerchant("the statement names another merchant")


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


@event.listens_for(TenantSession, "before_attach")
def _admit(session: Session, row: object) -> None:
    """A row known to be another merchant's does not come in: refreshing it would read it."""
    key = inspect(row).key
    if isinstance(row, MerchantOwned) and key is not None and key[1][0] != merchant_of(session):
        raise OtherMerchant(f"a {type(row).__name__} of another merchant")
