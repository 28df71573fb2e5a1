"""Which plan is in force follows from subscription, gift and clock, and from nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.billing import plans, standing
from api.billing.models import Grant, Subscription

PLANS = plans.load(Path(plans.__file__).with_name("plans.toml"))
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def subscription(status: str, **others: Any) -> Subscription:
    return Subscription(
        stripe_id="sub_1",
        plan=others.pop("plan", "starter"),
        status=status,
        created_at=others.pop("created_at", NOW - 40 * DAY),
        period_end=NOW + 10 * DAY,
        trial_end=others.pop("trial_end", None),
        past_due_since=others.pop("past_due_since", None),
        **others,
    )


def gift(plan: str, until: datetime | None = None, revoked: bool = False) -> Grant:
    return Grant(plan=plan, until=until, revoked_at=NOW if revoked else None)


@pytest.mark.parametrize(
    ("one", "plan", "state"),
    [
        (None, "free", "free"),
        (subscription("trialing", trial_end=NOW + DAY), "starter", "trial"),
        (subscription("active"), "starter", "active"),
        (subscription("past_due", past_due_since=NOW), "starter", "past_due"),
        (subscription("past_due", past_due_since=NOW - 13.9 * DAY), "starter", "past_due"),
        (subscription("past_due", past_due_since=NOW - 14 * DAY), "starter", "unpaid"),
        (subscription("unpaid", past_due_since=NOW - 3 * DAY), "starter", "past_due"),
        (subscription("unpaid", past_due_since=NOW - 30 * DAY), "starter", "unpaid"),
        (subscription("paused"), "free", "free"),
        (subscription("incomplete"), "free", "free"),
        (subscription("incomplete_expired"), "free", "free"),
        (subscription("canceled"), "free", "free"),
        (subscription("active", plan="of_earlier_days"), "free", "free"),
    ],
)
def test_of_a_subscription(one: Subscription | None, plan: str, state: str) -> None:
    found = standing.of([one] if one else [], [], PLANS, NOW)
    assert (found.plan.id, found.state) == (plan, state)


def test_what_is_paid_counts_before_what_is_owed() -> None:
    owed = subscription("past_due", plan="business", past_due_since=NOW - 30 * DAY)
    paid = subscription("active", created_at=NOW - 99 * DAY)
    found = standing.of([owed, paid], [], PLANS, NOW)
    assert (found.plan.id, found.state) == ("starter", "active")


@pytest.mark.parametrize(
    ("one", "gifts", "plan", "state"),
    [
        (None, [gift("business")], "business", "granted"),
        (None, [gift("business", NOW + DAY)], "business", "granted"),
        (None, [gift("business", NOW)], "free", "free"),
        (None, [gift("business", revoked=True)], "free", "free"),
        (None, [gift("starter"), gift("business")], "business", "granted"),
        (subscription("active"), [gift("business")], "business", "granted"),
        (subscription("active"), [gift("starter")], "starter", "active"),
        (subscription("past_due", past_due_since=NOW), [gift("starter")], "starter", "past_due"),
        # Whoever has a gift is not locked out for an invoice beside it.
        (
            subscription("past_due", past_due_since=NOW - 30 * DAY, plan="business"),
            [gift("starter")],
            "starter",
            "granted",
        ),
        (subscription("canceled"), [gift("starter")], "starter", "granted"),
    ],
)
def test_of_a_gift(one: Subscription | None, gifts: list[Grant], plan: str, state: str) -> None:
    found = standing.of([one] if one else [], gifts, PLANS, NOW)
    assert (found.plan.id, found.state) == (plan, state)
    assert state != "granted" or found.read_only_on is None
