"""What holds an erasure up that nobody has to decide about any more: told, so that a screen that
does not move says why. It goes on by itself."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.personal import Subject
from api.imports import tidy as imports
from api.privacy.erasure.held import held
from api.privacy.erasure.models import Erasure
from api.privacy.erasure.schemas import HolderWaitsFor, WaitsFor
from api.privacy.inventory import Person


async def waits_for(db: AsyncSession, rows: Iterable[Erasure]) -> dict[UUID, WaitsFor]:
    """By the erasure's id, where something does."""
    begun = [row for row in rows if row.state == "executing"]
    found: dict[UUID, WaitsFor] = {}
    if not begun:
        return found
    import_runs = await imports.writing(db)
    for row in begun:
        if import_runs and not row.erased:
            found[row.id] = "import"
        elif await held(db, Person(Subject.CUSTOMER, row.customer_id, row.merchant_id)):
            found[row.id] = "hold"
    return found


async def holder_waits_for(
    db: AsyncSession, person: Person, row: Erasure | None
) -> HolderWaitsFor | None:
    """What the person is told; ``row`` None: asked for, and not begun."""
    if row and row.state == "awaiting_approval":
        return "approval"
    if await held(db, person):
        return "hold"
    if row and row.state in ("waiting", "executing") and not row.erased:
        return "import" if await imports.writing(db) else None
    return None
