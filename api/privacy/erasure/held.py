"""What must not be erased now."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.privacy.inventory import Person


async def held(db: AsyncSession, person: Person) -> Sequence[str]:
    """The tables with rows of the person that a legal hold keeps."""
    return ()
