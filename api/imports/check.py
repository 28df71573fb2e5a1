"""The dry run: what would come of every row, without writing any of it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts import local_time
from api.core.clock import now
from api.core.jobs import Work, job
from api.core.settings import Settings
from api.core.tenancy import enter, merchant_of
from api.imports.matching import Seen
from api.imports.models import Import, ImportPage
from api.imports.packing import LETTERS, unpack
from api.imports.planning import Step, plan
from api.imports.schemas import ImportOptions
from api.imports.tally import Tally
from api.imports.values import Reader, RowFault, Wish

_PAGES_AT_ONCE = 5


async def reader(db: AsyncSession, row: Import) -> Reader:
    options = ImportOptions.model_validate(row.options)
    return Reader(row.mapping or {}, options, await local_time.today(db, row.merchant_id))


@job("imports.check")
async def check(work: Work, import_id: UUID, round: int) -> None:
    """A few pages a transaction, so that it can be watched and stopped. When the process dies it
    begins again from the first row, since what was further up in the file is in memory."""
    seen, touched, tally = Seen(), set[UUID](), Tally()
    done = page = 0
    while True:
        async with work.database.session() as db:
            await enter(db, merchant_of(work.db))
            row = await db.scalar(select(Import).where(Import.id == import_id).with_for_update())
            if row is None or row.status != "checking" or row.round != round:
                return
            pages = await _pages(db, import_id, page)
            done += await _check(
                db, work.settings, pages, await reader(db, row), seen, touched, tally
            )
            row.done, row.moved_at = done, now()
            if not pages:
                row.status, row.counts, row.errors = "checked", tally.counts, tally.errors()
                return
            page += len(pages)


async def _pages(db: AsyncSession, import_id: UUID, first: int) -> Sequence[ImportPage]:
    query = select(ImportPage).where(
        ImportPage.import_id == import_id,
        ImportPage.number >= first,
        ImportPage.number < first + _PAGES_AT_ONCE,
    )
    return (await db.scalars(query.order_by(ImportPage.number))).all()


async def _check(
    db: AsyncSession,
    settings: Settings,
    pages: Sequence[ImportPage],
    reader: Reader,
    seen: Seen,
    touched: set[UUID],
    tally: Tally,
) -> int:
    found: list[list[Wish | RowFault]] = []
    for page in pages:
        found.append([])
        for row in unpack(page.body):
            try:
                wish = reader.read(row)
                if reader.options.on_duplicate != "create" and seen.twice(wish):
                    raise RowFault("DUPLICATE_IN_FILE")
            except RowFault as fault:
                found[-1].append(fault)
            else:
                found[-1].append(wish)
    wishes = [one for rows in found for one in rows if isinstance(one, Wish)]
    steps = iter(await plan(db, settings, wishes, reader.options))
    for page, rows in zip(pages, found, strict=True):
        outcomes = [_once(next(steps), touched) if isinstance(one, Wish) else one for one in rows]
        note(page, outcomes, tally)
    return sum(map(len, found))


def _once(step: Step, touched: set[UUID]) -> Step | RowFault:
    """Two rows about one customer of the notebook are one too many."""
    if step.outcome == "rejected" and step.fault:
        return step.fault
    if step.outcome == "changed" and step.customer:
        if step.customer.id in touched:
            return RowFault("DUPLICATE_IN_FILE")
        touched.add(step.customer.id)
    return step


def note(page: ImportPage, outcomes: Sequence[Step | RowFault], tally: Tally) -> None:
    """Write down what comes of a page's rows."""
    letters, faults = [], []
    numbers = [row.number for row in unpack(page.body)]
    for place, one in enumerate(outcomes):
        if isinstance(one, RowFault):
            letters.append(LETTERS["rejected"])
            faults.append([place, one.code, one.field])
            tally.reject(numbers[place], one.code, one.field)
        else:
            letters.append(LETTERS[one.outcome])
            tally.add(one.outcome)
    page.outcomes, page.faults = "".join(letters), {"items": faults}
