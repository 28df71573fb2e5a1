"""Taking lists out as files, from the wish to the download."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from sqlalchemy import select

from api.core import jobs
from api.core.audit import AuditEvent
from api.core.settings import Settings
from api.exports.models import Export, ExportChunk
from tests.cards.counter import Counter, done, refused
from tests.imports.files import Clerk, clerk_of
from tests.world import Shop, World

HOSTILE = ['=HYPERLINK("http://x")', "+1-1", "-2+3", "@SUM(A1)", "\tx"]


@pytest.fixture
async def shop(world: World) -> Shop:
    return await world.shop()


@pytest.fixture
async def clerk(shop: Shop, settings: Settings) -> Clerk:
    return await clerk_of(shop, settings)


async def export(clerk: Clerk, what: str, format: str = "csv", **more: Any) -> dict[str, Any]:
    body = {"what": what, "format": format, **more}
    asked = done(await clerk.client.post("/v1/exports", json=body))
    assert asked["status"] == "running"
    await clerk.work()
    ready = done(await clerk.client.get(f"/v1/exports/{asked['id']}"), 200)
    assert ready["status"] == "ready", ready
    return ready


async def download(clerk: Clerk, ready: dict[str, Any]) -> bytes:
    answer = await clerk.client.get(f"/v1/exports/{ready['id']}/file")
    assert answer.status_code == 200, answer.text
    assert len(answer.content) == ready["size"] == int(answer.headers["content-length"])
    return answer.content


def table(body: bytes, delimiter: str = ";") -> list[dict[str, str]]:
    assert body.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in body
    text = io.StringIO(body.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=delimiter))


async def test_customers_as_csv(clerk: Clerk, shop: Shop) -> None:
    client = clerk.client
    body = {
        "first_name": "Zoé",
        "last_name": "Lefèvre; dite « Zo »",
        "phone": "0639980001",
        "email": "zoe@example.com",
        "notes": 'Dit "bonjour"\nà tous',
        "tags": ["VIP", "fidèle"],
        "birthday": {"month": 2, "day": 29},
        "address": {"city": "Besançon", "postcode": "25000"},
        "marketing_consent": True,
    }
    done(await client.post("/v1/customers", json=body))
    await shop.customer("Ada")
    ready = await export(clerk, "customers")
    assert ready["rows"] == 2
    ada, zoe = table(await download(clerk, ready))
    assert zoe["Nom"] == "Lefèvre; dite « Zo »"
    assert zoe["Téléphone"] == "+33639980001", "a phone number stays one"
    assert zoe["Notes"] == 'Dit "bonjour"\nà tous'
    assert zoe["Étiquettes"] == "VIP; fidèle"
    assert zoe["Anniversaire"] == "29/02"
    assert (zoe["Consentement e-mail"], zoe["Consentement SMS"]) == ("oui", "non")
    assert zoe["Dépensé"] == "0,00"
    assert ada["E-mail"] == ""
    english = await export(clerk, "customers", language="en", columns=["last_name", "birthday"])
    rows = table(await download(clerk, english), ",")
    assert rows[1] == {"Last name": "Lefèvre; dite « Zo »", "Birthday": "29 February"}


async def test_customers_as_workbook(clerk: Clerk, shop: Shop) -> None:
    await shop.customer("=1+1", phone="0639980001")
    ready = await export(clerk, "customers", "xlsx", columns=["first_name", "phone", "visits"])
    book = openpyxl.load_workbook(io.BytesIO(await download(clerk, ready)))
    sheet = book.active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Prénom", "Téléphone", "Visites"],
        ["=1+1", "+33639980001", 0],
    ]
    assert sheet["A2"].data_type == "s", "a text, no formula"


async def test_what_a_killed_process_left_of_a_workbook_goes(clerk: Clerk) -> None:
    old, new = [Path(mkdtemp(prefix="carnet-export-")) for _ in range(2)]
    for folder in (old, new):
        (folder / "export.xlsx").write_text("Zoé")
    os.utime(old, (0, 0))
    await export(clerk, "customers", "xlsx")
    assert not old.exists()
    assert new.exists(), "somebody may be writing it"
    rmtree(new)


async def test_no_cell_is_a_formula(clerk: Clerk, shop: Shop) -> None:
    for number, name in enumerate(HOSTILE):
        await shop.customer(f"{number}", last_name=name.strip())
    body = {"first_name": "x", "notes": "\tindented"}
    done(await clerk.client.post("/v1/customers", json=body))
    rows = table(await download(clerk, await export(clerk, "customers")))
    cells = [cell for row in rows for cell in row.values() if cell]
    assert sum(cell.startswith("'") for cell in cells) >= len(HOSTILE) - 1
    assert [cell for cell in cells if cell[0] in "=@\t\r"] == []
    assert [cell for cell in cells if cell[0] in "+-" and not cell[1:].isdigit()] == []


async def test_the_filters_of_the_lists(clerk: Clerk, shop: Shop) -> None:
    await shop.customer("Zoé", email="zoe@example.com")
    await shop.customer("Ada")
    asked = {"has_email": True, "sort": "recent"}
    ready = await export(clerk, "customers", filter=asked)
    assert [row["Prénom"] for row in table(await download(clerk, ready))] == ["Zoé"]
    program = await shop.program(10)
    other = await shop.program(10, name="Autre")
    card = await shop.card(program)
    await shop.card(other)
    ready = await export(clerk, "cards", filter={"program_id": str(program.id)})
    assert [row["Numéro de carte"] for row in table(await download(clerk, ready))] == [card.number]
    counter = Counter(clerk.client)
    done(await counter.earn(card))
    done(await counter.adjust(card, 4))
    ready = await export(clerk, "entries", filter={"kind": "adjust", "card_id": str(card.id)})
    (entry,) = table(await download(clerk, ready))
    assert (entry["Unités"], entry["Solde"], entry["Motif"]) == ("4", "5", "Geste")
    today = await export(clerk, "entries", filter={"until": "2020-01-01"})
    assert today["rows"] == 0


async def test_of_the_customers_selected_and_no_others(
    clerk: Clerk, shop: Shop, world: World
) -> None:
    program = await shop.program(10)
    chosen = [await shop.customer(name, email=f"{name}@a.example") for name in ("Ada", "Zoé")]
    await shop.card(program, customer_id=await shop.customer("Eve"))
    card = await shop.card(program, customer_id=chosen[0])
    done(await Counter(clerk.client).earn(card))
    stranger = await (await world.shop()).customer("Mallory")
    ids = [str(one) for one in [*chosen, stranger]]
    people = await export(clerk, "customers", filter={"ids": ids, "sort": "name"})
    rows = table(await download(clerk, people))
    assert [row["Prénom"] for row in rows] == ["Ada", "Zoé"]
    both = await export(clerk, "customers", filter={"ids": ids, "q": "zoé"})
    assert [row["Prénom"] for row in table(await download(clerk, both))] == ["Zoé"]
    cards = await export(clerk, "cards", filter={"customers": {"ids": ids}})
    assert [row["Numéro de carte"] for row in table(await download(clerk, cards))] == [card.number]
    for of, rows_ in (({"ids": ids}, 1), ({"has_email": False}, 0), ({"city": "Nantes"}, 0)):
        entries = await export(clerk, "entries", filter={"customers": of})
        assert entries["rows"] == rows_


async def test_ten_thousand_selected(clerk: Clerk, shop: Shop) -> None:
    chosen = str(await shop.customer("Ada"))
    many = [str(uuid4()) for _ in range(9_999)]
    body = {"what": "customers", "format": "csv", "filter": {"ids": [*many, chosen, chosen]}}
    refused(await clerk.client.post("/v1/exports", json=body), 422, "VALIDATION")
    ready = await export(clerk, "customers", filter={"ids": [*many, chosen]})
    assert ready["rows"] == 1


@pytest.mark.parametrize(
    "body",
    [
        {"what": "customers", "format": "csv", "filter": {"ids": []}},
        {"what": "cards", "format": "csv", "filter": {"customers": {"colour": "red"}}},
        {"what": "customers", "format": "csv", "filter": {"colour": "red"}},
        {"what": "cards", "format": "csv", "filter": {"has_email": True}},
        {"what": "cards", "format": "csv", "columns": ["code"]},
        {"what": "cards", "format": "csv", "columns": []},
        {"what": "cards", "format": "pdf"},
    ],
)
async def test_what_cannot_be_asked(clerk: Clerk, body: dict[str, Any]) -> None:
    refused(await clerk.client.post("/v1/exports", json=body), 422, "VALIDATION")


async def test_every_export_and_download_is_recorded(clerk: Clerk, shop: Shop) -> None:
    ready = await export(clerk, "customers")
    for _ in range(2):
        await download(clerk, ready)
    async with shop.db() as db:
        trail = (await db.scalars(select(AuditEvent).order_by(AuditEvent.id))).all()
    assert [one.action for one in trail if one.action.startswith("export.")] == [
        "export.created",
        "export.ready",
        "export.downloaded",
        "export.downloaded",
    ]
    assert {one.actor_kind for one in trail if one.action == "export.downloaded"} == {"api_key"}


async def test_a_file_is_kept_for_seven_days(
    clerk: Clerk, shop: Shop, clock: Callable[[timedelta], None]
) -> None:
    ready = await export(clerk, "customers", filter={"q": "zoe"})
    clock(timedelta(days=6, hours=23))
    await tidy(clerk)
    await download(clerk, ready)
    clock(timedelta(hours=2))
    path = f"/v1/exports/{ready['id']}"
    refused(await clerk.client.get(f"{path}/file"), 410, "EXPORT_EXPIRED")
    await tidy(clerk)
    assert done(await clerk.client.get(path), 200)["status"] == "expired"
    async with shop.db() as db:
        assert (await db.scalars(select(ExportChunk))).all() == []
        (row,) = (await db.scalars(select(Export))).all()
        assert row.filter is None


async def tidy(clerk: Clerk) -> None:
    async with clerk.database.session() as db:
        await jobs.enqueue(db, "exports.expire")
    await clerk.work()


async def test_not_ready_yet(clerk: Clerk) -> None:
    body = {"what": "cards", "format": "csv"}
    asked = done(await clerk.client.post("/v1/exports", json=body))
    path = f"/v1/exports/{asked['id']}/file"
    refused(await clerk.client.get(path), 409, "EXPORT_NOT_READY")
    for _ in range(4):
        done(await clerk.client.post("/v1/exports", json=body))
    refused(await clerk.client.post("/v1/exports", json=body), 409, "TOO_MANY_EXPORTS")


async def test_what_was_exported_can_be_imported(
    clerk: Clerk, world: World, settings: Settings
) -> None:
    """Into an empty notebook, in either format and language, without a difference."""
    body = {
        "title": "mrs",
        "first_name": "Zoé",
        "last_name": "-Lefèvre",
        "company": "@Pain",
        "siret": "73282932000074",
        "phone": "0639980001",
        "email": "zoe@example.com",
        "language": "en",
        "notes": "=1+1\n2",
        "tags": ["VIP", "fidèle"],
        "birthday": {"month": 2, "day": 29},
        "age": "adult",
        "preferred_contact": "post",
        "address": {
            "line1": "1 rue",
            "line2": "B",
            "postcode": "01000",
            "city": "Bourg",
            "region": "Ain",
            "country": "FR",
        },
        "marketing_consent": True,
    }
    done(await clerk.client.post("/v1/customers", json=body))
    (before,) = await clerk.customers()
    for format in ("csv", "xlsx"):
        for language in ("fr", "en"):
            file = await download(
                clerk, await export(clerk, "customers", format, language=language)
            )
            other = await clerk_of(await world.shop(), settings)
            ran = await other.all(file, consent_statement="Repris de notre carnet précédent")
            assert ran["counts"]["new"] == 1, ran["errors"]
            (after,) = await other.customers()
            own = ("id", "created_at", "last_active_at", "source")
            assert {k: v for k, v in after.items() if k not in own} == {
                k: v for k, v in before.items() if k not in own
            }
