"""What must not be erased now: rows that a legal hold keeps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.clock import now
from api.privacy.erasure.whose import shares_to_erase
from api.privacy.holds.held import in_force
from api.privacy.holds.models import LegalHold
from api.privacy.inventory import Person, leads_to


async def held(db: AsyncSession, person: Person) -> Sequence[str]:
    """The tables with rows of the person that a hold keeps. One row held holds the person: what
    leads to it would be gone otherwise. Holds are merchants', and keep no account."""
    if person.merchant_id is None:
        return ()
    kept: dict[str, list[UUID]] = defaultdict(list)
    holds = select(LegalHold.table_name, LegalHold.row_id).where(in_force(now()))
    for table, row_id in (await db.execute(holds)).all():
        kept[table].append(row_id)
    found = []
    for share in shares_to_erase(person):
        ids = kept.get(share.table.name)
        if ids is None or "id" not in share.table.columns:
            continue
        query = select(func.count()).select_from(share.table.model)
        own = leads_to(share.table, person), share.table.attribute("id").in_(ids)
        if await db.scalar(query.where(*own)):
            found.append(share.table.name)
    return found
