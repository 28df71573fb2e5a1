"""From the day a request comes in to the answer, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from api.core.audit import AuditEvent
from tests.cards.counter import done, refused
from tests.privacy.requests.desk import PATH, desk
from tests.world import World

Clock = Callable[[timedelta], None]


async def test_a_rectification_from_received_to_answered(world: World) -> None:
    at = await desk(world)
    asked = await at.ask("rectification", details="Mon nom s'écrit Moreaux.")
    assert (asked["state"], asked["next_step"], asked["by_hand"]) == ("received", "identify", True)
    assert asked["customer_name"] == "Camille Moreau"
    assert asked["answered_by_mail"] is True
    assert 28 <= asked["days_left"] <= 36
    states = []
    for step, body in (
        ("identification", {"by": "counter"}),
        ("qualification", {"kind": "rectification"}),
        ("plan", None),
    ):
        states.append((await at.take(step, body))["state"])
    plan = await at.plan()
    assert plan["by_hand"]
    states.append((await at.take("approval", {"plan_digest": plan["digest"]}))["state"])
    states.append((await at.take("completion"))["state"])
    states.append((await at.take("answer", {"words": "Votre nom est corrigé."}))["state"])
    assert states == [
        *("identified", "qualified", "planned", "executing", "verifying", "answered"),
    ]
    assert at.request["next_step"] is None
    assert at.request["closed_at"]
    assert await at.history() == [
        *("created", "identified", "qualified", "planned", "approved", "executed", "done"),
        "answered",
    ]
    (mail,) = await at.mails()
    assert "Votre nom est corrigé." in mail
    assert "CNIL" in mail
    assert "saisir la justice" in mail


async def test_each_step_is_in_the_trail_without_a_word_about_the_person(world: World) -> None:
    at = await desk(world)
    await at.through("rectification")
    async with at.shop.db() as db:
        rows = (
            await db.scalars(select(AuditEvent).where(AuditEvent.subject_type == "privacy_request"))
        ).all()
    assert len(rows) == 8
    told = repr([(row.action, row.facts) for row in rows])
    assert "Camille" not in told
    assert "corrigé" not in told


async def test_nothing_happens_in_another_order(world: World) -> None:
    at = await desk(world)
    await at.ask("access")
    body: dict[str, Any]
    for step, body in (
        ("qualification", {"kind": "access"}),
        ("plan", {}),
        ("approval", {"plan_digest": "x"}),
        ("completion", {}),
        ("answer", {}),
    ):
        problem = refused(await at.try_(step, body), 409, "STEP_NOT_NOW")
        assert problem["state"] == "received"
    await at.take("identification", {"by": "counter"})
    refused(await at.try_("identification", {"by": "counter"}), 409, "STEP_NOT_NOW")


async def test_of_two_who_take_the_same_step_the_second_is_told(world: World) -> None:
    at = await desk(world)
    await at.ask("access")
    read_before = at.request["version"]
    await at.take("identification", {"by": "counter"})
    path = f"{at.path}/qualification"
    late = await at.client.post(
        path, json={"kind": "access"}, headers={"If-Match": f'"{read_before}"'}
    )
    refused(late, 412, "STALE")
    refused(await at.client.post(path, json={"kind": "access"}), 428, "PRECONDITION_REQUIRED")


async def test_only_an_owner_says_yes(world: World) -> None:
    at = await desk(world)
    plan = await at.until_approved("rectification")
    body = {"plan_digest": plan["digest"]}
    for role in ("manager", "cashier", "auditor"):
        client = await at.shop.client(role)
        refused(await at.try_("approval", body, client), 403, "FORBIDDEN_SCOPE")
    refused(await at.try_("approval", {"plan_digest": "0" * 64}), 409, "PLAN_CHANGED")
    await at.take("approval", body)


async def test_auditors_read_and_cashiers_do_not(world: World) -> None:
    at = await desk(world)
    await at.ask("erasure")
    auditor, cashier = await at.shop.client("auditor"), await at.shop.client("cashier")
    assert done(await auditor.get(at.path), 200)["kind"] == "erasure"
    refused(await auditor.post(PATH, json={}), 403, "FORBIDDEN_SCOPE")
    refused(await cashier.get(PATH), 403, "FORBIDDEN_SCOPE")


async def test_the_most_urgent_stands_first(world: World) -> None:
    at = await desk(world)
    now = datetime.fromisoformat((await at.ask("access"))["received_at"])
    for days in (9, 27, 18):  # far enough apart for their last days to differ in any month
        await at.ask("access", received_at=(now - timedelta(days=days)).isoformat())
    found = done(await at.client.get(PATH), 200)["items"]
    assert [one["due_at"] for one in found] == sorted(one["due_at"] for one in found)
    ages = [(now - datetime.fromisoformat(one["received_at"])).days for one in found]
    assert ages == [27, 18, 9, 0]
    await at.take("refusal", {"ground": "excessive", "reason": "Quatrième demande ce mois-ci."})
    assert len(done(await at.client.get(PATH), 200)["items"]) == 3
    (closed,) = done(await at.client.get(f"{PATH}?status=closed"), 200)["items"]
    assert closed["id"] == at.request["id"]
    other = done(await at.client.get(f"{PATH}?customer_id={at.shop.id}"), 200)["items"]
    assert other == []


async def test_a_request_cannot_come_in_tomorrow(world: World) -> None:
    at = await desk(world)
    later = (datetime.now().astimezone() + timedelta(days=1)).isoformat()
    body = {"customer_id": str(at.customer_id), "kind": "access", "received_at": later}
    refused(await at.client.post(PATH, json=body), 422, "VALIDATION")


async def test_a_refusal_names_its_reason_and_the_remedies(world: World) -> None:
    at = await desk(world, time_zone="Europe/Brussels")
    await at.ask("erasure")
    await at.take("refusal", {"ground": "law", "reason": "Une facture de mars est à garder."})
    assert at.request["state"] == "refused"
    (mail,) = await at.mails()
    assert "une règle de droit s’y oppose" in mail
    assert "Une facture de mars est à garder." in mail
    assert "Autorité de protection des données" in mail
    refused(await at.try_("refusal", {"ground": "law", "reason": "x"}), 409, "STEP_NOT_NOW")


async def test_what_is_approved_is_no_longer_refused(world: World) -> None:
    at = await desk(world)
    plan = await at.until_approved("rectification")
    await at.take("approval", {"plan_digest": plan["digest"]})
    refused(await at.try_("refusal", {"ground": "law", "reason": "x"}), 409, "STEP_NOT_NOW")


async def test_one_extension_within_the_month(world: World, clock: Clock) -> None:
    at = await desk(world)
    first = await at.ask("access")
    longer = await at.take("extension", {"reason": "Trois magasins à consulter."})
    added = datetime.fromisoformat(longer["due_at"]) - datetime.fromisoformat(first["due_at"])
    assert timedelta(days=55) < added < timedelta(days=66)
    assert longer["state"] == "received"
    refused(await at.try_("extension", {"reason": "Encore."}), 409, "NOT_EXTENDABLE")
    (mail,) = await at.mails()
    assert "Trois magasins à consulter." in mail


# Half a minute before, as the question takes its time to get there.
@pytest.mark.parametrize(("seconds", "status"), [(-30, 200), (1, 409)])
async def test_the_month_ends_with_its_last_day(
    world: World, clock: Clock, seconds: int, status: int
) -> None:
    at = await desk(world)
    asked = await at.ask("access")
    over = datetime.fromisoformat(asked["due_at"]) - datetime.now().astimezone()
    clock(over + timedelta(seconds=seconds))
    answer = await at.try_("extension", {"reason": "Complexe."})
    assert answer.status_code == status, answer.text
    assert (await at.look())["days_left"] == (-1 if seconds > 0 else at.request["days_left"])


async def test_the_address_is_forgotten_with_the_answer(world: World) -> None:
    at = await desk(world)
    await at.ask("rectification")
    sealed = (await at.row()).reply_to
    assert sealed is not None
    assert at.email is not None
    assert at.email.encode() not in sealed
    await at.take("refusal", {"ground": "unfounded", "reason": "Rien à corriger."})
    assert len(await at.mails()) == 1
    assert (await at.row()).reply_to is None


async def test_without_an_address_the_answer_is_given_in_person(world: World) -> None:
    at = await desk(world, email=False)
    await at.through("rectification")
    assert at.request["state"] == "answered"
    events = done(await at.client.get(f"{at.path}/events"), 200)["items"]
    assert events[0]["word"] == "in_person"


async def test_an_english_speaking_customer_is_answered_in_english(world: World) -> None:
    at = await desk(world)
    path = f"/v1/customers/{at.customer_id}"
    done(await at.client.patch(path, json={"language": "en"}, headers={"If-Match": "*"}), 200)
    await at.ask("access")
    await at.take("refusal", {"ground": "nothing_held", "reason": "You were never here."})
    (mail,) = await at.mails()
    assert "no data about you are held" in mail


async def test_history_is_only_ever_added_to(world: World) -> None:
    at = await desk(world)
    await at.ask("access")
    for statement in (
        "UPDATE request_events SET what = 'answered' WHERE merchant_id = :merchant_id",
        "DELETE FROM request_events WHERE merchant_id = :merchant_id",
        "UPDATE privacy_requests SET received_at = now() WHERE merchant_id = :merchant_id",
        "DELETE FROM privacy_requests WHERE merchant_id = :merchant_id",
    ):
        with pytest.raises(DBAPIError, match="permission denied"):
            async with at.shop.db() as db:
                await db.execute(text(statement), {"merchant_id": at.shop.id})


async def test_a_merged_customers_request_is_refused_with_the_one_that_goes_on(
    world: World,
) -> None:
    at = await desk(world)
    other = await at.shop.customer("Camille", email="autre@client.example")
    order = {
        "keep_id": str(other), "merge_id": str(at.customer_id),
        "keep_version": 1, "merge_version": 1,
    }  # fmt: skip
    done(await at.client.post("/v1/merges", json=order))
    body = {"customer_id": str(at.customer_id), "kind": "access"}
    problem = refused(await at.client.post(PATH, json=body), 410, "CUSTOMER_MERGED")
    assert problem["customer_id"] == str(other)
