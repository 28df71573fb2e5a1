"""Where a merchant stands: which plan is in force, since what and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.billing.models import Grant, Subscription
from api.billing.plans import Plan, Plans
from api.core.clock import now

State = Literal["free", "trial", "active", "past_due", "unpaid", "granted"]

LIVE = ("trialing", "active", "past_due", "unpaid")
"""A subscription that gives its plan, or would if it were paid."""
ENDED = ("canceled", "incomplete_expired")
"""Stripe never changes such a subscription again."""


@dataclass(frozen=True)
class Standing:
    """``until``: the end of the trial, of the paid period, of the grace period, of the gift."""

    plan: Plan
    state: State
    until: datetime | None = None
    subscription: Subscription | None = None
    """The one that counts: the living one, else the newest."""
    read_only_on: datetime | None = None
    """When the office becomes or became read-only, unless somebody pays."""


def of(
    subscriptions: Iterable[Subscription], grants: Iterable[Grant], plans: Plans, at: datetime
) -> Standing:
    """The plan in force. Nothing but these rows and the clock decides it."""
    kept = sorted(subscriptions, key=lambda one: one.created_at, reverse=True)
    bought = _bought(kept, plans, at)
    gifts = [
        (plan, grant.until)
        for grant in grants
        if grant.revoked_at is None and (grant.until is None or grant.until > at)
        if (plan := plans.known(grant.plan)) is not None
    ]
    if not gifts:
        return bought
    best, until = max(gifts, key=lambda gift: plans.rank(gift[0]))
    if bought.state in ("trial", "active", "past_due") and plans.rank(best) <= plans.rank(
        bought.plan
    ):
        return bought
    return Standing(best, "granted", until, bought.subscription)


def _bought(kept: list[Subscription], plans: Plans, at: datetime) -> Standing:
    living = [one for one in kept if one.status in LIVE and plans.known(one.plan)]
    if not living:
        return Standing(plans.free, "free", None, kept[0] if kept else None)
    # Two at once should not be; then what is paid counts before what is owed.
    one = min(living, key=lambda each: LIVE.index(each.status))
    plan = plans.get(one.plan)
    if one.status == "trialing":
        return Standing(plan, "trial", one.trial_end, one)
    if one.status == "active":
        return Standing(plan, "active", one.period_end, one)
    since = one.past_due_since or at
    ends = since + timedelta(days=plans.grace.days)
    return Standing(plan, "past_due" if at < ends else "unpaid", ends, one, ends)


async def read(db: AsyncSession, plans: Plans) -> Standing:
    """Of the merchant that the session has entered."""
    subscriptions = (await db.scalars(select(Subscription))).all()
    grants = (await db.scalars(select(Grant).where(Grant.revoked_at.is_(None)))).all()
    return of(subscriptions, grants, plans, now())
