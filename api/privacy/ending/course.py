"""How the end of a contract goes: ended, opened again, everything asked to go, gone."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.accounts.credentials import forget_merchant
from api.accounts.models import Merchant
from api.billing import ending as stripe
from api.core import audit, jobs, waiting
from api.core.audit import Actor, AuditEvent
from api.core.clock import now
from api.core.errors import Problem
from api.core.jobs import Work, job, periodic
from api.core.tenancy import merchant_of
from api.privacy.ending import mails, when
from api.privacy.ending.models import GOING, ContractEnd
from api.privacy.ending.purging import PURGE
from api.privacy.ending.when import Known
from api.privacy.retention import in_force
from api.privacy.retention.clamp import effective

LOOK, LOOK_EVERYWHERE = "contract.look", "contract.look_everywhere"
RULE = "merchant.contract"
NO_COPY = {
    "fr": "Je ne veux pas de copie de mes données.",
    "en": "I do not want a copy of my data.",
}
"""What an owner writes who wants everything to go without having taken it out."""


class AlreadyClosed(Problem):
    status, code, title = 409, "ALREADY_CLOSED", "The contract has ended already"


class NotClosed(Problem):
    status, code, title = 409, "NOT_CLOSED", "The contract has not ended"


class PurgeUnderway(Problem):
    status, code, title = 409, "PURGE_UNDERWAY", "Everything is going already: there is no way back"


class TakeoutFirst(Problem):
    status, code, title = (
        409,
        "TAKEOUT_FIRST",
        "Download all data first, or say in words that you want no copy",
    )


class NotTheWords(Problem):
    """``words`` are those that count, by language."""

    status, code, title = 422, "NOT_THE_WORDS", "Write the sentence as it stands"


async def current(db: AsyncSession, *, lock: bool = False) -> ContractEnd | None:
    query = select(ContractEnd).where(ContractEnd.state != "reopened")
    found: ContractEnd | None = await db.scalar(query.with_for_update() if lock else query)
    return found


async def end(db: AsyncSession, actor: Actor, cause: Literal["owner", "operator"]) -> ContractEnd:
    """From now on nothing changes. Raises :class:`AlreadyClosed`."""
    merchant_id, at = merchant_of(db), now()
    query = select(Merchant).where(Merchant.id == merchant_id).with_for_update()
    merchant = (await db.scalars(query)).one()
    if merchant.ended_at is not None:
        raise AlreadyClosed
    ruling = await in_force.of_merchant(db, at)
    period = effective(ruling.rules[RULE], None).period
    row = ContractEnd(
        id=uuid7(), cause=cause, ended_at=at, ended_by=actor.id,
        due_at=period.after(at, ruling.zone),
    )  # fmt: skip
    db.add(row)
    merchant.ended_at = at
    await db.flush()
    audit.record(db, actor, "merchant.closed", "merchant", merchant_id, cause=cause)
    forget_merchant(db, merchant_id)
    await stripe.ask(db, row.id, ending=True)
    await mails.tell(db, row.id, "ended")
    await jobs.enqueue(db, LOOK, delay=row.due_at - at, once=str(row.id))
    return row


async def reopen(db: AsyncSession, actor: Actor) -> None:
    """All goes on where it stopped. Raises :class:`NotClosed`, :class:`PurgeUnderway`."""
    row = await _open(db)
    merchant_id = merchant_of(db)
    row.state, row.reopened_at, row.reopened_by = "reopened", now(), actor.id
    await db.execute(update(Merchant).where(Merchant.id == merchant_id).values(ended_at=None))
    audit.record(db, actor, "merchant.reopened", "merchant", merchant_id)
    forget_merchant(db, merchant_id)
    await stripe.ask(db, row.id, ending=False)
    await waiting.wake(db)


async def waive(db: AsyncSession, actor: Actor, words: str) -> ContractEnd:
    """No copy is wanted. Raises :class:`NotTheWords`, :class:`NotClosed`,
    :class:`PurgeUnderway`."""
    if " ".join(words.split()).casefold() not in {one.casefold() for one in NO_COPY.values()}:
        raise NotTheWords(words=NO_COPY)
    row = await _open(db)
    if row.waived_at is None:
        row.waived_at, row.waived_by = now(), actor.id
        audit.record(db, actor, "merchant.takeout_waived", "merchant", merchant_of(db))
    return row


async def ask_purge(db: AsyncSession, actor: Actor) -> ContractEnd:
    """Everything goes now and not at the period's end. Raises :class:`TakeoutFirst`,
    :class:`NotClosed`, :class:`PurgeUnderway`."""
    row = await _open(db)
    if not when.returned(await known(db, row)):
        raise TakeoutFirst
    row.purge_asked_at, row.purge_asked_by = now(), actor.id
    audit.record(db, actor, "merchant.purge_asked", "merchant", merchant_of(db))
    await jobs.enqueue(db, LOOK)
    return row


async def _open(db: AsyncSession) -> ContractEnd:
    row = await current(db, lock=True)
    if row is None:
        raise NotClosed
    if row.state != "ended":
        raise PurgeUnderway
    return row


async def known(db: AsyncSession, row: ContractEnd) -> Known:
    """A takeout counts as made when it was downloaded: until then nobody has it."""
    taken = select(AuditEvent.id).where(
        AuditEvent.action == "takeout.downloaded", AuditEvent.at >= row.ended_at
    )
    return Known(
        row.due_at,
        purge_asked=row.purge_asked_at is not None,
        waived=row.waived_at is not None,
        taken_out=await db.scalar(taken.limit(1)) is not None,
        warned=row.warned_at is not None,
    )


@periodic("29 * * * *", LOOK_EVERYWHERE)
async def look_everywhere(work: Work) -> None:
    """One job for each merchant whose end is not finished."""
    ended = select(Merchant.id).where(Merchant.ended_at.is_not(None), Merchant.purged_at.is_(None))
    for merchant_id in (await work.db.scalars(ended)).all():
        await jobs.enqueue(work.db, LOOK, merchant_id=merchant_id, once="hourly")


@job(LOOK, after_end=True)
async def look(work: Work) -> None:
    """Warn, or begin: what is begun is not opened again."""
    db, at = work.db, now()
    row = await current(db, lock=True)
    if row is None or row.state == "done":
        return
    if row.state == "ended":
        match when.step(await known(db, row), at):
            case "wait":
                return
            case "warn":
                row.warned_at = at
                await mails.tell(db, row.id, "near")
                return
            case "purge":
                row.begun_at = at
                row.receipts = {"owners": [str(one) for one in await mails.owners(db)]}
    # One that is done is answered above, and a reopened one is not current.
    assert row.state in ("ended", *GOING)  # noqa: S101  # see above
    row.state = "purging"
    await jobs.enqueue(db, PURGE, once=str(row.id), end_id=row.id)
