"""What an owner wants to know on opening the desk: what is left to set up, and what today was."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field
from sqlalchemy import RowMapping, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts import local_time
from api.cards.models import Card, Entry
from api.cards.schemas.entries import EntryOut
from api.cards.showing import view
from api.core.clock import now
from api.customers.models import Customer
from api.programs.models import Program
from api.programs.schemas.programs import UnitName
from api.programs.schemas.rules import Kind

DAYS = 14
RECENT = 10


class Onboarding(BaseModel):
    program_created: bool
    program_active: bool
    poster_opened: bool
    first_customer: bool
    first_stamp: bool


class Today(BaseModel):
    visits: int
    stamps: int
    """Earned in programs that count stamps."""
    points: int
    """Earned in programs that count points."""
    redemptions: int
    new_customers: int


class Day(BaseModel):
    date: date
    visits: int


class Counted(BaseModel):
    """What a program counts in."""

    kind: Kind
    unit_name: UnitName | None


class RecentEntry(EntryOut):
    program: Counted
    card_number: str
    customer_id: UUID | None
    customer_first_name: str | None
    restricted: bool = Field(description="The customer's data is kept and not used (GDPR art. 18).")
    objected: bool = Field(description="The customer objected to being contacted (GDPR art. 21).")


class OverviewOut(BaseModel):
    onboarding: Onboarding
    unit_kinds: list[Kind]
    """What there are programs of that have been activated."""
    today: Today
    week: list[Day]
    """The last 14 days, oldest first, today last."""
    active_cards: int
    rewards_ready: int
    """Active cards whose units that can be spent today are enough for a reward that can be had
    today: in stock, valid, within the limit per customer, in a program that gives it."""
    recent: list[RecentEntry]


# A visit is a card that earned or redeemed on a day; what was taken back was none.
_DAYS = text("""
SELECT (e.occurred_at AT TIME ZONE :zone)::date AS day,
       count(DISTINCT e.card_id) AS visits,
       coalesce(sum(e.delta) FILTER (WHERE e.kind = 'earn' AND p.kind = 'stamps'), 0) AS stamps,
       coalesce(sum(e.delta) FILTER (WHERE e.kind = 'earn' AND p.kind = 'points'), 0) AS points,
       count(*) FILTER (WHERE e.kind = 'redeem') AS redemptions
  FROM entries e
  JOIN cards c ON c.merchant_id = e.merchant_id AND c.id = e.card_id
  JOIN programs p ON p.merchant_id = c.merchant_id AND p.id = c.program_id
  LEFT JOIN entries r ON r.merchant_id = e.merchant_id AND r.reverses = e.id
 WHERE e.merchant_id = :merchant_id AND e.occurred_at >= :since AND e.recorded_at >= :since
   AND e.kind IN ('earn', 'redeem') AND r.id IS NULL
 GROUP BY day
""")

# Of the cards whose balance is enough, and of no others, it is looked at what can be spent.
_COUNTS = text("""
WITH had AS (
  SELECT r.id, r.program_id, r.cost, r.limit_per_customer
    FROM rewards r
    JOIN programs p ON p.merchant_id = r.merchant_id AND p.id = r.program_id
   WHERE r.merchant_id = :merchant_id AND r.active AND (r.given < r.stock) IS NOT FALSE
     AND (r.valid_from <= :day) IS NOT FALSE AND (r.valid_until >= :day) IS NOT FALSE
     AND (p.status = 'active' OR p.status = 'closing' AND p.redeem_until >= :day)
), enough AS MATERIALIZED (
  SELECT c.id, c.program_id, c.customer_id,
         c.balance - coalesce((
           SELECT sum(l.remaining)
             FROM lots l
            WHERE l.merchant_id = :merchant_id AND l.card_id = c.id AND l.remaining > 0
              AND (l.available_at > :now
                   OR CASE WHEN l.idle THEN c.idle_expires_at ELSE l.expires_at END <= :now)
         ), 0) AS available
    FROM cards c
    JOIN (SELECT program_id, min(cost) AS cost FROM had GROUP BY program_id) cheapest
      ON cheapest.program_id = c.program_id
   WHERE c.merchant_id = :merchant_id AND c.status = 'active' AND c.balance >= cheapest.cost
), ready AS (
  SELECT FROM enough
   WHERE EXISTS (
     SELECT FROM had r
      WHERE r.program_id = enough.program_id AND r.cost <= enough.available
        AND (r.limit_per_customer IS NULL OR r.limit_per_customer > (
          SELECT count(*)
            FROM cards o
            JOIN entries e ON e.merchant_id = o.merchant_id AND e.card_id = o.id
             AND e.kind = 'redeem' AND e.reward_id = r.id
            LEFT JOIN entries b ON b.merchant_id = e.merchant_id AND b.reverses = e.id
           WHERE o.merchant_id = :merchant_id
             AND (o.id = enough.id OR o.customer_id = enough.customer_id)
             AND b.id IS NULL)))
)
SELECT EXISTS (SELECT FROM programs WHERE merchant_id = :merchant_id) AS program_created,
       EXISTS (SELECT FROM programs WHERE merchant_id = :merchant_id
                  AND activated_at IS NOT NULL) AS program_active,
       EXISTS (SELECT FROM programs WHERE merchant_id = :merchant_id
                  AND poster_opened_at IS NOT NULL) AS poster_opened,
       EXISTS (SELECT FROM cards WHERE merchant_id = :merchant_id) AS first_customer,
       EXISTS (SELECT FROM entries WHERE merchant_id = :merchant_id) AS first_stamp,
       (SELECT count(*) FROM customers
         WHERE merchant_id = :merchant_id AND created_at >= :today) AS new_customers,
       (SELECT count(*) FROM cards
         WHERE merchant_id = :merchant_id AND status = 'active') AS active_cards,
       ARRAY(SELECT DISTINCT kind FROM programs
              WHERE merchant_id = :merchant_id AND activated_at IS NOT NULL
              ORDER BY kind DESC) AS unit_kinds,
       (SELECT count(*) FROM ready)
           AS rewards_ready
""")


async def read(db: AsyncSession, merchant_id: UUID) -> OverviewOut:
    zone = await local_time.zone_of(db, merchant_id)
    at = now()
    today = at.astimezone(zone).date()
    first = today - timedelta(days=DAYS - 1)
    found = await db.execute(
        _DAYS, {"merchant_id": merchant_id, "zone": zone.key, "since": _midnight(first, zone)}
    )
    days = {row.day: row._mapping for row in found}
    counts = (
        await db.execute(
            _COUNTS,
            {
                "merchant_id": merchant_id,
                "today": _midnight(today, zone),
                "day": today,
                "now": at,
            },
        )
    ).one()
    return OverviewOut(
        onboarding=Onboarding.model_validate(counts, from_attributes=True),
        unit_kinds=counts.unit_kinds,
        today=_today(days.get(today), counts.new_customers),
        week=[
            Day(date=day, visits=days[day]["visits"] if day in days else 0)
            for day in (first + timedelta(days=n) for n in range(DAYS))
        ],
        active_cards=counts.active_cards,
        rewards_ready=counts.rewards_ready,
        recent=await _recent(db),
    )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


_COUNTED = ("visits", "stamps", "points", "redemptions")


def _today(row: RowMapping | None, new_customers: int) -> Today:
    counted = {name: int(row[name]) if row else 0 for name in _COUNTED}
    return Today(**counted, new_customers=new_customers)


async def _recent(db: AsyncSession) -> list[RecentEntry]:
    found = await db.execute(
        select(
            Entry,
            Card.number,
            Card.customer_id,
            Customer.first_name,
            Customer.restricted_at.is_not(None).label("restricted"),
            Customer.objected_at.is_not(None).label("objected"),
            Program.kind,
            Program.unit_name,
        )
        .join(Card, (Card.merchant_id == Entry.merchant_id) & (Card.id == Entry.card_id))
        .join(
            Program,
            (Program.merchant_id == Card.merchant_id) & (Program.id == Card.program_id),
        )
        .outerjoin(
            Customer,
            (Customer.merchant_id == Card.merchant_id) & (Customer.id == Card.customer_id),
        )
        .order_by(Entry.recorded_at.desc(), Entry.id.desc())
        .limit(RECENT)
    )
    rows = found.all()
    reversals = select(Entry.reverses).where(Entry.reverses.in_([row[0].id for row in rows]))
    taken_back = set(await db.scalars(reversals))
    return [
        RecentEntry(
            **view.entry(entry, reversed_=entry.id in taken_back).model_dump(),
            program=Counted.model_validate({"kind": kind, "unit_name": unit_name}),
            card_number=number,
            customer_id=customer_id,
            customer_first_name=first_name,
            restricted=restricted,
            objected=objected,
        )
        for entry, number, customer_id, first_name, restricted, objected, kind, unit_name in rows
    ]
