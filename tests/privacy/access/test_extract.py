"""A person's file: all that is declared, nothing of anybody else, and a link that works once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import delete, select

from api.cards.models import Card
from api.core import jobs
from api.core.audit import AuditEvent
from api.core.personal import Subject
from api.core.settings import Settings
from api.privacy.access import contents, link
from api.privacy.access.models import Extract, ExtractChunk
from api.privacy.inventory import leading_to
from tests.cards.counter import Counter, done, refused
from tests.imports.files import Clerk, clerk_of
from tests.privacy.access.files import Unpacked
from tests.privacy.access.test_takeout import PICTURE
from tests.world import GivenCard, Shop, World

FIELDS = {
    "first_name": "Zoé-unique",
    "last_name": "=cmd|'/c calc'!A1",
    "company": "Boulange-unique",
    "email": "zoe.unique@client.example",
    "phone": "0639980001",
    "notes": "Note libre unique\nligne 2",
    "tags": ["vip-unique"],
    "address": {"line1": "1 rue unique", "postcode": "01000", "city": "Ville-unique"},
}


@pytest.fixture
async def shop(world: World) -> Shop:
    return await world.shop()


@pytest.fixture
async def clerk(shop: Shop, settings: Settings) -> Clerk:
    return await clerk_of(shop, settings)


async def zoe(shop: Shop) -> GivenCard:
    """Somebody of whom everything is known, sent here by somebody else."""
    client = await shop.client()
    program = await shop.program(10)
    sponsor = await shop.card(program)
    body = {**FIELDS, "marketing_consent": True}
    customer = UUID(done(await client.post("/v1/customers", json=body))["id"])
    done(await client.put(f"/v1/customers/{customer}/photo", content=PICTURE.getvalue()), 200)
    card = await shop.card(program, customer_id=customer)
    async with shop.db() as db:
        (row,) = (await db.scalars(select(Card).where(Card.id == card.id))).all()
        row.sponsor_id = sponsor.id
    done(await Counter(client).earn(card))
    return card


async def made(clerk: Clerk, customer_id: UUID | None, language: str = "fr") -> dict[str, Any]:
    body = {"customer_id": str(customer_id), "language": language}
    asked = done(await clerk.client.post("/v1/extracts", json=body))
    await clerk.work()
    ready = done(await clerk.client.get(f"/v1/extracts/{asked['id']}"), 200)
    assert ready["status"] == "ready", ready
    return ready


async def unpacked(clerk: Clerk, extract: dict[str, Any]) -> Unpacked:
    answer = await clerk.client.get(f"/v1/extracts/{extract['id']}/file")
    assert answer.status_code == 200, answer.text
    return Unpacked(answer.content)


async def test_everything_about_the_person_and_nobody_else(clerk: Clerk, shop: Shop) -> None:
    card = await zoe(shop)
    program = await shop.program(5, name="Autre")
    for name in ("Eve-voisine", "Bob-voisine"):
        other = await shop.customer(name, email=f"{name}@client.example")
        stamped = await shop.card(program, customer_id=other)
        done(await Counter(clerk.client).earn(stamped))
    file = await unpacked(clerk, await made(clerk, card.customer_id))
    file.check()
    texts = file.everything()
    for value in ("Zoé-unique", "Boulange-unique", "zoe.unique@client.example", "+33639980001"):
        assert value in texts
    (customer,) = file.rows("customers")
    assert customer["notes"] == FIELDS["notes"]
    assert customer["tags"] == FIELDS["tags"]
    assert (customer["city"], customer["last_name"]) == ("Ville-unique", FIELDS["last_name"])
    assert [row["number"] for row in file.rows("cards")] == [card.number]
    assert [row["delta"] for row in file.rows("entries")] == [1]
    assert [row["purpose"] for row in file.rows("consents")] == ["marketing_email"]
    assert f"media/{customer['photo']}.webp" in file.zip.namelist()
    assert "voisine" not in texts
    # A spreadsheet computes nothing.
    assert file.cells("customers")[0]["last_name"] == "'" + str(FIELDS["last_name"])


async def test_others_are_renamed_and_alike_throughout(clerk: Clerk, shop: Shop) -> None:
    card = await zoe(shop)
    member = str(shop.team["owner"].membership_id)
    file = await unpacked(clerk, await made(clerk, card.customer_id))
    (row,) = file.rows("cards")
    assert row["sponsor_id"].startswith("other-")
    assert row["customer_id"] == str(card.customer_id)
    actors = {one["actor_id"] for one in (*file.rows("entries"), *file.rows("consents"))}
    assert all(actor is None or actor.startswith("other-") for actor in actors)
    assert member not in file.everything()
    again = await unpacked(clerk, await made(clerk, card.customer_id))
    assert again.rows("cards")[0]["sponsor_id"] != row["sponsor_id"]


@pytest.mark.parametrize("subject", [Subject.CUSTOMER, Subject.USER])
def test_what_is_declared_is_in_the_file_or_withheld_with_a_reason(subject: Subject) -> None:
    found = contents.of_person(subject)
    sheets = {sheet.name: sheet for sheet in found.sheets}
    assert sheets.keys().isdisjoint(found.left_out)
    for table in leading_to(subject):
        own = {n: one for n, one in table.personal.items() if one.subject is subject}
        if table.name in found.left_out:
            assert found.left_out[table.name]
            assert not any(one.exported for one in own.values()) or table.name in WAYLESS
            continue
        sheet = sheets[table.name]
        assert sheet.columns.keys() | sheet.withheld.keys() == table.columns.keys()
        assert sheet.columns.keys().isdisjoint(sheet.withheld)
        for name, one in own.items():
            assert (name in sheet.columns) is one.exported, f"{table.name}.{name}"
            assert name in sheet.columns or sheet.withheld[name]


WAYLESS: set[str] = set()
"""Tables with exported columns whose rows nobody can trace to a person."""


async def test_the_page_is_in_the_persons_language(clerk: Clerk, shop: Shop) -> None:
    card = await zoe(shop)
    for language, title in (("fr", "Vos données"), ("en", "Your data")):
        file = await unpacked(clerk, await made(clerk, card.customer_id, language))
        page = file.text("index.html")
        assert f'<html lang="{language}">' in page
        assert f"<h1>{title}</h1>" in page
        assert "Zoé-unique" in page
        assert "<script" not in page
        assert "http" not in page


async def test_the_manifest_tells_why_whence_and_how_long(clerk: Clerk, shop: Shop) -> None:
    card = await zoe(shop)
    file = await unpacked(clerk, await made(clerk, card.customer_id))
    column = file.tables["customers"]["columns"]["email"]
    assert (column["source"], column["retention"]) == ("person", "customer.last_activity")
    assert column["purposes"]
    withheld = {one["column"]: one["because"] for one in file.tables["cards"]["withheld"]}
    assert withheld["page_token"]
    assert any(one["table"] == "audit_events" for one in file.manifest["left_out"])


async def linked(clerk: Clerk, extract: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """Path and header of a new link."""
    path = f"/v1/extracts/{extract['id']}/link"
    url = done(await clerk.client.post(path))["url"]
    place, _, token = url.partition("#")
    slug = place.rpartition("/")[2]
    return f"/v1/public/{slug}/extract", {"Authorization": f"Bearer {token}"}


async def test_a_link_works_once(clerk: Clerk, shop: Shop, client: httpx.AsyncClient) -> None:
    extract = await made(clerk, (await zoe(shop)).customer_id)
    path, token = await linked(clerk, extract)
    for _ in range(2):
        seen = done(await client.get(path, headers=token), 200)
        assert seen["size"] == extract["size"]
    got = await client.post(f"{path}/file", headers=token)
    assert got.status_code == 200
    Unpacked(got.content).check()
    for method, where in (("GET", path), ("POST", f"{path}/file")):
        answer = await client.request(method, where, headers=token)
        assert refused(answer, 410, "EXTRACT_LINK_USED")["used_at"]
    assert done(await clerk.client.get(f"/v1/extracts/{extract['id']}"), 200)["used_at"]
    # A new one can be made; the old one is then no link any more.
    path, newer = await linked(clerk, extract)
    refused(await client.get(path, headers=token), 404, "EXTRACT_LINK_UNKNOWN")
    done(await client.get(path, headers=newer), 200)


async def test_a_download_that_breaks_off_can_be_repeated(
    clerk: Clerk, shop: Shop, client: httpx.AsyncClient, clock: Callable[[timedelta], None]
) -> None:
    extract = await made(clerk, (await zoe(shop)).customer_id)
    path, token = await linked(clerk, extract)
    async with shop.db() as db:
        (row,) = (await db.scalars(select(Extract))).all()
        await link.hold(db, row)
    # Somebody is downloading it.
    refused(await client.post(f"{path}/file", headers=token), 409, "EXTRACT_IN_USE")
    body = link.once(shop.world.database, row)
    await anext(body)
    await body.aclose()  # type: ignore[attr-defined]  # it is a generator
    # The connection was lost after the last byte left and before it was known to.
    assert done(await client.get(path, headers=token), 200)
    async with shop.db() as db:
        await link.hold(db, row)
    # The process was killed in the middle: it lets go by itself.
    clock(timedelta(minutes=3))
    got = await client.post(f"{path}/file", headers=token)
    assert len(got.content) == extract["size"]
    refused(await client.post(f"{path}/file", headers=token), 410, "EXTRACT_LINK_USED")


async def test_two_at_once_by_one_link(clerk: Clerk, shop: Shop, client: httpx.AsyncClient) -> None:
    path, token = await linked(clerk, await made(clerk, (await zoe(shop)).customer_id))
    answers = await asyncio.gather(*(client.post(f"{path}/file", headers=token) for _ in range(4)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes[0] == 200
    assert set(codes[1:]) <= {409, 410}


async def test_a_file_is_kept_for_seven_days(
    clerk: Clerk, shop: Shop, client: httpx.AsyncClient, clock: Callable[[timedelta], None]
) -> None:
    extract = await made(clerk, (await zoe(shop)).customer_id)
    path, token = await linked(clerk, extract)
    clock(timedelta(days=6, hours=23, minutes=59))
    done(await client.get(path, headers=token), 200)
    clock(timedelta(minutes=2))
    for _ in range(2):
        refused(await client.post(f"{path}/file", headers=token), 410, "EXTRACT_EXPIRED")
        own = await clerk.client.get(f"/v1/extracts/{extract['id']}/file")
        refused(own, 410, "EXTRACT_EXPIRED")
        async with clerk.database.session() as db:
            await jobs.enqueue(db, "privacy.expire_extracts")
        await clerk.work()
    async with shop.db() as db:
        assert not (await db.scalars(select(ExtractChunk.id))).all()


async def test_a_file_that_is_gone_with_the_person(
    clerk: Clerk, shop: Shop, client: httpx.AsyncClient
) -> None:
    extract = await made(clerk, (await zoe(shop)).customer_id)
    path, token = await linked(clerk, extract)
    async with shop.db() as db:
        await db.execute(delete(ExtractChunk))
    refused(await client.post(f"{path}/file", headers=token), 410, "EXTRACT_EXPIRED")
    own = await clerk.client.get(f"/v1/extracts/{extract['id']}/file")
    refused(own, 410, "EXTRACT_EXPIRED")


async def test_each_step_is_in_the_trail(
    clerk: Clerk, shop: Shop, client: httpx.AsyncClient
) -> None:
    card = await zoe(shop)
    extract = await made(clerk, card.customer_id)
    await unpacked(clerk, extract)
    path, token = await linked(clerk, extract)
    await client.post(f"{path}/file", headers=token)
    async with shop.db() as db:
        about = select(AuditEvent).where(AuditEvent.subject_id == card.customer_id)
        trail = (await db.scalars(about.order_by(AuditEvent.id))).all()
    assert [(one.action, one.actor_kind) for one in trail if "extract" in one.action] == [
        ("extract.created", "api_key"),
        ("extract.ready", "system"),
        ("extract.downloaded", "api_key"),
        ("extract.linked", "api_key"),
        ("extract.downloaded", "holder"),
    ]


async def test_who_may(shop: Shop) -> None:
    customer = {"customer_id": str(await shop.customer())}
    for role, status in (("manager", 201), ("cashier", 403), ("auditor", 403)):
        answer = await (await shop.client(role)).post("/v1/extracts", json=customer)  # type: ignore[arg-type]  # roles
        assert answer.status_code == status


async def test_a_users_own_account(world: World, shop: Shop, clerk: Clerk) -> None:
    browser = await shop.browser("cashier")
    asked = done(await browser.post("/v1/me/extracts", json={"language": "en"}))
    await clerk.work()
    path = f"/v1/me/extracts/{asked['id']}"
    assert done(await browser.get(path), 200)["status"] == "ready"
    file = Unpacked((await browser.get(f"{path}/file")).content)
    file.check()
    me = shop.team["cashier"]
    (user,) = file.rows("users")
    assert (user["id"], user["email"]) == (str(me.user_id), me.email)
    assert "password_hash" not in user
    assert [row["id"] for row in file.rows("memberships")] == [str(me.membership_id)]
    assert len(file.rows("sessions")) == 1
    assert "<h1>Your account" in file.text("index.html")
    texts = file.everything()
    for role in ("owner", "manager", "auditor"):
        assert shop.team[role].email not in texts
    other = await shop.browser("owner")
    refused(await other.get(path), 404, "EXTRACT_NOT_FOUND")
    refused(await other.get(f"{path}/file"), 404, "EXTRACT_NOT_FOUND")
    assert done(await other.get("/v1/me/extracts"), 200)["items"] == []


async def test_who_was_invited_stays_unnamed(shop: Shop, clerk: Clerk) -> None:
    """Whoever invited finds oneself in the file, and not the invited."""
    browser = await shop.browser("owner")
    guest = {"email": "invited.unique@shop.example", "role": "cashier"}
    done(await browser.post("/v1/invitations", json=guest))
    asked = done(await browser.post("/v1/me/extracts", json={}))
    await clerk.work()
    file = Unpacked((await browser.get(f"/v1/me/extracts/{asked['id']}/file")).content)
    assert guest["email"] not in file.everything()
