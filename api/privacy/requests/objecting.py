"""Objection and withdrawal of consent: done in the transaction that approves them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.audit import Actor
from api.core.settings import Settings
from api.customers import consents
from api.customers.found import find
from api.customers.schemas import Channel
from api.privacy.requests.copying import person_of
from api.privacy.requests.models import PrivacyRequest
from api.privacy.requests.plans import Engine, Line, Plan, Standing
from api.privacy.restriction.objecting import object_to_use


async def _plan_objection(db: AsyncSession, row: PrivacyRequest) -> Plan:
    """The contacts go, the record stays and is marked."""
    person = await find(db, person_of(db, row).id, restricted=True)
    lines = (Line("customers", "emptied", 1), *await _withdrawn(db, person.id))
    return Plan(lines, proof=row.kind)


async def _plan_withdrawal(db: AsyncSession, row: PrivacyRequest) -> Plan:
    return Plan(tuple(await _withdrawn(db, person_of(db, row).id)), proof=row.kind)


async def _withdrawn(db: AsyncSession, customer_id: UUID) -> list[Line]:
    granted = (await consents.granted(db, [customer_id])).get(customer_id, set())
    return [Line("consents", "withdrawn", len(granted))]


async def _object(db: AsyncSession, settings: Settings, actor: Actor, row: PrivacyRequest) -> None:
    await object_to_use(db, settings, actor, _channel(actor), person_of(db, row).id)


async def _withdraw(
    db: AsyncSession, settings: Settings, actor: Actor, row: PrivacyRequest
) -> None:
    customer = await find(db, person_of(db, row).id, lock=True, restricted=True)
    await consents.withdraw_all(db, customer, _channel(actor), actor.id)


def _channel(actor: Actor) -> Channel:
    return "api" if actor.kind == "api_key" else "desk"


async def _standing(db: AsyncSession, row: PrivacyRequest) -> Standing:
    return Standing("done")


OBJECTING = Engine(_plan_objection, _object, _standing)
WITHDRAWING = Engine(_plan_withdrawal, _withdraw, _standing)
