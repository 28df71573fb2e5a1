"""Which customers a list is about. Here and not in the notebook, since cards and programs are
among what customers are found by."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, and_, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.cards.models import Card
from api.cards.references import NUMBER_LENGTH
from api.cards.showing import occasions
from api.cards.showing.occasions import Occasion
from api.core.clock import now
from api.core.texts import Name, Search
from api.core.tokens import TOKEN_LENGTH, typed
from api.customers import keys, search
from api.customers.fields import Tag
from api.customers.models import Consent, Customer, CustomerKey
from api.customers.schemas import ConsentPurpose

DORMANT_AFTER = timedelta(days=90)
"""Without a visit for so long, a customer counts as dormant."""

Sort = Literal["recent", "name", "visits", "spent"]

_PLAN_FOR_THESE = text("SET LOCAL plan_cache_mode = force_custom_plan").execution_options(
    touches_no_merchant=True
)


class CustomerFilter(BaseModel):
    """All of what is given has to be true."""

    model_config = ConfigDict(extra="forbid")

    q: Search = Field(
        "",
        description="Name or company (a typo is forgiven), phone in any format, its beginning or"
        " last digits, e-mail address or part of it, card number or scan code.",
    )
    filter: Literal["active", "dormant"] | None = Field(
        None, description="active: came or joined within 90 days; dormant: did not."
    )
    tag: Tag | None = Field(None, description="In whatever case it was written.")
    city: Name | None = Field(
        None, description="Or its beginning, in whatever case, with accents and hyphens or without."
    )
    has_email: bool | None = None
    consent: ConsentPurpose | None = Field(
        None,
        description="Consents to this now; left out is whoever may not be written to: a child,"
        " who objected, whose data is restricted.",
    )
    program_id: UUID | None = Field(None, description="Has an active card in this program.")
    birthday_month: Annotated[int, Field(ge=1, le=12)] | None = None
    occasion: Occasion | None = Field(
        None,
        description="birthday: it is today; units_expiring: loses some within seven days.",
    )


async def conditions(db: AsyncSession, wish: CustomerFilter) -> list[ColumnElement[bool]]:
    """What has to be true of :class:`Customer`."""
    # The plan depends on how many answer: one made for no values in particular is wrong for most.
    await db.execute(_PLAN_FOR_THESE)
    found: list[ColumnElement[bool]] = []
    if not (wish.q or wish.tag or wish.city or wish.birthday_month):
        # Who was merged has no keys; not to ask the row saves reading it.
        found.append(Customer.merged_into.is_(None))
    if wish.q:
        found.append(await _answering(db, wish.q))
    if wish.filter == "active":
        found.append(Customer.last_active_at >= now() - DORMANT_AFTER)
    elif wish.filter == "dormant":
        found.append(Customer.last_active_at < now() - DORMANT_AFTER)
    if wish.tag:
        found.append(_has_key(keys.tag_beginning(wish.tag), keys.END))
    if wish.city:
        found.append(_has_key(keys.city(wish.city), keys.END))
    if wish.birthday_month:
        found.append(_has_key(keys.birth_month(wish.birthday_month), ""))
    if wish.has_email is not None:
        found.append(Customer.email.is_not(None) if wish.has_email else Customer.email.is_(None))
    if wish.program_id:
        holders = select(Card.customer_id).where(
            Card.program_id == wish.program_id,
            Card.status == "active",
            Card.customer_id.is_not(None),
        )
        found.append(Customer.id.in_(holders))
    if wish.occasion:
        found.append(await occasions.of(db, wish.occasion))
    if wish.consent:
        found.append(Customer.age.is_distinct_from("under_15"))
        found.append(Customer.restricted_at.is_(None))
        found.append(Customer.objected_at.is_(None))
        found.append(_consents_to(wish.consent))
    return found


async def _answering(db: AsyncSession, q: str) -> ColumnElement[bool]:
    code = typed(q)
    column = {NUMBER_LENGTH: Card.number, TOKEN_LENGTH: Card.code}.get(len(code))
    if column is not None and code.isascii() and code.isalnum():
        holder = await db.scalar(select(Card.customer_id).where(column == code))
        if holder is not None:
            return Customer.id == holder  # a merged card is the kept customer's
    return (await search.find(db, q)).of(Customer.id)


def _has_key(start: str, more: str) -> ColumnElement[bool]:
    """``more``: whatever may follow the start of the key."""
    key = CustomerKey.key
    within = and_(key >= start, key < start + more) if more else key == start
    return Customer.id.in_(select(CustomerKey.id).where(within))


def _consents_to(purpose: ConsentPurpose) -> ColumnElement[bool]:
    later = aliased(Consent)
    overtaken = (
        select(later.id)
        .where(
            later.merchant_id == Consent.merchant_id,
            later.customer_id == Consent.customer_id,
            later.purpose == Consent.purpose,
            later.id > Consent.id,
        )
        .exists()
    )
    given = select(Consent.customer_id).where(
        Consent.purpose == purpose, Consent.granted, ~overtaken
    )
    return Customer.id.in_(given)
