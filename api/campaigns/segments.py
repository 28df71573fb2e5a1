"""Who is in a segment, and who of them may be written to.

Segments are rules over what the notebook knows of visits and cards. No free text is among them
(notes, names), nor a tag about what nobody is to be profiled by (``sensitive.py``).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, case, distinct, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts import local_time
from api.campaigns import rhythm, sensitive
from api.campaigns.models import CampaignChoice, CampaignMail
from api.campaigns.schemas import (
    Audience,
    BirthdaySegment,
    LapsedSegment,
    ListSegment,
    NearRewardSegment,
    Reason,
    RecentSegment,
    SegmentOut,
    SelectionSegment,
    TagSegment,
)
from api.cards.models import Card
from api.cards.showing.customer_lists import CustomerFilter
from api.cards.showing.customer_lists import conditions as listed
from api.core.tenancy import merchant_of
from api.customers import leave
from api.customers.models import Customer
from api.programs import life
from api.programs.models import Reward

HANDED = ("sending", "sent", "unclear")
"""Mails that count as got."""


async def check(db: AsyncSession, audience: Audience) -> None:
    """Raises ``SensitiveSegment``, ``ProgramNotFound``."""
    if isinstance(audience, TagSegment):
        sensitive.refuse(audience.tag)
    elif isinstance(audience, NearRewardSegment):
        await life.load(db, audience.program_id)
    elif isinstance(audience, ListSegment):
        if audience.filter.tag:
            sensitive.refuse(audience.filter.tag)
        if audience.filter.program_id:
            await life.load(db, audience.filter.program_id)


async def members(
    db: AsyncSession, audience: Audience, at: datetime, campaign_id: UUID | None = None
) -> list[ColumnElement[bool]]:
    """What has to be true of :class:`Customer`. ``campaign_id``: where those chosen by hand are
    not named in the audience itself."""
    found: list[ColumnElement[bool]] = [Customer.merged_into.is_(None)]
    match audience:
        case RecentSegment():
            found.append(Customer.last_visit_at >= at - timedelta(days=audience.days))
        case LapsedSegment():
            found.append(Customer.last_visit_at < at - timedelta(days=audience.days))
        case BirthdaySegment():
            zone = await local_time.zone_of(db, merchant_of(db))
            found += await _listed(db, birthday_month=audience.month or _month(at, zone))
        case NearRewardSegment():
            found.append(Customer.id.in_(_near(audience)))
        case TagSegment():
            found += await _listed(db, tag=audience.tag)
        case ListSegment():
            found += await _listed(db, **audience.filter.model_dump(exclude_none=True))
        case SelectionSegment():
            if audience.customer_ids is not None:
                found.append(Customer.id.in_(audience.customer_ids))
            else:
                chosen = select(CampaignChoice.customer_id).where(
                    CampaignChoice.campaign_id == campaign_id
                )
                found.append(Customer.id.in_(chosen))
    return found


def _month(at: datetime, zone: ZoneInfo) -> int:
    return at.astimezone(zone).month


async def _listed(db: AsyncSession, **wanted: object) -> list[ColumnElement[bool]]:
    return await listed(db, CustomerFilter.model_validate(wanted))


def _near(audience: NearRewardSegment) -> Select[UUID | None]:
    missing = Reward.cost - Card.balance
    return (
        select(Card.customer_id)
        .join(
            Reward,
            (Reward.merchant_id == Card.merchant_id) & (Reward.program_id == Card.program_id),
        )
        .where(
            Card.program_id == audience.program_id,
            Card.status == "active",
            Card.customer_id.is_not(None),
            Reward.active,
            missing.between(1, audience.missing),
        )
    )


def refusal(days_between: int, at: datetime) -> ColumnElement[str | None]:
    """Why each customer gets nothing now; NULL: gets the mail."""
    recently = (
        select(CampaignMail.id)
        .where(
            CampaignMail.merchant_id == Customer.merchant_id,
            CampaignMail.customer_id == Customer.id,
            CampaignMail.handed_at > at - timedelta(days=days_between),
            CampaignMail.state.in_(HANDED),
        )
        .correlate(Customer)
        .exists()
    )
    refused = leave.refusal("marketing_email")
    return case((refused.is_not(None), refused), (recently, "too_soon"), else_=None)


async def count(
    db: AsyncSession, audience: Audience, at: datetime, *, name: bool = False,
    campaign_id: UUID | None = None,
) -> SegmentOut:  # fmt: skip
    """Who would get a mail at this moment. ``name``: give one of them as a sample."""
    settings = await rhythm.load(db)
    refused = refusal(settings.days_between, at).label("refused")
    where = await members(db, audience, at, campaign_id)
    found = select(refused, Customer.email).where(*where).subquery()
    rows = await db.execute(
        select(
            found.c.refused, func.count(), func.count(distinct(func.lower(found.c.email)))
        ).group_by(found.c.refused)
    )
    reached, reasons = 0, dict[Reason, int]()
    total = 0
    for reason, persons, addresses in rows:
        total += persons
        if reason is None:
            reached = addresses
            if persons > addresses:
                reasons["same_address"] = persons - addresses
        else:
            reasons[reason] = persons
    sample = None
    if name and reached:
        one = select(Customer.first_name).where(*where, Customer.first_name.is_not(None))
        sample = await db.scalar(
            one.where(refused.element.is_(None)).order_by(Customer.id.desc()).limit(1)
        )
    return SegmentOut(total=total, reached=reached, refused=reasons, sample=sample)
