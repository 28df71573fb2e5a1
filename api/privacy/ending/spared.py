"""What legal holds keep, though the contract is over (GDPR art. 17(3)(e))."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.clock import now
from api.core.personal import Anywhere, Subject
from api.core.tenancy import merchant_of
from api.privacy.ending.fates import End
from api.privacy.holds.held import in_force
from api.privacy.holds.models import LegalHold
from api.privacy.inventory import Person, leading_to, leads_to, people


@dataclass(frozen=True)
class Holds:
    rows: Sequence[tuple[str, UUID]]
    ids: Sequence[UUID]
    """Of the holds themselves."""
    until: datetime | None

    @property
    def customers(self) -> Sequence[UUID]:
        """Those of whom all is held."""
        own = people(Subject.CUSTOMER).name
        return [row for table, row in self.rows if table == own]


async def holds(db: AsyncSession) -> Holds:
    """Those in force at the merchant entered."""
    query = select(LegalHold.table_name, LegalHold.row_id, LegalHold.id).where(in_force(now()))
    found = (await db.execute(query)).all()
    until = await db.scalar(select(func.max(LegalHold.until)).where(in_force(now())))
    return Holds([(one[0], one[1]) for one in found], [one[2] for one in found], until)


async def of_table(db: AsyncSession, end: End, held: Holds) -> list[UUID]:
    """Rows that stay. What they lean on stays with them: that is the database's to know."""
    if end.model is LegalHold:
        return list(held.ids)
    kept = {row for table, row in held.rows if table == end.table}
    table = next((one for one in leading_to(Subject.CUSTOMER) if one.name == end.table), None)
    if table is None or "id" not in table.columns or not table.of_merchants:
        return sorted(kept)
    if isinstance(table.persons[Subject.CUSTOMER], Anywhere):
        return sorted(kept)
    for customer in held.customers:
        person = Person(Subject.CUSTOMER, customer, merchant_of(db))
        kept |= set(await db.scalars(select(table.attribute("id")).where(leads_to(table, person))))
    return sorted(kept)
