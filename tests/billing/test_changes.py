"""Another plan, an end, no end after all: charged as shown, or nothing has changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from api.core.audit import AuditEvent
from tests.billing.stage import Stage
from tests.world import key

pytestmark = pytest.mark.xdist_group("jobs")

BUSINESS = {"plan": "business", "interval": "month"}


async def active(stage: Stage) -> None:
    """Past the trial, in the middle of the first paid month."""
    await stage.subscribe()
    await stage.advance(days=40)
    await stage.hear()


async def test_charged_as_it_was_shown(stage: Stage) -> None:
    await active(stage)
    preview = (await stage.owner.post("/v1/subscription/previews", json=BUSINESS)).json()
    assert 0 < preview["due_now"] < 6000
    assert preview["due_now"] == sum(one["amount"] for one in preview["lines"]) + preview["tax"]
    await stage.advance(minutes=20)
    wish = BUSINESS | {"proration_at": preview["proration_at"]}
    answer = await stage.owner.post("/v1/subscription/changes", json=wish, headers=key())
    assert (answer.status_code, answer.json()["plan"]) == (201, "business")
    await stage.hear()
    (newest, *_) = (await stage.owner.get("/v1/invoices")).json()["items"]
    assert (newest["amount_paid"], newest["status"]) == (preview["due_now"], "paid")
    assert answer.json()["period_end"] == preview["next_at"]


async def test_another_period_begins_at_once(stage: Stage) -> None:
    await active(stage)
    wish = {"plan": "starter", "interval": "year"}
    preview = (await stage.owner.post("/v1/subscription/previews", json=wish)).json()
    answer = await stage.change("starter", "year")
    assert answer.status_code == 201, answer.text
    assert answer.json()["interval"] == "year"
    assert answer.json()["period_end"][:10] == preview["next_at"][:10]


async def test_during_the_trial_nothing_is_due(stage: Stage) -> None:
    await stage.subscribe()
    preview = (await stage.owner.post("/v1/subscription/previews", json=BUSINESS)).json()
    assert preview["due_now"] == 0
    assert preview["next_at"] == (await stage.shown())["trial_end"]


async def test_the_same_gesture_changes_once(stage: Stage) -> None:
    await active(stage)
    gesture = key()
    for _ in range(3):
        answer = await stage.owner.post("/v1/subscription/changes", json=BUSINESS, headers=gesture)
        assert answer.status_code == 201, answer.text
    await stage.hear()
    paid = (await stage.owner.get("/v1/invoices")).json()["items"]
    assert len([one for one in paid if one["amount_paid"]]) == 2
    other = await stage.owner.post(
        "/v1/subscription/changes", json=BUSINESS | {"interval": "year"}, headers=gesture
    )
    assert (other.status_code, other.json()["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")


async def test_a_refused_payment_changes_nothing(stage: Stage) -> None:
    await active(stage)
    before = await stage.shown()
    stage.stripe.decline_next(stage.subscription["customer"])
    answer = await stage.change("business")
    assert (answer.status_code, answer.json()["code"]) == (402, "CARD_DECLINED")
    await stage.hear()
    after = await stage.shown()
    assert (after["plan"], after["state"]) == (before["plan"], "active")


async def test_the_bank_wants_to_see_the_owner_first(stage: Stage) -> None:
    """Nothing has changed until the owner has been there; then all has, whoever hears of it."""
    await active(stage)
    stage.stripe.require_action(stage.subscription["customer"])
    gesture = key()

    async def ask() -> tuple[int, dict[str, Any]]:
        answer = await stage.owner.post("/v1/subscription/changes", json=BUSINESS, headers=gesture)
        return answer.status_code, answer.json()

    status, problem = await ask()
    assert (status, problem["code"]) == (402, "PAYMENT_REQUIRED")
    assert problem["pay_at"].startswith(f"{stage.stripe.url}/invoice/")
    assert await ask() == (status, problem), "the same page again"
    await stage.hear()
    shown = await stage.shown()
    assert (shown["plan"], shown["state"]) == ("starter", "active")
    waiting = (await stage.owner.get("/v1/invoices")).json()["items"][0]
    assert (waiting["status"], waiting["hosted_url"]) == ("open", problem["pay_at"])
    assert await changed_by(stage) == []

    stage.stripe.pay_open(stage.subscription["customer"])
    await stage.hear()
    assert (await stage.shown())["plan"] == "business"
    assert (await ask())[0] == 201
    ((kind, _),) = await changed_by(stage)
    assert kind == "api_key"


async def test_a_bank_that_is_never_told_lets_it_be(stage: Stage) -> None:
    await active(stage)
    stage.stripe.require_action(stage.subscription["customer"])
    assert (await stage.change("business")).status_code == 402
    await stage.advance(hours=24)
    await stage.hear()
    shown = await stage.shown()
    assert (shown["plan"], shown["state"], shown["read_only_on"]) == ("starter", "active", None)
    assert (await stage.change("business")).status_code == 201


async def test_paid_at_the_bank_before_anybody_told_us(stage: Stage) -> None:
    await active(stage)
    stage.stripe.require_action(stage.subscription["customer"])
    gesture = key()
    refused = await stage.owner.post("/v1/subscription/changes", json=BUSINESS, headers=gesture)
    assert refused.status_code == 402
    stage.stripe.pay_open(stage.subscription["customer"])
    stage.deliveries.drop()
    again = await stage.owner.post("/v1/subscription/changes", json=BUSINESS, headers=gesture)
    assert (again.status_code, again.json()["plan"]) == (201, "business")


async def test_what_is_no_change(stage: Stage) -> None:
    nothing = await stage.change("business")
    assert (nothing.status_code, nothing.json()["code"]) == (409, "NO_SUBSCRIPTION")
    assert (await stage.cancel()).json()["code"] == "NO_SUBSCRIPTION"
    portal = await stage.owner.post("/v1/billing-portal-sessions")
    assert (portal.status_code, portal.json()["code"]) == (409, "NO_SUBSCRIPTION")
    await active(stage)
    same = await stage.change("starter")
    assert (same.status_code, same.json()["code"]) == (409, "SAME_PLAN")
    assert (await stage.change("free")).json()["code"] == "PLAN_UNKNOWN"
    old = BUSINESS | {"proration_at": "2026-01-01T00:00:00Z"}
    answer = await stage.owner.post("/v1/subscription/changes", json=old, headers=key())
    assert (answer.status_code, answer.json()["code"]) == (409, "PREVIEW_EXPIRED")


async def test_cancelled_with_the_period_and_resumed(stage: Stage) -> None:
    await active(stage)
    cancelled = await stage.cancel()
    assert cancelled.status_code == 201, cancelled.text
    shown = cancelled.json()
    assert (shown["state"], shown["cancel_at"]) == ("active", shown["period_end"])
    resumed = await stage.go_on()
    assert (resumed.status_code, resumed.json()["cancel_at"]) == (200, None)
    await stage.cancel()
    await stage.advance(days=40)
    await stage.hear()
    ended = await stage.shown()
    assert (ended["plan"], ended["state"], ended["status"]) == ("free", "free", "canceled")
    assert (await stage.go_on()).json()["code"] == "NO_SUBSCRIPTION"


async def test_a_wish_behind_our_back_is_seen(stage: Stage) -> None:
    """In Stripe's portal, for instance."""
    await active(stage)
    stage.stripe.cancel_behind(stage.subscription["id"], at_period_end=True)
    await stage.hear()
    assert (await stage.shown())["cancel_at"]
    stage.stripe.change_behind(stage.subscription["id"], "carnet_business_year")
    await stage.hear()
    shown = await stage.shown()
    assert (shown["plan"], shown["interval"]) == ("business", "year")


async def test_the_portal(stage: Stage) -> None:
    await stage.subscribe()
    answer = await stage.owner.post("/v1/billing-portal-sessions")
    assert answer.status_code == 201
    assert answer.json()["url"].startswith(stage.stripe.url)


async def changed_by(stage: Stage) -> list[tuple[str, UUID | None]]:
    query = select(AuditEvent.actor_kind, AuditEvent.actor_id)
    async with stage.shop.db() as db:
        found = await db.execute(query.where(AuditEvent.action == "subscription.changed"))
        return [(kind, id) for kind, id in found]


async def test_who_did_it_is_in_the_trail(stage: Stage) -> None:
    await active(stage)
    await stage.change("business")
    await stage.cancel()
    query = select(AuditEvent.facts["kind"].astext)
    async with stage.shop.db() as db:
        found = await db.scalars(query.where(AuditEvent.action == "subscription.changed"))
    assert sorted(found) == ["cancellation", "change"]
