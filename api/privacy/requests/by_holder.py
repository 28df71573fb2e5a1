"""What holders do by themselves on their card's page, written down among the requests: the
register is complete, and the merchant has nothing to do but to read it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import jobs
from api.core.audit import Actor
from api.core.personal import Subject
from api.core.settings import Settings
from api.core.tenancy import merchant_of
from api.customers.models import Customer
from api.privacy.erasure.models import Erasure
from api.privacy.erasure.schemas import HolderWaitsFor
from api.privacy.erasure.waiting import holder_waits_for
from api.privacy.inventory import Person
from api.privacy.requests import execute, history, intake
from api.privacy.requests.models import PrivacyRequest
from api.privacy.requests.states import State, Step
from api.privacy.requests.wishes import Kind, Wish

_LATEST = 20
_UP_TO_THERE = (Step.IDENTIFY, Step.QUALIFY, Step.PLAN, Step.APPROVE, Step.EXECUTE)


class HolderRequestOut(BaseModel):
    """One of the holder's requests, whichever way it came in."""

    model_config = ConfigDict(from_attributes=True)

    kind: Kind
    state: State
    received_at: datetime
    due_on: date = Field(description="The last day for the answer.")
    extension_reason: str | None
    answer: str | None
    closed_at: datetime | None
    waits_for: HolderWaitsFor | None = Field(
        None,
        description="Of an erasure, what holds it up: `approval` of a second member of the team,"
        " `hold`: a law or a dispute keeps the data for now, `import`: one is writing customers.",
    )


async def of(db: AsyncSession, customer_id: UUID) -> list[HolderRequestOut]:
    """The latest ones, newest first."""
    person = Person(Subject.CUSTOMER, customer_id, merchant_of(db))
    query = select(PrivacyRequest).where(PrivacyRequest.customer_id == customer_id)
    rows = await db.scalars(query.order_by(PrivacyRequest.id.desc()).limit(_LATEST))
    return [
        HolderRequestOut.model_validate(row).model_copy(
            update={"waits_for": await _waits_for(db, person, row)}
        )
        for row in rows
    ]


async def _waits_for(
    db: AsyncSession, person: Person, row: PrivacyRequest
) -> HolderWaitsFor | None:
    if row.kind != "erasure" or row.closed_at:
        return None
    erasure = await db.scalar(select(Erasure).where(Erasure.request_id == row.id))
    return await holder_waits_for(db, person, erasure)


async def begin(
    db: AsyncSession, settings: Settings, holder: Actor, customer: Customer, kind: Kind
) -> PrivacyRequest:
    """The holder, identified by a code, asks. Stays open if nothing more is done."""
    wish = Wish(kind=kind, channel="page")
    row = await intake.receive(db, settings, holder, wish, customer.id)
    history.lead(row, Step.IDENTIFY)
    row.identified_by = "code"
    history.note(db, holder, row, "request.identified", "code")
    return row


async def under_way(
    db: AsyncSession, holder: Actor, row: PrivacyRequest, execution_id: UUID
) -> None:
    """What was asked for is being done, and is answered by itself once it is."""
    _executed(db, holder, row)
    row.execution_id = execution_id
    await db.flush()
    await jobs.enqueue(db, execute.FOLLOW, request_id=row.id, round=0, delay=execute.pause(0))


async def note_done(
    db: AsyncSession, settings: Settings, holder: Actor, customer: Customer, kind: Kind
) -> None:
    """What the holder has just done, asked and answered at once."""
    row = await begin(db, settings, holder, customer, kind)
    _executed(db, holder, row)
    await execute.finish(db, holder, row)


def _executed(db: AsyncSession, holder: Actor, row: PrivacyRequest) -> None:
    for step in _UP_TO_THERE[1:]:
        history.lead(row, step)
    history.note(db, holder, row, "request.executed")
