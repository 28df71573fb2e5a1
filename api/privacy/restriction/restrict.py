"""Restricting the use of a customer's data, and lifting it once the person knows."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import audit, events, jobs
from api.core.audit import Actor
from api.core.clock import now
from api.core.errors import Problem
from api.customers.found import find
from api.privacy.restriction.models import Restriction
from api.privacy.restriction.telling import TELL

Reason = Literal["accuracy", "unlawful", "legal_claims", "objection"]
Told = Literal["mail", "told"]


class NotRestricted(Problem):
    status, code, title = 404, "NOT_RESTRICTED", "This customer's data is not restricted"


class PersonNotInformed(Problem):
    """GDPR art. 18(3): whoever obtained a restriction is told before it is lifted."""

    status, code, title = 409, "PERSON_NOT_INFORMED", "The person has to be told first"


class NoAddress(Problem):
    status, code, title = 409, "NO_ADDRESS", "No e-mail address is known"


async def restrict(
    db: AsyncSession, actor: Actor, customer_id: UUID, reason: Reason
) -> Restriction:
    """Keep the data and refuse its use; asked twice, the first one stands. Raises
    ``CustomerNotFound``, ``CustomerMerged``."""
    customer = await find(db, customer_id, lock=True, restricted=True)
    open_ = await _open(db, customer_id)
    if open_ is not None:
        return open_
    made = Restriction(
        customer_id=customer.id,
        reason=reason,
        placed_at=now(),
        placed_by=None if actor.kind == "holder" else actor.id,
    )
    db.add(made)
    customer.restricted_at = made.placed_at
    customer.version += 1
    audit.record(db, actor, "customer.restricted", "customer", customer.id, reason=reason)
    events.publish(db, "customer.changed", "customer", customer.id, fields=["restricted_at"])
    await db.flush()
    return made


async def current(db: AsyncSession, customer_id: UUID) -> Restriction:
    """Raises :class:`NotRestricted`."""
    found = await _open(db, customer_id)
    if found is None:
        raise NotRestricted
    return found


async def inform(db: AsyncSession, actor: Actor, customer_id: UUID, how: Told) -> Restriction:
    """Tell the person that the restriction will be lifted: by a mail, which counts once it has
    left, or by the word of a member who has told them. Raises :class:`NotRestricted`,
    :class:`NoAddress`."""
    customer = await find(db, customer_id, lock=True, restricted=True)
    found = await current(db, customer_id)
    if how == "mail":
        if not customer.email:
            raise NoAddress
        await jobs.enqueue(db, TELL, restriction_id=found.id, once=str(found.id))
    elif found.informed_at is None:
        found.informed_at, found.informed_how = now(), how
    audit.record(db, actor, "restriction.announced", "customer", customer.id, how=how)
    await db.flush()
    return found


async def lift(db: AsyncSession, actor: Actor, customer_id: UUID) -> Restriction:
    """Raises :class:`NotRestricted`, :class:`PersonNotInformed`."""
    customer = await find(db, customer_id, lock=True, restricted=True)
    found = await current(db, customer_id)
    if found.informed_at is None:
        raise PersonNotInformed
    found.lifted_at = now()
    found.lifted_by = actor.id
    customer.restricted_at = None
    customer.version += 1
    audit.record(db, actor, "customer.unrestricted", "customer", customer.id)
    events.publish(db, "customer.changed", "customer", customer.id, fields=["restricted_at"])
    await db.flush()
    return found


async def _open(db: AsyncSession, customer_id: UUID) -> Restriction | None:
    query = select(Restriction).where(
        Restriction.customer_id == customer_id, Restriction.lifted_at.is_(None)
    )
    found: Restriction | None = await db.scalar(query.with_for_update())
    return found
