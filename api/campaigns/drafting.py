"""Writing a campaign: until it is sent, everything may change."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.campaigns import segments
from api.campaigns.models import Campaign, CampaignChoice
from api.campaigns.schemas import Audience, CampaignIn, CampaignPatch, SelectionSegment
from api.core import audit
from api.core.audit import Actor
from api.core.clock import now
from api.core.errors import Problem, match_version
from api.customers.models import Customer


class CampaignNotFound(Problem):
    status, code, title = 404, "CAMPAIGN_NOT_FOUND", "There is no such campaign"


class CampaignNotDraft(Problem):
    """``state`` in the document. A scheduled one is first taken back by its cancellation."""

    status, code, title = 409, "CAMPAIGN_NOT_DRAFT", "Only a draft can be changed"


class NobodyChosen(Problem):
    status, code, title = 422, "NOBODY_CHOSEN", "A selection names the customers it is about"


async def load(db: AsyncSession, campaign_id: UUID, *, lock: bool = False) -> Campaign:
    """Raises :class:`CampaignNotFound`."""
    query = select(Campaign).where(Campaign.id == campaign_id)
    row = await db.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise CampaignNotFound
    return row


async def draft(db: AsyncSession, campaign_id: UUID, if_match: str | None) -> Campaign:
    """A draft, held. Raises :class:`CampaignNotFound`, ``Stale``, :class:`CampaignNotDraft`."""
    row = await load(db, campaign_id, lock=True)
    match_version(if_match, row.version)
    if row.status != "draft":
        raise CampaignNotDraft(state=row.status)
    return row


async def create(db: AsyncSession, actor: Actor, wish: CampaignIn) -> Campaign:
    """Raises ``SensitiveSegment``, ``ProgramNotFound``, :class:`NobodyChosen`."""
    row = Campaign(
        id=uuid7(),
        subject=wish.subject,
        body=wish.body,
        card_button=wish.card_button,
        counts={},
        created_kind=actor.kind,
        created_by=actor.id,
    )
    db.add(row)
    await db.flush()
    if wish.audience is not None:
        await _choose(db, row, wish.audience)
    audit.record(db, actor, "campaign.created", "campaign", row.id)
    return row


async def change(db: AsyncSession, actor: Actor, row: Campaign, wish: CampaignPatch) -> None:
    """Raises what :func:`create` raises."""
    changes = wish.model_dump(exclude_none=True, exclude={"audience"})
    for name, value in changes.items():
        setattr(row, name, value)
    if wish.audience is not None:
        await _choose(db, row, wish.audience)
    row.version += 1
    row.changed_at = now()
    fields = sorted(wish.model_fields_set)
    audit.record(db, actor, "campaign.changed", "campaign", row.id, fields=fields)


async def copy(db: AsyncSession, actor: Actor, row: Campaign) -> Campaign:
    """A new draft with the same words and the same rule."""
    again = Campaign(
        id=uuid7(),
        subject=row.subject,
        body=row.body,
        card_button=row.card_button,
        audience=row.audience,
        counts={},
        created_kind=actor.kind,
        created_by=actor.id,
    )
    db.add(again)
    await db.flush()
    query = select(CampaignChoice.customer_id).where(CampaignChoice.campaign_id == row.id)
    await _keep(db, again.id, list(await db.scalars(query)))
    audit.record(db, actor, "campaign.created", "campaign", again.id, copied_from=row.id)
    return again


async def remove(db: AsyncSession, actor: Actor, row: Campaign) -> None:
    await db.execute(delete(CampaignChoice).where(CampaignChoice.campaign_id == row.id))
    await db.delete(row)
    audit.record(db, actor, "campaign.removed", "campaign", row.id)


async def _choose(db: AsyncSession, row: Campaign, audience: Audience) -> None:
    await segments.check(db, audience)
    kept: dict[str, Any] = audience.model_dump(mode="json", exclude={"customer_ids"})
    if isinstance(audience, SelectionSegment):
        if audience.customer_ids is None:
            if (row.audience or {}).get("kind") != "selection":
                raise NobodyChosen
            return  # the same as before
        query = select(Customer.id).where(
            Customer.id.in_(audience.customer_ids), Customer.merged_into.is_(None)
        )
        known = list(await db.scalars(query))
        if not known:
            raise NobodyChosen
        kept["size"] = len(known)
    else:
        known = []
    await db.execute(delete(CampaignChoice).where(CampaignChoice.campaign_id == row.id))
    await _keep(db, row.id, known)
    row.audience = kept


async def _keep(db: AsyncSession, campaign_id: UUID, customers: list[UUID]) -> None:
    if customers:
        at = now()
        rows = [
            {"id": uuid7(), "campaign_id": campaign_id, "customer_id": one, "created_at": at}
            for one in customers
        ]
        await db.execute(insert(CampaignChoice), rows)
