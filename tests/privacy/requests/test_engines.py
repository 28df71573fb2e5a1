"""Requests that the service carries out by itself: a copy of the data, and its end."""

from __future__ import annotations

import asyncio
import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from api.core import worker
from api.customers.models import Customer
from api.privacy.access.models import Extract
from tests.cards.counter import done, refused
from tests.privacy.requests.desk import Desk, desk
from tests.world import World

AGREED = {"purpose": "marketing_email", "granted": True}


async def linked(at: Desk) -> bytes:
    """What the person downloads by the link in the mail."""
    found = re.search(rf"/x/{at.shop.slug}#(\S+)", (await at.mails())[-1])
    assert found
    token = {"Authorization": f"Bearer {found[1]}"}
    path = f"/v1/public/{at.shop.slug}/extract/file"
    answer = await at.shop.world.connect().post(path, headers=token)
    assert answer.status_code == 200, answer.text
    return answer.content


@pytest.mark.parametrize("kind", ["access", "portability"])
async def test_a_copy_reaches_the_person(world: World, kind: str) -> None:
    at = await desk(world)
    plan = await at.until_approved(kind)
    assert not plan["by_hand"]
    assert {"customers", "privacy_requests"} <= {line["about"] for line in plan["lines"]}
    assert {line["becomes"] for line in plan["lines"]} == {"copied"}
    begun = await at.take("approval", {"plan_digest": plan["digest"]})
    assert begun["state"] == "executing"
    refused(await at.try_("completion"), 409, "STEP_NOT_NOW")
    assert (await at.until_done())["file_id"]
    await at.take("answer", {"words": "Bonne lecture."})
    body = await linked(at)
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        assert any(b"Moreau" in file.read(name) for name in file.namelist())


async def test_a_file_that_has_grown_old_is_made_anew(
    world: World, clock: Callable[[timedelta], None]
) -> None:
    at = await desk(world)
    plan = await at.until_approved("access")
    await at.take("approval", {"plan_digest": plan["digest"]})
    first = (await at.until_done())["file_id"]
    clock(timedelta(days=8))
    await at.take("answer", {})
    for _ in range(12):
        if await at.mails():
            break
        await asyncio.sleep(1)
    assert await linked(at)
    assert (await at.look())["file_id"] != first


async def test_an_erasure_is_answered_to_somebody_who_is_no_longer_known(world: World) -> None:
    at = await desk(world)
    plan = await at.until_approved("erasure", details="Effacez tout, s'il vous plaît.")
    assert ("customers", "erased") in {(one["about"], one["becomes"]) for one in plan["lines"]}
    begun = await at.take("approval", {"plan_digest": plan["digest"]})
    course = done(await at.client.get(f"/v1/erasures/{begun['erasure_id']}"), 200)
    assert course["request_id"] == begun["id"]
    gone = await at.until_done()
    assert (gone["customer_name"], gone["details"]) == (None, None)
    async with at.shop.db() as db:
        assert await db.scalar(select(Customer).where(Customer.id == at.customer_id)) is None
    await at.take("answer", {"words": "Tout est effacé."})
    (mail,) = await at.mails()
    assert "Tout est effacé." in mail
    assert (await at.row()).reply_to is None


async def test_a_plan_that_has_changed_is_read_again(world: World) -> None:
    at = await desk(world)
    plan = await at.until_approved("erasure")
    path = f"/v1/customers/{at.customer_id}/consents"
    done(await at.client.post(path, json={"purpose": "marketing_email", "granted": True}))
    body = {"plan_digest": plan["digest"]}
    refused(await at.try_("approval", body), 409, "PLAN_CHANGED")
    await at.take("approval", {"plan_digest": (await at.plan())["digest"]})


async def test_where_two_are_needed_the_one_who_planned_does_not_approve(world: World) -> None:
    at = await desk(world)
    at.client = await at.shop.browser("owner")
    done(await at.client.put("/v1/erasure-rule", json={"approval": True}), 200)
    plan = await at.until_approved("erasure")
    body = {"plan_digest": plan["digest"]}
    refused(await at.try_("approval", body), 409, "APPROVER_IS_REQUESTER")
    at.client = await at.shop.browser("manager")
    await at.take("plan")
    at.client = await at.shop.browser("owner")
    begun = await at.take("approval", {"plan_digest": (await at.plan())["digest"]})
    assert begun["state"] == "executing"


async def test_an_objection_is_carried_out_and_answered(world: World) -> None:
    at = await desk(world)
    customer = f"/v1/customers/{at.customer_id}"
    client = await at.shop.client()
    done(await client.post(f"{customer}/consents", json=AGREED))
    plan = await at.until_approved("objection")
    assert {line["about"]: line["becomes"] for line in plan["lines"]} == {
        "customers": "emptied",
        "consents": "withdrawn",
    }
    assert (await at.take("approval", {"plan_digest": plan["digest"]}))["state"] == "verifying"
    found = done(await client.get(customer), 200)
    assert (found["email"], found["objected_at"] is None) == (None, False)
    await at.take("answer", {"words": "Vous ne recevrez plus rien."})
    (mail,) = await at.mails()
    assert "Vous ne recevrez plus rien." in mail


async def test_a_consent_is_withdrawn_and_nothing_else(world: World) -> None:
    at = await desk(world)
    customer = f"/v1/customers/{at.customer_id}"
    client = await at.shop.client()
    done(await client.post(f"{customer}/consents", json=AGREED))
    before = done(await client.get(customer), 200)
    plan = await at.until_approved("withdrawal")
    assert [(line["about"], line["rows"]) for line in plan["lines"]] == [("consents", 1)]
    await at.take("approval", {"plan_digest": plan["digest"]})
    consents = done(await client.get(f"{customer}/consents"), 200)["items"]
    assert [one["granted"] for one in consents] == [False, True]
    assert done(await client.get(customer), 200)["email"] == before["email"]


async def test_new_values_are_written_by_the_engine(world: World) -> None:
    at = await desk(world)
    wished = {"last_name": "Morel", "phone": "06 39 98 01 66", "birthday": {"month": 2, "day": 29}}
    plan = await at.until_approved("rectification", correction=wished)
    assert [(one["about"], one["becomes"]) for one in plan["lines"]] == [("customers", "corrected")]
    changes = {one["field"]: (one["before"], one["after"]) for one in plan["changes"]}
    assert changes == {
        "last_name": ("Moreau", "Morel"),
        "phone": (None, "+33639980166"),
        "birthday": (None, {"month": 2, "day": 29}),
    }
    assert plan["recipients"] == []
    assert not at.request["by_hand"]
    client = await at.shop.client()
    patch = {"city": "Nantes"}
    customer = f"/v1/customers/{at.customer_id}"
    done(await client.patch(customer, json={"address": patch}, headers={"If-Match": "*"}), 200)
    body = {"plan_digest": plan["digest"]}
    refused(await at.try_("approval", body), 409, "PLAN_CHANGED")
    body = {"plan_digest": (await at.plan())["digest"]}
    assert (await at.take("approval", body))["state"] == "verifying"
    found = done(await client.get(customer), 200)
    assert (found["last_name"], found["phone"]) == ("Morel", "+33639980166")
    assert found["birthday"] == {"month": 2, "day": 29}
    assert found["address"]["city"] == "Nantes"


async def test_a_plan_of_new_values_names_who_is_told_of_them(world: World) -> None:
    at = await desk(world)
    plan = await at.until_approved("rectification", correction={"email": None, "address": None})
    assert [(one["field"], one["before"], one["after"]) for one in plan["changes"]] == [
        ("email", at.email, None),
        ("address", None, None),
    ]
    assert plan["recipients"] == ["smtp"]


async def test_a_restriction_is_put_and_lifted_by_the_engine(world: World) -> None:
    at = await desk(world)
    client = await at.shop.client()
    customer = f"/v1/customers/{at.customer_id}"
    plan = await at.until_approved("restriction", restriction="accuracy")
    assert [one["becomes"] for one in plan["lines"]] == ["restricted"]
    await at.take("approval", {"plan_digest": plan["digest"]})
    assert done(await client.get(customer), 200)["restricted_at"]
    plan = await at.until_approved("restriction", restriction="lift")
    body = {"plan_digest": plan["digest"]}
    refused(await at.try_("approval", body), 409, "PERSON_NOT_INFORMED")
    done(await client.post(f"{customer}/restriction/notice", json={"how": "told"}), 202)
    assert (await at.take("approval", body))["state"] == "verifying"
    assert done(await client.get(customer), 200)["restricted_at"] is None


async def test_what_has_failed_is_started_again(world: World) -> None:
    at = await desk(world)
    plan = await at.until_approved("access")
    begun = await at.take("approval", {"plan_digest": plan["digest"]})
    refused(await at.try_("execution"), 409, "STEP_NOT_NOW")
    async with at.shop.db() as db:
        await db.execute(update(Extract).values(status="failed"))
    await worker.drain(world.database, world.settings)
    failed = await at.look()
    assert (failed["state"], failed["failed_at"] is None) == ("executing", False)
    assert (await at.take("execution"))["failed_at"] is None
    assert (await at.until_done())["file_id"] != begun["file_id"]
    assert (await at.history())[-5:] == ["executed", "failed", "restarted", "executed", "done"]
