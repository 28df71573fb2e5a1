"""Our copies against Stripe's lists: what differs is repaired and reported, and then nothing is."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, update

from api.billing import reconcile
from api.billing.models import Invoice, Subscription
from api.core.audit import AuditEvent
from tests.billing.stage import Stage

pytestmark = pytest.mark.xdist_group("jobs")


async def compare(stage: Stage) -> list[str]:
    said: list[str] = []
    count = await reconcile.everything(stage.shop.world.database, stage.settings, said.append)
    assert (count > 0) == bool(said)
    return said


async def test_all_that_was_never_delivered_is_caught_up_with(stage: Stage) -> None:
    answer = await stage.checkout()
    stage.stripe.pay(stage.session_of(answer.json())["id"])
    await stage.advance(days=31)
    stage.deliveries.drop()
    assert (await stage.shown())["state"] == "free"
    said = await compare(stage)
    assert any("customer.subscription.created was never delivered" in line for line in said)
    shown = await stage.shown()
    assert (shown["plan"], shown["state"]) == ("starter", "active")
    path = f"/v1/checkouts/{answer.json()['id']}"
    assert (await stage.owner.get(path)).json()["state"] == "completed"
    assert await compare(stage) == []


async def test_drift_is_repaired_and_each_repair_named(stage: Stage) -> None:
    subscription = await stage.subscribe()
    await stage.advance(days=31)
    await stage.hear()
    async with stage.shop.db() as db:
        await db.execute(update(Subscription).values(plan="business", status="past_due"))
        await db.execute(update(Invoice).values(amount_paid=1))
    said = await compare(stage)
    whose = f"{stage.shop.slug}: {subscription['id']}: "
    assert f"{whose}plan business → starter" in said
    assert f"{whose}status past_due → active" in said
    assert any("amount_paid 1 → " in line for line in said)
    assert await compare(stage) == []
    async with stage.shop.db() as db:
        query = select(AuditEvent.facts).where(AuditEvent.action == "subscription.repaired")
        (facts,) = (await db.scalars(query)).all()
    assert facts == {"differences": len(said)}


async def test_what_we_never_heard_of_or_lost_is_there_again(stage: Stage) -> None:
    await stage.subscribe()
    async with stage.shop.db() as db:
        await db.execute(delete(Invoice))
    assert [line for line in await compare(stage) if "unknown here" in line]
    assert (await stage.owner.get("/v1/invoices")).json()["items"]


async def test_a_subscription_that_stripe_no_longer_has(stage: Stage) -> None:
    subscription = await stage.subscribe()
    del stage.stripe.objects[subscription["id"]]
    stage.deliveries.drop()
    assert any("status trialing → canceled" in line for line in await compare(stage))
    assert (await stage.shown())["state"] == "free"


async def test_owed_since_the_failure_that_still_stands(stage: Stage) -> None:
    """The payment of what was owed and the failure a month later were both missed: the days of
    grace begin with the later one."""
    subscription = await stage.subscribe()
    stage.stripe.decline_next(subscription["customer"], 1)
    await stage.advance(days=31)
    await stage.hear()
    first = (await stage.shown())["past_due_since"]
    assert first
    await stage.advance(days=4)
    assert stage.subscription["status"] == "active", "the next attempt went through"
    stage.stripe.decline_next(subscription["customer"])
    await stage.advance(days=29)
    for listed in stage.stripe.all("event"):
        del stage.stripe.objects[listed["id"]]
    stage.deliveries.drop()
    said = await compare(stage)
    assert any("past_due_since" in line for line in said)
    shown = await stage.shown()
    assert (shown["state"], shown["past_due_since"] > first) == ("past_due", True)
    assert await compare(stage) == []


async def test_two_that_run_are_told_and_left_alone(stage: Stage) -> None:
    subscription = await stage.subscribe()
    async with stage.shop.db() as db:
        one = (await db.scalars(select(Subscription))).one()
        columns = {
            column.key: getattr(one, column.key)
            for column in Subscription.__table__.columns
            if column.key not in ("id", "stripe_id")
        }
        db.add(Subscription(stripe_id="sub_zwei", **columns))
    said: list[str] = []
    stage.stripe.objects["sub_zwei"] = {**subscription, "id": "sub_zwei"}
    await reconcile.everything(stage.shop.world.database, stage.settings, said.append)
    assert any("several subscriptions run" in line for line in said)
    assert stage.stripe.objects["sub_zwei"]["status"] == "trialing"
