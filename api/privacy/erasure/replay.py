"""After a backup was restored: what was erased since then is erased again, before anybody is
served."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.clock import now
from api.core.db import Database
from api.core.launch import CannotStart
from api.core.personal import Subject
from api.core.settings import Settings
from api.core.tenancy import enter
from api.privacy.erasure import course, executing, leaving, outside, statistics
from api.privacy.erasure.models import Erasure, ErasureMark
from api.privacy.erasure.outside import LedgerDamaged, Line
from api.privacy.erasure.planning import Plan
from api.privacy.inventory import Person

_MERCHANT = text("SELECT 1 FROM merchants WHERE id = :id").execution_options(
    touches_no_merchant=True
)


Again = Callable[[Database, Settings, Line], Awaitable[None]]
AGAIN: dict[str, Again] = {}
"""Of subjects that a room above destroys, by name."""


class ReplayDue(CannotStart):
    """This database has forgotten erasures that were made."""


async def refuse_while_due(database: Database, settings: Settings) -> None:
    """An erasure that is underway here goes on by its job; one that this database never heard of
    was made after the backup it comes from. Raises :class:`ReplayDue`."""
    try:
        lines = list(outside.read(settings.erasure_ledger))
    except LedgerDamaged as damaged:
        raise ReplayDue(str(damaged)) from damaged
    if not lines:
        return
    async with database.session() as db:
        known = set(await db.scalars(select(ErasureMark.id)))
    if due := {line.erasure for line in lines} - known:
        raise ReplayDue(
            f"{len(due)} erased persons would be back: the database is older than the erasure "
            f"ledger {settings.erasure_ledger}. Run `carnet restore` to erase them again."
        )


async def replay(database: Database, settings: Settings, say: Callable[[str], None]) -> int:
    """Erase again whatever this database does not know to be finished; how many that were."""
    lines = {line.erasure: line for line in outside.read(settings.erasure_ledger)}
    async with database.session() as db:
        finished = select(ErasureMark.id).where(ErasureMark.finished_at.is_not(None))
        due = [line for id, line in lines.items() if id not in set(await db.scalars(finished))]
    for line in due:
        ownerless = await _again(database, settings, line)
        say(f"erased again: {line.erasure}")
        for slug in ownerless:
            say(f"{slug} has no owner any more: `carnet merchant owner {slug} ADDRESS` names one.")
    if due:
        async with database.session() as db:
            await statistics.anew(db, executing.every_table())
    return len(due)


async def _again(database: Database, settings: Settings, line: Line) -> Sequence[str]:
    """Slugs of the shops that have no owner any more."""
    if line.subject == Subject.USER:
        return await leaving.again(database, settings, line)
    if again := AGAIN.get(line.subject):
        await again(database, settings, line)
        return ()
    async with database.session() as db:
        if not await db.scalar(_MERCHANT, {"id": line.merchant}):
            # The backup is older than the shop.
            await course.mark(db, line.erasure)
            await course.unmark(db, line.erasure)
            return ()
    assert line.merchant is not None  # noqa: S101  # a customer is a merchant's
    async with database.session() as db:
        await enter(db, line.merchant)
        await _known(db, line)
        await Database.settle(db)
        person = Person(Subject.CUSTOMER, line.persons[0], line.merchant)
        await executing.execute(
            db, settings, line.erasure, person, line.persons, despite_holds=True
        )
        await executing.end(db, line.erasure)
    return ()


async def _known(db: AsyncSession, line: Line) -> None:
    """The restored database may be older than the wish itself."""
    if await db.scalar(select(Erasure.id).where(Erasure.id == line.erasure)) is None:
        nothing = Plan(Subject.CUSTOMER, ())
        persons: Sequence[str] = [str(one) for one in line.persons]
        db.add(
            Erasure(
                id=line.erasure,
                customer_id=line.persons[0],
                state="executing",
                cause="replay",
                plan=nothing.told() | {"persons": persons},
                digest=nothing.digest,
                asked_kind="system",
                begun_at=now(),
            )
        )
