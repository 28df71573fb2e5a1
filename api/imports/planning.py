"""What is to be done for a row: the same question for the check, which only counts, and for the
run, which then does it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.cards.models import Card, Entry
from api.core.settings import Settings
from api.customers import objections
from api.customers.consents import granted
from api.customers.fields import MOST_TAGS
from api.customers.models import Customer
from api.customers.schemas import ConsentPurpose
from api.imports.matching import Known, contacts, known
from api.imports.schemas import ImportField, ImportOptions, Outcome
from api.imports.values import RowFault, Wish

_REACHED_BY: dict[ConsentPurpose, tuple[str, ImportField]] = {
    "marketing_email": ("email", "consent_email"),
    "marketing_sms": ("phone", "consent_sms"),
    "marketing_post": ("line1", "consent_post"),
}


@dataclass(slots=True)
class Step:
    """``outcome`` and, unless it is skipped or rejected, what makes it so."""

    wish: Wish
    outcome: Outcome
    fault: RowFault | None = None
    customer: Customer | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    consents: dict[ConsentPurpose, bool] = field(default_factory=dict)
    balance: int = 0
    card_id: UUID | None = None
    """The card that is there for the balance already."""


@dataclass
class Standing:
    """What some customers have."""

    granted: dict[UUID, set[str]]
    cards: dict[UUID, UUID]
    opened: set[UUID]
    """Customers whose card took its opening balance before."""


async def plan(
    db: AsyncSession, settings: Settings, wishes: Sequence[Wish], options: ImportOptions
) -> list[Step]:
    """In the rows' order."""
    named = {key for wish in wishes for key in contacts(wish).values()}
    refused = await objections.among(db, settings, named)
    if options.on_duplicate == "create":
        return [_objected(wish, refused) or _new(wish) for wish in wishes]
    found = await known(db, wishes)
    standing = await _standing(db, list(found.customers), options)
    return [_objected(one, refused) or _step(one, found, standing, options) for one in wishes]


def _objected(wish: Wish, refused: set[str]) -> Step | None:
    """No list brings a contact back whose owner objected (GDPR art. 21(3))."""
    for name, key in contacts(wish).items():
        if key in refused:
            return Step(wish, "rejected", RowFault("OBJECTED", name))
    return None


async def _standing(db: AsyncSession, ids: list[UUID], options: ImportOptions) -> Standing:
    if not ids or options.on_duplicate == "skip":
        return Standing({}, {}, set())
    consents = await granted(db, ids) if options.consent_statement else {}
    cards: dict[UUID, UUID] = {}
    opened: set[UUID] = set()
    if options.program_id:
        query = select(Card.customer_id, Card.id).where(
            Card.customer_id.in_(ids),
            Card.program_id == options.program_id,
            Card.status == "active",
        )
        cards = {customer_id: card for customer_id, card in await db.execute(query) if customer_id}
        taken_back = aliased(Entry)
        imported = (
            select(Entry.card_id)
            .outerjoin(
                taken_back,
                (taken_back.merchant_id == Entry.merchant_id) & (taken_back.reverses == Entry.id),
            )
            .where(Entry.card_id.in_(list(cards.values())))
            .where(Entry.kind == "import", taken_back.id.is_(None))
        )
        with_balance = set(await db.scalars(imported))
        opened = {customer_id for customer_id, card in cards.items() if card in with_balance}
    return Standing(consents, cards, opened)


def _step(wish: Wish, found: Known, standing: Standing, options: ImportOptions) -> Step:
    try:
        customer = found.match(wish)
        if customer is None:
            return _new(wish)
        if options.on_duplicate == "skip":
            return Step(wish, "skipped", customer=customer)
        if customer.restricted_at is not None:
            raise RowFault("RESTRICTED")
        changes = differences(customer, wish)
        consents = _consents(wish, customer, standing.granted.get(customer.id, set()))
    except RowFault as fault:
        return Step(wish, "rejected", fault)
    balance = 0 if customer.id in standing.opened else wish.balance
    outcome: Outcome = "changed" if changes or consents or balance else "skipped"
    card_id = standing.cards.get(customer.id)
    return Step(wish, outcome, None, customer, changes, consents, balance, card_id)


def _new(wish: Wish) -> Step:
    try:
        consents = _consents(wish, None, set())
    except RowFault as fault:
        return Step(wish, "rejected", fault)
    return Step(wish, "new", None, None, wish.columns, consents, wish.balance)


def differences(customer: Customer, wish: Wish) -> dict[str, Any]:
    """The columns that the row would change. An empty cell changes nothing, tags are added."""
    changes = {
        name: value
        for name, value in wish.columns.items()
        if name != "tags" and getattr(customer, name) != value
    }
    # Whoever was seen to be of age is not made a child by a list.
    if changes.get("age") and customer.adult_verified_on is not None:
        del changes["age"]
    tags = _united(customer.tags, wish.columns.get("tags") or [])
    if tags != customer.tags:
        changes["tags"] = tags
    return changes


def _united(there: list[str], more: Iterable[str]) -> list[str]:
    known_tags = {tag.casefold() for tag in there}
    tags = [*there, *(tag for tag in more if tag.casefold() not in known_tags)]
    if len(tags) > MOST_TAGS:
        raise RowFault("TOO_LONG", "tags")
    return tags


def _consents(wish: Wish, customer: Customer | None, now: set[str]) -> dict[ConsentPurpose, bool]:
    """What is to be noted: what is given and was not, and what is withdrawn."""
    found: dict[ConsentPurpose, bool] = {}
    for purpose, given in wish.consents.items():
        if given == (purpose in now):
            continue
        column, name = _REACHED_BY[purpose]
        if given and not (wish.columns.get(column) or (customer and getattr(customer, column))):
            raise RowFault("NO_CONTACT_FOR_CONSENT", name)
        age = wish.columns.get("age") or (customer and customer.age)
        if given and age == "under_15":
            raise RowFault("NO_MARKETING_UNDER_15", name)
        found[purpose] = given
    return found
