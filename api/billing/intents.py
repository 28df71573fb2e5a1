"""A wish is stored before Stripe is asked, under its Idempotency-Key: repeating it finds it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Merchant
from api.billing.models import Checkout, PlanChange
from api.billing.stripe_api import StripeUnavailable
from api.core.db import Database
from api.core.idempotency import KeyReused
from api.core.tenancy import merchant_of

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
