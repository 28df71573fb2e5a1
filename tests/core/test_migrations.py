"""The migrated schema is the one the models describe, and one that can be distributed later."""

from __future__ import annotations

import ast
import asyncio
import os
import re
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, update

from api.accounts import models as accounts
from api.accounts.models import Location
from api.billing import models as billing
from api.cards import models as cards
from api.cards.models import Card
from api.core import audit, events, migrate
from api.core.audit import seals
from api.core.db import Base, Database
from api.core.postgres.embedded import APP, OWNER, Server
from api.core.tenancy import MerchantOwned
from api.customers import models as customers
from api.exports import models as exports
from api.imports import models as imports
from api.privacy import models as privacy
from api.programs import models as programs
from api.programs.models import Program
from tests.conftest import Connect, make_settings
from tests.world import World

DOMAINS = (
    audit,
    seals,
    events,
    accounts,
    billing,
    customers,
    programs,
    cards,
    imports,
    exports,
    privacy,
)
"""Imported for the tables they add to the metadata."""
VERSIONS = sorted((migrate.FOLDER / "versions").glob("*.py"))
MODELS = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]  # every model has a table
TENANT_TABLES = {name for name, model in MODELS.items() if issubclass(model, MerchantOwned)}
POLICY = "(merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)"


def rows(server: Server, database: str, query: str) -> list[list[str]]:
    return [line.split("|") for line in server.run(query, database).splitlines()]


async def test_models_and_schema_agree(owner_url: str) -> None:
    def differences(connection: Connection) -> list[Any]:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, Base.metadata))

    assert await migrate.with_connection(owner_url, differences) == []


async def test_upgrading_twice_or_at_once_does_it_once(server: Server) -> None:
    name = f"test_{os.getpid()}_upgrade"
    server.drop_database(name)
    server.create_database(name)
    try:
        url = server.url(OWNER, name)
        done = await asyncio.gather(*(migrate.upgrade(url) for _ in range(3)))
        assert sorted(map(len, done)) == [0, 0, len(VERSIONS)]
        assert await migrate.upgrade(url) == []
        server.run("SELECT version_num FROM alembic_version;", name, APP)
    finally:
        server.drop_database(name)


def test_exactly_the_tables_of_merchants_have_row_security(
    server: Server, database_name: str
) -> None:
    found = rows(
        server,
        database_name,
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class "
        "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p');",
    )
    live = {name: (enabled, forced) for name, enabled, forced in found}
    assert live.pop("alembic_version") == ("f", "f")
    assert live == {name: ("t", "t") if name in TENANT_TABLES else ("f", "f") for name in MODELS}


def test_every_policy_compares_the_merchant_and_nothing_else(
    server: Server, database_name: str
) -> None:
    found = rows(
        server,
        database_name,
        "SELECT tablename, permissive, cmd, qual, with_check FROM pg_policies;",
    )
    assert sorted(found) == sorted(
        [name, "PERMISSIVE", "ALL", POLICY, POLICY] for name in TENANT_TABLES
    )


def test_the_application_owns_nothing_and_bypasses_nothing(
    server: Server, database_name: str
) -> None:
    flags = rows(
        server,
        database_name,
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, "
        f"EXISTS (SELECT FROM pg_auth_members WHERE member = r.oid) FROM pg_roles r "
        f"WHERE rolname = '{APP}';",
    )
    assert flags == [["f"] * 6]
    for catalog, column in (
        ("pg_class", "relowner"),
        ("pg_proc", "proowner"),
        ("pg_namespace", "nspowner"),
        ("pg_type", "typowner"),
        ("pg_database", "datdba"),
    ):
        query = f"SELECT count(*) FROM {catalog} WHERE {column} = '{APP}'::regrole;"
        assert rows(server, database_name, query) == [["0"]], catalog
    allowed = rows(
        server,
        database_name,
        "SELECT DISTINCT privilege_type FROM information_schema.role_table_grants "
        f"WHERE grantee IN ('{APP}', 'PUBLIC') AND table_schema IN ('public', 'jobs');",
    )
    assert {privilege for (privilege,) in allowed} <= {"SELECT", "INSERT", "UPDATE", "DELETE"}
    assert (
        server.run(f"SELECT has_schema_privilege('{APP}', 'public', 'CREATE');", database_name)
        == "f"
    )


@pytest.mark.parametrize("kind", ["unique", "primary"])
def test_keys_of_tenant_tables_contain_the_merchant(
    server: Server, database_name: str, kind: str
) -> None:
    found = rows(
        server,
        database_name,
        "SELECT t.relname, i.relname, a.attname, x.indisprimary FROM pg_index x "
        "JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid "
        "LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (x.indkey) "
        f"WHERE x.indis{kind} AND t.relnamespace = 'public'::regnamespace;",
    )
    keys: dict[tuple[str, str], set[str]] = {}
    for table, index, column, _ in found:
        if table in TENANT_TABLES:
            keys.setdefault((table, index), set()).add(column)
    assert {table for table, _ in keys} == TENANT_TABLES or kind == "unique"
    assert [key for key, columns in keys.items() if "merchant_id" not in columns] == []


def test_foreign_keys_between_tenant_tables_carry_the_merchant(
    server: Server, database_name: str
) -> None:
    found = rows(
        server,
        database_name,
        "SELECT c.conname, c.conrelid::regclass, c.confrelid::regclass, c.confdeltype, "
        + ", ".join(
            "(SELECT string_agg(attname, ',' ORDER BY n) "
            f"FROM unnest(c.{key}) WITH ORDINALITY k (number, n) "
            f"JOIN pg_attribute ON attrelid = c.{table} AND attnum = number)"
            for key, table in (("conkey", "conrelid"), ("confkey", "confrelid"))
        )
        + " FROM pg_constraint c "
        "WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace;",
    )
    assert found
    for name, table, other, on_delete, columns, others in found:
        if table not in TENANT_TABLES or other not in TENANT_TABLES:
            continue
        pairs = list(zip(columns.split(","), others.split(","), strict=True))
        assert ("merchant_id", "merchant_id") in pairs, name
        assert len(pairs) > 1, name
        assert on_delete not in ("n", "d"), f"{name}: SET NULL would empty merchant_id too"


def test_no_triggers_and_no_sequences(server: Server, database_name: str) -> None:
    assert (
        rows(
            server,
            database_name,
            "SELECT tgrelid::regclass, tgname FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid "
            "WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace;",
        )
        == []
    )
    assert (
        rows(
            server,
            database_name,
            "SELECT relname FROM pg_class "
            "WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace;",
        )
        == []
    )


def test_every_tenant_table_has_a_uuid_key_of_merchant_and_id() -> None:
    for name in TENANT_TABLES:
        key = [column.name for column in Base.metadata.tables[name].primary_key]
        assert key[0] == "merchant_id", name
        assert len(key) > 1, name


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_stands_alone_and_never_waits_for_long(path: Any) -> None:
    source = path.read_text()
    for node in ast.walk(ast.parse(source)):
        names = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        assert not [name for name in names if name.split(".")[0] in ("api", "tests")]
    assert "lock_timeout" in source
    assert not re.search(r"set_config\s*\(", re.sub(r"--.*|#.*", "", source))


def test_there_is_one_line_of_migrations() -> None:
    assert migrate.head() is not None


async def test_what_is_there_is_counted_when_counting_begins(
    server: Server, empty_database: str, connect: Connect, tmp_path: Path
) -> None:
    """Migration 0011 on a database in use: every merchant is counted, and what is no longer
    active is not."""
    url = server.url(database=empty_database)
    pool = Database(url, 3)
    world = World(pool, make_settings(url, tmp_path), connect)
    full, empty = await world.shop(), await world.shop()
    program, ended = await full.program(), await full.program()
    cards = [await full.card(program) for _ in range(3)] + [await full.card(ended)]
    async with full.db() as db:
        for open_for_sale in (True, True, False):
            db.add(Location(name="Rue Haute", active=open_for_sale))
        await db.execute(update(Program).where(Program.id == ended.id).values(status="archived"))
        await db.execute(update(Card).where(Card.id == cards[0].id).values(status="closed"))
    await pool.close()

    owner = server.url(OWNER, empty_database)

    def back(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(migrate.FOLDER))
        config.attributes["connection"] = connection
        command.downgrade(config, "0012_audit")
        connection.commit()

    await migrate.with_connection(owner, back)
    gone = "SELECT to_regclass('usages') IS NULL;"
    assert rows(server, empty_database, gone) == [["t"]]
    assert (await migrate.upgrade(owner))[0] == "0011_quotas"
    found = rows(
        server,
        empty_database,
        "SELECT merchant_id, resource, used, most IS NULL, announced, chosen FROM usages;",
    )
    there = {
        full.id: {"cards": 3, "members": 4, "locations": 2, "programs": 1},
        empty.id: {"cards": 0, "members": 4, "locations": 0, "programs": 0},
    }
    assert sorted(found) == sorted(
        [str(shop), resource, str(used), "t", "0", "[]"]
        for shop, counts in there.items()
        for resource, used in counts.items()
    )
