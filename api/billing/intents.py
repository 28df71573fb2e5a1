"""A wish is stored before Stripe is asked, under its Idempotency-Key: repeating it finds it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Membership, Merchant
from api.billing.models import Checkout, PlanChange, Subscription
from api.billing.stripe_api import StripeUnavailable
from api.core import audit
from api.core.clock import now
from api.core.db import Database
from api.core.http.idempotency import KeyReused
from api.core.tenancy import merchant_of

WAITS = timedelta(days=2)
"""For a bank, or for an answer that was lost; Stripe itself drops what waits after a day."""

Intent = TypeVar("Intent", Checkout, PlanChange)


@asynccontextmanager
async def another_try_after_an_accident(
    db: AsyncSession, kind: type[Checkout] | type[PlanChange], intent_id: UUID
) -> AsyncIterator[None]:
    """Stripe keeps what it has answered to a key, its own accidents too. After one of these the
    wish gets another key; after silence never, since then Stripe may have done it."""
    try:
        yield
    except StripeUnavailable as accident:
        if accident.answered:
            query: Any = select(kind).where(kind.id == intent_id)
            (await db.scalars(query)).one().tries += 1
            await Database.settle(db)
        raise


def digest(what: str, *choices: object) -> bytes:
    """Of all that makes a wish another one."""
    return hashlib.sha256(json.dumps([what, *map(str, choices)]).encode()).digest()


async def one_at_a_time(db: AsyncSession) -> None:
    """Until this transaction ends, no other wish of this merchant's is stored. Stamps and sales
    are not held up: they only refer to the merchant."""
    merchant_id = merchant_of(db)
    await db.execute(
        select(Merchant.id).where(Merchant.id == merchant_id).with_for_update(key_share=True)
    )


async def earlier(db: AsyncSession, kind: type[Intent], key: str, request: bytes) -> Intent | None:
    """The wish that was stored under this key. Raises :class:`KeyReused` if it was another."""
    query: Any = select(kind).where(kind.key == key)
    found: Intent | None = await db.scalar(query)
    if found is not None and found.request != request:
        raise KeyReused
    return found


async def come_true(db: AsyncSession, rows: Iterable[Subscription]) -> None:
    """The changes that nobody saw through and that Stripe has made all the same: the bank was told
    later, or the answer was lost."""
    query = select(PlanChange).where(
        PlanChange.kind == "change",
        PlanChange.state == "asked",
        PlanChange.created_at > now() - WAITS,
    )
    asked = {(one.subscription_id, one.plan, one.interval): one for one in await db.scalars(query)}
    for row in rows:
        if one := asked.get((row.stripe_id, row.plan, row.interval)):
            done(db, one, await _who(db, one))


def done(db: AsyncSession, one: PlanChange, by: audit.Actor) -> None:
    """Once."""
    if one.state != "done":
        one.state, one.done_at = "done", now()
        audit.record(
            db, by, "subscription.changed", "plan_change", one.id,
            kind=one.kind, plan=one.plan, interval=one.interval,
        )  # fmt: skip


async def _who(db: AsyncSession, one: PlanChange) -> audit.Actor:
    member = await db.scalar(select(Membership.id).where(Membership.id == one.asked_by))
    return audit.By("member" if member else "api_key", one.asked_by)
