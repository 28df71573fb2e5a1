"""What was begun in the office and waits for somebody, or has come to nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.agenda.day import Day
from api.agenda.schemas import Kind, Matter, Urgency
from api.billing.plans import COUNTED
from api.campaigns.models import Campaign
from api.core import quotas
from api.core.quotas.usages import Usage, period_of
from api.exports.models import Export
from api.imports.models import Import
from api.privacy.erasure.models import Erasure
from api.privacy.requests.models import PrivacyRequest
from api.privacy.retention.models import RetentionStop

FRESH = timedelta(days=3)
"""For how long something that failed is still news."""
DRAFT = timedelta(days=30)
"""For how long nobody has forgotten a draft."""


async def requests(db: AsyncSession, day: Day) -> list[Matter]:
    """Rights that have to be answered within the week, or should have been."""
    found = await db.execute(
        select(PrivacyRequest.id, PrivacyRequest.due_on)
        .where(PrivacyRequest.closed_at.is_(None), PrivacyRequest.due_on <= day.last)
        .order_by(PrivacyRequest.due_on, PrivacyRequest.id)
    )
    rows = found.all()
    if not rows:
        return []
    first = rows[0].due_on
    urgency: Urgency = "late" if first < day.today else "today" if first == day.today else "soon"
    return [
        Matter(
            kind="request_due", urgency=urgency, count=len(rows), id=_only(rows), on=rows[0].due_on
        )
    ]


async def approvals(db: AsyncSession, _: Day) -> list[Matter]:
    return await _some(
        db, "erasure_to_approve", select(Erasure.id).where(Erasure.state == "awaiting_approval")
    )


async def retention(db: AsyncSession, _: Day) -> list[Matter]:
    """Rules that stopped by themselves before too much went."""
    return await _some(
        db,
        "retention_stopped",
        select(RetentionStop.id).where(RetentionStop.released_at.is_(None)),
        urgency="late",
    )


async def imports(db: AsyncSession, day: Day) -> list[Matter]:
    def of(status: str) -> Select[*tuple[Any, ...]]:
        return select(Import.id, Import.filename.label("name")).where(Import.status == status)

    failed = of("failed").where(Import.moved_at >= day.now - FRESH)
    return [
        *await _some(db, "import_failed", failed, urgency="late"),
        *await _some(db, "import_to_match", of("uploaded")),
        *await _some(db, "import_to_confirm", of("checked")),
    ]


async def exports(db: AsyncSession, day: Day) -> list[Matter]:
    failed = select(Export.id).where(
        Export.status == "failed", Export.created_at >= day.now - FRESH
    )
    return await _some(db, "export_failed", failed, urgency="late")


async def campaigns(db: AsyncSession, day: Day) -> list[Matter]:
    name = Campaign.subject.label("name")
    stopped = select(Campaign.id, name).where(
        Campaign.status == "stopped", Campaign.changed_at >= day.now - DRAFT
    )
    ready = select(Campaign.id, name).where(
        Campaign.status == "draft",
        Campaign.subject != "",
        Campaign.body != "",
        Campaign.audience.is_not(None),
        Campaign.changed_at >= day.now - DRAFT,
    )
    return [
        *await _some(db, "campaign_stopped", stopped, urgency="late"),
        *await _some(db, "campaign_ready", ready),
    ]


async def quota(db: AsyncSession, _: Day) -> list[Matter]:
    """What is nearly used up. What is full stands above every screen."""
    rows = await db.scalars(select(Usage).where(Usage.resource.in_(COUNTED)))
    return [
        Matter(kind="quota_near", urgency="soon", count=row.most - row.used, name=row.resource)
        for row in rows
        if row.most is not None
        and row.period == period_of(row.resource)
        and quotas.level(row.used, row.most) == quotas.NEAR
    ]


async def _some(
    db: AsyncSession, kind: Kind, wish: Select[*tuple[Any, ...]], *, urgency: Urgency = "today"
) -> list[Matter]:
    """One matter for all that the wish finds; with its name where it is one only."""
    found = await db.execute(wish.add_columns(func.count().over().label("all")).limit(1))
    row = found.one_or_none()
    if row is None:
        return []
    one = row.all == 1
    return [
        Matter(
            kind=kind,
            urgency=urgency,
            count=row.all,
            id=row.id if one else None,
            name=row._mapping.get("name") or None if one else None,
        )
    ]


def _only(rows: Sequence[Row[*tuple[Any, ...]]]) -> UUID | None:
    return rows[0].id if len(rows) == 1 else None
