"""``carnet audit``, run as an operator runs it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from api.core.audit import roots
from api.core.db import Database
from api.core.postgres.embedded import OWNER, Server
from tests import forked
from tests.conftest import Connect, make_settings
from tests.core.audit.trail import owning, sealed
from tests.world import World


async def carnet(url: str, data: Path, *arguments: str) -> tuple[int, str]:
    ended, *said = await forked.run(
        "api.cli", "audit", *arguments, DATABASE_URL=url, CARNET_DATA=str(data)
    )
    return ended, "".join(said)


@pytest.fixture
async def alone(empty_database: str, server: Server, connect: Connect, tmp_path: Path) -> World:
    url = server.url(database=empty_database)
    return World(Database(url, 3), make_settings(url, tmp_path), connect)


async def test_the_trail_is_verified_and_its_roots_kept(
    alone: World, empty_database: str, server: Server, tmp_path: Path
) -> None:
    url = str(alone.settings.database_url)
    one, other = await alone.shop(), await alone.shop()
    for shop in (one, other):
        ids = await sealed(shop, 5)
    async with alone.database.session() as db:
        await roots.make(db, date(2026, 5, 1))
    code, printed = await carnet(url, tmp_path, "roots")
    assert code == 0
    lines = [line for line in printed.splitlines() if line.startswith("{")]
    assert [json.loads(line)["events"] for line in lines] == [10]
    kept = tmp_path / "kept"
    kept.write_text("\n".join(lines) + "\n")
    code, printed = await carnet(url, tmp_path, "verify", "--roots", str(kept))
    assert (code, printed.splitlines()[-1]) == (0, "The trail is whole.")
    assert f"{one.slug}: 5 sealed events: whole" in printed

    async with owning(server.url(OWNER, empty_database), other.id) as db:
        await db.execute("UPDATE audit_events SET action = 'x.y' WHERE id = $1", ids[1])
    code, printed = await carnet(url, tmp_path, "verify")
    assert code == 1
    assert f"{other.slug}: edited: event {ids[1]} at place 2 is not what was sealed" in printed
    assert f"{one.slug}: 5 sealed events: whole" in printed
    assert printed.splitlines()[-1] == "1 fault(s)."
    code, printed = await carnet(url, tmp_path, "verify", "--merchant", one.slug)
    assert code == 0
    assert other.slug not in printed
    code, printed = await carnet(url, tmp_path, "verify", "--merchant", "nobody")
    assert code == 2
    kept.write_text(lines[0].replace('"root": "', '"root": "00') + "\n")
    code, printed = await carnet(url, tmp_path, "verify", "--roots", str(kept))
    assert code == 1
    assert "roots: forked: the root of 2026-05-01 is not the one kept in the file" in printed
    await alone.database.close()
