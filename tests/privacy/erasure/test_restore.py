"""A backup from before an erasure is restored, and the person does not come back."""

from __future__ import annotations

import asyncio
import signal
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import typer
from sqlalchemy import select

from api.accounts.models import Membership
from api.cli import owner
from api.core import migrate
from api.core.audit import AuditEvent
from api.core.postgres import embedded
from api.privacy.erasure import outside, replay
from tests.cards.counter import done
from tests.ports import free_port
from tests.privacy.erasure.stage import Stage
from tests.test_cli import Carnet, run

PEOPLE = """
SET app.merchant_id = '{merchant}';
INSERT INTO merchants (id, slug, name, language, time_zone, currency, require_second_factor,
    version, created_at)
VALUES ('{merchant}', 'shop', 'Shop', 'fr', 'Europe/Paris', 'EUR', false, 1, now());
INSERT INTO customers (merchant_id, id, version, first_name, email, tags, search_name, source,
    created_at, last_active_at, visits, spent)
SELECT '{merchant}', id, 1, first_name, lower(first_name) || '@client.example', '[]', '', 'desk',
    now(), now(), 0, 0
FROM (VALUES ('{gone}'::uuid, 'Zqxvine'), ('{stays}'::uuid, 'Reste')) AS people (id, first_name);
"""
NAMES = "SELECT first_name FROM customers ORDER BY first_name;"


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not pytest's tmp_path: root's is closed to the account that runs PostgreSQL.
    with tempfile.TemporaryDirectory(prefix="carnet-restore-") as name:
        path = Path(name)
        path.chmod(0o711)
        (path / "dist").mkdir()
        (path / "dist" / "card.html").touch()
        (path / "dist" / "desk.html").write_text("<title>desk</title>")
        yield path


def furnished(folder: Path, merchant: UUID, gone: UUID, stays: UUID) -> Path:
    """A database with two customers; a backup of it."""
    with embedded.running(folder / "data", fast=True) as server:
        asyncio.run(migrate.upgrade(server.url(embedded.OWNER)))
        people = PEOPLE.format(merchant=merchant, gone=gone, stays=stays)
        server.run(people, embedded.DATABASE)
        server.dump(folder / "carnet.backup")
    return folder / "carnet.backup"


def names(folder: Path) -> list[str]:
    with embedded.running(folder / "data", fast=True) as server:
        return server.run(NAMES, embedded.DATABASE).split()


async def test_the_service_stays_closed_until_a_restored_backup_is_put_right(
    folder: Path,
) -> None:
    merchant, gone, stays = uuid4(), uuid4(), uuid4()
    backup = await asyncio.to_thread(furnished, folder, merchant, gone, stays)
    assert backup.stat().st_mode & 0o777 == 0o600
    line = outside.Line(uuid4(), "customer", merchant, (gone,), datetime.now(UTC))
    outside.append(folder / "data" / "erasures.jsonl", line)
    ended, said = await run(folder, "serve", "--port", str(free_port()))
    assert ended == 1
    assert "1 erased persons would be back" in said
    ended, said = await run(folder, "restore", str(backup))
    assert ended == 0, said
    assert "1 erased again" in said
    assert await asyncio.to_thread(names, folder) == ["Reste"]
    serving = Carnet(folder, "serve", "--port", str(free_port()))
    await asyncio.to_thread(serving.until, "answering requests")
    assert await asyncio.to_thread(serving.end, signal.SIGTERM) == 0


def test_a_backup_that_cannot_be_read_leaves_everything_as_it_was(folder: Path) -> None:
    furnished(folder, uuid4(), uuid4(), uuid4())
    broken = folder / "broken.backup"
    broken.write_bytes(b"PGDMP and then nothing that makes sense")
    with pytest.raises(embedded.EmbeddedError, match="pg_restore failed"):
        embedded.restore(folder / "data", broken)
    assert names(folder) == ["Reste", "Zqxvine"]


def test_a_database_in_use_is_not_replaced(folder: Path) -> None:
    backup = furnished(folder, uuid4(), uuid4(), uuid4())
    with (
        embedded.running(folder / "data", fast=True),
        pytest.raises(embedded.EmbeddedError, match="in use"),
    ):
        embedded.restore(folder / "data", backup)


async def again(stage: Stage) -> list[str]:
    said: list[str] = []
    await replay.replay(stage.database, stage.settings, said.append)
    return said


@pytest.mark.parametrize("form", ["own", "sql"])
async def test_nobody_comes_back_out_of_a_backup(stage: Stage, tmp_path: Path, form: str) -> None:
    backup = tmp_path / "outside" / "backup"
    backup.parent.mkdir()
    if form == "own":
        stage.server.dump(backup, stage.name)
    else:
        backup.write_text(stage.dump())
    asked = await stage.ask()
    await stage.work()
    assert stage.traces(stage.dump()) == []
    await replay.refuse_while_due(stage.database, stage.settings)

    await stage.database.close()
    stage.server.restore(backup, stage.name)
    backup.unlink()
    assert stage.traces(stage.dump()), "the backup has brought nobody back"
    with pytest.raises(replay.ReplayDue, match="1 erased persons would be back"):
        await replay.refuse_while_due(stage.database, stage.settings)
    assert await again(stage) == [f"erased again: {asked['id']}"]
    assert stage.traces(stage.dump()) == []
    assert stage.traces(stage.statistics()) == []
    await replay.refuse_while_due(stage.database, stage.settings)
    assert await again(stage) == []


async def test_an_account_does_not_come_back_either(stage: Stage, tmp_path: Path) -> None:
    person = stage.shop.team["cashier"]
    backup = tmp_path / "backup"
    stage.server.dump(backup, stage.name)
    line = outside.Line(uuid4(), "user", None, (person.user_id,), datetime.now(UTC))
    outside.append(stage.settings.erasure_ledger, line)
    assert len(await again(stage)) == 1
    assert person.email not in stage.dump()


async def test_a_shop_handed_over_since_the_backup_gets_an_owner_again(stage: Stage) -> None:
    """In the backup the person is still the only owner; there are others whom it does not know."""
    gone = stage.shop.team["owner"]
    line = outside.Line(uuid4(), "user", None, (gone.user_id,), datetime.now(UTC))
    outside.append(stage.settings.erasure_ledger, line)
    slug = stage.shop.slug
    told = f"{slug} has no owner any more: `carnet merchant owner {slug} ADDRESS` names one."
    assert told in await again(stage)
    assert gone.email not in stage.dump()
    await replay.refuse_while_due(stage.database, stage.settings)

    manager = stage.shop.team["manager"]
    with pytest.raises(typer.BadParameter, match="nobody has an account"):
        await owner._appoint(stage.database, stage.shop.id, gone.email)
    stranger = (await stage.shop.world.shop()).team["owner"]
    for one in (manager, stranger):
        await owner._appoint(stage.database, stage.shop.id, one.email.upper())
    async with stage.shop.db() as db:
        found = await db.execute(
            select(Membership.user_id, Membership.role).where(
                Membership.merchant_id == stage.shop.id, Membership.role == "owner"
            )
        )
        owners = {user_id for user_id, _ in found}
        events = await db.scalars(
            select(AuditEvent.actor_kind).where(AuditEvent.action == "member.appointed")
        )
    assert owners == {manager.user_id, stranger.user_id}
    assert list(events) == ["system", "system"]
    assert done(await (await stage.shop.browser("manager")).get("/v1/members"), 200)


async def test_of_a_shop_that_the_backup_does_not_know_nothing_is_due(stage: Stage) -> None:
    line = outside.Line(uuid4(), "customer", uuid4(), (uuid4(),), datetime.now(UTC))
    outside.append(stage.settings.erasure_ledger, line)
    with pytest.raises(replay.ReplayDue):
        await replay.refuse_while_due(stage.database, stage.settings)
    await again(stage)
    await replay.refuse_while_due(stage.database, stage.settings)


async def test_a_ledger_that_was_tampered_with_keeps_the_service_closed(stage: Stage) -> None:
    stage.settings.erasure_ledger.write_text('{"form": 1}\n')
    with pytest.raises(replay.ReplayDue, match="line 1, cannot be read"):
        await replay.refuse_while_due(stage.database, stage.settings)
