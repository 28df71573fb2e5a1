"""When the time is over everything of the merchant goes, and nothing of anybody else's."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from api.accounts.models import Membership, Merchant, User
from api.billing.models import Invoice
from api.core import jobs
from api.core.audit import sealer
from api.core.audit.verify import Report, verify
from api.core.clock import now
from api.core.personal import Subject
from api.core.postgres.embedded import Server
from api.privacy.ending import left
from api.privacy.ending.fates import Fate, fates
from api.privacy.ending.models import ContractEnd
from api.privacy.ending.purging import PURGE
from api.privacy.erasure import outside
from tests.cards.counter import Counter, done
from tests.killing import die
from tests.mails import mails_to
from tests.privacy.ending.shops import CLOSURE, browser_with_password, close, look
from tests.privacy.erasure.stage import Stage, staged
from tests.privacy.erasure.test_scanned import hits, planted
from tests.privacy.retention.test_clear import invoices
from tests.world import Shop

Clock = Callable[[timedelta], None]
MONTH = timedelta(days=30)
PROGRESS = "SELECT state, gone FROM contract_ends"


@pytest.fixture
async def stage(server: Server, empty_database: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(server, empty_database, tmp_path) as stage:
        yield stage


async def hashes(stage: Stage, shop: Shop) -> dict[str, str]:
    """Of every row of a merchant's, table by table."""
    found = {}
    for end in fates():
        if not end.names_merchant or end.table in ("audit_heads", "audit_seals", "audit_waiting"):
            continue
        rows = stage.server.run(
            f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {end.table}"
            f" AS t WHERE merchant_id = '{shop.id}';",
            stage.name,
        )
        found[end.table] = rows
    return found


async def end_of(shop: Shop) -> ContractEnd:
    async with shop.db() as db:
        return (await db.scalars(select(ContractEnd))).one()


async def test_a_second_too_early_nothing_goes_and_then_all(stage: Stage, clock: Clock) -> None:
    shop, other = stage.shop, await stage.shop.world.shop()
    await (Counter(await other.client())).earn(await other.card(await other.program(5)))
    kept = await invoices(shop, 2, timedelta(days=400))
    wanted = await planted(stage)
    assert hits(stage, wanted)
    before = await hashes(stage, other)
    owner = await browser_with_password(shop)
    await close(owner)
    await stage.work()
    end = await end_of(shop)
    clock(end.due_at - timedelta(minutes=1) - now())
    await look(shop)
    assert done(await owner.get(CLOSURE), 200)["state"] == "ended"
    clock(timedelta(minutes=2))
    await look(shop)

    end = await end_of(shop)
    assert (end.state, end.gone["customers"], end.gone["cards"]) == ("done", 4, 3)
    assert end.receipts["images"] == 1
    async with shop.db() as db:
        assert set(await db.scalars(select(Invoice.id))) == set(kept)
        remains = await left.remains(db)
        merchant = await db.get_one(Merchant, shop.id)
        team = select(Membership.id).where(Membership.merchant_id == shop.id)
        assert await db.scalar(team) is None
        assert await db.get(User, shop.team["owner"].user_id), "the account is the person's own"
    assert end.remains == remains
    assert (merchant.contact_email, merchant.logo) == (None, None)
    assert merchant.name != "Au Bon Pain"
    assert remains["invoices"]["rule"] == "merchant.bookkeeping"
    assert remains["invoices"]["rows"] == 2
    assert remains["invoices"]["until"][:4] == str((now() - timedelta(days=430)).year + 10)
    assert all(line["because"] for line in remains.values()), "each has its reason"
    assert set(remains) <= {one.table for one in fates() if one.fate is not Fate.GOES}

    assert hits(stage, wanted) == []
    assert stage.traces(stage.dump()) == []
    assert await hashes(stage, other) == before
    (line,) = outside.read(stage.settings.erasure_ledger)
    assert (line.erasure, line.subject, line.merchant) == (end.id, Subject.MERCHANT, shop.id)
    await stage.work()
    (mail,) = mails_to(stage.settings.mail_folder, shop.team["owner"].email)[-1:]
    assert shop.slug in mail["Subject"]
    assert await faults(shop) == []


async def faults(shop: Shop) -> list[Any]:
    async with shop.db() as db:
        await sealer.seal(db)
    return [one async for one in verify(shop.world.database, shop.id, Report())]


async def test_killed_at_every_batch_it_ends_the_same(stage: Stage, clock: Clock) -> None:
    shop, other = stage.shop, await stage.shop.world.shop()
    await (Counter(await other.client())).earn(await other.card(await other.program(5)))
    before = await hashes(stage, other)
    await close(await browser_with_password(shop))
    await stage.work()
    clock(MONTH + timedelta(days=1))
    async with shop.db() as db:
        end = (await db.scalars(select(ContractEnd))).one()
        end.state, end.begun_at = "purging", now()
        end_id = end.id
        await jobs.enqueue(db, PURGE, end_id=end_id)
    died = await die(stage.settings, PROGRESS, {"api.privacy.ending.purging:BATCH": 12})
    end = await end_of(shop)
    assert end.state == "done"
    assert (end.gone["customers"], end.gone["cards"]) == (4, 3), "each row was counted once"
    assert stage.traces(stage.dump()) == []
    assert stage.traces(stage.files()) == []
    assert await faults(shop) == []
    assert {one.erasure for one in outside.read(stage.settings.erasure_ledger)} == {end_id}
    assert await hashes(stage, other) == before
    for what in (*end.gone, "write ./*.jsonl", "remove media", "contract.purge over"):
        assert any(what in one for one in died), what
