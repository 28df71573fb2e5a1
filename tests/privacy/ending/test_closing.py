"""A contract ends: from then on the merchant reads and takes out, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, text

from api.accounts.models import Merchant
from api.cards.routes.public import NOTICE_VERSION
from api.core import jobs
from api.core.audit import AuditEvent
from api.core.clock import now
from api.core.jobs import QUEUE
from api.privacy.ending.course import NO_COPY
from api.privacy.retention.nightly import SILENT
from tests.cards.counter import Counter, done, refused
from tests.mails import mails_to
from tests.privacy.ending.shops import (
    CLOSURE,
    PASSWORD,
    browser_with_password,
    close,
    look,
    take_out,
    work,
)
from tests.world import Shop, World

Clock = Callable[[timedelta], None]


async def ended_at(shop: Shop) -> object:
    async with shop.world.database.session() as db:
        return await db.scalar(select(Merchant.ended_at).where(Merchant.id == shop.id))


async def test_only_an_owner_in_person_ends_it(world: World) -> None:
    shop = await world.shop()
    body = {"password": PASSWORD}
    for role in ("manager", "cashier", "auditor"):
        browser = await browser_with_password(shop, role)
        refused(await browser.post(CLOSURE, json=body), 403, "FORBIDDEN_SCOPE")
        refused(await browser.get(CLOSURE), 403, "FORBIDDEN_SCOPE")
    refused(await (await shop.client()).post(CLOSURE, json=body), 403, "FORBIDDEN_SCOPE")
    owner = await browser_with_password(shop)
    refused(await owner.post(CLOSURE, json={"password": "no"}), 403, "WRONG_PASSWORD")
    assert done(await owner.get(CLOSURE), 200)["state"] == "open"
    refused(await owner.delete(CLOSURE), 409, "NOT_CLOSED")
    assert await ended_at(shop) is None
    shown = await close(owner)
    assert (shown["state"], shown["cause"], shown["taken_out"]) == ("ended", "owner", False)
    refused(await owner.post(CLOSURE, json=body), 403, "MERCHANT_CLOSED")


async def test_every_way_in_reads_and_none_writes(world: World) -> None:
    shop, neighbour = await world.shop(), await world.shop()
    client, owner = await shop.client(), await browser_with_password(shop)
    program = await shop.program(10)
    card = await shop.card(program)
    holder = world.connect()
    holder.headers["Authorization"] = f"Bearer {card.token}"
    done(await Counter(client).earn(card))
    await close(owner)

    refused(await Counter(client).earn(card), 403, "MERCHANT_CLOSED")
    refused(await owner.post("/v1/customers", json={"first_name": "Ada"}), 403, "MERCHANT_CLOSED")
    refused(await client.put("/v1/merchant/logo", content=b"x"), 403, "MERCHANT_CLOSED")
    join = f"/v1/public/{shop.slug}/cards"
    wish = {
        "program_id": str(program.id), "first_name": "Ada", "email": "ada@client.example",
        "marketing_consent": False, "notice_version": NOTICE_VERSION,
    }  # fmt: skip
    refused(await world.connect().post(join, json=wish), 403, "MERCHANT_CLOSED")
    assert done(await client.get(card.path), 200)["balance"] == 1
    assert done(await client.get("/v1/customers"), 200)["items"]
    assert (await holder.get(f"/v1/public/{shop.slug}/card")).status_code == 200
    assert done(await client.get("/v1/events"), 200)
    member = done(await owner.get("/v1/me"), 200)["memberships"][0]
    assert member["ended_at"]
    assert "cards:write" not in member["scopes"]
    assert {"cards:read", "merchant:export"} <= set(member["scopes"])

    others = await neighbour.client()
    done(await Counter(others).earn(await neighbour.card(await neighbour.program(10))))


async def test_all_goes_out_and_all_goes_on(world: World) -> None:
    """What waited meanwhile is done, once."""
    shop = await world.shop()
    client, owner = await shop.client(), await browser_with_password(shop)
    card = await shop.card(await shop.program(10))
    await close(owner)
    for _ in range(2):
        async with shop.db() as db:
            await jobs.enqueue(db, SILENT)
        await work(shop)
    waits = text(
        "SELECT count(*) FROM jobs.pgqueuer WHERE entrypoint = :name AND status = 'queued'"
        " AND convert_from(payload, 'UTF8') LIKE :of"
    ).execution_options(touches_no_merchant=True)
    asked = {"name": SILENT, "of": f"%{shop.id}%"}
    assert QUEUE.db_schema == "jobs"
    async with world.database.session() as db:
        assert await db.scalar(waits, asked) == 1
    await take_out(shop, owner)
    assert done(await owner.get(CLOSURE), 200)["taken_out"]
    assert (await owner.delete(CLOSURE)).status_code == 204
    await work(shop)
    async with world.database.session() as db:
        assert await db.scalar(waits, asked) == 0
    done(await Counter(client).earn(card))
    assert done(await owner.get(CLOSURE), 200)["state"] == "open"
    async with shop.db() as db:
        actions = select(AuditEvent.action).where(AuditEvent.action.like("merchant.%"))
        assert set(await db.scalars(actions)) == {"merchant.closed", "merchant.reopened"}


async def test_nothing_goes_before_it_was_returned_or_waived(world: World) -> None:
    shop = await world.shop()
    owner = await browser_with_password(shop)
    body = {"password": PASSWORD}
    await close(owner)
    refused(await owner.post(f"{CLOSURE}/purge", json=body), 409, "TAKEOUT_FIRST")
    waiver = f"{CLOSURE}/waiver"
    refused(await owner.post(waiver, json={"words": "yes, yes"}), 422, "NOT_THE_WORDS")
    done(await owner.post(waiver, json={"words": NO_COPY["en"]}), 200)
    refused(await owner.post(f"{CLOSURE}/purge", json={"password": "no"}), 403, "WRONG_PASSWORD")
    done(await owner.post(f"{CLOSURE}/purge", json=body), 202)
    await work(shop)
    refused(await owner.get("/v1/merchant"), 404, "MERCHANT_NOT_FOUND")


async def test_owners_are_told_when_it_ends_and_before_all_goes(world: World, clock: Clock) -> None:
    shop = await world.shop(name="Le Fournil")
    owner = await browser_with_password(shop)
    shown = await close(owner)
    await look(shop)
    address, folder = shop.team["owner"].email, world.settings.mail_folder
    assert [mail["Subject"] for mail in mails_to(folder, address)] == [
        "Le Fournil\N{NO-BREAK SPACE}: votre contrat a pris fin"
    ]
    assert not mails_to(folder, shop.team["manager"].email)
    due = now().fromisoformat(shown["due_at"])
    clock(due - timedelta(days=7, minutes=1) - now())
    await look(shop)
    assert len(mails_to(folder, address)) == 1
    clock(timedelta(minutes=2))
    for _ in range(2):
        await look(shop)
    assert len(mails_to(folder, address)) == 2, "told once"
    clock(timedelta(days=1))  # the plan shows a week of days, one of which may be shorter
    plan = done(await owner.get("/v1/privacy/retention/plan"), 200)["days"]
    day = due.astimezone(ZoneInfo("Europe/Paris")).date().isoformat()
    ours = {one["table"]: one for one in plan if one["rule"] == "merchant.contract"}
    assert {one["day"] for one in ours.values()} == {day}
    assert ours["memberships"]["rows"] == 4
    assert not ours.keys() & {"invoices", "audit_events", "merchants", "contract_ends"}
