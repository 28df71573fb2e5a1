"""Whose page it is: the merchant by its name in the address, the card by the page's secret."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Merchant
from api.cards.models import Card, FormerCode
from api.cards.references import CardNotFound, CardReplaced
from api.core.errors import Problem
from api.core.tenancy import enter
from api.core.tokens import digest
from api.customers.models import Customer
from api.programs.models import Program


class MerchantNotFound(Problem):
    status, code, title = 404, "MERCHANT_NOT_FOUND", "There is no merchant at this address"


async def merchant(db: AsyncSession, slug: str) -> Merchant:
    """Enters it. Raises :class:`MerchantNotFound`."""
    found = await db.scalar(select(Merchant).where(Merchant.slug == slug))
    if found is None:
        raise MerchantNotFound
    await enter(db, found.id)
    return found


async def opened(db: AsyncSession, secret: str) -> tuple[Card, Program, str | None]:
    """The card whose page the secret opens, its program, the holder's first name. A merged
    card's secret opens the page of the card that it went into. Raises ``CardNotFound``,
    ``CardReplaced``."""
    token = digest(secret)
    holder = (
        select(Card, Program, Customer.first_name)
        .join(Program, (Program.merchant_id == Card.merchant_id) & (Program.id == Card.program_id))
        .outerjoin(
            Customer,
            (Customer.merchant_id == Card.merchant_id) & (Customer.id == Card.customer_id),
        )
    )
    row = (await db.execute(holder.where(Card.page_token == token))).one_or_none()
    if row is None:
        former = select(FormerCode.id).where(FormerCode.page_token == token)
        raise CardReplaced if await db.scalar(former) else CardNotFound
    while row[0].merged_into:
        row = (await db.execute(holder.where(Card.id == row[0].merged_into))).one()
    card, program, first_name = row
    return card, program, first_name
