"""Saying no to news by the link in a mail."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Merchant
from api.core import audit
from api.core.errors import Problem
from api.core.settings import Settings
from api.core.tenancy import enter
from api.customers import consents, leave
from api.customers.models import Customer
from api.customers.schemas import ConsentPurpose

_FOLDER = Path(__file__).parent / "pages"
STYLE = (_FOLDER / "unsubscribe.css").read_bytes()
_page = Environment(
    loader=FileSystemLoader(_FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
).get_template("unsubscribe.html.j2")

_TEXTS = {
    "fr": {
        "title": "Ne plus recevoir de nouvelles",
        "marketing_email": "%s ne vous écrira plus par e-mail. Votre carte continue.",
        "marketing_sms": "%s ne vous enverra plus de SMS. Votre carte continue.",
        "marketing_post": "%s ne vous écrira plus par courrier. Votre carte continue.",
        "stop": "Ne plus en recevoir",
        "done": "C’est fait",
        "done_body": "Vous ne recevrez plus de nouvelles de la part de %s.",
    },
    "en": {
        "title": "Stop the news",
        "marketing_email": "%s will write to you by e-mail no more. Your card goes on.",
        "marketing_sms": "%s will send you no more texts. Your card goes on.",
        "marketing_post": "%s will write to you by post no more. Your card goes on.",
        "stop": "Stop them",
        "done": "Done",
        "done_body": "You will receive no more news from %s.",
    },
}


class LinkNotOurs(Problem):
    """Broken on its way, most likely; opened again from the mail it is whole."""

    status, code, title = 404, "LINK_NOT_OURS", "This link is not complete"


@dataclass(frozen=True)
class Asked:
    """What a link is about; ``customer`` None: erased meanwhile, so there is nothing to stop."""

    merchant: Merchant
    customer: Customer | None
    purpose: ConsentPurpose

    @property
    def language(self) -> str:
        return (self.customer and self.customer.language) or self.merchant.language


async def read(db: AsyncSession, settings: Settings, token: str) -> Asked:
    """Raises :class:`LinkNotOurs`."""
    found = leave.read(settings, token)
    if found is None:
        raise LinkNotOurs
    merchant_id, customer_id, purpose = found
    merchant = await db.scalar(select(Merchant).where(Merchant.id == merchant_id))
    if merchant is None:
        raise LinkNotOurs
    await enter(db, merchant.id)
    return Asked(merchant, await _who_goes_on(db, customer_id), purpose)


async def _who_goes_on(db: AsyncSession, customer_id: UUID | None) -> Customer | None:
    """The customer, or the one into whom it was merged, held."""
    customer = None
    while customer_id is not None:
        query = select(Customer).where(Customer.id == customer_id).with_for_update()
        customer = await db.scalar(query)
        customer_id = customer.merged_into if customer else None
    return customer


async def withdraw(db: AsyncSession, asked: Asked) -> None:
    """Once is enough: a second time changes nothing."""
    customer = asked.customer
    if customer is None:
        return
    granted = (await consents.granted(db, [customer.id])).get(customer.id, set())
    if asked.purpose in granted:
        consents.note_consent(db, customer, "mail", None, purpose=asked.purpose, granted=False)
        holder = audit.By("holder")
        audit.record(
            db, holder, "consent.withdrawn", "customer", customer.id, purpose=asked.purpose
        )


def page(asked: Asked, *, done: bool = False) -> str:
    return _page.render(
        language=asked.language,
        t=_TEXTS[asked.language],
        done=done,
        merchant=asked.merchant.name,
        contact=asked.merchant.contact_email or "",
        purpose=asked.purpose,
    )
