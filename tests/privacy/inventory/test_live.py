"""The declarations hold against a real database, and against one that was tampered with."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.core.db import Database
from api.core.postgres.embedded import Server
from api.demo import fill as demo
from api.privacy import inventory
from tests.conftest import make_settings
from tests.privacy.inventory.live import undeclared_columns, undeclared_keys


def test_every_column_of_the_live_schema_is_declared(server: Server, empty_database: str) -> None:
    assert undeclared_columns(server, empty_database) == []


def test_a_column_added_by_hand_is_found(server: Server, empty_database: str) -> None:
    server.run("ALTER TABLE customers ADD COLUMN shoe_size text;", empty_database)
    server.run("CREATE TABLE leads (email text);", empty_database)
    assert undeclared_columns(server, empty_database) == ["customers.shoe_size", "leads.email"]


async def test_every_key_of_a_filled_database_is_declared(
    server: Server, empty_database: str, tmp_path: Path
) -> None:
    database = Database(server.url(database=empty_database), 2)
    settings = make_settings("", tmp_path)
    moment = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
    await demo.fill(database, settings, print, moment=moment, scale=0.02)
    await database.close()

    assert undeclared_keys(server, empty_database) == []
    assert int(server.run("SELECT count(*) FROM entries WHERE detail IS NOT NULL;", empty_database))

    hidden = json.dumps({"breakdown": [{"rule": "amount", "shoe_size": 43}], "mood": "happy"})
    server.run(
        "ALTER TABLE entries DISABLE TRIGGER ALL;"
        f" UPDATE entries SET detail = '{hidden}' WHERE detail IS NOT NULL;",
        empty_database,
    )
    assert undeclared_keys(server, empty_database) == [
        "entries.detail.breakdown.shoe_size",
        "entries.detail.mood",
    ]


@pytest.mark.parametrize(
    ("key", "known"),
    [
        ("imports.counts.new", True),
        ("imports.counts", True),
        ("import_rows.before.email", True),
        ("import_rows.before.shoe_size", False),
        ("audit_events.facts.revision", True),
        ("customers.tags", True),
        ("customers.tags.mood", False),
        ("programs.rules.tiers.levels.name", True),
        ("programs.rules.tiers.levels.name.first", False),
    ],
)
def test_a_key_is_known_by_its_declaration(key: str, known: bool) -> None:
    assert inventory.knows_key(key) is known
