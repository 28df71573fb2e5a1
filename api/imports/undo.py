"""Taking a whole import back: a handful of rows, a transaction, a job that enqueues the next.

What was created goes, what was changed gets its former values, opening balances are reversed.
Whoever was touched since stays as they are: what somebody did later is not ours to take back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.enrolling import enrol
from api.cards.ledger import gestures
from api.cards.ledger.gestures import Gesture
from api.cards.models import Card, Entry
from api.cards.operations.reverse import reverse
from api.cards.references import Reference
from api.core import audit, events, jobs
from api.core.audit import Actor, By
from api.core.clock import now
from api.core.errors import Problem
from api.core.jobs import Work, job
from api.customers.consents import granted, note_consent
from api.customers.models import Consent, Customer, CustomerKey, Duplicate
from api.customers.register import change
from api.imports.models import Import, ImportRow

ROWS_AT_ONCE = 50
REASON = "import undone"


@dataclass
class _Undoing:
    """What some rows are about, locked: cards first, as a stamp locks them."""

    import_id: UUID
    actor: Actor
    cards: dict[UUID, Card]
    customers: dict[UUID, Customer]
    others: set[UUID]
    """Customers with more cards or consents than the import gave them."""


@job("imports.undo")
async def undo(work: Work, import_id: UUID, after: int) -> None:
    """Take back the rows behind ``after``, and pass on to the next."""
    db = work.db
    row = await db.scalar(select(Import).where(Import.id == import_id).with_for_update())
    if row is None or row.status != "undoing" or row.page != after:
        return
    query = select(ImportRow).where(ImportRow.import_id == import_id, ImportRow.number > after)
    rows = (await db.scalars(query.order_by(ImportRow.number).limit(ROWS_AT_ONCE))).all()
    if not rows:
        row.status, row.finished_at = "undone", now()
        counts = {name: int(count) for name, count in (row.undo or {}).items()}
        audit.record(db, audit.SYSTEM, "import.undone", "import", import_id, **counts)
        events.publish(db, "import.undone", "import", import_id, **counts)
        return
    actor = By("member" if row.actor_kind == "member" else "api_key", row.actor_id)
    undoing = await _locked(db, import_id, actor, rows)
    for one in rows:
        one.undo = await _one(db, undoing, one)
    await _remove(db, undoing, [one for one in rows if one.undo == "removed"])
    counts = dict(row.undo or {})
    for one in rows:
        name = one.undo if one.undo in ("removed", "restored") else "left"
        counts[name] = counts.get(name, 0) + 1
    # ``page`` is the cursor here too: the last row taken back.
    row.undo, row.page, row.moved_at = counts, rows[-1].number, now()
    row.done += len(rows)
    await jobs.enqueue(db, "imports.undo", import_id=import_id, after=row.page)


async def _locked(
    db: AsyncSession, import_id: UUID, actor: Actor, rows: Sequence[ImportRow]
) -> _Undoing:
    ids = [one.customer_id for one in rows]
    cards = (
        await db.scalars(
            select(Card).where(Card.customer_id.in_(ids)).order_by(Card.id).with_for_update()
        )
    ).all()
    customers = await db.scalars(
        select(Customer).where(Customer.id.in_(ids)).order_by(Customer.id).with_for_update()
    )
    given = {one.card_id for one in rows}
    others = {card.customer_id for card in cards if card.id not in given and card.customer_id}
    elsewhere = select(Consent.customer_id).where(
        Consent.customer_id.in_(ids), Consent.channel != "import"
    )
    others |= set(await db.scalars(elsewhere))
    return _Undoing(
        import_id,
        actor,
        {card.id: card for card in cards},
        {one.id: one for one in customers},
        others,
    )


async def _one(db: AsyncSession, undoing: _Undoing, row: ImportRow) -> str:
    """``removed``, ``restored``, or why the customer is left."""
    customer = undoing.customers.get(row.customer_id)
    if customer is None:
        return "gone"
    if customer.merged_into is not None:
        return "merged"
    if customer.restricted_at is not None:
        return "restricted"
    if customer.version != row.version:
        return "edited"
    if row.outcome == "new":
        if customer.last_visit_at is not None:
            return "visited"
        if customer.id in undoing.others:
            return "other_card_or_consent"
    card = undoing.cards.get(row.card_id) if row.card_id else None
    if card is not None and card.seq > (1 if row.entry_id else 0):
        return "visited"
    if row.entry_id is not None and not await _reverse(db, undoing, row, row.entry_id):
        return "spent"
    if card is not None:
        await _close(db, undoing, card)
    if row.outcome == "changed":
        await _restore(db, undoing, customer, row)
        return "restored"
    return "removed"


async def _reverse(db: AsyncSession, undoing: _Undoing, row: ImportRow, entry_id: UUID) -> bool:
    card_id = row.card_id or await _card_of(db, entry_id)
    key = f"import-undo:{undoing.import_id}:{row.number}"
    gesture = Gesture(
        actor=undoing.actor,
        key=key,
        request=gestures.request_digest("import-undo", {"entry_id": entry_id}),
        reason=REASON,
    )
    try:
        await reverse(db, Reference("id", card_id), gesture, entry_id, at_any_time=True)
    except Problem:  # spent, closed or reversed since
        return False
    return True


async def _card_of(db: AsyncSession, entry_id: UUID) -> UUID:
    query = select(Entry.card_id).where(Entry.id == entry_id)
    return (await db.scalars(query)).one()


async def _close(db: AsyncSession, undoing: _Undoing, card: Card) -> None:
    """An empty card that nobody has shown anywhere. Its ledger stays, and leads to nobody."""
    await db.refresh(card)
    enrol.close(db, card, REASON)
    card.customer_id = None
    audit.record(db, undoing.actor, "card.closed", "card", card.id)
    events.publish(db, "card.closed", "card", card.id)


async def _restore(db: AsyncSession, undoing: _Undoing, customer: Customer, row: ImportRow) -> None:
    before = dict(row.before or {})
    given = before.pop("consents", [])
    if before:
        await change(db, customer, before)
        events.publish(db, "customer.changed", "customer", customer.id, fields=sorted(before))
    now_granted = (await granted(db, [customer.id])).get(customer.id, set()) if given else set()
    for purpose in given:
        if purpose in now_granted:
            note_consent(
                db,
                customer,
                "import",
                undoing.actor.id,
                purpose=purpose,
                granted=False,
                text_version="import",
                source=REASON,
            )
    audit.record(
        db, undoing.actor, "customer.import_undone", "customer", customer.id,
        import_id=undoing.import_id, fields=sorted(before),
    )  # fmt: skip


async def _remove(db: AsyncSession, undoing: _Undoing, rows: Sequence[ImportRow]) -> None:
    """Delete created customers: all at once, or one by one where something else holds one."""
    if not rows:
        return
    await db.flush()
    try:
        async with db.begin_nested():
            await _delete(db, [one.customer_id for one in rows])
        removed = list(rows)
    except IntegrityError:
        removed = []
        for one in rows:
            try:
                async with db.begin_nested():
                    await _delete(db, [one.customer_id])
                removed.append(one)
            except IntegrityError:
                one.undo = "in_use"
    for one in removed:
        events.publish(db, "customer.removed", "customer", one.customer_id, reason="import_undone")
        audit.record(
            db, undoing.actor, "customer.removed", "customer", one.customer_id,
            import_id=undoing.import_id,
        )  # fmt: skip


async def _delete(db: AsyncSession, ids: Sequence[UUID]) -> None:
    # That somebody may be somebody else was found by the service: nobody has used them for it.
    alike = or_(Duplicate.first_id.in_(ids), Duplicate.second_id.in_(ids))
    await db.execute(delete(Duplicate).where(alike))
    await db.execute(delete(CustomerKey).where(CustomerKey.id.in_(ids)))
    await db.execute(delete(Consent).where(Consent.customer_id.in_(ids)))
    await db.execute(delete(Customer).where(Customer.id.in_(ids)))
