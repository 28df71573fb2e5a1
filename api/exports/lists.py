"""What an export lists, read in batches from a cursor on the server: the memory it takes does
not grow with the list."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Location
from api.cards.models import Card, Entry
from api.cards.showing import card_lists, customer_lists
from api.cards.showing.customer_lists import CustomerFilter
from api.customers.consents import granted
from api.customers.models import Customer
from api.exports.columns import What
from api.exports.schemas import CardsAsked, CustomersAsked, CustomersWanted, EntriesAsked
from api.programs.models import Program

BATCH = 500

_CUSTOMER = (
    "id", "title", "first_name", "last_name", "company", "siret", "email", "phone", "line1",
    "line2", "postcode", "city", "region", "country", "language", "birth_month", "birth_day",
    "age", "preferred_contact", "tags", "notes", "visits", "spent", "source", "created_at",
    "last_visit_at",
)  # fmt: skip


async def batches(
    db: AsyncSession, what: What, asked: dict[str, Any], zone: ZoneInfo
) -> AsyncIterator[Sequence[dict[str, Any]]]:
    """The rows, some hundred at a time, as they were when the first was read."""
    query = await _query(db, what, asked, zone)
    found = await db.stream(query.execution_options(yield_per=BATCH))
    async for part in found.mappings().partitions():
        rows = [dict(row) for row in part]
        if what == "customers":
            consents = await granted(db, [row["id"] for row in rows])
            for row in rows:
                row["granted"] = consents.get(row["id"], set())
        yield rows


async def _query(
    db: AsyncSession, what: What, asked: dict[str, Any], zone: ZoneInfo
) -> Select[*tuple[Any, ...]]:
    if what == "customers":
        return await _customers(db, CustomersAsked.model_validate(asked))
    if what == "cards":
        return await _cards(db, CardsAsked.model_validate(asked))
    return await _entries(db, EntriesAsked.model_validate(asked), zone)


def _holder() -> ColumnElement[bool]:
    """Whose a card is, unless the data is only to be kept: then the line names nobody."""
    return (
        (Customer.merchant_id == Card.merchant_id)
        & (Customer.id == Card.customer_id)
        & Customer.restricted_at.is_(None)
    )


async def _customers(db: AsyncSession, wish: CustomersAsked) -> Select[*tuple[Any, ...]]:
    query = select(*(getattr(Customer, name) for name in _CUSTOMER))
    order = {
        "recent": Customer.last_active_at.desc(),
        "name": Customer.search_name,
        "visits": Customer.visits.desc(),
        "spent": Customer.spent.desc(),
    }[wish.sort]
    return query.where(*await _wanted(db, wish)).order_by(order, Customer.id)


async def _wanted(db: AsyncSession, wish: CustomersWanted) -> list[ColumnElement[bool]]:
    fields = set(CustomerFilter.model_fields)
    wanted = CustomerFilter.model_validate(wish.model_dump(include=fields))
    found = await customer_lists.conditions(db, wanted)
    # Kept and not used (GDPR art. 18): no list takes them out of the house.
    found.append(Customer.restricted_at.is_(None))
    if wish.ids is not None:
        found.append(Customer.id.in_(wish.ids))
    return found


async def _of(db: AsyncSession, wish: CustomersWanted | None) -> list[ColumnElement[bool]]:
    """What has to be true of cards to be those of certain customers."""
    if wish is None:
        return []
    return [Card.customer_id.in_(select(Customer.id).where(*await _wanted(db, wish)))]


async def _cards(db: AsyncSession, wish: CardsAsked) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Card.id,
            Card.number,
            Program.name.label("program"),
            Card.status,
            Card.balance,
            Customer.first_name,
            Customer.last_name,
            Customer.email,
            Customer.phone,
            Card.created_at,
            Card.last_earned_at,
            Card.closed_at,
            Customer.id.label("customer_id"),
        )
        .join(
            Program,
            (Program.merchant_id == Card.merchant_id) & (Program.id == Card.program_id),
        )
        .outerjoin(
            Customer,
            _holder(),
        )
        .where(*await card_lists.conditions(db, wish), *await _of(db, wish.customers))
        .order_by(Card.id.desc())
    )


async def _entries(
    db: AsyncSession, wish: EntriesAsked, zone: ZoneInfo
) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Entry.id,
            Entry.recorded_at,
            Entry.occurred_at,
            Card.number.label("card_number"),
            Program.name.label("program"),
            Entry.kind,
            Entry.delta,
            Entry.balance,
            Entry.amount,
            Entry.reward_name.label("reward"),
            Entry.value,
            Location.name.label("location"),
            Entry.reason,
            Entry.receipt,
            Customer.first_name,
            Customer.last_name,
            Entry.actor_kind.label("actor"),
            Entry.card_id,
            Customer.id.label("customer_id"),
        )
        .join(Card, (Card.merchant_id == Entry.merchant_id) & (Card.id == Entry.card_id))
        .join(
            Program,
            (Program.merchant_id == Card.merchant_id) & (Program.id == Card.program_id),
        )
        .outerjoin(
            Customer,
            _holder(),
        )
        .outerjoin(
            Location,
            (Location.merchant_id == Entry.merchant_id) & (Location.id == Entry.location_id),
        )
        .where(*card_lists.entry_conditions(wish, zone), *await _of(db, wish.customers))
        .order_by(Entry.id.desc())
    )
