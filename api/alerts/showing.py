"""Alerts, what is behind one, and the hours of a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.accounts.models import Membership, User
from api.alerts.models import Alert, MemberHour
from api.alerts.schemas import (
    AlertEntryOut,
    AlertOut,
    CustomerOfEntry,
    DayOfHoursOut,
    HourOfMember,
    MemberHoursOut,
    MemberOfHour,
)
from api.cards.models import Card, Entry
from api.core.tenancy import merchant_of
from api.customers.models import Customer
from api.programs.models import Program


async def names(db: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, MemberOfHour]:
    """Also of those who have left, whom nothing names any more."""
    wanted = set(ids)
    found = await db.execute(
        select(Membership.id, User.first_name)
        .join(User, User.id == Membership.user_id)
        .where(Membership.merchant_id == merchant_of(db), Membership.id.in_(wanted))
    )
    known = {row[0]: row[1] for row in found}
    return {id: MemberOfHour(id=id, name=known.get(id)) for id in wanted}


def alert(row: Alert, members: dict[UUID, MemberOfHour]) -> AlertOut:
    return AlertOut(
        id=row.id,
        state="open" if row.explained_at is None else "explained",
        member=members[row.member_id],
        hour=row.hour,
        stamps=row.stamps,
        operations=row.operations,
        cards=row.cards,
        usual=row.usual,
        bound=row.bound,
        created_at=row.created_at,
        explained_at=row.explained_at,
        explained_by=row.explained_by,
        note=row.note,
    )


def operations(row: Alert) -> Select[*tuple[Any, ...]]:
    """What was given in the alert's hour, taken back or not."""
    later = aliased(Entry)
    return (
        select(Entry, later.id, Card.number, Program.name, Customer)
        .join(Card, (Card.merchant_id == Entry.merchant_id) & (Card.id == Entry.card_id))
        .join(Program, (Program.merchant_id == Card.merchant_id) & (Program.id == Card.program_id))
        .outerjoin(
            Customer,
            (Customer.merchant_id == Card.merchant_id) & (Customer.id == Card.customer_id),
        )
        .outerjoin(later, (later.merchant_id == Entry.merchant_id) & (later.reverses == Entry.id))
        .where(
            Entry.actor_kind == "member",
            Entry.actor_id == row.member_id,
            Entry.kind.in_(("earn", "adjust")),
            Entry.delta > 0,
            Entry.recorded_at >= row.hour,
            Entry.occurred_at >= row.hour,
            Entry.occurred_at < row.hour + timedelta(hours=1),
        )
    )


def operation(row: Any) -> AlertEntryOut:
    entry, reversal, number, program, customer = row[:5]
    return AlertEntryOut(
        id=entry.id,
        kind=entry.kind,
        delta=entry.delta,
        reason=entry.reason,
        card_id=entry.card_id,
        number=number,
        program_name=program,
        customer=customer
        and CustomerOfEntry(
            id=customer.id, first_name=customer.first_name, last_name=customer.last_name
        ),
        occurred_at=entry.occurred_at,
        recorded_at=entry.recorded_at,
        reversed=reversal is not None,
    )


async def hours(db: AsyncSession, day: date, zone: ZoneInfo) -> DayOfHoursOut:
    start = datetime.combine(day, time(), zone)
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    rows = await db.execute(
        select(MemberHour, Alert.id)
        .outerjoin(
            Alert,
            (Alert.merchant_id == MemberHour.merchant_id)
            & (Alert.member_id == MemberHour.member_id)
            & (Alert.hour == MemberHour.hour),
        )
        .where(MemberHour.hour >= start, MemberHour.hour < end, MemberHour.stamps > 0)
        .order_by(MemberHour.hour)
    )
    # Where clocks are put back, an hour comes twice and is shown as one.
    found: dict[UUID, dict[int, HourOfMember]] = {}
    for row, alert_id in rows:
        local = row.hour.astimezone(zone).hour
        shown = found.setdefault(row.member_id, {}).setdefault(
            local, HourOfMember(hour=local, stamps=0, operations=0, cards=0, alert_id=None)
        )
        shown.stamps += row.stamps
        shown.operations += row.operations
        shown.cards += row.cards
        shown.alert_id = shown.alert_id or alert_id
    members = await names(db, found)
    lines = [
        MemberHoursOut(
            member=members[id],
            stamps=sum(one.stamps for one in by_hour.values()),
            hours=list(by_hour.values()),
        )
        for id, by_hour in found.items()
    ]
    lines.sort(key=lambda line: (-line.stamps, line.member.name or "", line.member.id))
    return DayOfHoursOut(day=day, members=lines)
