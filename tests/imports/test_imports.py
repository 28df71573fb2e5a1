"""Bringing customers in from a file, from the upload to the notebook."""

from __future__ import annotations

import csv
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from api.cards.models import Card, Entry
from api.core.audit import AuditEvent
from api.core.settings import Settings
from api.customers.models import Consent, Customer
from api.imports.models import ImportChunk, ImportPage
from tests.cards.counter import done, refused
from tests.imports.files import Clerk, clerk_of, workbook, written
from tests.world import GivenProgram, Shop, World


@pytest.fixture
async def shop(world: World) -> Shop:
    return await world.shop()


@pytest.fixture
async def clerk(shop: Shop, settings: Settings) -> Clerk:
    return await clerk_of(shop, settings)


PEOPLE = written(
    [
        ["Nom", "Prénom", "Téléphone", "E-mail", "Code postal", "Ville", "Remarques"],
        ["Lefèvre", "Zoé", "06 39 98 00 01", "zoe@example.com", "25000", "Besançon", "Sans gluten"],
        ["Dupont", "Marc", "0639980002", "", "", "", "ligne 1\nligne 2"],
        ["", "", "", "", "", "", "personne"],
        ["Durand", "Léa", "12", "", "", "", ""],
        ["Martin", "Ada", "", "ada@", "", "", ""],
    ]
)


async def test_a_file_becomes_customers(clerk: Clerk) -> None:
    brought = await clerk.bring(PEOPLE, "Mes%20clients%20%C3%A9t%C3%A9.csv")
    assert brought["status"] == "uploaded"
    assert brought["filename"] == "Mes clients été.csv"
    assert (brought["encoding"], brought["delimiter"], brought["rows"]) == ("utf-8", ";", 5)
    assert brought["mapping"] == {
        "0": "last_name",
        "1": "first_name",
        "2": "phone",
        "3": "email",
        "4": "postcode",
        "5": "city",
        "6": "notes",
    }
    assert brought["columns"][0]["samples"] == ["Lefèvre", "Dupont", "Durand"]
    checked = await clerk.map(brought)
    assert checked["status"] == "checked"
    assert checked["counts"] == {"new": 2, "changed": 0, "skipped": 0, "rejected": 3}
    assert {(one["code"], one["field"], *one["rows"]) for one in checked["errors"]} == {
        ("NOBODY_NAMED", None, 4),
        ("INVALID_PHONE", "phone", 5),
        ("INVALID_EMAIL", "email", 6),
    }
    assert await clerk.customers() == []
    ran = await clerk.post(checked, "run")
    assert ran["status"] == "done"
    assert ran["counts"] == checked["counts"]
    assert ran["errors"] == checked["errors"]
    assert ran["progress"] == {"done": 5, "total": 5}
    marc, zoe = await clerk.customers()
    assert marc["notes"] == "ligne 1\nligne 2"
    assert zoe["phone"] == "+33639980001"
    assert zoe["address"]["city"] == "Besançon"
    assert zoe["source"] == "import"
    assert [one["id"] for one in await clerk.customers("&q=lefevre")] == [zoe["id"]]


async def test_a_workbook_becomes_customers(clerk: Clerk) -> None:
    rows: list[list[Any]] = [
        ["Clients au 1er mars", None, None],
        [None, None, None],
        ["Prénom", "Portable", "Date de naissance"],
        ["Zoé", 639980001, None],
        ["Ada", "+33 6 39 98 00 02", "12/03/1980"],
    ]
    ran = await clerk.all(workbook(rows))
    assert ran["counts"] == {"new": 2, "changed": 0, "skipped": 0, "rejected": 0}
    ada, zoe = await clerk.customers()
    assert zoe["phone"] == "+33639980001"
    assert ada["birthday"] == {"month": 3, "day": 12}
    assert ada["age"] is None


async def test_every_field_of_the_notebook(clerk: Clerk) -> None:
    header = {
        "title": "Mme",
        "first_name": "Zoé",
        "last_name": "Lefèvre",
        "company": "Au Bon Pain",
        "siret": "732 829 320 00074",
        "email": "Zoe@Example.com",
        "phone": "0639980001",
        "line1": "1 rue des Prés",
        "line2": "Bâtiment B",
        "postcode": "1000",
        "city": "Bourg",
        "region": "Ain",
        "country": "France",
        "language": "Anglais",
        "notes": "Une note",
        "tags": "VIP; fidèle",
        "birthday": "29 février",
        "age": "majeur",
        "preferred_contact": "courrier",
    }
    file = written([list(header), list(header.values())])
    brought = await clerk.bring(file)
    mapping = {str(index): name for index, name in enumerate(header)}
    ran = await clerk.post(await clerk.map(brought, mapping), "run")
    assert ran["counts"]["new"] == 1, ran["errors"]
    (one,) = await clerk.customers()
    assert {name: one[name] for name in header if name in one} == {
        "title": "mrs",
        "first_name": "Zoé",
        "last_name": "Lefèvre",
        "company": "Au Bon Pain",
        "siret": "73282932000074",
        "email": "Zoe@example.com",
        "phone": "+33639980001",
        "language": "en",
        "notes": "Une note",
        "tags": ["VIP", "fidèle"],
        "birthday": {"month": 2, "day": 29},
        "age": "adult",
        "preferred_contact": "post",
    }
    assert one["address"] == {
        "line1": "1 rue des Prés",
        "line2": "Bâtiment B",
        "postcode": "01000",
        "city": "Bourg",
        "region": "Ain",
        "country": "FR",
    }


async def test_known_customers_are_found_again(clerk: Clerk, shop: Shop) -> None:
    by_mail = await shop.customer("Zoé", email="Zoe@example.com")
    by_phone = await shop.customer("Marc", phone="0639980002")
    family = await shop.customer("Ada", phone="0639980003")
    file = written(
        [
            ["Prénom", "Nom", "Email", "Téléphone", "Tags"],
            ["Zoë", "Lefèvre", "zoe@EXAMPLE.com", "", "vip"],
            ["Marc", "", "marc@example.com", "+33 639 98 00 02", ""],
            ["Léa", "", "", "06 39 98 00 03", ""],
            ["Marc", "", "", "0639980002", ""],
            ["Zoé", "", "zoe@example.com", "0639980002", ""],
        ]
    )
    ran = await clerk.all(file)
    assert ran["counts"] == {"new": 1, "changed": 2, "skipped": 0, "rejected": 2}
    assert {(one["code"], *one["rows"]) for one in ran["errors"]} == {
        ("DUPLICATE_IN_FILE", 5, 6),
    }
    found = {one["id"]: one for one in await clerk.customers()}
    assert len(found) == 4
    assert found[str(by_mail)]["first_name"] == "Zoë"
    assert found[str(by_mail)]["tags"] == ["vip"]
    assert found[str(by_phone)]["email"] == "marc@example.com"
    assert found[str(family)]["first_name"] == "Ada"
    again = await clerk.all(file)
    assert again["counts"] == {"new": 0, "changed": 0, "skipped": 3, "rejected": 2}


async def test_skip_and_create(clerk: Clerk, shop: Shop) -> None:
    await shop.customer("Zoé", email="zoe@example.com")
    file = "Prénom,Email\nAutre,zoe@example.com\n"
    skipped = await clerk.all(file, on_duplicate="skip")
    assert skipped["counts"] == {"new": 0, "changed": 0, "skipped": 1, "rejected": 0}
    created = await clerk.all(file, on_duplicate="create")
    assert created["counts"] == {"new": 1, "changed": 0, "skipped": 0, "rejected": 0}
    assert [one["first_name"] for one in await clerk.customers()] == ["Autre", "Zoé"]


async def test_name_and_postcode(clerk: Clerk) -> None:
    file = "Prénom,Nom,Code postal,Ville\nZoé,Lefèvre,25000,\n"
    assert (await clerk.all(file))["counts"]["new"] == 1
    other = "Prénom,Nom,Code postal,Ville\nZoe,LEFEVRE,25000,Besançon\nZoe,Lefevre,75001,Paris\n"
    ran = await clerk.all(other)
    assert ran["counts"] == {"new": 1, "changed": 1, "skipped": 0, "rejected": 0}


async def test_opening_balances(clerk: Clerk, shop: Shop) -> None:
    program = await shop.program(10)
    known = await shop.card(program)
    async with shop.db() as db:
        await db.execute(
            update(Customer).where(Customer.id == known.customer_id).values(first_name="Ada")
        )
    await shop.customer("Sans carte", email="sans@example.com")
    file = (
        "Prénom,Email,Points\nNouvelle,n@example.com,7\nSans carte,sans@example.com,3\n"
        "Rien,r@example.com,0\nFaux,f@example.com,-2\nTrop,t@example.com,99999999999\n"
    )
    ran = await clerk.all(file, program_id=str(program.id))
    assert ran["counts"] == {"new": 2, "changed": 1, "skipped": 0, "rejected": 2}
    assert await balances(clerk, program) == {"Nouvelle": 7, "Sans carte": 3, "Ada": 0}
    async with shop.db() as db:
        entries = (await db.scalars(select(Entry))).all()
        assert {(one.kind, one.delta) for one in entries} == {("import", 7), ("import", 3)}
        assert {one.actor_kind for one in entries} == {"api_key"}
        cards = (await db.scalars(select(Card.id))).all()
    client = await shop.client()
    for card_id in cards:
        verified = done(await client.get(f"/v1/cards/{card_id}/ledger/verification"), 200)
        assert verified["valid"]
    again = await clerk.all(file, program_id=str(program.id))
    assert again["counts"] == {"new": 0, "changed": 0, "skipped": 3, "rejected": 2}
    assert await balances(clerk, program) == {"Nouvelle": 7, "Sans carte": 3, "Ada": 0}


async def balances(clerk: Clerk, program: GivenProgram) -> dict[str, int]:
    page = done(await clerk.client.get(f"/v1/cards?program_id={program.id}&limit=100"), 200)
    return {one["customer"]["first_name"]: one["balance"] for one in page["items"]}


async def test_consents_need_a_statement(clerk: Clerk, shop: Shop) -> None:
    child = await shop.customer("Enfant", email="enfant@example.com")
    async with shop.db() as db:
        await db.execute(update(Customer).where(Customer.id == child).values(age="under_15"))
    file = (
        "Prénom,Email,Opt-in email,Date de naissance\n"
        "Zoé,zoe@example.com,oui,\nMarc,marc@example.com,non,\nSans,,oui,\n"
        f"Petit,petit@example.com,oui,01/01/{date.today().year - 9}\n"
        "Enfant,enfant@example.com,oui,\n"
    )
    brought = await clerk.bring(file)
    path = f"/v1/imports/{brought['id']}/mapping"
    refused(
        await clerk.client.put(path, json={"mapping": brought["mapping"]}),
        422,
        "CONSENT_STATEMENT_REQUIRED",
    )
    statement = "Bulletins papier signés en 2025, classeur du magasin"
    ran = await clerk.post(await clerk.map(brought, consent_statement=statement), "run")
    assert ran["counts"] == {"new": 2, "changed": 0, "skipped": 0, "rejected": 3}, ran["errors"]
    assert {one["code"] for one in ran["errors"]} == {
        "NO_CONTACT_FOR_CONSENT",
        "NO_MARKETING_UNDER_15",
    }
    async with shop.db() as db:
        (consent,) = (await db.scalars(select(Consent))).all()
    assert (consent.purpose, consent.granted) == ("marketing_email", True)
    assert (consent.channel, consent.source) == ("import", statement)
    assert consent.actor_id is not None
    consents = {
        one["first_name"]: one["consents"]["marketing_email"] for one in await clerk.customers()
    }
    assert consents == {"Zoé": True, "Marc": False, "Enfant": False}


async def test_the_mapping_is_remembered(clerk: Clerk) -> None:
    first = await clerk.bring("Nom;A;B\nZoé;x@example.com;note\n")
    assert first["mapping"] == {"0": "last_name", "1": "email"}
    await clerk.map(first, {"0": "first_name", "1": "email", "2": "notes"})
    second = await clerk.bring("nom ; a;B\nAda;;\n")
    assert second["mapping_from"] == "remembered"
    assert second["mapping"] == {"0": "first_name", "1": "email", "2": "notes"}


@pytest.mark.parametrize(
    ("mapping", "options", "reason"),
    [
        ({"7": "first_name"}, {}, "no_such_column"),
        ({"0": "first_name", "1": "first_name"}, {}, "twice"),
        ({"2": "notes"}, {}, "nobody"),
        ({"0": "first_name", "1": "balance"}, {}, "no_program"),
    ],
)
async def test_mappings_that_make_no_sense(
    clerk: Clerk, mapping: dict[str, str], options: dict[str, str], reason: str
) -> None:
    brought = await clerk.bring("A;B;C\n1;2;3\n4;5;6\n")
    path = f"/v1/imports/{brought['id']}/mapping"
    answer = await clerk.client.put(path, json={"mapping": mapping, "options": options})
    assert refused(answer, 422, "BAD_MAPPING")["reason"] == reason


async def test_rejected_rows_come_back_as_csv(clerk: Clerk) -> None:
    file = written([["Prénom", "Email", "Note"], ["Zoé", "faux", "=1+1"], ["Ada", "a@b.fr", ""]])
    ran = await clerk.all(file)
    answer = await clerk.client.get(f"/v1/imports/{ran['id']}/rejected.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(answer.text.lstrip("\ufeff").splitlines(), delimiter=";"))
    assert rows == [
        ["Prénom", "Email", "Note", "Ligne", "Cause"],
        ["Zoé", "faux", "'=1+1", "2", "L’adresse e-mail n’est pas valable (email)"],
    ]
    rejected = await clerk.rows(ran, "&outcome=rejected")
    assert [(one["row"], one["code"], one["cells"]) for one in rejected] == [
        (2, "INVALID_EMAIL", ["Zoé", "faux", "=1+1"])
    ]
    (new,) = await clerk.rows(ran, "&outcome=new")
    assert new["cells"] is None, "what is in the notebook is not kept twice"
    assert new["customer_id"] == (await clerk.customers())[0]["id"]


async def test_rows_are_read_page_by_page(clerk: Clerk) -> None:
    file = "Prénom\n" + "".join(f"Client {number}\n" for number in range(250))
    checked = await clerk.map(await clerk.bring(file))
    seen: list[int] = []
    cursor = ""
    while cursor is not None:
        query = {"limit": "70", "outcome": "new"} | ({"cursor": cursor} if cursor else {})
        path = f"/v1/imports/{checked['id']}/rows"
        page = done(await clerk.client.get(path, params=query), 200)
        seen += [one["row"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert seen == list(range(2, 252))


async def test_cancelled_before_it_is_run(clerk: Clerk, shop: Shop) -> None:
    checked = await clerk.map(await clerk.bring(PEOPLE))
    cancelled = await clerk.post(checked, "cancellation")
    assert (cancelled["status"], cancelled["undoable"]) == ("cancelled", False)
    assert cancelled["columns"] == []
    async with shop.db() as db:
        for kind in (ImportChunk, ImportPage):
            assert (await db.scalars(select(kind))).all() == []
    answer = await clerk.client.post(f"/v1/imports/{checked['id']}/run")
    refused(answer, 409, "IMPORT_STATE")


async def test_the_trail(clerk: Clerk, shop: Shop) -> None:
    await clerk.all(PEOPLE)
    async with shop.db() as db:
        events = (await db.scalars(select(AuditEvent).order_by(AuditEvent.id))).all()
    assert [one.action for one in events if one.action.startswith("import.")] == [
        "import.uploaded",
        "import.mapped",
        "import.run",
        "import.done",
    ]
    assert sum(one.action == "customer.imported" for one in events) == 2


async def test_only_who_may(shop: Shop) -> None:
    for role in ("cashier", "auditor"):
        client = await shop.client(role)
        answer = await client.post("/v1/imports", content=b"Nom\nA\n")
        refused(answer, 403, "FORBIDDEN_SCOPE")
