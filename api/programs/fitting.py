"""Programs where the plan has no room for all of them, and what the merchant keeps active."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.jobs import Work, job
from api.core.quotas import fitting
from api.programs.life import FIT_PROGRAMS, PROGRAMS
from api.programs.models import Program


async def fit_programs(db: AsyncSession) -> None:
    rows = (
        await db.scalars(
            select(Program)
            .where(Program.status == "active")
            .order_by(Program.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    ).all()
    await fitting.fit(db, PROGRAMS, rows)


@job(FIT_PROGRAMS)
async def programs(work: Work) -> None:
    await fit_programs(work.db)
