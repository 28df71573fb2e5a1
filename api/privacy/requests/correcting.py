"""Rectification and restriction, where the request says what to write: done in the transaction
that approves them."""

from __future__ import annotations

from typing import cast

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.audit import Actor
from api.core.settings import Settings
from api.customers.found import find
from api.customers.schemas import shown
from api.privacy.holder import data
from api.privacy.holder.data import Correction
from api.privacy.requests.copying import person_of
from api.privacy.requests.models import PrivacyRequest
from api.privacy.requests.plans import Change, Engine, Line, Plan, Standing
from api.privacy.restriction import restrict


async def _plan_correction(db: AsyncSession, row: PrivacyRequest) -> Plan:
    customer = await find(db, person_of(db, row).id, restricted=True)
    # Who agrees has seen the customer as it is: a change meanwhile is another agreement.
    proof = f"{row.kind} {sorted((row.correction or {}).items())} {customer.version}"
    wished, before = Correction.model_validate(row.correction), shown(customer, set())
    fields = [name for name in Correction.model_fields if name in wished.model_fields_set]
    changes = (Change(name, getattr(before, name), getattr(wished, name)) for name in fields)
    told = sorted(data.recipients_of("customers", set(fields)))
    lines = (Line("customers", "corrected", 1),)
    return Plan(lines, tuple(changes), tuple(told), proof=proof)


async def _correct(db: AsyncSession, settings: Settings, actor: Actor, row: PrivacyRequest) -> None:
    """The recipients are told by the same events as of the holder's own correction (GDPR art. 19).
    Raises ``NobodyNamed``."""
    customer = await find(db, person_of(db, row).id, lock=True, restricted=True)
    values = Correction.model_validate(row.correction).model_dump(exclude_unset=True)
    await data.correct(db, settings, actor, customer, values)


async def _plan_restriction(db: AsyncSession, row: PrivacyRequest) -> Plan:
    becomes = Line("customers", "freed" if row.restriction == "lift" else "restricted", 1)
    return Plan((becomes,), proof=f"{row.kind} {row.restriction}")


async def _restrict(
    db: AsyncSession, settings: Settings, actor: Actor, row: PrivacyRequest
) -> None:
    """Raises ``NotRestricted``, ``PersonNotInformed``."""
    customer_id = person_of(db, row).id
    if row.restriction == "lift":
        await restrict.lift(db, actor, customer_id)
    else:
        await restrict.restrict(db, actor, customer_id, cast(restrict.Reason, row.restriction))


async def _standing(db: AsyncSession, row: PrivacyRequest) -> Standing:
    return Standing("done")


CORRECTING = Engine(_plan_correction, _correct, _standing)
RESTRICTING = Engine(_plan_restriction, _restrict, _standing)
