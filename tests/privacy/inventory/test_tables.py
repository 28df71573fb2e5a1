"""The inventory is what the models declare, in an order that lets rows be destroyed."""

from __future__ import annotations

import pytest
from sqlalchemy import Table

from api import app
from api.core.db import Base
from api.core.personal import Nobody, Role, Subject, Via
from api.privacy import inventory
from api.privacy.inventory import PersonalTable
from api.privacy.inventory.tables import vias

TABLES = inventory.tables()
PLACE = {table.name: place for place, table in enumerate(TABLES)}


def test_the_inventory_knows_every_table_that_the_service_knows() -> None:
    assert app.JOBS  # the whole service is imported
    named = {name.rpartition(".")[0] for name in inventory.declared().columns}
    assert set(PLACE) < set(Base.metadata.tables) < named


def test_children_come_before_their_parents() -> None:
    for table in TABLES:
        held = table.model.__table__
        assert isinstance(held, Table)
        for key in held.foreign_keys:
            parent = key.column.table.name
            assert parent == table.name or PLACE.get(parent, len(TABLES)) > PLACE[table.name]
        for via in vias(table):
            assert PLACE[via.table] > PLACE[table.name], f"{table.name} leads through {via.table}"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_way_ends_at_a_person(table: PersonalTable) -> None:
    for subject, way in table.persons.items():
        for via in way if isinstance(way, tuple) else (way,):
            if isinstance(via, Via):
                table.attribute(via.column)
                parent = inventory.table(via.table)
                parent.attribute(via.on)
                assert not isinstance(parent.persons[subject], Nobody)


def test_where_a_merchant_decides_the_operator_is_processor() -> None:
    role = {table.name: table.role for table in TABLES}
    assert role["customers"] is role["entries"] is Role.PROCESSOR
    assert role["users"] is role["invoices"] is Role.CONTROLLER


def test_a_period_is_named_after_whose_data_it_is_for() -> None:
    columns = inventory.declared().columns
    assert columns["customers.email"].rule == "customer.last_activity"
    assert columns["users.email"].rule == "user.contract"
    with pytest.raises(ValueError, match="no such period"):
        _ = columns["customers.version"].rule


def test_the_tables_of_a_kind_of_person() -> None:
    names = {table.name for table in inventory.leading_to(Subject.MERCHANT)}
    assert "invoices" in names
    assert "customers" not in names
