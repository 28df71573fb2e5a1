"""A person objects (GDPR art. 21): the contact goes from the notebook and from its copies, and is
recognised if a list brings it back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.models import Merge
from api.core import audit, events
from api.core.audit import Actor
from api.core.settings import Settings
from api.customers import consents, duplicates, objections, photos
from api.customers.found import find
from api.customers.models import Customer
from api.customers.schemas import Channel
from api.imports.models import ImportRow


async def object_to_use(
    db: AsyncSession, settings: Settings, actor: Actor, channel: Channel, customer_id: UUID
) -> Customer:
    """The record of a company stays, marked; the card of a person goes on under its name. Asked
    twice, the contacts noted since are forgotten too. Raises ``CustomerNotFound``,
    ``CustomerMerged``."""
    customer = await find(db, customer_id, lock=True, restricted=True)
    everyone = [customer, *await _merged_into(db, customer.id)]
    await consents.withdraw_all(db, customer, channel, actor.id if channel != "card" else None)
    for one in everyone:
        await objections.remember(db, settings, one)
        await photos.remove(db, one)
        await objections.anonymise(db, one)
    await _forget_copies(db, [one.id for one in everyone])
    await duplicates.look_for(db, customer.id)
    audit.record(db, actor, "customer.objected", "customer", customer.id)
    events.publish(db, "customer.changed", "customer", customer.id, fields=["objected_at"])
    await db.flush()
    return customer


async def _merged_into(db: AsyncSession, customer_id: UUID) -> Sequence[Customer]:
    """The rows that turned out to be this person, and those that turned out to be them."""
    found: list[Customer] = []
    next_ = [customer_id]
    while next_:
        query = select(Customer).where(Customer.merged_into.in_(next_)).order_by(Customer.id)
        rows = (await db.scalars(query.with_for_update())).all()
        found += rows
        next_ = [row.id for row in rows]
    return found


async def _forget_copies(db: AsyncSession, ids: Sequence[UUID]) -> None:
    """What was kept for undoing a merge or an import: neither brings the contact back."""
    merges = update(Merge).where(or_(Merge.kept_id.in_(ids), Merge.merged_id.in_(ids)))
    rows = update(ImportRow).where(ImportRow.customer_id.in_(ids))
    for statement in (merges.values(before=None), rows.values(before=None)):
        await db.execute(statement.execution_options(synchronize_session=False))
