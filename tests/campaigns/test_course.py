"""From draft to report, and what the mail looks like."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from api.accounts.models import Merchant
from api.campaigns import planning, trial
from api.core.clock import now
from tests.campaigns.press import EVERYONE, Press, press_of
from tests.cards.counter import done, refused
from tests.cards.nightly.night import run
from tests.core.test_mail import part
from tests.world import World, key

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
async def press(world: World) -> Press:
    return await press_of(world)


async def test_two_who_write_the_same_draft(press: Press) -> None:
    campaign = await press.draft()
    path = f"/v1/campaigns/{campaign['id']}"
    seen = {"If-Match": f'"{campaign["version"]}"'}
    changed = await press.client.patch(path, json={"subject": "Autre"}, headers=seen)
    assert done(changed, 200)["subject"] == "Autre"
    assert changed.headers["ETag"] == '"2"'
    for answer in (
        await press.client.patch(path, json={"subject": "Encore"}, headers=seen),
        await press.client.post(f"{path}/dispatch", json={}, headers=seen),
        await press.client.delete(path, headers=seen),
    ):
        refused(answer, 412, "STALE")
    refused(await press.client.patch(path, json={}), 428, "PRECONDITION_REQUIRED")
    assert (await press.client.delete(path, headers={"If-Match": '"2"'})).status_code == 204
    refused(await press.client.get(path), 404, "CAMPAIGN_NOT_FOUND")


async def test_what_is_missing_is_said(press: Press) -> None:
    campaign = done(await press.client.post("/v1/campaigns", json={}))
    path = f"/v1/campaigns/{campaign['id']}"
    match = {"If-Match": "*"}
    answer = await press.client.post(f"{path}/dispatch", json={}, headers=match)
    missing = refused(answer, 422, "CAMPAIGN_INCOMPLETE")["missing"]
    assert missing == ["subject", "body", "audience"]
    words = {"subject": "S", "body": "B", "audience": EVERYONE}
    done(await press.client.patch(path, json=words, headers=match), 200)
    past = {"at": (now() - timedelta(minutes=1)).isoformat()}
    answer = await press.client.post(f"{path}/dispatch", json=past, headers=match)
    refused(answer, 422, "NOT_IN_TIME")
    unknown = await press.client.patch(path, json={"body": "Cher {nom}"}, headers=match)
    refused(unknown, 422, "VALIDATION")
    nobody = {"audience": {"kind": "selection"}}
    refused(await press.client.patch(path, json=nobody, headers=match), 422, "NOBODY_CHOSEN")
    async with press.shop.db() as db:
        anonymous = update(Merchant).where(Merchant.id == press.shop.id)
        await db.execute(anonymous.values(contact_email=None))
    answer = await press.client.post(f"{path}/dispatch", json={}, headers=match)
    refused(answer, 409, "SENDER_UNKNOWN")
    done(await press.client.post("/v1/locations", json={"name": "A", "address": "3 rue des Lilas"}))
    await press.dispatch(campaign)


async def test_later_and_taken_back(press: Press, clock: Callable[[timedelta], None]) -> None:
    reader = await press.reader()
    campaign = await press.draft()
    first = (now() + timedelta(days=2)).isoformat()
    scheduled = await press.dispatch(campaign, at=first)
    assert scheduled["status"] == "scheduled"
    before = await press.row(campaign)
    path = f"/v1/campaigns/{campaign['id']}"
    body = {"subject": "Autre"}
    answer = await press.client.patch(path, json=body, headers={"If-Match": "*"})
    refused(answer, 409, "CAMPAIGN_NOT_DRAFT")
    taken_back = done(await press.client.post(f"{path}/cancellation"), 200)
    assert (taken_back["status"], taken_back["scheduled_at"]) == ("draft", None)
    await press.dispatch(campaign, at=(now() + timedelta(days=3)).isoformat())
    clock(timedelta(days=2))
    # The job of the first date finds that it is no longer meant.
    await run(press.shop, planning.plan, campaign_id=before.id, at=before.scheduled_at)
    assert (await press.row(campaign)).status == "scheduled"
    clock(timedelta(days=1))
    await press.planned(campaign)
    assert (await press.printed(campaign))["counts"]["sent"] == 1
    assert len(await press.got(reader)) == 1


async def test_the_mail_and_the_one_click(press: Press) -> None:
    reader = await press.reader("Zoé", language="en")
    program = await press.shop.program(10)
    asked = {"program_id": str(program.id), "customer_id": str(reader)}
    card = done(await press.client.post("/v1/cards", json=asked, headers=key()))
    nameless = await press.shop.customer(None, last_name="Martin", email="m@client.example")
    await press.consent(nameless, True)
    report = await press.sent()
    (message,) = await press.got(reader)
    assert message["Subject"] == "Pour vous, Zoé"
    assert message["From"] == "Au Bon Pain <no-reply@carnet.example>"
    assert message["Reply-To"] == "contact@bonpain.example"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for kind in ("plain", "html"):
        content = part(message, kind)
        assert "Bonjour Zoé," in content
        assert "À bientôt chez Au Bon Pain." in content
        assert card["page_url"] in content
        assert "contact@bonpain.example" in content
        assert "because you agreed to news from Au Bon Pain" in content
        assert "Mon Carnet Client" not in content
    # Nobody is followed: no picture is fetched, and the only links are the reader's own.
    links = set(part(message, "html").split('href="')[1:])
    assert {link.partition('"')[0] for link in links} == {
        card["page_url"], "mailto:contact@bonpain.example", message["List-Unsubscribe"][1:-1],
    }  # fmt: skip
    assert "<img" not in part(message, "html")
    (other,) = await press.got(nameless)
    assert other["Subject"] == "Pour vous,"
    assert "Bonjour,\n" in part(other, "plain")
    assert "/c/" not in part(other, "plain")

    answer = await world_of(press).connect().post(message["List-Unsubscribe"][1:-1], data=ONE_CLICK)
    assert answer.status_code == 200
    assert (await press.read(report))["withdrawn"] == 1
    body = {"audience": EVERYONE}
    counted = done(await press.client.post("/v1/segments/previews", json=body), 200)
    assert counted["refused"] == {"no_consent": 1, "too_soon": 1}


def world_of(press: Press) -> World:
    return press.shop.world


async def test_a_trial_goes_to_oneself(press: Press) -> None:
    campaign = await press.draft()
    path = f"/v1/campaigns/{campaign['id']}/trials"
    refused(await press.client.post(path), 409, "NO_ADDRESS_OF_ONES_OWN")
    browser = await press.shop.browser("manager")
    assert (await browser.post(path)).status_code == 204
    member = press.shop.team["manager"]
    arguments: dict[str, Any] = {"campaign_id": UUID(campaign["id"])}
    await run(press.shop, trial.mail_trial, **arguments, member_id=member.membership_id)
    (message,) = press.arrived(member.email)
    assert message["Subject"] == "Pour vous, Manager"
    assert message["List-Unsubscribe"] is None
    assert "n’est parti que chez vous" in part(message, "plain")
    # A member of another merchant's is nobody here.
    other = (await press_of(world_of(press))).shop.team["manager"]
    await run(press.shop, trial.mail_trial, **arguments, member_id=other.membership_id)
    assert press.arrived(other.email) == []


async def test_a_preview_and_a_copy(press: Press) -> None:
    chosen = await press.reader()
    words = {"subject": "Pour {first_name}", "body": "<b>Bonjour</b>", "first_name": "Zoé"}
    shown = done(await press.client.post("/v1/campaigns/previews", json=words), 200)
    assert shown["sender"] == "Au Bon Pain <no-reply@carnet.example>"
    assert shown["subject"] == "Pour Zoé"
    assert "&lt;b&gt;Bonjour" in shown["html"]
    campaign = await press.draft({"kind": "selection", "customer_ids": [str(chosen)]})
    again = done(await press.client.post(f"/v1/campaigns/{campaign['id']}/copies"))
    assert again["status"] == "draft"
    assert again["audience"]["size"] == 1
    readers = await press.client.get(f"/v1/campaigns/{again['id']}/readers")
    assert done(readers, 200)["reached"] == 1


async def test_the_settings(press: Press) -> None:
    path = "/v1/campaign-settings"
    read = await press.client.get(path)
    match = {"If-Match": read.headers["ETag"]}
    body = {"days_between": 30, "quiet_from": 20, "quiet_until": 8}
    assert done(await press.client.put(path, json=body, headers=match), 200) == body
    refused(await press.client.put(path, json=body, headers=match), 412, "STALE")
    other = await press.shop.world.shop()
    client = await other.client("auditor")
    assert done(await client.get(path), 200)["days_between"] == 7
    refused(await client.put(path, json=body, headers={"If-Match": '"0"'}), 403, "FORBIDDEN_SCOPE")
