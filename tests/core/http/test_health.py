"""/readyz tells the truth, and an unsafe database role is refused."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.core.db import Database
from api.core.http import accidents, health
from api.core.http.health import UnsafeRole, refuse_unsafe_role
from api.core.postgres.embedded import OWNER, SUPERUSER, Server


async def ask(url: str, path: str = "/readyz") -> httpx.Response:
    app = FastAPI()
    app.state.database = Database(url, 1)
    accidents.install(app)
    app.include_router(health.router)
    transport = httpx.ASGITransport(app)
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
            return await http.get(path)
    finally:
        await app.state.database.close()


async def test_alive_and_ready(db_url: str) -> None:
    assert (await ask(db_url, "/healthz")).json() == {"status": "ok"}
    assert (await ask(db_url)).json() == {"status": "ok"}


async def test_alive_but_not_ready_without_a_database(tmp_path: Path) -> None:
    nowhere = f"postgresql+asyncpg://carnet_app@/carnet?host={tmp_path}"
    assert (await ask(nowhere, "/healthz")).status_code == 200
    answer = await ask(nowhere)
    assert (answer.status_code, answer.json()["code"]) == (503, "NOT_READY")
    assert "does not answer" in answer.json()["detail"]


async def test_not_ready_on_another_schema(server: Server, empty_database: str) -> None:
    server.run("UPDATE alembic_version SET version_num = 'older';", empty_database)
    answer = await ask(server.url(database=empty_database))
    assert answer.status_code == 503
    assert "not migrated" in answer.json()["detail"]


async def test_not_ready_with_the_owners_login(owner_url: str) -> None:
    answer = await ask(owner_url)
    assert answer.status_code == 503
    assert "owns the tables" in answer.json()["detail"]


async def check(url: str) -> None:
    database = Database(url, 1)
    try:
        async with database.engine.connect() as connection:
            await refuse_unsafe_role(connection)
    finally:
        await database.close()


async def test_the_applications_role_is_accepted(db_url: str) -> None:
    await check(db_url)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        ("SUPERUSER", "is a superuser"),
        ("BYPASSRLS", "has BYPASSRLS"),
        (f"IN ROLE {OWNER}", "member of their owner"),
        (f"NOINHERIT IN ROLE {OWNER}", "member of their owner"),
    ],
)
async def test_a_role_that_can_see_through_is_refused(
    server: Server, database_name: str, make: str, why: str
) -> None:
    role = f"risky_{database_name}"
    server.run(f"CREATE ROLE {role} LOGIN {make};")
    try:
        server.run(f"GRANT CONNECT ON DATABASE {database_name} TO {role};")
        with pytest.raises(UnsafeRole, match=why):
            await check(server.url(role, database_name))
    finally:
        server.run(f"REVOKE CONNECT ON DATABASE {database_name} FROM {role}; DROP ROLE {role};")


@pytest.mark.parametrize("role", [OWNER, SUPERUSER])
async def test_owner_and_superuser_are_refused(
    server: Server, database_name: str, role: str
) -> None:
    with pytest.raises(UnsafeRole, match=role):
        await check(server.url(role, database_name))
