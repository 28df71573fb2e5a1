"""The link to a person's file, in the mail that answers the request."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from api.accounts.models import Merchant
from api.core import jobs
from api.core.audit import SYSTEM
from api.core.clock import now
from api.core.jobs import Work
from api.core.tenancy import merchant_of
from api.privacy.access import link
from api.privacy.access.models import Extract
from api.privacy.requests import copying, decide
from api.privacy.requests.engines import engine_of
from api.privacy.requests.models import PrivacyRequest

SOON = timedelta(seconds=5)


async def link_to(work: Work, row: PrivacyRequest) -> tuple[bool, str]:
    """Whether the mail can go, and the link in it (empty: there is no file). A file whose seven
    days were over before anybody answered is made anew, and the mail waits for it."""
    if engine_of(row) is not copying.COPYING:
        return True, ""
    db = work.db
    file = await db.scalar(select(Extract).where(Extract.id == row.execution_id))
    if file is not None and file.status == "ready" and file.expires_at > now():
        slug = await db.scalar(select(Merchant.slug).where(Merchant.id == merchant_of(db)))
        return True, f"{work.settings.origin}/x/{slug}#{link.renew(db, SYSTEM, file)}"
    if file is None or file.status != "running":
        row.execution_id = await copying.start(db, work.settings, SYSTEM, row)
    await db.flush()
    await jobs.enqueue(db, decide.CLOSED_MAIL, delay=SOON, request_id=row.id)
    return False, ""
