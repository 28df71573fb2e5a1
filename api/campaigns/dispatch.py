"""Sending a campaign now or later, going on with one that stopped, and calling it off."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Location, Merchant
from api.campaigns import segments
from api.campaigns.models import Campaign, CampaignMail
from api.campaigns.schemas import Audience
from api.core import audit, jobs
from api.core.audit import Actor
from api.core.clock import now
from api.core.errors import Problem
from api.core.tenancy import merchant_of

PLAN, SEND = "campaigns.plan", "campaigns.send"
LONGEST = timedelta(days=366)
audience_of: TypeAdapter[Any] = TypeAdapter(Audience)


class CampaignIncomplete(Problem):
    """``missing`` in the document: ``subject``, ``body``, ``audience``."""

    status, code, title = 422, "CAMPAIGN_INCOMPLETE", "A campaign needs a subject, a text, readers"


class SenderUnknown(Problem):
    """Whoever writes to advertise says who it is and where it is reached (CPCE, art. L34-5)."""

    status, code, title = 409, "SENDER_UNKNOWN", "Give the shop a contact address or a place first"


class CampaignNotReady(Problem):
    """``state`` in the document."""

    status, code, title = 409, "CAMPAIGN_NOT_READY", "The campaign is not in the state for this"


class NotInTime(Problem):
    status, code, title = 422, "NOT_IN_TIME", "The moment lies in the past or over a year ahead"


async def send(db: AsyncSession, actor: Actor, row: Campaign, at: datetime | None) -> None:
    """Raises :class:`CampaignIncomplete`, :class:`SenderUnknown`, :class:`CampaignNotReady`,
    :class:`NotInTime`, ``SensitiveSegment``, ``ProgramNotFound``."""
    if row.status == "stopped":
        await _go_on(db, actor, row)
        return
    if row.status != "draft":
        raise CampaignNotReady(state=row.status)
    lacks = [name for name in ("subject", "body", "audience") if not getattr(row, name)]
    if lacks:
        raise CampaignIncomplete(missing=lacks)
    await segments.check(db, audience_of.validate_python(row.audience))
    if await sender(db) is None:
        raise SenderUnknown
    moment = now()
    if at is not None and not moment < at <= moment + LONGEST:
        raise NotInTime
    row.scheduled_at = at or moment
    row.status = "scheduled"
    row.sent_by = actor.id
    row.version += 1
    await jobs.enqueue(db, PLAN, delay=row.scheduled_at - moment, campaign_id=row.id,
                       at=row.scheduled_at)  # fmt: skip
    if at is None:
        begin(row)
        audit.record(db, actor, "campaign.sent", "campaign", row.id)
    else:
        audit.record(db, actor, "campaign.scheduled", "campaign", row.id, at=at.isoformat())


def begin(row: Campaign) -> None:
    row.status, row.started_at, row.counts = "sending", now(), {}


async def _go_on(db: AsyncSession, actor: Actor, row: Campaign) -> None:
    row.status, row.problem, row.stalled_since = "sending", None, None
    row.version += 1
    await jobs.enqueue(db, SEND, campaign_id=row.id)
    audit.record(db, actor, "campaign.resumed", "campaign", row.id)


async def cancel(db: AsyncSession, actor: Actor, row: Campaign) -> None:
    """Of a scheduled one a draft remains; one under way sends nothing more. Raises
    :class:`CampaignNotReady`."""
    if row.status == "scheduled":
        row.status, row.scheduled_at = "draft", None
    elif row.status in ("sending", "stopped"):
        pending = (CampaignMail.campaign_id == row.id, CampaignMail.state == "pending")
        gone = update(CampaignMail).where(*pending).values(state="refused", reason="cancelled")
        ended = await db.scalars(gone.returning(CampaignMail.id))
        row.counts = row.counts | {"cancelled": len(ended.all())}
        row.status, row.problem, row.run, row.finished_at = "cancelled", None, None, now()
    else:
        raise CampaignNotReady(state=row.status)
    row.version += 1
    audit.record(db, actor, "campaign.cancelled", "campaign", row.id)


async def sender(db: AsyncSession) -> tuple[Merchant, str] | None:
    """The shop, and where it is: the address of its first place. None: neither that nor an
    e-mail address is known."""
    merchant = await db.get_one(Merchant, merchant_of(db))
    query = select(Location.address).where(Location.active, Location.address.is_not(None))
    address = await db.scalar(query.order_by(Location.id).limit(1))
    return (merchant, address or "") if address or merchant.contact_email else None
