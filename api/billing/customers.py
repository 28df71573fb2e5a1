"""The merchant as Stripe's customer: made with the first purchase, kept up to date after."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Membership, Merchant, User
from api.accounts.roles import Role
from api.billing.models import StripeCustomer
from api.billing.stripe_api import Stripe, line
from api.core.clock import now
from api.core.db import Database
from api.core.jobs import Work, job
from api.core.personal import outgoing
from api.core.tenancy import merchant_of


@dataclass(frozen=True)
class Contact:
    """What Stripe is told of a merchant, and nothing else."""

    name: str
    email: str | None
    language: str


outgoing("stripe", "customers.name", column="merchants.name", why="who is invoiced")
outgoing("stripe", "customers.email", column="merchants.contact_email", why="where invoices go")
outgoing("stripe", "customers.email", column="users.email", why="the same, where none is set")
outgoing("stripe", "customers.preferred_locales", why="the language of invoices")
outgoing("stripe", "customers.metadata.merchant_id", why="an opaque id, to find ours again")


async def contact(db: AsyncSession) -> Contact:
    """The address is the merchant's own, else its first owner's."""
    merchant = await db.get_one(Merchant, merchant_of(db))
    email = merchant.contact_email or await db.scalar(
        select(User.email)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.merchant_id == merchant.id, Membership.role == Role.OWNER)
        .order_by(Membership.created_at, Membership.id)
        .limit(1)
    )
    return Contact(merchant.name, email, merchant.language)


async def living(db: AsyncSession, merchant_id: UUID) -> str | None:
    """The merchant's customer id at Stripe, if it has one."""
    return await db.scalar(
        select(StripeCustomer.stripe_id).where(
            StripeCustomer.merchant_id == merchant_id, StripeCustomer.deleted_at.is_(None)
        )
    )


async def ensure(db: AsyncSession, stripe: Stripe, attempt: str) -> str:
    """The merchant's customer id, made at Stripe if there is none. Settles the session."""
    merchant_id = merchant_of(db)
    if found := await living(db, merchant_id):
        return found
    earlier = await db.scalar(
        select(func.count())
        .select_from(StripeCustomer)
        .where(StripeCustomer.merchant_id == merchant_id)
    )
    await Database.settle(db)
    # Nothing that may be another the next time: a key is good for one content only.
    made = await stripe.call(
        stripe.v1.customers.create_async,
        key=f"customer-{merchant_id}-{earlier}-{attempt}",
        metadata={"merchant_id": str(merchant_id)},
    )
    who = await contact(db)
    await Database.settle(db)
    await _tell(stripe, made["id"], who)
    # Two that ask at once get the same one from Stripe, by the key.
    await db.execute(
        insert(StripeCustomer)
        .values(stripe_id=made["id"], merchant_id=merchant_id, created_at=now())
        .on_conflict_do_nothing()
    )
    await Database.settle(db)
    return await living(db, merchant_id) or str(made["id"])


async def _tell(stripe: Stripe, customer_id: str, who: Contact) -> None:
    await stripe.call(
        stripe.v1.customers.update_async,
        customer_id,
        name=who.name,
        email=who.email,
        preferred_locales=[who.language],
    )


@job("billing.pass_on_contact")
async def pass_on_contact(work: Work) -> None:
    """Tell Stripe the merchant's new name or address (GDPR art. 19). What changes again while
    Stripe is told is told again, so whoever comes last has told the newest."""
    customer_id = await living(work.db, merchant_of(work.db))
    if customer_id is None or work.settings.stripe_key is None:
        return
    who = await contact(work.db)
    async with line(work.settings, in_a_job=True) as stripe:
        while True:
            await Database.settle(work.db)
            await _tell(stripe, customer_id, who)
            told, who = who, await contact(work.db)
            if who == told:
                return


async def knows_only_the_contact(work: Work) -> bool:
    """Whether what Stripe has of the merchant is what it should have; asked, not assumed."""
    customer_id = await living(work.db, merchant_of(work.db))
    if customer_id is None or work.settings.stripe_key is None:
        return True
    who = await contact(work.db)
    async with line(work.settings, in_a_job=True) as stripe:
        await Database.settle(work.db)
        kept = await stripe.call(stripe.v1.customers.retrieve_async, customer_id)
    return bool(kept.get("deleted")) or (kept["email"], kept["name"]) == (who.email, who.name)
