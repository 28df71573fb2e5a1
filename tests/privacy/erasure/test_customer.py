"""A customer is erased: previewed, confirmed, done, proved; nobody else notices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.models import Card
from api.core.audit import sealer
from api.core.audit.verify import Report, verify
from api.core.clock import now
from api.core.events import Event
from api.core.jobs import Work
from api.imports.models import Import
from api.privacy.erasure import executing, outside
from api.privacy.erasure.farewell import ImportAtWork
from api.privacy.erasure.held import held
from api.privacy.holds.models import LegalHold
from api.privacy.inventory import Person
from tests.cards.counter import Counter, done, refused, sound
from tests.privacy.erasure.stage import MARK, THEM, Stage
from tests.world import GivenCard

THEIRS = """
SELECT table_name, md5(coalesce(string_agg(line, E'\\n' ORDER BY line), '')) FROM (
    {each}
) AS lines GROUP BY table_name ORDER BY table_name
"""
OF_OTHERS = {
    "customers": "id = ANY(:neighbours)",
    "customer_keys": "customer_id = ANY(:neighbours)",
    "consents": "customer_id = ANY(:neighbours)",
    "cards": "customer_id = ANY(:neighbours)",
    "entries": "card_id = ANY(:cards)",
    "lots": "card_id = ANY(:cards)",
    "programs": "true",
    "program_revisions": "true",
    "memberships": "true",
    "users": "true",
    "import_rows": "customer_id = ANY(:neighbours)",
}


async def of_others(stage: Stage) -> list[Any]:
    """A hash over the rows of everybody else, table by table."""
    each = " UNION ALL ".join(
        f"SELECT '{table}' AS table_name, t::text AS line FROM {table} t"
        f" WHERE merchant_id = :merchant_id AND {where}"
        if table != "users"
        else "SELECT 'users', u::text FROM users u"
        for table, where in OF_OTHERS.items()
    )
    async with stage.shop.db() as db:
        query = select(Card.customer_id, Card.id).where(Card.id == stage.neighbour.id)
        row = (await db.execute(query)).one()
        others = text(
            "SELECT id FROM customers WHERE merchant_id = :merchant_id"
            " AND first_name NOT ILIKE :mark"
        )
        found = await db.scalars(others, {"merchant_id": stage.shop.id, "mark": f"%{MARK}%"})
        values = {
            "merchant_id": stage.shop.id,
            "neighbours": found.all(),
            "cards": [row.id],
        }
        result = await db.execute(text(THEIRS.format(each=each)), values)
        return [tuple(one) for one in result]


async def erased(stage: Stage) -> dict[str, Any]:
    asked = await stage.ask()
    await stage.work()
    return await stage.read(asked)


async def test_nothing_of_the_person_is_left_anywhere(stage: Stage) -> None:
    for where in (stage.dump(), stage.files()):
        assert stage.traces(where), "the stage has planted nothing"
    stage.server.run("ANALYZE;", stage.name)
    assert stage.traces(stage.statistics())
    before = await of_others(stage)
    asked = await stage.ask()
    assert asked["state"] == "waiting"
    await stage.work()
    found = await stage.read(asked)
    assert found["state"] == "done", found
    assert stage.traces(stage.dump()) == []
    assert stage.traces(stage.statistics()) == []
    assert stage.traces(stage.files()) == []
    assert not any(found["proof"]["left"].values())
    searched = found["proof"]["searched"]
    assert searched["values"] >= 4
    assert searched["tables"] > 40
    assert (searched["elsewhere"], searched["cut"]) == ({}, [])
    assert found["rows_done"] == sum(found["proof"]["erased"].values()) == found["rows"]
    assert all(one["confirmed_at"] for one in found["receipts"])
    assert {one["recipient"] for one in found["receipts"]} == {"images", "mails"}
    assert await of_others(stage) == before
    refused(await stage.owner.get(f"/v1/customers/{stage.person}"), 404, "CUSTOMER_NOT_FOUND")


async def test_ledgers_stay_and_verify_and_lead_to_nobody(stage: Stage) -> None:
    balances = [await sound(stage.shop, one) for one in (stage.card, stage.neighbour)]
    await erased(stage)
    assert [await sound(stage.shop, one) for one in (stage.card, stage.neighbour)] == balances
    async with stage.shop.db() as db:
        card = await db.get_one(Card, (stage.shop.id, stage.card.id))
    assert (card.customer_id, card.status, card.closed_reason) == (None, "closed", None)
    assert stage.card.code != card.code
    counter = Counter(stage.owner)
    refused(await counter.earn(stage.card, 1), 409, "CARD_CLOSED")
    shown = f"/v1/cards/{stage.card.code}/earnings"
    answer = await stage.owner.post(
        shown, json={"units": 1}, headers={"Idempotency-Key": "shown-after-the-erasure"}
    )
    refused(answer, 404, "CARD_NOT_FOUND")


async def test_tombstones_are_random(stage: Stage) -> None:
    await erased(stage)
    async with stage.shop.db() as db:
        found = [stage.card.id, stage.other_card.id]
        rows = (await db.scalars(select(Card).where(Card.id.in_(found)))).all()
    values = [value for row in rows for value in (row.code, row.number, row.page_token)]
    assert len(set(values)) == len(values) == 6
    held: tuple[GivenCard, ...] = (stage.card, stage.other_card)
    assert not {one.code for one in held} & {str(value) for value in values}


async def test_the_trail_names_ids_and_verifies(stage: Stage) -> None:
    await erased(stage)
    await sealer.seal_all(stage.database)
    report = Report()
    assert [fault async for fault in verify(stage.database, stage.shop.id, report)] == []
    assert report.seals > 0
    async with stage.shop.db() as db:
        kinds = (await db.scalars(select(Event.type).where(Event.subject_id == stage.person))).all()
    assert kinds.count("customer.removed") == 1
    events = done(await stage.owner.get("/v1/audit-events?limit=100"), 200)["items"]
    actions = [one["action"] for one in events if one["action"].startswith("erasure.")]
    assert actions == ["erasure.done", "erasure.asked"]


async def test_the_person_is_written_down_outside_before(stage: Stage) -> None:
    ledger = stage.settings.erasure_ledger
    assert list(outside.read(ledger)) == []
    found = await erased(stage)
    (line,) = outside.read(ledger)
    assert (str(line.erasure), line.merchant) == (found["id"], stage.shop.id)
    assert stage.person in line.persons
    assert len(line.persons) == 2, "the one who was merged into the person is the same person"


async def test_a_plan_changes_nothing_and_says_everything(stage: Stage) -> None:
    async with stage.shop.db() as db:
        everything = "SELECT count(*) FROM customers WHERE merchant_id = :merchant_id"
        before = await db.scalar(text(everything), {"merchant_id": stage.shop.id})
    plan = await stage.plan()
    assert await stage.plan() == plan
    async with stage.shop.db() as db:
        after = await db.scalar(text(everything), {"merchant_id": stage.shop.id})
    assert before == after
    tables = {one["table"]: one for one in plan["tables"]}
    assert plan["persons"] == 2
    assert (tables["customers"]["action"], tables["customers"]["rows"]) == ("delete", 2)
    assert tables["entries"]["action"] == "detach"
    assert tables["entries"]["emptied"] == ["reason", "receipt"]
    assert {one["column"] for one in tables["entries"]["kept"]} >= {"kind", "occurred_at"}
    assert all(one["rule"] and one["because"] for one in tables["entries"]["kept"])
    assert tables["cards"]["replaced"] == ["code", "number", "page_token"]
    assert tables["export_chunks"]["perhaps"]


async def test_what_was_not_previewed_is_not_done(stage: Stage) -> None:
    plan = await stage.plan()
    done(await Counter(stage.owner).earn(stage.card, 1))
    path = f"/v1/customers/{stage.person}/erasures"
    answer = await stage.owner.post(path, json={"plan_digest": plan["digest"]})
    refused(answer, 409, "ERASURE_PLAN_CHANGED")
    await stage.ask()
    answer = await stage.owner.post(path, json={"plan_digest": (await stage.plan())["digest"]})
    refused(answer, 409, "ERASURE_UNDERWAY")


async def test_where_two_have_to_agree_the_second_is_another(stage: Stage) -> None:
    first, second = await stage.shop.browser("manager"), await stage.shop.browser("owner")
    cashier = await stage.shop.client("cashier")
    answer = await cashier.post(f"/v1/customers/{stage.person}/erasure-plan")
    refused(answer, 403, "FORBIDDEN_SCOPE")
    refused(await first.put("/v1/erasure-rule", json={"approval": True}), 403, "FORBIDDEN_SCOPE")
    done(await second.put("/v1/erasure-rule", json={"approval": True}), 200)
    path = f"/v1/customers/{stage.person}"
    for asker in (second, first):
        plan = done(await asker.post(f"{path}/erasure-plan"), 200)
        assert plan["needs_approval"]
        asked = done(await asker.post(f"{path}/erasures", json={"plan_digest": plan["digest"]}))
        assert asked["state"] == "awaiting_approval"
        assert asked["customer_name"]
        await stage.work()
        assert (await stage.read(asked))["state"] == "awaiting_approval"
        if asker is second:
            answer = await second.post(f"/v1/erasures/{asked['id']}/approval")
            refused(answer, 409, "APPROVER_IS_REQUESTER")
            taken = done(await second.post(f"/v1/erasures/{asked['id']}/refusal"), 200)
            assert taken["state"] == "refused"
    refused(await first.post(f"/v1/erasures/{asked['id']}/approval"), 403, "FORBIDDEN_SCOPE")
    done(await second.post(f"/v1/erasures/{asked['id']}/approval"), 200)
    answer = await second.post(f"/v1/erasures/{asked['id']}/approval")
    refused(answer, 409, "ERASURE_NOT_WAITING")
    await stage.work()
    assert (await stage.read(asked))["state"] == "done"
    listed = done(await stage.owner.get("/v1/erasures"), 200)["items"]
    assert [one["state"] for one in listed] == ["done", "refused"]
    assert [one["customer_name"] for one in listed] == [None, None], "nobody is left to name"
    for status, count in (("open", 0), ("closed", 2)):
        found = done(await stage.owner.get("/v1/erasures", params={"status": status}), 200)
        assert len(found["items"]) == count


async def test_no_value_about_anybody_stands_in_what_stays(stage: Stage) -> None:
    found = await erased(stage)
    assert stage.traces(str(found)) == []
    async with stage.database.session() as db:
        count = text("SELECT count(*) FROM erasure_marks WHERE finished_at IS NOT NULL")
        marks = await db.scalar(count.execution_options(touches_no_merchant=True))
    assert marks == 1


async def test_a_legal_hold_keeps_the_person(stage: Stage) -> None:
    asked = await stage.ask()
    async with stage.shop.db() as db:
        until = now() + timedelta(days=30)
        hold = LegalHold(table_name="cards", row_id=stage.card.id, reason="Litige", until=until)
        db.add(hold)
    await stage.work()
    found = await stage.read(asked)
    assert (found["state"], found["rows_done"]) == ("refused", 0)
    assert list(outside.read(stage.settings.erasure_ledger)) == []
    plan = await stage.plan()
    assert plan["held"] == ["cards"]
    path = f"/v1/customers/{stage.person}/erasures"
    answer = await stage.owner.post(path, json={"plan_digest": plan["digest"]})
    assert refused(answer, 409, "ERASURE_HELD")["tables"] == ["cards"]
    async with stage.shop.db() as db:
        (await db.get_one(LegalHold, (stage.shop.id, hold.id))).lifted_at = now()
    done(await stage.owner.post(path, json={"plan_digest": (await stage.plan())["digest"]}))
    await stage.work()
    assert stage.traces(stage.dump()) == []


async def test_the_search_finds_what_no_declaration_leads_to(stage: Stage) -> None:
    quoting = {"notes": f"Sœur de {str(THEM['email']).upper()}"}
    neighbour = f"/v1/customers/{stage.neighbour.customer_id}"
    done(await stage.owner.patch(neighbour, json=quoting, headers={"If-Match": "*"}), 200)
    found = await erased(stage)
    assert found["state"] == "done"
    assert found["proof"]["searched"]["elsewhere"] == {"customers": 1}


async def test_files_that_hold_the_person_are_called_back(stage: Stage) -> None:
    await stage.work()
    exports = done(await stage.owner.get("/v1/exports"), 200)["items"]
    assert [one["status"] for one in exports] == ["ready"]
    await erased(stage)
    found = done(await stage.owner.get("/v1/exports"), 200)["items"]
    assert [one["status"] for one in found] == ["expired"]
    assert (await stage.owner.get(f"/v1/exports/{exports[0]['id']}/file")).status_code == 410


async def test_an_erasure_says_that_an_import_has_to_end_first(stage: Stage) -> None:
    async def imports_are(status: str) -> None:
        async with stage.shop.db() as db:
            await db.execute(update(Import).values(status=status))

    await imports_are("running")
    asked = await stage.ask()
    assert asked["waits_for"] is None
    with pytest.raises(ImportAtWork):
        async with stage.shop.db() as db:
            await executing.erase(Work(db, stage.database, stage.settings), UUID(asked["id"]))
    found = await stage.read(asked)
    assert (found["state"], found["rows_done"], found["waits_for"]) == ("executing", 0, "import")
    (listed,) = done(await stage.owner.get("/v1/erasures"), 200)["items"]
    assert listed["waits_for"] == "import"
    await imports_are("done")
    await stage.work()
    found = await stage.read(asked)
    assert (found["state"], found["waits_for"]) == ("done", None)


async def test_a_hold_placed_in_the_middle_stops_what_is_left(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The very statement asks, also where the look before it has seen no hold."""
    asked = await stage.ask()
    seen = 0

    async def placed_late(db: AsyncSession, person: Person) -> Sequence[str]:
        nonlocal seen
        before, seen = await held(db, person), seen + 1
        if seen == 6:
            async with stage.shop.db() as other:
                hold = LegalHold(table_name="customers", row_id=stage.person, reason="litige")
                hold.until = now() + timedelta(days=90)
                other.add(hold)
        return before

    monkeypatch.setattr("api.privacy.erasure.executing.held", placed_late)
    await stage.work()
    found = await stage.read(asked)
    assert (found["state"], found["proof"]) == ("executing", None)
    assert found["waits_for"] == "hold"
    done(await stage.owner.get(f"/v1/customers/{stage.person}"), 200)
    left = found["rows_done"]
    async with stage.shop.db() as db:
        await db.execute(delete(LegalHold))
        await executing.erase(Work(db, stage.database, stage.settings), UUID(asked["id"]))
    await stage.work()
    found = await stage.read(asked)
    assert (found["state"], found["rows_done"]) == ("done", found["rows"])
    assert 0 < left < found["rows"]
