"""Undoing a merge, as long as nothing has happened since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.counted import CARDS
from api.cards.ledger import locked
from api.cards.merging import transfer
from api.cards.merging.locks import hold_cards, one_at_a_time
from api.cards.merging.merge import count_visits, fingerprints
from api.cards.models import Card, Merge
from api.cards.references import Reference
from api.core import audit, events, jobs, quotas
from api.core.audit import Actor
from api.core.clock import now
from api.core.errors import Problem
from api.core.jobs import Work, job, periodic
from api.customers import keys
from api.customers.merging import restored
from api.customers.models import Consent, Customer
from api.customers.register import describe

UNDO_WITHIN = timedelta(days=30)
"""So long the fields as they were are kept for an undo."""


class MergeNotFound(Problem):
    status, code, title = 404, "MERGE_NOT_FOUND", "There is no such merge"


class MergeNotUndoable(Problem):
    """``reason``: ``reversed`` already, ``too_old``, the customer or a card ``changed``, or the
    customer is ``restricted``."""

    status, code, title = 409, "MERGE_NOT_UNDOABLE", "This merge can no longer be undone"


async def obstacles(db: AsyncSession, merges: Sequence[Merge]) -> dict[UUID, str | None]:
    """Why each merge cannot be undone; None where it can."""
    ids = {one for merge in merges for one in (merge.kept_id, merge.merged_id)}
    columns = select(Customer.id, Customer.version, Customer.restricted_at)
    rows = (await db.execute(columns.where(Customer.id.in_(ids)))).all()
    versions = {row.id: row.version for row in rows}
    restricted = {row.id for row in rows if row.restricted_at is not None}
    now_ = await fingerprints(db, [merge.kept_id for merge in merges])
    found: dict[UUID, str | None] = {}
    for merge in merges:
        seen = (versions[merge.kept_id], versions[merge.merged_id], now_[merge.kept_id])
        if merge.reversed_at is not None:
            found[merge.id] = "reversed"
        elif merge.before is None or merge.created_at < now() - UNDO_WITHIN:
            found[merge.id] = "too_old"
        elif restricted & {merge.kept_id, merge.merged_id}:
            found[merge.id] = "restricted"
        elif seen != (merge.kept_version, merge.merged_version, merge.fingerprint):
            found[merge.id] = "changed"
        else:
            found[merge.id] = None
    return found


async def undo(db: AsyncSession, actor: Actor, merge_id: UUID) -> Merge:
    """Both customers are as they were. Raises :class:`MergeNotFound`,
    :class:`MergeNotUndoable`."""
    merge = await db.scalar(select(Merge).where(Merge.id == merge_id))
    if merge is None:
        raise MergeNotFound
    both = [merge.kept_id, merge.merged_id]
    await one_at_a_time(db, both)
    await hold_cards(db, [merge.kept_id])
    query = select(Customer).where(Customer.id.in_(both)).order_by(Customer.id)
    found = {row.id: row for row in await db.scalars(query.with_for_update())}
    await db.refresh(merge)
    if reason := (await obstacles(db, [merge]))[merge.id]:
        raise MergeNotUndoable(reason=reason)
    kept, merged = found[merge.kept_id], found[merge.merged_id]
    merged.merged_into = None
    await _give_back(db, actor, merge, of_child=merged.age == "under_15")
    describe(kept, restored(merge.before or {}))
    for one in (kept, merged):
        one.version += 1
        await keys.renew(db, one)
    await db.flush()
    await count_visits(db, kept, spent=-merged.spent)
    await count_visits(db, merged)
    merge.reversed_at, merge.before = now(), None
    audit.record(db, actor, "customer.unmerged", "customer", kept.id, merged_id=merged.id)
    events.publish(db, "customer.unmerged", "customer", kept.id, merged_id=merged.id)
    await db.flush()
    return merge


async def _give_back(db: AsyncSession, actor: Actor, merge: Merge, *, of_child: bool) -> None:
    moved = merge.moved
    into = {one["card"] for one in moved["transfers"]}
    await _set(db, Card, [one for one in moved["cards"] if one not in into], merge.merged_id)
    for one in moved["transfers"]:
        await _give_card_back(db, actor, merge, one)
    # What was withdrawn because the one was a child goes with the child.
    noted = moved["consents"] + (moved["withdrawn"] if of_child else [])
    await _set(db, Consent, noted, merge.merged_id)


async def _set(
    db: AsyncSession, table: type[Card] | type[Consent], ids: list[str], customer_id: UUID
) -> None:
    change = update(table).where(table.id.in_([UUID(one) for one in ids]))
    await db.execute(
        change.values(customer_id=customer_id).execution_options(synchronize_session=False)
    )


async def _give_card_back(
    db: AsyncSession, actor: Actor, merge: Merge, moved: dict[str, Any]
) -> None:
    source_id, target_id = UUID(moved["card"]), UUID(moved["into"])
    frozen_at = await db.scalar(
        update(Card)
        .where(Card.id == source_id)
        .values(status="active", merged_into=None, customer_id=merge.merged_id)
        .returning(Card.frozen_at)
        .execution_options(synchronize_session=False)
    )
    if frozen_at is None:
        quotas.take(db, CARDS)
    events.publish(db, "card.unmerged", "card", source_id, out_of=target_id)
    if moved["entries"] is None:
        return
    held = {
        one: await locked.lock(db, Reference("id", one)) for one in sorted([source_id, target_id])
    }
    source, target = held[source_id], held[target_id]
    target.idle_expires_at = datetime.fromisoformat(moved["idle"]) if moved["idle"] else None
    # What the tiers count is summed up anew for either card.
    source.tier_revision = target.tier_revision = None
    out, in_ = (UUID(one) for one in moved["entries"])
    key = f"unmerge.{merge.id}.{source_id}"
    await transfer.move_back(db, source, target, (out, in_), actor, key)


@periodic("47 3 * * *", "merges.forget")
async def forget(work: Work) -> None:
    """One job for each merchant."""
    await jobs.enqueue_everywhere(work.db, "merges.forget_of", once="nightly")


@job("merges.forget_of")
async def forget_of(work: Work) -> None:
    """Forget the fields as they were before a merge that can no longer be undone."""
    await work.db.execute(
        update(Merge)
        .where(Merge.before.is_not(None), Merge.created_at < now() - UNDO_WITHIN)
        .values(before=None)
        .execution_options(synchronize_session=False)
    )
