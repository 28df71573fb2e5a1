"""Two customers turn out to be one person: cards, units, consents and history go to the one that
is kept. Everything happens in one transaction, so a merge cut short never was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.accounts import local_time
from api.cards.counted import CARDS
from api.cards.ledger import locked, visits
from api.cards.merging import transfer
from api.cards.merging.locks import hold_cards, one_at_a_time
from api.cards.models import Card, Merge
from api.cards.operations import holds
from api.cards.references import Reference
from api.core import audit, events, quotas
from api.core.audit import Actor
from api.core.errors import Problem, Stale
from api.core.tenancy import merchant_of
from api.customers import consents, keys
from api.customers.found import CustomerMerged, CustomerNotFound
from api.customers.merging import Field, Side, chosen, snapshot
from api.customers.models import Consent, Customer, Duplicate
from api.customers.register import describe
from api.customers.restricted import refuse_use
from api.customers.schemas import Channel


class SameCustomer(Problem):
    status, code, title = 422, "SAME_CUSTOMER", "Name two different customers"


class HoldsOpen(Problem):
    status, code, title = 409, "HOLDS_OPEN", "A sale waits for its confirmation on one of the cards"


@dataclass(frozen=True)
class Pair:
    """Who is kept, who is merged, and as which versions the caller has seen them."""

    keep_id: UUID
    merge_id: UUID
    keep_version: int
    merge_version: int


@dataclass(frozen=True)
class Moves:
    """What goes from one customer to the other. A card for which there is one of the same program
    becomes part of it: ``into`` by the card's id."""

    cards: list[UUID]
    into: dict[UUID, UUID]
    units: int
    consents: list[UUID]


async def customers(db: AsyncSession, pair: Pair, *, lock: bool) -> tuple[Customer, Customer]:
    """Both rows; with ``lock``, held with their cards. Raises :class:`SameCustomer`,
    ``CustomerNotFound``, ``CustomerMerged``, ``CustomerRestricted``, ``Stale``."""
    if pair.keep_id == pair.merge_id:
        raise SameCustomer
    both = [pair.keep_id, pair.merge_id]
    query = select(Customer).where(Customer.id.in_(both)).order_by(Customer.id)
    if lock:
        await one_at_a_time(db, both)
        _as_seen(pair, (await db.scalars(query)).all())
        await hold_cards(db, both)
        query = query.with_for_update().execution_options(populate_existing=True)
    return _as_seen(pair, (await db.scalars(query)).all())


def _as_seen(pair: Pair, rows: Sequence[Customer]) -> tuple[Customer, Customer]:
    found = {row.id: row for row in rows}
    if len(found) < 2:
        raise CustomerNotFound
    for row in rows:
        if row.merged_into is not None:
            raise CustomerMerged(customer_id=row.merged_into)
        refuse_use(row)
    kept, merged = found[pair.keep_id], found[pair.merge_id]
    if (kept.version, merged.version) != (pair.keep_version, pair.merge_version):
        raise Stale(keep_version=kept.version, merge_version=merged.version)
    return kept, merged


async def moves(db: AsyncSession, kept: Customer, merged: Customer) -> Moves:
    """What would move. Raises :class:`HoldsOpen`."""
    columns = select(
        Card.id, Card.program_id, Card.status, Card.balance, Card.open_holds, Card.customer_id
    )
    rows = (
        await db.execute(
            columns.where(Card.customer_id.in_([kept.id, merged.id])).order_by(Card.id)
        )
    ).all()
    own = {
        row.program_id: row.id
        for row in rows
        if row.customer_id == kept.id and row.status == "active"
    }
    theirs = [row for row in rows if row.customer_id == merged.id]
    meet = [row for row in theirs if row.status == "active" and row.program_id in own]
    if waiting := await holds.waiting(db, [row.id for row in meet if row.open_holds]):
        raise HoldsOpen(expires_at=max(waiting))
    noted = select(Consent.id).where(Consent.customer_id == merged.id).order_by(Consent.id)
    return Moves(
        cards=[row.id for row in theirs],
        into={row.id: own[row.program_id] for row in meet},
        units=sum(row.balance for row in theirs),
        consents=list(await db.scalars(noted)),
    )


async def merge(
    db: AsyncSession, actor: Actor, channel: Channel, pair: Pair, wish: dict[Field, Side]
) -> Merge:
    """Raises :class:`SameCustomer`, :class:`HoldsOpen`, ``CustomerNotFound``, ``CustomerMerged``,
    ``Stale``, ``NobodyNamed``, ``TooManyOnCard``."""
    kept, merged = await customers(db, pair, lock=True)
    going = await moves(db, kept, merged)
    merge_id, before = uuid7(), snapshot(kept)
    await holds.lapse_overdue(db, [*going.into])
    transfers = [
        await _move_card(db, actor, merge_id, source, target, kept.id)
        for source, target in sorted(going.into.items())
    ]
    await _move_rows(db, going, merged.id, kept.id)
    describe(kept, chosen(kept, merged, wish))
    kept.version += 1
    merged.merged_into = kept.id
    merged.version += 1
    for one in (kept, merged):
        await keys.renew(db, one)
    withdrawn: list[Consent] = []
    if kept.age == "under_15":
        withdrawn = await consents.withdraw_all(db, kept, channel, actor.id)
    await db.flush()
    await count_visits(db, kept, spent=merged.spent, acted=merged.last_active_at)
    audit.record(db, actor, "customer.merged", "customer", kept.id, merged_id=merged.id)
    events.publish(db, "customer.merged", "customer", kept.id, merged_id=merged.id)
    made = Merge(
        id=merge_id,
        kept_id=kept.id,
        merged_id=merged.id,
        kept_version=kept.version,
        merged_version=merged.version,
        fingerprint=(await fingerprints(db, [kept.id]))[kept.id],
        before=before,
        moved={
            "cards": [str(one) for one in going.cards],
            "transfers": transfers,
            "consents": [str(one) for one in going.consents],
            "withdrawn": [str(one.id) for one in withdrawn],
        },
        cards_moved=len(going.cards),
        units_moved=going.units,
        actor_kind=actor.kind,
        actor_id=actor.id,
    )
    db.add(made)
    await db.flush()
    return made


async def _move_card(
    db: AsyncSession, actor: Actor, merge_id: UUID, source_id: UUID, target_id: UUID, kept_id: UUID
) -> dict[str, Any]:
    """The card's units go to the other; its code, number and page stand for that one."""
    held = {
        one: await locked.lock(db, Reference("id", one)) for one in sorted([source_id, target_id])
    }
    idle = held[target_id].idle_expires_at
    moved = await transfer.move(
        db, held[source_id], held[target_id], actor, f"merge.{merge_id}.{source_id}"
    )
    await db.execute(
        update(Card)
        .where(Card.id == source_id)
        .values(status="merged", merged_into=target_id, customer_id=kept_id)
        .execution_options(synchronize_session=False)
    )
    if held[source_id].frozen_at is None:
        quotas.release(db, CARDS)
    events.publish(db, "card.merged", "card", source_id, into=target_id)
    return {
        "card": str(source_id),
        "into": str(target_id),
        "entries": [str(one.id) for one in moved] if moved else None,
        "idle": idle.isoformat() if idle else None,
    }


async def _move_rows(db: AsyncSession, going: Moves, merged_id: UUID, kept_id: UUID) -> None:
    changes = (
        update(Card).where(Card.customer_id == merged_id).values(customer_id=kept_id),
        update(Consent).where(Consent.customer_id == merged_id).values(customer_id=kept_id),
        delete(Duplicate).where(
            or_(Duplicate.first_id == merged_id, Duplicate.second_id == merged_id)
        ),
    )
    for change in changes:
        await db.execute(change.execution_options(synchronize_session=False))


async def count_visits(
    db: AsyncSession, customer: Customer, *, spent: int = 0, acted: datetime | None = None
) -> None:
    """Visits and the last one follow from the cards that a customer has now; ``acted``: an act
    that no card knows of."""
    zone = await local_time.zone_of(db, merchant_of(db))
    await visits.recount(db, customer.id, zone, spent=spent)
    await db.refresh(customer)
    if acted and acted > customer.last_active_at:
        customer.last_active_at = acted
        await db.flush()


_FINGERPRINTS = text("""
SELECT u.id,
       md5(coalesce((SELECT string_agg(concat_ws('/', c.id, c.seq, c.status, c.code), ','
                                       ORDER BY c.id)
                       FROM cards c
                      WHERE c.merchant_id = :merchant_id AND c.customer_id = u.id), '')
           || coalesce((SELECT max(n.id::text)
                          FROM consents n
                         WHERE n.merchant_id = :merchant_id AND n.customer_id = u.id), ''))
       AS fingerprint
  FROM customers u
 WHERE u.merchant_id = :merchant_id AND u.id = ANY(:ids)
""")


async def fingerprints(db: AsyncSession, ids: list[UUID]) -> dict[UUID, str]:
    """Of customers' cards and consents: another one tells that something has happened."""
    found = await db.execute(_FINGERPRINTS, {"merchant_id": merchant_of(db), "ids": ids})
    return {row.id: row.fingerprint for row in found}
