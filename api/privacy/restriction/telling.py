"""The mail that a restriction will be lifted. Information that the law owes: transactional."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from api.accounts.models import Merchant
from api.core.clock import now
from api.core.jobs import Afterwards, Work, job
from api.core.mail import Mail, send
from api.core.tenancy import enter, merchant_of
from api.customers.found import find
from api.privacy.restriction.models import Restriction

TELL = "privacy.tell_restriction_ends"


@dataclass(frozen=True, kw_only=True)
class RestrictionEnds(Mail):
    template: ClassVar[str] = "restriction_ends"

    first_name: str
    merchant_name: str
    contact: str


@job(TELL)
async def tell(work: Work, restriction_id: UUID) -> Afterwards | None:
    """Noted as told once the mail has left; a crash in between tells twice."""
    merchant_id = merchant_of(work.db)
    query = select(Restriction).where(Restriction.id == restriction_id)
    row = await work.db.scalar(query.where(Restriction.lifted_at.is_(None)))
    merchant = await work.db.scalar(select(Merchant).where(Merchant.id == merchant_id))
    if row is None or row.informed_at is not None or merchant is None:
        return None
    customer = await find(work.db, row.customer_id)
    if not customer.email:
        return None
    mail = RestrictionEnds(
        to=customer.email,
        language=customer.language or merchant.language,
        first_name=customer.first_name or "",
        merchant_name=merchant.name,
        contact=merchant.contact_email or "",
    )

    async def told() -> None:
        await send(work.settings, mail)
        async with work.database.session() as db:
            await enter(db, merchant_id)
            left = await db.scalar(query.with_for_update())
            if left is not None and left.informed_at is None:
                left.informed_at, left.informed_how = now(), "mail"

    return told
