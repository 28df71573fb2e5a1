"""What the notebook's screens have to show: a double, files on their way in, a file taken out."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

import httpx
from sqlalchemy import update

from api.imports.models import Import
from tests.world import GivenProgram, Shop

PATIENCE = 60.0
FILE = """Prénom;Nom;Téléphone;E-mail;Ville;Tampons;Divers
Élodie;Marchand;06 39 98 01 12;elodie.m@example.net;Lyon;3;bio
Bastien;Roy;06 39 98 01 13;bastien@roy;Lyon;;
Chloé;Le Goff;;chloe@legoff.example;Brest;5;
"""
COLUMNS = {
    "0": "first_name",
    "1": "last_name",
    "2": "phone",
    "3": "email",
    "4": "city",
    "5": "balance",
}


@dataclass(frozen=True)
class NotebookStage:
    kept: UUID
    double: UUID
    uploaded: str
    checked: str
    done: str
    running: str
    failed: str
    cancelled: str


async def set_up_notebook(shop: Shop, program: GivenProgram) -> NotebookStage:
    api = await shop.client("owner")
    kept = await shop.customer("Margaux", last_name="Delaunay", phone="+33639980177")
    double = await shop.customer(
        "Margot", last_name="Delaunay", phone="+33639980177", email="margaux@delaunay.example"
    )
    await fill_in(api, f"/v1/customers/{kept}")
    await proposed(api)
    uploaded = await upload(api, "arrivés.csv")
    checked = await check(api, await upload(api, "à vérifier.csv"), program)
    done = await check(api, await upload(api, "anciens clients.csv"), program)
    await api.post(f"/v1/imports/{done}/run")
    await settled(api, f"/v1/imports/{done}", "done")
    failed = await upload(api, "illisible.xlsx", b"PK\x03\x04" + bytes(200), "failed")
    cancelled = await upload(api, "abandonné.csv")
    await api.post(f"/v1/imports/{cancelled}/cancellation")
    running = await upload(api, "en route.csv")
    async with shop.db() as db:
        at_work = update(Import).where(Import.id == UUID(running))
        await db.execute(at_work.values(status="running", done=1))
    await merge(api)
    export = (await api.post("/v1/exports", json={"what": "customers", "format": "csv"})).json()
    await settled(api, f"/v1/exports/{export['id']}", "ready")
    return NotebookStage(kept, double, uploaded, checked, done, running, failed, cancelled)


async def fill_in(api: httpx.AsyncClient, path: str) -> None:
    """Every field of the record."""
    etag = (await api.get(path)).headers["ETag"]
    record = {
        "title": "mrs",
        "company": "Fleurs du Canal",
        "siret": "73282932000074",
        "address": {"line1": "3 quai du Port", "postcode": "44000", "city": "Nantes"},
        "birthday": {"month": 2, "day": 29},
        "preferred_contact": "sms",
        "tags": ["VIP", "matin"],
        "notes": "Aime le pain bien cuit.",
    }
    answer = await api.patch(path, json=record, headers={"If-Match": etag})
    assert answer.status_code == 200, answer.text
    for purpose in ("marketing_email", "marketing_sms"):
        wish = {"purpose": purpose, "granted": True, "source": "formulaire papier"}
        await api.post(f"{path}/consents", json=wish)


async def merge(api: httpx.AsyncClient) -> None:
    """Two who were one, which can be undone."""
    ids = []
    for last_name in ("Prévost", "Prevost"):
        who = {"first_name": "Solène", "last_name": last_name}
        ids.append((await api.post("/v1/customers", json=who)).json()["id"])
    order = {"keep_id": ids[0], "merge_id": ids[1], "keep_version": 1, "merge_version": 1}
    answer = await api.post("/v1/merges", json=order)
    assert answer.status_code == 201, answer.text


async def upload(
    api: httpx.AsyncClient, name: str, content: bytes = FILE.encode(), becomes: str = "uploaded"
) -> str:
    answer = await api.post(
        "/v1/imports",
        content=content,
        headers={"Content-Type": "text/csv", "X-Filename": quote(name)},
    )
    assert answer.status_code == 201, answer.text
    path = f"/v1/imports/{answer.json()['id']}"
    await settled(api, path, becomes)
    return str(answer.json()["id"])


async def check(api: httpx.AsyncClient, import_id: str, program: GivenProgram) -> str:
    wish = {"mapping": COLUMNS, "options": {"program_id": str(program.id)}}
    answer = await api.put(f"/v1/imports/{import_id}/mapping", json=wish)
    assert answer.status_code == 200, answer.text
    await settled(api, f"/v1/imports/{import_id}", "checked")
    return import_id


async def settled(api: httpx.AsyncClient, path: str, status: str) -> None:
    """Wait until the work in the background has come so far."""
    async with asyncio.timeout(PATIENCE):
        while (now := (await api.get(path)).json()["status"]) != status:
            assert now not in {"failed", "cancelled"} - {status}, f"{path} is {now}, not {status}"
            await asyncio.sleep(0.2)


async def proposed(api: httpx.AsyncClient) -> None:
    """Wait until the customers who are alike have been found."""
    for _ in range(int(PATIENCE * 5)):
        if (await api.get("/v1/duplicates")).json()["items"]:
            return
        await asyncio.sleep(0.2)
    raise AssertionError("nobody was found to be alike")
