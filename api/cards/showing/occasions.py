"""Customers for whom there is an occasion: a birthday, units about to be lost."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts import local_time
from api.cards.models import Card, Lot
from api.core.clock import now
from api.core.tenancy import merchant_of
from api.customers import keys
from api.customers.models import Customer, CustomerKey

Occasion = Literal["birthday", "units_expiring"]
_Ending = Select[UUID | None, datetime | None]
AHEAD = timedelta(days=7)
"""How far ahead units that expire are an occasion."""


async def of(db: AsyncSession, occasion: Occasion) -> ColumnElement[bool]:
    """What has to be true of :class:`Customer`, today where the merchant is."""
    zone = await local_time.zone_of(db, merchant_of(db))
    at = now()
    today = at.astimezone(zone).date()
    if occasion == "birthday":
        return _born_on(today)
    end = datetime.combine(today + AHEAD + timedelta(days=1), time(), zone)
    lots, idle = expiring(at, end)
    return or_(
        Customer.id.in_(lots.with_only_columns(Card.customer_id)),
        Customer.id.in_(idle.with_only_columns(Card.customer_id)),
    )


def expiring(since: datetime, end: datetime) -> tuple[_Ending, _Ending]:
    """Holders and when their units expire: by the lots' own dates, and for want of visits."""
    known = and_(Card.status == "active", Card.customer_id.is_not(None))
    lots = (
        select(Card.customer_id, Lot.expires_at.label("ends"))
        .join(Lot, (Lot.merchant_id == Card.merchant_id) & (Lot.card_id == Card.id))
        .where(
            known,
            Lot.remaining > 0,
            Lot.idle.is_(False),
            Lot.expires_at > since,
            Lot.expires_at < end,
        )
    )
    idle = select(Card.customer_id, Card.idle_expires_at.label("ends")).where(
        known, Card.balance > 0, Card.idle_expires_at > since, Card.idle_expires_at < end
    )
    return lots, idle


def _born_on(today: date) -> ColumnElement[bool]:
    """By the key first, which has an index. Born on 29 February one celebrates every year."""
    key = keys.birth_month(today.month)
    days = [today.day]
    if (today.month, today.day) == (2, 28) and not calendar.isleap(today.year):
        days.append(29)
    return and_(
        Customer.id.in_(select(CustomerKey.id).where(CustomerKey.key == key)),
        Customer.birth_day.in_(days),
    )
