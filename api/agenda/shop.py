"""What customers and programs bring on a day."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import and_, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from api.agenda.day import Day
from api.agenda.schemas import Matter, PersonOfTheDay, Urgency
from api.cards.showing import occasions
from api.customers.models import Customer
from api.programs.models import Program, Reward

NAMED = 5
"""So many customers whose birthday it is are named; the list has them all."""
FEW = 3
"""Of a reward that are left."""


async def birthdays(db: AsyncSession, day: Day) -> list[Matter]:
    theirs = await occasions.of(db, "birthday")
    found = await db.execute(
        select(Customer.id, Customer.first_name, func.count().over().label("all"))
        .where(theirs, Customer.merged_into.is_(None), Customer.restricted_at.is_(None))
        .order_by(Customer.last_active_at.desc(), Customer.id.desc())
        .limit(NAMED)
    )
    rows = found.all()
    if not rows:
        return []
    people = [PersonOfTheDay(id=row.id, first_name=row.first_name) for row in rows]
    return [
        Matter(kind="birthday", urgency="today", count=rows[0].all, on=day.today, customers=people)
    ]


async def expiring(db: AsyncSession, day: Day) -> list[Matter]:
    """Customers who lose units within the week unless they come."""
    end = datetime.combine(day.last + timedelta(days=1), time(), day.zone)
    losing = union_all(*occasions.expiring(day.now, end)).subquery()
    customers = func.count(losing.c.customer_id.distinct())
    count, first = (await db.execute(select(customers, func.min(losing.c.ends)))).one()
    if not count:
        return []
    return [Matter(kind="units_expiring", urgency="soon", count=count, on=day.of(first))]


async def programs(db: AsyncSession, day: Day) -> list[Matter]:
    ending = await db.execute(
        select(Program.id, Program.name, Program.redeem_until)
        .where(
            Program.status == "closing",
            Program.redeem_until.between(day.today, day.last),
        )
        .order_by(Program.redeem_until, Program.id)
    )
    return [
        Matter(
            kind="program_ending",
            urgency=_urgency(row.redeem_until == day.today),
            count=1,
            id=row.id,
            name=row.name,
            on=row.redeem_until,
        )
        for row in ending
    ]


async def rewards(db: AsyncSession, day: Day) -> list[Matter]:
    left = Reward.stock - Reward.given
    low = and_(Reward.stock.is_not(None), Reward.stock > FEW, left.between(1, FEW))
    ends = Reward.valid_until.between(day.today, day.last)
    found = await db.execute(
        select(Reward.program_id, Reward.name, Reward.valid_until, left.label("left"), ends)
        .join(
            Program,
            (Program.merchant_id == Reward.merchant_id) & (Program.id == Reward.program_id),
        )
        .where(Reward.active, Program.status.in_(("active", "closing")), or_(low, ends))
        .order_by(Reward.valid_until, Reward.id)
    )
    matters = []
    for program_id, name, until, rest, over in found:
        if over:
            matters.append(
                Matter(
                    kind="reward_ending",
                    urgency=_urgency(until == day.today),
                    count=1,
                    id=program_id,
                    name=name,
                    on=until,
                )
            )
        else:
            matters.append(
                Matter(kind="stock_low", urgency="soon", count=rest, id=program_id, name=name)
            )
    return matters


def _urgency(today: bool) -> Urgency:
    return "today" if today else "soon"
