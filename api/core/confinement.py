"""Which statements the first lock can confine.

``with_loader_criteria`` adds the merchant wherever SQLAlchemy sees an entity stand in a query of
its own accord. It does not see everything: tables beside their entities, text, an entity named
inside a function's arguments only, the second table of an UPDATE. :func:`check` refuses those,
so that a statement is either confined whole or not run.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, TextClause
from sqlalchemy.sql import util as sql_util
from sqlalchemy.sql.dml import Delete, Update, UpdateBase
from sqlalchemy.sql.elements import ColumnClause
from sqlalchemy.sql.lambdas import LambdaElement
from sqlalchemy.sql.selectable import (
    AliasedReturnsRows,
    Join,
    Lateral,
    Select,
    SelectBase,
    Subquery,
    TableClause,
)
from sqlalchemy.sql.visitors import HasTraverseInternals
from sqlalchemy.util import LRUCache

MERCHANT = "merchant_id"
_HARMLESS = {"*", "1"}
"""What ``exists()`` and ``count()`` write themselves."""

Entities = frozenset[Any]

_confined: LRUCache[Any, bool] = LRUCache(1_000)
"""Keys of statements that were read and can be confined."""


class Unconfined(RuntimeError):
    """A statement that the first lock cannot confine."""


def is_tenant_table(table: Any) -> bool:
    """Whether its rows belong to merchants: its key starts with the merchant."""
    if not isinstance(table, Table):
        return False
    key = table.primary_key.columns
    return MERCHANT in key and len(key) > 1


def check(statement: Any) -> None:
    """Raise :class:`Unconfined` unless every merchant's table in a SELECT, UPDATE or DELETE
    stands there as an entity that SQLAlchemy will confine."""
    if isinstance(statement, LambdaElement):
        raise Unconfined("a lambda statement, which cannot be read before it runs")
    # By this key SQLAlchemy knows the SQL that it has compiled: what has the same key differs in
    # values alone, and becomes the same SQL.
    known = statement._generate_cache_key()
    if known is not None and known.key in _confined:
        return
    _check(statement, frozenset())
    if known is not None:
        _confined[known.key] = True


def _check(statement: Any, around: Entities) -> None:
    """``around``: the entities of the enclosing query."""
    surface = _Surface(statement)
    if isinstance(statement, (Update, Delete)):
        target = _entity(statement.table)
        if target is None and is_tenant_table(statement.table):
            raise _plain([statement.table])
        if surface.entities - {target} or surface.tables:
            raise Unconfined("a second table in an UPDATE or DELETE")
    elif isinstance(statement, Select):
        _check_select(statement, surface, around)
    elif surface.tables:
        raise _plain(surface.tables)
    for query, in_from in surface.queries:
        if isinstance(query, UpdateBase):
            raise Unconfined("a change inside another statement")
        _check(query, frozenset() if in_from else around | surface.entities)


def _check_select(statement: Select[Any], surface: _Surface, around: Entities) -> None:
    if not (surface.entities or surface.tables):
        return
    if statement._propagate_attrs.get("compile_state_plugin") != "orm":
        raise Unconfined("a query that is not the ORM's")
    seen = _seen(statement)
    # A bare column of a table that stands there as an entity too adds no table.
    if strange := surface.tables - {one.local_table for one in seen if one.is_mapper}:
        raise _plain(strange)
    # Only a query with a FROM of its own leaves the others to the query around it.
    if seen or statement._correlate:
        seen |= around
    if strangers := surface.entities - seen:
        names = sorted({one.mapper.local_table.name for one in strangers})
        raise Unconfined(f"name in select_from() or join(): {', '.join(names)}")


def _seen(statement: Select[Any]) -> Entities:
    """The entities that SQLAlchemy adds criteria for."""
    # These are what SQLAlchemy itself looks with; they have no types.
    first: Any = sql_util.extract_first_column_annotation
    tables: Any = sql_util.surface_selectables
    expressions: Any = sql_util.surface_expressions
    found = [first(column, "parententity") for column in statement._raw_columns]
    for clause in statement._from_obj:
        found += [_entity(part) for part in tables(clause)]
    for target, _, from_, _ in statement._setup_joins:
        found += [_entity(target), _entity(from_) if from_ is not None else None]
    for criterion in statement._where_criteria:
        found += [_entity(part) for part in expressions(criterion)]
    return frozenset(one for one in found if one is not None)


def _entity(element: Any) -> Any:
    """The mapper or alias of a merchant's table that an element stands for."""
    entity = element._annotations.get("parententity")
    if entity is None or not is_tenant_table(entity.mapper.local_table):
        return None
    return entity


def _plain(tables: Iterable[Any]) -> Unconfined:
    return Unconfined(f"plain Core statement on {', '.join(sorted(map(str, tables)))}")


def _parts(statement: Any) -> Iterable[Any]:
    """What stands in the statement, without the tables that SELECT derives from its columns."""
    return HasTraverseInternals.get_children(statement)


class _Surface:
    """What a statement names itself, without what the queries inside it name."""

    def __init__(self, statement: Any) -> None:
        self.entities: Entities = frozenset()
        self.tables: set[Any] = set()
        """Merchants' tables that stand there by themselves."""
        self.queries: list[tuple[Any, bool]] = []
        """Inner queries, and whether they stand in FROM, where nothing correlates."""
        found: set[Any] = set()
        seen: dict[int, Any] = {}
        todo: list[tuple[Any, bool]] = [(one, False) for one in _parts(statement)]
        while todo:
            element, in_from = todo.pop()
            if id(element) in seen:
                continue
            seen[id(element)] = element
            if (entity := _entity(element)) is not None:
                found.add(entity)
                if isinstance(behind := entity.selectable, Subquery):
                    todo.append((behind.element, True))
            elif isinstance(element, (SelectBase, UpdateBase)):
                self.queries.append((element, in_from))
            elif isinstance(element, AliasedReturnsRows):
                if is_tenant_table(element.element):
                    raise _plain([element.element])
                todo.append((element.element, not isinstance(element, Lateral)))
            elif is_tenant_table(element):
                self.tables.add(element)
            else:
                _refuse_unreadable(element)
                todo += [(one, in_from) for one in self._inside(element)]
        self.entities = frozenset(found)

    @staticmethod
    def _inside(element: Any) -> list[Any]:
        inside = list(element.get_children()) if not isinstance(element, TableClause) else []
        if isinstance(element, Join):
            return [element.left, element.right, *inside]
        table = getattr(element, "table", None)
        return inside if table is None else [table, *inside]


def _refuse_unreadable(element: Any) -> None:
    if isinstance(element, TextClause):
        raise Unconfined("text inside another statement")
    if isinstance(element, ColumnClause) and element.is_literal and element.name not in _HARMLESS:
        raise Unconfined("a literal column, whose text cannot be read")
    if isinstance(element, TableClause) and not isinstance(element, Table):
        raise Unconfined(f"a table that no model describes: {element.name}")
