"""Data that is kept and not used (GDPR art. 18), and contacts that objected (art. 21): what each
use of the notebook answers."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from api.core.clock import now
from api.customers import objections
from api.customers.found import find
from api.customers.models import Objection
from tests.cards.counter import done, refused
from tests.exports.test_exports import download, export, table
from tests.imports.files import clerk_of, written
from tests.world import Shop, World

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
    "08d763f8ffff3f0005fe02fea135813d0000000049454e44ae426082"
)


@pytest.fixture
async def shop(world: World) -> Shop:
    return await world.shop()


async def restricted(shop: Shop, **who: Any) -> UUID:
    customer_id = await shop.customer("Zoé", **who)
    async with shop.db() as db:
        (await find(db, customer_id)).restricted_at = now()
    return customer_id


async def objected(shop: Shop, email: str, phone: str | None = None) -> UUID:
    customer_id = await shop.customer("Zoé", email=email, phone=phone)
    async with shop.db() as db:
        customer = await find(db, customer_id)
        await objections.remember(db, shop.world.settings, customer)
        await objections.anonymise(db, customer)
    return customer_id


def address() -> str:
    return f"zoe-{uuid4().hex}@client.example"


async def test_restricted_data_is_shown_and_not_changed(shop: Shop) -> None:
    client = await shop.client()
    customer_id = await restricted(shop, email=address())
    path = f"/v1/customers/{customer_id}"
    seen = await client.get(path)
    assert done(seen, 200)["restricted_at"]
    tries = [
        client.patch(path, json={"notes": "x"}, headers={"If-Match": seen.headers["ETag"]}),
        client.post(f"{path}/adult-verification"),
        client.put(f"{path}/photo", content=PNG),
        client.delete(f"{path}/photo"),
        client.post(f"{path}/consents", json={"purpose": "marketing_email", "granted": True}),
    ]
    for answer in tries:
        refused(await answer, 409, "CUSTOMER_RESTRICTED")
    # Taking a consent back is the person's right at any time.
    done(await client.post(f"{path}/consents", json={"purpose": "marketing_sms", "granted": False}))
    body = {"ids": [str(customer_id)], "add": ["vip"]}
    assert done(await client.post("/v1/customers/bulk-tags", json=body), 200)["changed"] == 0
    assert done(await client.get(path), 200)["tags"] == []


async def test_the_restricted_are_not_merged(shop: Shop) -> None:
    client = await shop.client()
    one, other = await restricted(shop), await shop.customer("Zoé")
    for keep, merge in ((one, other), (other, one)):
        pair = {"keep_id": str(keep), "merge_id": str(merge)}
        body = pair | {"keep_version": 1, "merge_version": 1}
        refused(await client.post("/v1/merges", json=body), 409, "CUSTOMER_RESTRICTED")


async def test_a_contact_that_objected_comes_back_with_its_owner_only(shop: Shop) -> None:
    client, program = await shop.client(), await shop.program()
    mail, phone = address(), "+33639980177"
    await objected(shop, mail, phone)
    for contact in ({"email": mail.upper()}, {"phone": "06 39 98 01 77"}):
        told = refused(await client.post("/v1/customers", json=contact), 409, "CONTACT_OBJECTED")
        assert told["field"] == next(iter(contact))
        wish = {"program_id": str(program.id), "customer": contact}
        refused(await client.post("/v1/cards", json=wish), 409, "CONTACT_OBJECTED")
    other = await shop.customer("Marc")
    path, seen = f"/v1/customers/{other}", await client.get(f"/v1/customers/{other}")
    match = {"If-Match": seen.headers["ETag"]}
    refused(await client.patch(path, json={"email": mail}, headers=match), 409, "CONTACT_OBJECTED")

    # The owner stands at the counter: a card, and still no news.
    member = await shop.browser("cashier")
    wish = {"program_id": str(program.id), "customer": {"first_name": "Zoé", "email": mail}}
    with_news = wish | {"marketing_consent": True}
    refused(await member.post("/v1/cards", json=with_news), 409, "CUSTOMER_OBJECTED")
    card = done(await member.post("/v1/cards", json=wish))
    assert card["customer"]["objected"] is True
    # The public page tells nobody that somebody objected.
    joined = {
        "program_id": str(program.id), "first_name": "Zoé", "email": mail,
        "marketing_consent": True, "notice_version": "2026-11",
    }  # fmt: skip
    done(await shop.world.connect().post(f"/v1/public/{shop.slug}/cards", json=joined))
    found = done(await client.get("/v1/customers", params={"q": mail}), 200)["items"]
    assert len(found) == 2
    assert all(one["objected_at"] and not one["marketing_consent"] for one in found)


async def test_what_an_objection_leaves(shop: Shop) -> None:
    client = await shop.client()
    fields: dict[str, Any] = {
        "title": "mrs", "first_name": "Zoé", "last_name": "Morel", "phone": "+33639980178",
        "notes": "aime le levain", "tags": ["vip"], "birthday": {"month": 2, "day": 29},
        "address": {"line1": "1 rue du Four", "city": "Besançon"}, "email": address(),
    }  # fmt: skip
    company = {"first_name": None, "last_name": None, "title": None, "company": "Morel SARL"}
    person = {"first_name": "Zoé", "last_name": "Morel", "title": "mrs", "company": None}
    for kept, line1 in ((person, None), (company, "1 rue du Four")):
        body = fields | {"company": kept["company"], "allow_duplicate": True}
        made = done(await client.post("/v1/customers", json=body))
        async with shop.db() as db:
            await objections.anonymise(db, await find(db, UUID(made["id"])))
        left = done(await client.get(f"/v1/customers/{made['id']}"), 200)
        empty = ("phone", "email", "notes", "birthday", "preferred_contact")
        assert [left[name] for name in empty] == [None] * len(empty)
        assert left["tags"] == []
        assert left["objected_at"]
        assert {name: left[name] for name in kept} == kept
        assert (left["address"] or {}).get("line1") == line1
        found = done(await client.get("/v1/customers", params={"q": fields["email"]}), 200)
        assert found["items"] == []


async def test_fingerprints_tell_nothing_without_the_secret(shop: Shop, world: World) -> None:
    """Of two shops they differ, and they are not the digest of an address."""
    mail = address()
    other = await world.shop()
    for one in (shop, other):
        await objected(one, mail)
    prints: list[bytes] = []
    for one in (shop, other):
        async with one.db() as db:
            prints += await db.scalars(select(Objection.fingerprint))
    assert len(set(prints)) == 2
    assert sha256(mail.encode()).digest() not in prints
    changed = world.settings.model_copy(update={"objection_key": "another"})
    async with shop.db() as db:
        assert await objections.among(db, world.settings, [f"@:{mail}"])
        assert not await objections.among(db, changed, [f"@:{mail}"])


async def test_lists_leave_the_restricted_out(shop: Shop, world: World) -> None:
    """A card's line stays in the count of cards, and names nobody."""
    clerk, program = await clerk_of(shop, world.settings), await shop.program()
    kept, other = await restricted(shop, email=address()), await shop.customer("Marc")
    for customer_id in (kept, other):
        await shop.card(program, customer_id=customer_id)
    customers = table(await download(clerk, await export(clerk, "customers")))
    assert [row["Identifiant"] for row in customers] == [str(other)]
    cards = table(await download(clerk, await export(clerk, "cards")))
    assert sorted((row["Prénom"], row["Identifiant client"]) for row in cards) == [
        ("", ""), ("Marc", str(other)),
    ]  # fmt: skip


async def test_an_import_passes_them_by(shop: Shop, world: World) -> None:
    clerk = await clerk_of(shop, world.settings)
    kept_mail, no_mail = address(), address()
    kept = await restricted(shop, email=kept_mail)
    await objected(shop, no_mail, "+33639980179")
    rows = [["Prénom", "E-mail", "Téléphone", "Ville"], ["Zoé", kept_mail, "", "Besançon"],
            ["Zoé", no_mail.upper(), "", ""], ["Zoé", "", "06 39 98 01 79", ""],
            ["Marc", "", "06 39 98 01 80", ""]]  # fmt: skip
    for on_duplicate in ("update", "create"):
        ran = await clerk.all(written(rows), on_duplicate=on_duplicate)
        causes = {(one["code"], one["field"], *one["rows"]) for one in ran["errors"]}
        wanted: set[tuple[Any, ...]] = {("OBJECTED", "email", 3), ("OBJECTED", "phone", 4)}
        if on_duplicate == "update":
            wanted.add(("RESTRICTED", None, 2))
        assert causes == wanted
    seen = done(await clerk.client.get(f"/v1/customers/{kept}"), 200)
    assert seen["address"] is None
