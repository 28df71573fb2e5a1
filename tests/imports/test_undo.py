"""Taking a whole import back: what it did goes, what others did since stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from api.cards.models import Card, Entry
from api.core import jobs
from api.core.jobs import Work
from api.core.settings import Settings
from api.customers import duplicates
from api.customers.models import Consent, Customer, CustomerKey, Duplicate
from api.imports.models import Import, ImportChunk, ImportPage, ImportRow
from api.imports.run import run
from tests.cards.counter import Counter, done, refused
from tests.imports.files import Clerk, clerk_of
from tests.world import Shop, World

STATEMENT = "Bulletins papier signés en magasin"


@pytest.fixture
async def shop(world: World) -> Shop:
    return await world.shop()


@pytest.fixture
async def clerk(shop: Shop, settings: Settings) -> Clerk:
    return await clerk_of(shop, settings)


_FIELDS = (
    "id", "first_name", "last_name", "email", "phone", "city", "tags", "notes", "age", "birth_day",
    "search_name", "phone_last4",
)  # fmt: skip


async def everything(shop: Shop) -> list[tuple[object, ...]]:
    async with shop.db() as db:
        fields = [getattr(Customer, name) for name in _FIELDS]
        people = await db.execute(select(*fields).order_by(Customer.id))
        keys = await db.execute(
            select(CustomerKey.id, CustomerKey.key).order_by(CustomerKey.id, CustomerKey.key)
        )
        balances = await db.execute(
            select(Card.id, Card.balance, Card.status)
            .where(Card.customer_id.is_not(None))
            .order_by(Card.id)
        )
        return [tuple(row) for row in (*people, *keys, *balances)]


async def granted(clerk: Clerk) -> dict[str, bool]:
    return {one["first_name"]: one["marketing_consent"] for one in await clerk.customers()}


async def test_all_is_as_before(clerk: Clerk, shop: Shop) -> None:
    program = await shop.program(10)
    known = await shop.customer("Marc", phone="0639980002", email="marc@example.com")
    card = await shop.card(program, customer_id=known)
    await shop.customer("Sans carte", email="sans@example.com")
    before = await everything(shop)
    file = (
        "Prénom,Nom,Téléphone,Email,Ville,Tags,Remarques,Optin,Points\n"
        "Zoé,Lefèvre,0639980001,zoe@example.com,Alès,vip,note,oui,4\n"
        "Ada,,,ada@example.com,,,,,\n"
        "Marc,Dupont,0639980002,nouveau@example.com,Paris,vip,note,oui,6\n"
        "Sans carte,,,sans@example.com,Lyon,,,,2\n"
    )
    ran = await clerk.all(file, program_id=str(program.id), consent_statement=STATEMENT)
    assert ran["counts"] == {"new": 2, "changed": 2, "skipped": 0, "rejected": 0}, ran["errors"]
    assert (await granted(clerk))["Marc"] is True
    assert await everything(shop) != before
    assert ran["undoable"] is True
    undone = await clerk.post(ran, "reversal")
    assert undone["status"] == "undone"
    assert undone["undo"] == {"removed": 2, "restored": 2, "left": 0}
    assert await everything(shop) == before
    assert await granted(clerk) == {"Marc": False, "Sans carte": False}
    async with shop.db() as db:
        assert await db.scalar(select(func.sum(Entry.delta))) == 0
        loose = (await db.scalars(select(Card).where(Card.customer_id.is_(None)))).all()
        assert {(one.status, one.balance) for one in loose} == {("closed", 0)}
        of_marc = (await db.scalars(select(Consent).where(Consent.customer_id == known))).all()
        assert [one.granted for one in of_marc] == [True, False], "the proof of both stays"
    verified = await clerk.client.get(f"{card.path}/ledger/verification")
    assert done(verified, 200)["valid"]
    refused(await clerk.client.post(f"/v1/imports/{ran['id']}/reversal"), 409, "IMPORT_STATE")


async def test_what_others_did_since_stays(clerk: Clerk, shop: Shop) -> None:
    program = await shop.program(2)
    await shop.customer("Changé", email="c@example.com")
    file = (
        "Prénom,Email,Ville,Points\n"
        "Modifié,m@example.com,,\nTamponné,t@example.com,,3\nDépensé,d@example.com,,3\n"
        "Consenti,k@example.com,,\nCarte,e@example.com,,\nIntact,i@example.com,,3\n"
        "Changé,c@example.com,Paris,\n"
    )
    ran = await clerk.all(file, program_id=str(program.id))
    people = {one["first_name"]: one for one in await clerk.customers()}
    client, counter = clerk.client, Counter(clerk.client)
    for name in ("Modifié", "Changé"):
        path = f"/v1/customers/{people[name]['id']}"
        done(await client.patch(path, json={"notes": "x"}, headers={"If-Match": "*"}), 200)
    cards = {
        one["customer"]["first_name"]: one
        for one in done(await client.get("/v1/cards"), 200)["items"]
    }
    done(await counter.earn(f"/v1/cards/{cards['Tamponné']['id']}"))
    done(await counter.redeem(f"/v1/cards/{cards['Dépensé']['id']}", program.rewards[0]))
    consent = {"purpose": "marketing_email", "granted": True}
    path = f"/v1/customers/{people['Consenti']['id']}/consents"
    done(await client.post(path, json=consent))
    issued = {"program_id": str(program.id), "customer_id": people["Carte"]["id"]}
    done(await client.post("/v1/cards", json=issued))
    undone = await clerk.post(ran, "reversal")
    assert undone["undo"] == {"removed": 1, "restored": 0, "left": 6}
    left = {one["first_name"] for one in await clerk.customers()}
    assert left == set(people) - {"Intact"}
    reasons = {row["row"]: row["left"] for row in await clerk.rows(undone)}
    assert reasons == {
        2: "edited",
        3: "visited",
        4: "visited",
        5: "other_card_or_consent",
        6: "other_card_or_consent",
        7: None,
        8: "edited",
    }
    for name, balance in (("Tamponné", 4), ("Dépensé", 1)):
        card = done(await client.get(f"/v1/cards/{cards[name]['id']}"), 200)
        assert (card["balance"], card["status"]) == (balance, "active")


async def test_cancelled_in_the_middle_and_undone(
    clerk: Clerk, shop: Shop, settings: Settings
) -> None:
    file = "Prénom\n" + "".join(f"Client {number}\n" for number in range(250))
    checked = await clerk.map(await clerk.bring(file))
    done(await clerk.client.post(f"/v1/imports/{checked['id']}/run"), 202)
    async with shop.db() as db:
        await run(Work(db, shop.world.database, settings), UUID(checked["id"]), 0)
    middle = await clerk.read(checked["id"])
    assert middle["progress"] == {"done": 100, "total": 250}
    cancelled = await clerk.post(checked, "cancellation")
    assert cancelled["counts"]["new"] == 100
    assert len(await clerk.customers()) == 100
    undone = await clerk.post(cancelled, "reversal")
    assert undone["undo"] == {"removed": 100, "restored": 0, "left": 0}
    assert await clerk.customers() == []


async def test_after_thirty_days_nothing_personal_is_left(
    clerk: Clerk, shop: Shop, clock: Callable[[timedelta], None]
) -> None:
    ran = await clerk.all("Prénom;Email\nZoé;zoe@example.com\nAda;faux\n")
    waiting = await clerk.bring("Prénom;Email\nZoé;zoe@example.com\n")
    clock(timedelta(days=31))
    async with clerk.database.session() as db:
        await jobs.enqueue(db, "imports.tidy")
    await clerk.work()
    async with shop.db() as db:
        for kind in (ImportChunk, ImportPage, ImportRow):
            assert (await db.scalars(select(kind))).all() == []
        for row in await db.scalars(select(Import)):
            assert (row.filename, row.columns, row.kept_until) == (None, None, None)
    shown = await clerk.read(ran["id"])
    assert (shown["status"], shown["undoable"], shown["counts"]["new"]) == ("done", False, 1)
    assert (await clerk.read(waiting["id"]))["status"] == "cancelled"
    refused(await clerk.client.post(f"/v1/imports/{ran['id']}/reversal"), 409, "IMPORT_STATE")
    assert [one["first_name"] for one in await clerk.customers()] == ["Zoé"]


async def test_what_does_not_move_is_given_up(
    clerk: Clerk, shop: Shop, clock: Callable[[timedelta], None]
) -> None:
    checked = await clerk.map(await clerk.bring("Prénom\nZoé\n"))
    async with shop.db() as db:
        row = await db.get_one(Import, (shop.id, UUID(checked["id"])))
        row.status = "running"
    clock(timedelta(days=2))
    async with clerk.database.session() as db:
        await jobs.enqueue(db, "imports.tidy")
    await clerk.work()
    shown = await clerk.read(checked["id"])
    assert (shown["status"], shown["problem"]) == ("failed", "NOT_FINISHED")


async def test_who_was_only_proposed_as_a_duplicate_goes_all_the_same(
    shop: Shop, clerk: Clerk
) -> None:
    await shop.customer("Camille", last_name="Morel", phone="+33639980102")
    file = "first name;last name;phone\nCamille;Morel;06 39 98 01 02\nLéa;Roy;06 39 98 01 03\n"
    brought = await clerk.all(file, on_duplicate="create")
    async with shop.db() as db:
        await duplicates.find(db)
        assert await db.scalar(select(func.count(Duplicate.id))) == 1
    undone = await clerk.post(brought, "reversal")
    assert undone["undo"]["removed"] == 2
    assert [one["first_name"] for one in await clerk.customers()] == ["Camille"]
