"""Clause 61: every export and every reading in bulk leaves an event. Goes over all routes that
give out rows or files, taken from the application itself: a new one has to be placed here."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI

from api.core import bulk_reads, worker
from api.customers import duplicates
from tests.cards.counter import at, done
from tests.imports.files import clerk_of
from tests.world import Shop, World, key

COUNTED = {
    "list_cards": "cards",
    "list_customers": "customers",
    "list_duplicates": "duplicates",
    "list_events": "events",
    "list_import_rows": "import_rows",
    "list_merges": "merges",
    "read_balances": "balances",
}
"""Rows about customers: recorded when they are many."""
FILES = {
    "download_audit_events": "audit.downloaded",
    "download_export": "export.downloaded",
    "download_extract": "extract.downloaded",
    "download_rejected_rows": "import.rejects_downloaded",
    "download_takeout": "takeout.downloaded",
}
"""Recorded each time."""
OTHERS = {
    "download_account_extract": "one's own",
    "download_linked_extract": "one's own, once",
    "list_account_erasures": "one's own",
    "list_account_extracts": "one's own",
    "list_alert_entries": "what one member did in one hour",
    "list_alerts": "about the team",
    "list_api_keys": "the merchant's own keys",
    "list_audit_events": "opaque ids; its file is recorded",
    "list_campaigns": "the merchant's own words, with counts",
    "list_consents": "of one customer",
    "list_devices": "the merchant's devices",
    "list_entries": "of one card",
    "list_erasures": "opaque ids that lead nowhere",
    "list_exports": "what was recorded itself",
    "list_extracts": "what was recorded itself",
    "list_holds": "of one card",
    "list_imports": "names of files",
    "list_intakes": "what was recorded itself",
    "list_invitations": "the team's",
    "list_invoices": "the merchant's own",
    "list_legal_holds": "few, each placed by hand with an event",
    "list_locations": "places",
    "list_members": "the team's",
    "list_plans": "public",
    "read_public_image": "public",
    "read_statistics": "counts, none of few persons",
    "read_statistics_breakdown": "counts, none of few persons",
    "read_statistics_cohorts": "counts, none of few persons",
    "read_statistics_hours": "counts, none of few persons",
    "read_statistics_series": "counts, none of few persons",
    "list_privacy_request_events": "of one request",
    "list_privacy_requests": "few, each with its own trail",
    "list_program_revisions": "no data about persons",
    "list_programs": "no data about persons",
    "list_sessions": "one's own",
    "list_tags": "words with counts",
    "list_takeouts": "what was recorded itself",
    "list_unreachable": "few: those who are about to be erased untold",
    "read_deadlines": "a calendar without persons",
    "read_poster": "no data about persons",
    "read_photo": "of one customer",
    "read_timeline": "of one customer",
    "read_usage": "counts of the plan",
    "show_unsubscription": "a page without data",
    "unsubscribe": "a page without data",
    "enrol_many": "gives out what it was given",
}


def gives_rows_or_files(operation: dict[str, Any], schemas: dict[str, Any]) -> bool:
    content = operation["responses"].get("200", {}).get("content", {})
    if any(kind != "application/json" for kind in content):
        return True
    name = content.get("application/json", {}).get("schema", {}).get("$ref", "").split("/")[-1]
    return "items" in schemas.get(name, {}).get("properties", {})


def test_every_route_that_gives_out_much_has_its_place(app: FastAPI) -> None:
    document = app.openapi()
    found = {
        operation["operationId"]
        for path in document["paths"].values()
        for operation in path.values()
        if gives_rows_or_files(operation, document["components"]["schemas"])
    }
    known = COUNTED.keys() | FILES.keys() | OTHERS.keys()
    assert found - known == set(), "say whether it reads in bulk"
    assert known - found == set(), "gone"


async def furnished(shop: Shop) -> dict[str, Any]:
    """Enough for each list to have three rows or more; how to ask for each."""
    client = await shop.client()
    counter = await at(shop)
    program = await shop.program()
    cards = [await shop.card(program) for _ in range(4)]
    for card in cards:
        done(await counter.earn(card))
    for _ in range(3):
        one, other = str(await shop.customer("Fusion")), str(await shop.customer("Fusion"))
        order = {"keep_id": one, "merge_id": other, "keep_version": 1, "merge_version": 1}
        done(await client.post("/v1/merges", json=order))
    for _ in range(4):
        await shop.customer("Zoé", last_name="Martin", email="zoe@client.example")
    async with shop.db() as db:
        await duplicates.find(db)
    rows = "Prenom;E-mail\n" + "".join(f"Client;{number}@shop.example\n" for number in range(4))
    clerk = await clerk_of(shop, shop.world.settings)
    uploaded = await clerk.all(rows)
    body = {"cards": [card.code for card in cards]}
    return {
        "list_cards": ("GET", "/v1/cards", None),
        "list_customers": ("GET", "/v1/customers", None),
        "list_duplicates": ("GET", "/v1/duplicates", None),
        "list_events": ("GET", "/v1/events", None),
        "list_import_rows": ("GET", f"/v1/imports/{uploaded['id']}/rows", None),
        "list_merges": ("GET", "/v1/merges", None),
        "read_balances": ("POST", "/v1/cards/balances", body),
    }


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_reads, "FIRST", 2)


async def recorded(shop: Shop, action: str) -> list[dict[str, Any]]:
    client = await shop.client("auditor")
    found = done(await client.get("/v1/audit-events", params={"action": action}), 200)
    items: list[dict[str, Any]] = found["items"]
    return items


async def test_each_list_read_in_bulk_leaves_an_event(world: World, little: None) -> None:
    shop = await world.shop()
    asked = await furnished(shop)
    assert asked.keys() == COUNTED.keys()
    client = await shop.client()
    for name, what in COUNTED.items():
        method, path, body = asked[name]
        answer = await client.request(method, path, json=body, headers=key() if body else None)
        assert len(done(answer, 200)["items"]) > 2, name
        newest = (await recorded(shop, "list.read"))[0]
        assert newest["facts"]["what"] == what
        assert newest["facts"]["more_than"] in (2, 20)
        assert newest["actor"]["kind"] == "api_key"
    before = len(await recorded(shop, "list.read"))
    done(await client.get("/v1/cards"), 200)
    assert len(await recorded(shop, "list.read")) == before


async def test_each_file_that_is_taken_leaves_an_event(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    asked = await furnished(shop)
    made = done(await client.post("/v1/exports", json={"what": "cards", "format": "csv"}))
    whose = {"customer_id": str(await shop.customer("Zoé"))}
    extract = done(await client.post("/v1/extracts", json=whose))
    owner = await shop.client("owner")
    takeout = done(await owner.post("/v1/takeouts", json={}))
    await worker.drain(world.database, world.settings)
    imported = asked["list_import_rows"][1].removesuffix("/rows")
    paths = {
        "download_audit_events": "/v1/audit-events/file",
        "download_export": f"/v1/exports/{made['id']}/file",
        "download_extract": f"/v1/extracts/{extract['id']}/file",
        "download_rejected_rows": f"{imported}/rejected.csv",
        "download_takeout": f"/v1/takeouts/{takeout['id']}/file",
    }
    for name, action in FILES.items():
        for times in (1, 2):
            assert (await owner.get(paths[name])).status_code == 200
            assert len(await recorded(shop, action)) == times
    assert len(await recorded(shop, "export.created")) == 1


def test_thresholds_are_passed_once_a_day_and_kind(clock: Any) -> None:
    class Key:
        kind, id, merchant_id = "api_key", object(), object()

    reader: Any = Key()
    passed = [bulk_reads.passed(reader, "cards", 100) for _ in range(101)]
    assert [(n, one) for n, one in enumerate(passed) if one] == [(10, 1_000), (100, 10_000)]
    assert bulk_reads.passed(reader, "merges", 999) is None
    assert bulk_reads.passed(reader, "merges", 100_000) == 100_000
    clock(timedelta(days=1))
    assert bulk_reads.passed(reader, "merges", 1_000) is None
    assert bulk_reads.passed(reader, "merges", 1) == 1_000
