"""The mails of a campaign, one after the other.

Before each mail, one transaction holds the reader's row, asks whether this person may be written
to at this very moment, and records that the mail is being sent; what withdraws a consent waits
for the same row, and so comes before or after, never in between. The mail is handed over when
that is committed. If the process dies between the two, the mail is not sent a second time: where
mails are files, the file tells whether it was; a mail server cannot be asked, and the report
says ``unclear``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.accounts.models import Merchant
from api.campaigns import dispatch, permission, rhythm
from api.campaigns.mails import CampaignLetter, words
from api.campaigns.models import Campaign, CampaignMail
from api.cards.enrolling.enrolment import page_secret
from api.cards.models import Card
from api.cards.nightly.warnings import MAILS
from api.core import audit, jobs, quotas
from api.core.clock import now
from api.core.jobs import Afterwards, Work, job
from api.core.mail import HandedOver, hand_over, was_handed_over
from api.core.quotas import PlanLimit
from api.core.settings import Settings
from api.core.tenancy import enter
from api.customers.models import Customer

BATCH, LOOK = 100, 20
"""Mails of one job; refusals of one transaction."""
PAUSE, GIVEN_UP = timedelta(minutes=5), timedelta(hours=24)
"""How soon a mail server that takes nothing is asked again, and for how long."""
STATE: dict[HandedOver, str] = {
    "taken": "sent",
    "refused": "failed",
    "later": "pending",
    "unclear": "unclear",
}


@dataclass(frozen=True)
class Step:
    """A mail that may leave, and is recorded as leaving."""

    id: UUID
    letter: CampaignLetter


@job(dispatch.SEND)
async def send(work: Work, campaign_id: UUID) -> Afterwards | None:
    """Take the campaign over, and send a batch of it."""
    db = work.db
    row = await _held(db, campaign_id)
    if row is None or row.status != "sending" or row.planned_at is None:
        return None
    merchant = await db.get_one(Merchant, row.merchant_id)
    if merchant.read_only_since is not None:
        stop(db, row, "READ_ONLY")
        return None
    quiet = rhythm.quiet_until(await rhythm.load(db), ZoneInfo(merchant.time_zone), now())
    if quiet is not None:
        await jobs.enqueue(db, dispatch.SEND, delay=quiet - now(), campaign_id=row.id)
        return None
    row.run = uuid7()
    await _settle_what_was_cut_off(db, work.settings, row)
    return partial(_go_on, work, row.merchant_id, row.id, row.run)


async def _settle_what_was_cut_off(db: AsyncSession, settings: Settings, row: Campaign) -> None:
    """Of a job that died with a mail in its hands."""
    query = select(CampaignMail).where(
        CampaignMail.campaign_id == row.id, CampaignMail.state == "sending"
    )
    for mail in await db.scalars(query):
        left = was_handed_over(settings, mail.id)
        _end(row, mail, "unclear" if left is None else "taken" if left else "later")


async def _go_on(work: Work, merchant_id: UUID, campaign_id: UUID, run: UUID) -> None:
    done: tuple[UUID, HandedOver] | None = None
    for _ in range(BATCH):
        try:
            async with work.database.session() as db:
                await enter(db, merchant_id)
                row = await _mine(db, campaign_id, run, done)
                step = await _next(db, work.settings, row) if row else None
        except PlanLimit:
            async with work.database.session() as db:
                await enter(db, merchant_id)
                if row := await _mine(db, campaign_id, run, done):
                    stop(db, row, "PLAN_LIMIT")
            return
        if step is None:
            return
        done = step.id, await hand_over(work.settings, step.letter, step.id)
    async with work.database.session() as db:
        await enter(db, merchant_id)
        if await _mine(db, campaign_id, run, done):
            await jobs.enqueue(db, dispatch.SEND, campaign_id=campaign_id)


async def _held(db: AsyncSession, campaign_id: UUID) -> Campaign | None:
    query = select(Campaign).where(Campaign.id == campaign_id).with_for_update()
    found: Campaign | None = await db.scalar(query)
    return found


async def _mine(
    db: AsyncSession, campaign_id: UUID, run: UUID, done: tuple[UUID, HandedOver] | None
) -> Campaign | None:
    """The campaign with the last mail's end noted; None: it is called off, has stopped, waits for
    the mail server, or another job has taken it over."""
    row = await _held(db, campaign_id)
    if row is None:
        return None
    if done is not None:
        mail_id, outcome = done
        query = select(CampaignMail).where(
            CampaignMail.id == mail_id, CampaignMail.state.in_(("sending", "unclear"))
        )
        if mail := await db.scalar(query):
            _end(row, mail, outcome)
        if outcome in ("later", "refused"):
            quotas.release(db, MAILS)
    if row.status != "sending" or row.run != run:
        return None
    if done is not None and done[1] == "later":
        await _wait(db, row)
        return None
    if done is not None:
        row.stalled_since = None
    return row


async def _wait(db: AsyncSession, row: Campaign) -> None:
    row.stalled_since = row.stalled_since or now()
    if now() - row.stalled_since > GIVEN_UP:
        stop(db, row, "MAIL_SERVER")
    else:
        await jobs.enqueue(db, dispatch.SEND, delay=PAUSE, campaign_id=row.id)


def stop(db: AsyncSession, row: Campaign, problem: str) -> None:
    row.status, row.problem, row.run = "stopped", problem, None
    row.version += 1
    audit.record(db, audit.SYSTEM, "campaign.stopped", "campaign", row.id, problem=problem)


def _end(row: Campaign, mail: CampaignMail, outcome: HandedOver) -> None:
    if mail.state == "unclear":  # another job gave it up; this one knows better
        _count(row, "unclear", -1)
    mail.state = STATE[outcome]
    if outcome == "later":
        mail.handed_at = None
    else:
        _count(row, mail.state)


def _count(row: Campaign, name: str, n: int = 1) -> None:
    row.counts = row.counts | {name: row.counts.get(name, 0) + n}


async def _next(db: AsyncSession, settings: Settings, row: Campaign) -> Step | None:
    """The next mail that may leave; None: that was the last one. What may not is refused here."""
    found = await dispatch.sender(db)
    rules = await rhythm.load(db)
    pending = select(CampaignMail).where(
        CampaignMail.campaign_id == row.id, CampaignMail.state == "pending"
    )
    mails = (await db.scalars(pending.order_by(CampaignMail.id).limit(LOOK))).all()
    for mail in mails:
        customer, asked, reason = await permission.ask(db, settings, mail, rules.days_between)
        if not (customer and customer.email and asked and found) or reason:
            mail.state, mail.reason = "refused", reason
            refused: dict[str, int] = row.counts.get("refused", {})
            key = reason or "gone"
            row.counts = row.counts | {"refused": refused | {key: refused.get(key, 0) + 1}}
            continue
        mail.state, mail.handed_at = "sending", now()
        quotas.take(db, MAILS)
        merchant, address = found
        language = customer.language or merchant.language
        facts: dict[str, Any] = words(row, merchant, address, language, customer.first_name)
        letter = CampaignLetter(
            to=customer.email,
            card_link=await _card(db, settings, customer, merchant.slug) if row.card_button else "",
            leave=asked,
            **facts,
        )
        return Step(mail.id, letter)
    if len(mails) == LOOK:
        await jobs.enqueue(db, dispatch.SEND, campaign_id=row.id)
    else:
        await _finish(db, row)
    return None


async def _card(db: AsyncSession, settings: Settings, customer: Customer, slug: str) -> str:
    """The page of the card that was used last, where its link is known."""
    query = select(Card).where(Card.customer_id == customer.id, Card.status == "active")
    order = Card.last_earned_at.desc().nulls_last()
    for card in await db.scalars(query.order_by(order, Card.id).limit(3)):
        if secret := await page_secret(db, settings, card):
            return f"{settings.origin}/c/{slug}#{secret}"
    return ""


async def _finish(db: AsyncSession, row: Campaign) -> None:
    counts = row.counts
    row.status, row.finished_at, row.run = "sent", now(), None
    row.version += 1
    audit.record(
        db, audit.SYSTEM, "campaign.done", "campaign", row.id, sent=counts.get("sent", 0),
        refused=sum(counts.get("refused", {}).values()),
    )  # fmt: skip
