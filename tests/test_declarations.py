"""Every column says whether it tells something about a person, and then why it is kept."""

from __future__ import annotations

import pytest
from sqlalchemy import Column

from api.core.db import Base
from api.core.personal import KEY, Declaration, Erasure
from api.core.tenancy import MerchantOwned
from api.privacy import inventory
from api.privacy.inventory import PersonalTable

TABLES = inventory.tables()
COLUMNS = [column for table in Base.metadata.sorted_tables for column in table.columns]
NULLABLE = [one for one in COLUMNS if one.info[KEY].erasure is Erasure.NULL]


def declared(column: Column[object]) -> Declaration:
    declaration = column.info.get(KEY)
    assert isinstance(declaration, Declaration), f"{column} is not declared"
    return declaration


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_every_column_is_declared(column: Column[object]) -> None:
    declaration = declared(column)
    if declaration.category is None:
        assert declaration.because, "not personal: say why"
        return
    assert declaration.subject
    assert declaration.purposes
    assert declaration.retention
    assert declaration.erasure
    assert declaration.exported or declaration.because, "withheld: say why"


@pytest.mark.parametrize("column", NULLABLE, ids=str)
def test_what_erasure_empties_can_be_empty(column: Column[object]) -> None:
    assert column.nullable


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_says_how_its_rows_lead_to_whom(table: PersonalTable) -> None:
    assert {one.subject for one in table.personal.values()} <= set(table.persons)


def test_data_of_customers_lies_in_tables_of_merchants() -> None:
    """Clause 1: the merchant decides about its customers' data, so it is the merchant's rows."""
    owned = {
        mapper.local_table.name  # type: ignore[attr-defined]  # every model has a table
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, MerchantOwned)
    }
    of_customers = {
        column.table.name
        for column in COLUMNS
        if (subject := declared(column).subject) is not None and subject == "customer"
    }
    assert of_customers <= owned
