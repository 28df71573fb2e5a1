"""Making sure that who holds the page's link is the person: the link may have been passed on.

A code goes to the address that is known, or is given by a member at the counter to who stands
there. It works once, for a quarter of an hour; what it opens closes after half an hour.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Merchant
from api.cards.models import Card
from api.core import audit, jobs
from api.core.audit import Actor
from api.core.clock import now
from api.core.errors import Problem
from api.core.jobs import Afterwards, Work, job
from api.core.mail import Mail, send
from api.core.settings import Settings
from api.core.tenancy import merchant_of
from api.core.tokens import digest, new_token, sign
from api.customers.found import find
from api.customers.models import Customer
from api.privacy.holder.models import Identification
from api.privacy.restriction.restrict import NoAddress

MAIL = "privacy.mail_identification"
CODE_LASTS = timedelta(minutes=15)
ACCESS_LASTS = timedelta(minutes=30)


class NobodysCard(Problem):
    status, code, title = 409, "NOBODYS_CARD", "This card is in nobody's name"


class WrongIdentification(Problem):
    status, code, title = 403, "WRONG_IDENTIFICATION", "This code is wrong, used or too old"


class IdentificationOver(Problem):
    status, code, title = 401, "IDENTIFICATION_OVER", "Identify yourself again"


@dataclass(frozen=True, kw_only=True)
class IdentificationCode(Mail):
    template: ClassVar[str] = "identification_code"

    first_name: str
    merchant_name: str
    code: str


async def holder_of(db: AsyncSession, card: Card) -> Customer:
    """Raises :class:`NobodysCard`."""
    if card.customer_id is None:
        raise NobodysCard
    return await find(db, card.customer_id)


async def by_mail(db: AsyncSession, customer: Customer) -> str:
    """Send a code to the address that is known; the answer shows enough of it to look in the
    right mailbox. Raises :class:`NoAddress`."""
    if not customer.email:
        raise NoAddress
    made = await _new(db, customer.id, "mail", None)
    await db.flush()
    await jobs.enqueue(db, MAIL, identification_id=made.id)
    local, _, domain = customer.email.partition("@")
    return f"{local[0]}•••@{domain}"


async def at_counter(
    db: AsyncSession, settings: Settings, actor: Actor, customer_id: UUID
) -> tuple[str, datetime]:
    """A code for who stands at the counter. Raises ``CustomerNotFound``, ``CustomerMerged``."""
    customer = await find(db, customer_id)
    made = await _new(db, customer.id, "counter", actor.id)
    code = _set_code(settings, made)
    audit.record(db, actor, "customer.identified", "customer", customer.id)
    return code, made.expires_at


async def _new(db: AsyncSession, customer_id: UUID, how: str, by: UUID | None) -> Identification:
    """A newer code voids the older ones."""
    void = update(Identification).where(Identification.customer_id == customer_id)
    await db.execute(void.values(code=None).execution_options(synchronize_session=False))
    made = Identification(
        customer_id=customer_id, how=how, given_by=by, expires_at=now() + CODE_LASTS
    )
    db.add(made)
    return made


def _set_code(settings: Settings, row: Identification) -> str:
    code = f"{secrets.randbelow(1_000_000):06}"
    row.code = _digest(settings, row.customer_id, code)
    return code


def _digest(settings: Settings, customer_id: UUID, code: str) -> bytes:
    return bytes.fromhex(sign(settings.secret, "identification", f"{customer_id}\0{code}"))


@job(MAIL, after_end=True)
async def mail_code(work: Work, identification_id: UUID) -> Afterwards | None:
    """Here the code is made: no queue and no log ever holds it."""
    query = select(Identification).where(Identification.id == identification_id)
    row = await work.db.scalar(query.with_for_update())
    merchant = await work.db.scalar(select(Merchant).where(Merchant.id == merchant_of(work.db)))
    if row is None or merchant is None or row.access is not None or row.expires_at <= now():
        return None
    customer = await find(work.db, row.customer_id)
    if not customer.email:
        return None
    mail = IdentificationCode(
        to=customer.email,
        language=customer.language or merchant.language,
        first_name=customer.first_name or "",
        merchant_name=merchant.name,
        code=_set_code(work.settings, row),
    )

    async def sent() -> None:
        await send(work.settings, mail)

    return sent


async def confirm(
    db: AsyncSession, settings: Settings, customer: Customer, code: str
) -> tuple[str, datetime]:
    """The secret that opens the data, and until when. Raises :class:`WrongIdentification`."""
    query = select(Identification).where(
        Identification.customer_id == customer.id,
        Identification.code == _digest(settings, customer.id, code),
        Identification.expires_at > now(),
    )
    row = await db.scalar(query.with_for_update())
    if row is None:
        raise WrongIdentification
    secret, until = new_token(), now() + ACCESS_LASTS
    row.code, row.access, row.access_until = None, digest(secret), until
    return secret, until


async def identified(db: AsyncSession, secret: str, *, lock: bool = False) -> Customer:
    """Who has identified themselves with this secret. Raises :class:`IdentificationOver`."""
    query = select(Identification.customer_id).where(
        Identification.access == digest(secret), Identification.access_until > now()
    )
    customer_id = await db.scalar(query)
    if customer_id is None:
        raise IdentificationOver
    return await find(db, customer_id, lock=lock, restricted=True)
