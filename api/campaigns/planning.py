"""When a campaign's time has come: its segment as it is now becomes one row for each reader.

A batch, a transaction, a job for the next one: a process may die anywhere, and a row is never
written twice.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from uuid_utils.compat import uuid7

from api.campaigns import dispatch, rhythm, segments
from api.campaigns.models import Campaign, CampaignMail
from api.core import audit, jobs
from api.core.clock import now
from api.core.jobs import Work, job
from api.customers.models import Customer

BATCH = 1000


@job(dispatch.PLAN)
async def plan(work: Work, campaign_id: UUID, at: datetime) -> None:
    """``at`` tells this sending from an earlier one that was called off."""
    db = work.db
    row = await db.scalar(select(Campaign).where(Campaign.id == campaign_id).with_for_update())
    if row is None or row.scheduled_at != at or row.planned_at is not None:
        return
    if row.status == "scheduled":
        dispatch.begin(row)
        audit.record(db, audit.SYSTEM, "campaign.sent", "campaign", row.id)
    if row.status != "sending" or row.started_at is None:
        return
    settings = await rhythm.load(db)
    refused = segments.refusal(settings.days_between, row.started_at)
    audience = dispatch.audience_of.validate_python(row.audience)
    where = await segments.members(db, audience, row.started_at, row.id)
    if row.planned_after:
        where.append(Customer.id > row.planned_after)
    query = select(Customer.id, refused).where(*where).order_by(Customer.id).limit(BATCH)
    found = (await db.execute(query)).all()
    readers = [customer_id for customer_id, reason in found if reason is None]
    if readers:
        moment = now()
        rows = [
            {"id": uuid7(), "campaign_id": row.id, "customer_id": one, "created_at": moment}
            for one in readers
        ]
        await db.execute(insert(CampaignMail).on_conflict_do_nothing(), rows)
    reasons = Counter(row.counts.get("refused", {}))
    reasons.update(reason for _, reason in found if reason is not None)
    planned = row.counts.get("planned", 0) + len(readers)
    row.counts = row.counts | {"planned": planned, "refused": dict(reasons)}
    if len(found) == BATCH:
        row.planned_after = found[-1][0]
        await jobs.enqueue(db, dispatch.PLAN, campaign_id=row.id, at=at)
        return
    row.planned_at = now()
    await jobs.enqueue(db, dispatch.SEND, campaign_id=row.id)
