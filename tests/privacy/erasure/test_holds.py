"""No destroying statement touches what a legal hold keeps, also without any look before it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.clock import now
from api.core.personal import Subject
from api.privacy.erasure import statements
from api.privacy.erasure.whose import shares_to_erase
from api.privacy.holds.models import LegalHold
from api.privacy.inventory import Person
from tests.privacy.erasure.stage import Stage


async def destroyed(db: AsyncSession, person: Person) -> dict[str, int]:
    """Rows of each table."""
    counts = {
        share.table.name: await statements.destroy(db, share, person)
        for share in shares_to_erase(person)
    }
    return {name: rows for name, rows in counts.items() if rows}


async def test_a_hold_on_the_person_keeps_all_of_theirs(stage: Stage) -> None:
    person = Person(Subject.CUSTOMER, stage.person, stage.shop.id)
    async with stage.shop.db() as db:
        assert len(await destroyed(db, person)) > 5
        await db.rollback()
    async with stage.shop.db() as db:
        until = now() + timedelta(days=30)
        db.add(LegalHold(table_name="customers", row_id=stage.person, reason="Litige", until=until))
        await db.flush()
        assert await destroyed(db, person) == {}
