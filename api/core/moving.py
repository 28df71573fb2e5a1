"""What goes along when a merchant takes its data to another host: every row of its tables, unless
a model says why not.

``__stays__ = "because"`` keeps a table here. ``__stay__ = {"column": "because"}`` keeps columns:
on the other host they begin as in a new row.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Table

from api.core.confinement import MERCHANT
from api.core.db import Base
from api.core.tenancy import MerchantOwned


def owned() -> list[type[Base]]:
    """The models of all merchants' tables, parents before children."""
    models = {one.class_.__tablename__: one.class_ for one in Base.registry.mappers}
    return [
        models[table.name]
        for table in Base.metadata.sorted_tables
        if table.name in models and issubclass(models[table.name], MerchantOwned)
    ]


def stays(model: type[Base]) -> str:
    """Why the table stays; empty: it goes along."""
    because: str = getattr(model, "__stays__", "")
    return because


def staying_columns(model: type[Base]) -> Mapping[str, str]:
    """Columns that stay, and why."""
    because: Mapping[str, str] = getattr(model, "__stay__", {})
    return because


def columns(model: type[Base]) -> list[Column[Any]]:
    """What goes along of a table's columns. The merchant has another id there."""
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101  # no model of ours is a view
    left = {MERCHANT, *staying_columns(model)}
    return [column for column in table.columns if column.name not in left]
