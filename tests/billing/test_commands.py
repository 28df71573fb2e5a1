"""``carnet billing``, run as the operator runs it: a process of its own, Stripe beside it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from api.billing.models import StripeEvent, Subscription
from api.core.clock import now
from tests import forked
from tests.billing.stage import Stage, stripe_settings

pytestmark = pytest.mark.xdist_group("jobs")


async def carnet(stage: Stage, *arguments: str, **environment: str) -> tuple[int, list[str]]:
    """How ``carnet billing …`` ends, and the lines that it says, but for those of every start."""
    settings = stage.settings
    given = {
        f"CARNET_{name}".upper(): str(value)
        for name, value in stripe_settings(stage.stripe).items()
    }
    given |= {"DATABASE_URL": str(settings.database_url), "CARNET_DATA": str(settings.data)}
    ended, *said = await forked.run("api.cli", "billing", *arguments, **given | environment)
    return ended, [line for line in "".join(said).splitlines() if not line.startswith("✓")]


async def test_products_and_prices(stage: Stage) -> None:
    """Said first, then done, then nothing is left to do; a failure is one line."""
    for price in stage.stripe.all("price", lookup_key="carnet_business_year"):
        price["unit_amount"] += 100
    code, would = await carnet(stage, "sync", "--dry-run")
    assert (code, all(line.startswith("would ") for line in would)) == (0, True)
    assert any("carnet_business_year" in line for line in would)
    assert await carnet(stage, "sync") == (0, [line.removeprefix("would ") for line in would])
    assert await carnet(stage, "sync") == (0, ["Stripe has what the plans say."])
    code, said = await carnet(stage, "sync", CARNET_STRIPE_KEY="sk_test_wrong")
    assert (code, len([line for line in said if "Traceback" in line])) == (1, 0)
    assert "key" in said[-1]


async def test_a_gift_and_its_end(stage: Stage) -> None:
    slug = stage.shop.slug
    last_day = (now() + timedelta(days=3)).date().isoformat()
    granted = await carnet(stage, "grant", slug, "business", "--until", last_day)
    assert granted == (0, [f"{slug}: business (granted)"])
    shown = await stage.shown()
    assert (shown["plan"], shown["state"]) == ("business", "granted")
    assert shown["until"] > f"{last_day}T23:59", "the last day is part of it"
    assert await carnet(stage, "revoke", slug) == (0, [f"{slug}: free (free)"])
    assert (await stage.shown())["plan"] == "free"
    code, said = await carnet(stage, "grant", "nobody", "business")
    assert (code, said) == (1, ["Nobody has the address nobody."])


async def test_events_and_what_was_given_up(stage: Stage) -> None:
    await stage.subscribe()
    code, listed = await carnet(stage, "events")
    assert code == 0
    assert any("handled" in line and "customer.subscription.created" in line for line in listed)
    assert await carnet(stage, "events", "--failed") == (0, ["No event was given up."])

    event = listed[0].split()[0]
    async with stage.shop.db() as db:
        await db.execute(
            update(StripeEvent)
            .where(StripeEvent.id == event)
            .values(state="failed", attempts=8, error="StripeUnavailable at billing/handle.py:1")
        )
        await db.execute(update(Subscription).values(status="past_due"))
    code, failed = await carnet(stage, "events", "--failed")
    assert (code, len(failed)) == (0, 1)
    assert failed[0].endswith("8 attempts: StripeUnavailable at billing/handle.py:1")
    code, said = await carnet(stage, "replay", "--failed")
    assert (code, len(said)) == (0, 1)
    assert said[0].startswith(event)
    assert said[0].endswith(": in the queue")
    await stage.work()
    assert (await state_of(stage, event)) == ("handled", 0, None)
    assert await carnet(stage, "replay", "evt_unknown") == (1, ["No such event."])


async def state_of(stage: Stage, event: str) -> tuple[Any, ...]:
    async with stage.shop.world.database.session() as db:
        row = (await db.scalars(select(StripeEvent).where(StripeEvent.id == event))).one()
        return row.state, row.attempts, row.error


async def test_what_differs_is_repaired_and_said(stage: Stage) -> None:
    subscription = await stage.subscribe()
    async with stage.shop.db() as db:
        await db.execute(update(Subscription).values(plan="business"))
    code, said = await carnet(stage, "reconcile", "--days", "3")
    assert (code, said[-1]) == (0, "1 repaired.")
    assert said[:-1] == [
        f"{stage.shop.slug}: {subscription['id']}: plan business → starter",
    ]
    async with stage.shop.db() as db:
        await db.execute(delete(StripeEvent))
    code, said = await carnet(stage, "reconcile")
    assert code == 0
    assert any("was never delivered" in line for line in said)
    assert await carnet(stage, "reconcile") == (0, ["Nothing differs."])
