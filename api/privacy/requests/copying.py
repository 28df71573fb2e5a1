"""Access and portability: the person's data as a file."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.audit import Actor
from api.core.personal import Anywhere, Nobody, Subject
from api.core.settings import Settings
from api.core.tenancy import merchant_of
from api.customers.fields import Language
from api.privacy.access import ask
from api.privacy.access.models import Extract
from api.privacy.inventory import Person, leads_to, tables
from api.privacy.requests.models import PrivacyRequest
from api.privacy.requests.plans import Engine, Line, Plan, Standing

_STANDING: dict[str, Standing] = {
    "running": Standing("running"),
    "failed": Standing("failed"),
    # Seven days later it is gone, and was made all the same.
    "ready": Standing("done"),
    "expired": Standing("done"),
}


async def _plan(db: AsyncSession, row: PrivacyRequest) -> Plan:
    person = person_of(db, row)
    lines = []
    for one in tables():
        way = one.persons.get(Subject.CUSTOMER)
        if way is None or isinstance(way, Anywhere | Nobody):
            continue
        found = select(func.count()).select_from(one.model).where(leads_to(one, person))
        if count := await db.scalar(found):
            lines.append(Line(one.name, "copied", count))
    # Nothing is changed, and every look adds a line of history: the counts are not what is agreed.
    return Plan(tuple(lines), proof=f"{row.kind} {row.customer_id}")


async def start(
    db: AsyncSession, settings: Settings, actor: Actor, row: PrivacyRequest
) -> UUID | None:
    """Have the file made; its id."""
    language: Language = "en" if row.language == "en" else "fr"
    made = await ask.start(db, actor, person_of(db, row), language, request_id=row.id)
    return made.id


async def _standing(db: AsyncSession, row: PrivacyRequest) -> Standing:
    status = await db.scalar(select(Extract.status).where(Extract.id == row.execution_id))
    return _STANDING[status or "failed"]


def person_of(db: AsyncSession, row: PrivacyRequest) -> Person:
    """Who is meant; a request is planned only once it is known from whom it is."""
    if row.customer_id is None:
        raise ValueError("a request of nobody known")
    return Person(Subject.CUSTOMER, row.customer_id, merchant_of(db))


COPYING = Engine(_plan, start, _standing)
