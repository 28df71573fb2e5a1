"""What time alone does: trials near their end, grace runs out, gifts end. One job a day for each
merchant, which finds nothing to do when it runs again."""

from __future__ import annotations

from sqlalchemy import delete

from api.billing import in_force, plans
from api.billing.mirror import MEANS_KEPT
from api.billing.models import Notice, StripeEvent
from api.core import jobs
from api.core.clock import now
from api.core.jobs import Work, job, periodic

DAY = "billing.day"


@periodic("13 5 * * *", "billing.plan_day")
async def plan_day(work: Work) -> None:
    """One job for each merchant. Events older than anything that could be sent again go."""
    await work.db.execute(delete(StripeEvent).where(StripeEvent.received_at < now() - MEANS_KEPT))
    await jobs.enqueue_everywhere(work.db, DAY, once="daily")


@job(DAY)
async def day(work: Work) -> None:
    await in_force.follow(work.db, plans.load(work.settings.plans_file))
    await work.db.execute(delete(Notice).where(Notice.created_at <= now() - MEANS_KEPT))
