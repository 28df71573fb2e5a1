"""An objection, and every channel tried afterwards."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from api.cards.models import Merge
from api.customers.models import Customer
from api.imports.models import ImportRow
from tests.cards.counter import done, refused
from tests.imports.files import clerk_of, written
from tests.world import Shop, World


@pytest.fixture
async def shop(world: World) -> Shop:
    return await world.shop(name="Au Bon Pain")


def address() -> str:
    return f"zoe-{uuid4().hex}@client.example"


async def test_a_company_stays_marked_and_its_contact_is_gone_for_good(
    shop: Shop, world: World
) -> None:
    clerk = await clerk_of(shop, world.settings)
    mail, client = address(), await shop.client()
    file = written(
        [["Société", "Prénom", "E-mail", "Consentement e-mail"], ["Morel SARL", "Zoé", mail, "oui"]]
    )
    await clerk.all(file, consent_statement="Formulaire de 2025")
    ((customer),) = await clerk.customers()
    assert customer["marketing_consent"]
    owner = await shop.browser()
    objection = f"/v1/customers/{customer['id']}/objection"
    answer = done(await owner.post(objection))
    assert answer["kept"] == "Morel SARL"
    left = done(await client.get(f"/v1/customers/{customer['id']}"), 200)
    assert (left["company"], left["first_name"], left["email"]) == ("Morel SARL", None, None)
    assert left["objected_at"]
    assert not left["marketing_consent"]

    again = await clerk.all(file, consent_statement="Formulaire de 2025")
    assert [(one["code"], one["field"]) for one in again["errors"]] == [("OBJECTED", "email")]
    refused(await client.post("/v1/customers", json={"email": mail}), 409, "CONTACT_OBJECTED")
    consent = {"purpose": "marketing_post", "granted": True}
    path = f"/v1/customers/{customer['id']}/consents"
    refused(await client.post(path, json=consent), 409, "CUSTOMER_OBJECTED")
    segment = {"consent": "marketing_email"}
    assert done(await client.get("/v1/customers", params=segment), 200)["items"] == []
    # Nothing in the merchant's rows names the contact any more.
    async with shop.db() as db:
        rows = [*await db.scalars(select(ImportRow.before))]
        assert all(mail not in str(row) for row in rows)


async def test_who_was_merged_is_forgotten_with_them(shop: Shop) -> None:
    client, old = await shop.client(), address()
    kept, merged = await shop.customer("Zoé"), await shop.customer("Zoé", email=old)
    body = {"keep_id": str(kept), "merge_id": str(merged), "keep_version": 1, "merge_version": 1}
    merge = done(await client.post("/v1/merges", json=body))
    done(await (await shop.browser()).post(f"/v1/customers/{kept}/objection"))
    async with shop.db() as db:
        emails = await db.scalars(select(Customer.email).where(Customer.id.in_([kept, merged])))
        assert [*emails] == [None, None]
        assert await db.scalar(select(Merge.before).where(Merge.id == UUID(merge["id"]))) is None
    undone = await client.post(f"/v1/merges/{merge['id']}/reversal")
    refused(undone, 409, "MERGE_NOT_UNDOABLE")
    refused(await client.post("/v1/customers", json={"email": old}), 409, "CONTACT_OBJECTED")


async def test_another_shop_is_not_concerned(shop: Shop, world: World) -> None:
    mail, other = address(), await world.shop()
    customer_id = await shop.customer("Zoé", email=mail)
    done(await (await shop.browser()).post(f"/v1/customers/{customer_id}/objection"))
    done(await (await other.client()).post("/v1/customers", json={"email": mail}))
