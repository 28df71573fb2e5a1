"""Writing a page's rows into the notebook and the ledger.

Cards before customers, as a stamp at the counter locks them: so that neither waits for the other
in a circle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.cards.counted import CARDS
from api.cards.enrolling.enrol import active_program
from api.cards.models import Card
from api.cards.operations.opening import open_balance
from api.cards.references import new_number
from api.core import audit, events, quotas
from api.core.audit import Actor
from api.core.settings import Settings
from api.core.tokens import digest, new_token
from api.customers import keys
from api.customers.consents import note_consent, withdraw_all
from api.customers.models import Customer, CustomerKey
from api.customers.register import change, describe
from api.imports.models import ImportRow
from api.imports.planning import Step, differences
from api.imports.values import Reader

CONSENT_VERSION = "import"
"""The text that these people saw was the merchant's own; its statement says which."""


@dataclass
class Writing:
    settings: Settings
    import_id: UUID
    actor: Actor
    reader: Reader


@dataclass
class _Done:
    """What becomes a row of ``import_rows``."""

    step: Step
    customer_id: UUID
    version: int = 1
    before: dict[str, Any] | None = None
    card_id: UUID | None = None
    entry_id: UUID | None = None
    consents: list[str] = field(default_factory=list)


async def write(db: AsyncSession, writing: Writing, steps: Sequence[Step]) -> None:
    """Do what the steps say."""
    found = [
        _Done(step, step.customer.id if step.customer else uuid7())
        for step in steps
        if step.outcome in ("new", "changed")
    ]
    await _create(db, writing, [one for one in found if one.step.outcome == "new"])
    await _open(db, writing, [one for one in found if one.step.balance])
    await _change(db, writing, [one for one in found if one.step.outcome == "changed"])
    if found:
        await db.flush()
        await db.execute(insert(ImportRow), [_row(writing, one) for one in found])


def _row(writing: Writing, one: _Done) -> dict[str, Any]:
    return {
        "import_id": writing.import_id,
        "number": one.step.wish.number,
        "outcome": one.step.outcome,
        "customer_id": one.customer_id,
        "version": one.version,
        "before": one.before,
        "card_id": one.card_id,
        "entry_id": one.entry_id,
    }


async def _create(db: AsyncSession, writing: Writing, found: Sequence[_Done]) -> None:
    customers = []
    for one in found:
        customer = Customer(id=one.customer_id, source="import", tags=[])
        language = writing.reader.options.language
        describe(customer, {"language": language} | one.step.changes)
        db.add(customer)
        customers.append(customer)
        events.publish(db, "customer.created", "customer", customer.id, source="import")
        audit.record(
            db, writing.actor, "customer.imported", "customer", customer.id,
            import_id=writing.import_id,
        )  # fmt: skip
    if not customers:
        return
    await db.flush()
    found_keys = [
        {"id": customer.id, "key": key} for customer in customers for key in keys.of(customer)
    ]
    await db.execute(insert(CustomerKey), found_keys)
    for one, customer in zip(found, customers, strict=True):
        _consents(db, writing, customer, one)


async def _open(db: AsyncSession, writing: Writing, found: Sequence[_Done]) -> None:
    program_id = writing.reader.options.program_id
    if not found or program_id is None:
        return
    program = await active_program(db, program_id)
    cards: dict[UUID, _Done] = {}
    for one in found:
        if one.step.card_id is None:
            card = Card(
                id=uuid7(),
                program_id=program.id,
                customer_id=one.customer_id,
                code=new_token(),
                number=new_number(),
                page_token=digest(new_token()),
            )
            db.add(card)
            quotas.take(db, CARDS)
            one.card_id = card.id
            events.publish(
                db, "card.issued", "card", card.id, program_id=program.id,
                customer_id=one.customer_id,
            )  # fmt: skip
        cards[one.step.card_id or card.id] = one
    await db.flush()
    for card_id, one in sorted(cards.items()):
        entry = await open_balance(
            db,
            card_id,
            one.step.balance,
            writing.actor,
            f"import:{writing.import_id}:{one.step.wish.number}",
        )
        one.entry_id = entry.id if entry else None


async def _change(db: AsyncSession, writing: Writing, found: Sequence[_Done]) -> None:
    if not found:
        return
    ids = sorted(one.customer_id for one in found)
    # Anew: somebody may have changed them since they were matched.
    locked = (
        select(Customer)
        .where(Customer.id.in_(ids))
        .order_by(Customer.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    customers = {customer.id: customer for customer in await db.scalars(locked)}
    for one in found:
        customer = customers[one.customer_id]
        changes = differences(customer, one.step.wish)
        one.before = {name: getattr(customer, name) for name in changes}
        if changes:
            await change(db, customer, changes)
            events.publish(db, "customer.changed", "customer", customer.id, fields=sorted(changes))
        if changes.get("age") == "under_15":
            await withdraw_all(db, customer, "import", writing.actor.id)
        _consents(db, writing, customer, one)
        if one.consents:
            one.before["consents"] = one.consents
        one.version = customer.version
        audit.record(
            db, writing.actor, "customer.imported", "customer", customer.id,
            import_id=writing.import_id, fields=sorted(changes),
        )  # fmt: skip


def _consents(db: AsyncSession, writing: Writing, customer: Customer, one: _Done) -> None:
    for purpose, given in one.step.consents.items():
        note_consent(
            db,
            customer,
            "import",
            writing.actor.id,
            purpose=purpose,
            granted=given,
            text_version=CONSENT_VERSION,
            source=writing.reader.options.consent_statement,
        )
        if given:
            one.consents.append(purpose)
