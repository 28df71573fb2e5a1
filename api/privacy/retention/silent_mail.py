"""The mail to a customer who has been silent for long."""

from __future__ import annotations

from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import and_, select

from api.accounts.models import Merchant
from api.core.clock import now
from api.core.jobs import Afterwards, Work, job
from api.core.tenancy import merchant_of
from api.core.wording import long_day
from api.customers.models import Customer
from api.privacy.retention.handing_over import handed_over
from api.privacy.retention.inactivity import NOTICE_MAIL
from api.privacy.retention.mails import DataWillGo
from api.privacy.retention.models import RetentionNotice


@job(NOTICE_MAIL)
async def mail_customer(work: Work, notice_id: UUID) -> Afterwards | None:
    """Unless the customer has come back since, or has no address any more."""
    db = work.db
    found = await db.execute(
        select(RetentionNotice, Customer)
        .join(
            Customer,
            and_(
                Customer.merchant_id == RetentionNotice.merchant_id,
                Customer.id == RetentionNotice.customer_id,
                Customer.last_active_at == RetentionNotice.since,
            ),
        )
        .where(RetentionNotice.id == notice_id, RetentionNotice.sent_at.is_(None))
    )
    row = found.one_or_none()
    if row is None:
        return None
    notice, customer = row
    if not customer.email:
        # It was taken away since: nobody can be told by mail any more.
        notice.how, notice.sent_at = "unreachable", now()
        return None
    merchant = await db.get_one(Merchant, merchant_of(db))
    language = customer.language or merchant.language
    due = notice.due_at.astimezone(ZoneInfo(merchant.time_zone))
    mail = DataWillGo(
        to=customer.email,
        language=language,
        first_name=customer.first_name or "",
        merchant_name=merchant.name,
        last_day=long_day(due.date(), language),
        contact=merchant.contact_email or "",
    )
    return partial(handed_over, work, mail, RetentionNotice, notice_id, merchant.id)
