"""The plan in force reaches the counters, the programs' rate and the office's door, at once."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from api.accounts.models import Merchant
from api.billing import daily, grants, plans
from api.core import jobs
from api.core.quotas.usages import Usage
from tests.billing.stage import Stage

pytestmark = pytest.mark.xdist_group("jobs")


async def limits(stage: Stage) -> dict[str, int | None]:
    async with stage.shop.db() as db:
        return {row.resource: row.most for row in await db.scalars(select(Usage))}


async def merchant(stage: Stage) -> Merchant:
    async with stage.shop.db() as db:
        return await db.get_one(Merchant, stage.shop.id)


def given(stage: Stage, plan: str) -> dict[str, int | None]:
    """What the plan says of the things that are counted."""
    declared = plans.load(stage.settings.plans_file).get(plan)
    return {one: declared.most(one) for one in plans.RESOURCES if one != "requests_per_minute"}


async def test_limits_follow_the_plan(stage: Stage) -> None:
    await stage.subscribe()
    assert (await limits(stage)).items() <= given(stage, "starter").items()
    assert (await limits(stage))["members"] == 6
    assert (await merchant(stage)).api_rate == 300
    await stage.change("business")
    assert (await limits(stage))["members"] == 50
    assert (await merchant(stage)).api_rate == 1200
    stage.stripe.cancel_behind(stage.subscription["id"])
    await stage.hear()
    assert (await limits(stage)).items() <= given(stage, "free").items()
    assert (await merchant(stage)).api_rate == 60


async def test_a_gift_counts_at_once_and_as_long_as_it_lasts(stage: Stage) -> None:
    declared = plans.load(stage.settings.plans_file)
    async with stage.shop.db() as db:
        await grants.grant(db, declared, "business", None)
    assert (await limits(stage))["cards"] == 50_000
    async with stage.shop.db() as db:
        await grants.revoke(db, declared, stage.shop.id)
    assert (await limits(stage))["cards"] == 100


async def test_unpaid_only_reads_and_is_open_again_once_paid(stage: Stage) -> None:
    subscription = await stage.subscribe()
    customer = subscription["customer"]
    stage.stripe.decline_next(customer)
    await stage.advance(days=31)
    await stage.hear()

    async def rename() -> Any:
        answer = await stage.owner.patch(
            "/v1/merchant", json={"name": "Un autre nom"}, headers={"If-Match": "*"}
        )
        return answer.status_code, answer.json().get("code")

    assert (await rename())[0] == 200
    await stage.advance(days=15)
    await stage.hear()
    async with stage.shop.db() as db:
        await jobs.enqueue(db, daily.DAY)
    await stage.work()
    shown = await stage.shown()
    assert shown["state"] == "unpaid"
    assert (await merchant(stage)).read_only_since is not None
    assert await rename() == (403, "OFFICE_READ_ONLY")
    # Paying goes on, and so does the counter.
    assert (await stage.owner.post("/v1/billing-portal-sessions")).status_code == 201
    stage.stripe.decline_next(customer, 0)
    stage.stripe.new_card(customer)
    stage.stripe.pay_open(customer)
    await stage.hear()
    assert (await merchant(stage)).read_only_since is None
    assert (await rename())[0] == 200
    assert (await limits(stage))["cards"] == 2000


async def test_the_preview_says_what_will_be_too_much(stage: Stage) -> None:
    await stage.subscribe("business")
    async with stage.shop.db() as db:
        await db.execute(update(Usage).where(Usage.resource == "members").values(used=7))
    wish = {"plan": "starter", "interval": "month"}
    preview = (await stage.owner.post("/v1/subscription/previews", json=wish)).json()
    assert preview["over"] == [{"resource": "members", "used": 7, "limit": 6}]
