"""Campaigns: writing and reading them."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response
from sqlalchemy import select

from api.accounts.deps import CALLER_REFUSALS
from api.campaigns import drafting
from api.campaigns.deps import IfMatch, Reader, Writer
from api.campaigns.drafting import CampaignNotDraft, CampaignNotFound, NobodyChosen
from api.campaigns.models import Campaign
from api.campaigns.report import report
from api.campaigns.schemas import CampaignIn, CampaignOut, CampaignPatch, CampaignReport
from api.campaigns.sensitive import SensitiveSegment
from api.core.deps import Db
from api.core.errors import BadCursor, PreconditionRequired, Stale, problems
from api.core.pages import Page, Paging
from api.programs.life import ProgramNotFound

router = APIRouter(prefix="/v1/campaigns", tags=["campaigns"])

_AUDIENCE = (SensitiveSegment, ProgramNotFound, NobodyChosen)
_DRAFT = (CampaignNotFound, CampaignNotDraft, Stale, PreconditionRequired)


@router.post(
    "",
    operation_id="create_campaign",
    summary="Begin a campaign",
    status_code=201,
    responses=problems(*CALLER_REFUSALS, *_AUDIENCE),
)
async def create_campaign(
    db: Db, caller: Writer, body: CampaignIn, answer: Response
) -> CampaignOut:
    """A draft. Who gets it is found when it is sent, not now."""
    row = await drafting.create(db, caller, body)
    return _shown(row, answer)


@router.get(
    "",
    operation_id="list_campaigns",
    summary="List campaigns",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_campaigns(db: Db, caller: Reader, page: Paging) -> Page[CampaignOut]:
    """Newest first."""
    rows, cursor = await page.read(db, select(Campaign), (Campaign.id, UUID))
    return Page(items=[CampaignOut.model_validate(row) for row in rows], next_cursor=cursor)


@router.get(
    "/{campaign_id}",
    operation_id="read_campaign",
    summary="Read a campaign and what became of it",
    responses=problems(*CALLER_REFUSALS, CampaignNotFound),
)
async def read_campaign(
    db: Db, caller: Reader, campaign_id: UUID, answer: Response
) -> CampaignReport:
    """Counts while it is sent, and afterwards. Nobody is followed: mails carry no pixel and no
    counting link, so that opening and clicking are not known."""
    row = await drafting.load(db, campaign_id)
    answer.headers["ETag"] = f'"{row.version}"'
    return await report(db, row)


@router.patch(
    "/{campaign_id}",
    operation_id="change_campaign",
    summary="Change a draft",
    responses=problems(*CALLER_REFUSALS, *_DRAFT, *_AUDIENCE),
)
async def change_campaign(
    db: Db,
    caller: Writer,
    campaign_id: UUID,
    body: CampaignPatch,
    answer: Response,
    if_match: IfMatch = None,
) -> CampaignOut:
    """Changes what is named. A scheduled campaign is first taken back by its cancellation."""
    row = await drafting.draft(db, campaign_id, if_match)
    await drafting.change(db, caller, row, body)
    return _shown(row, answer)


@router.delete(
    "/{campaign_id}",
    operation_id="delete_campaign",
    summary="Throw a draft away",
    status_code=204,
    responses=problems(*CALLER_REFUSALS, *_DRAFT),
)
async def delete_campaign(
    db: Db, caller: Writer, campaign_id: UUID, if_match: IfMatch = None
) -> None:
    """What was sent stays, as the record of who was written to."""
    await drafting.remove(db, caller, await drafting.draft(db, campaign_id, if_match))


@router.post(
    "/{campaign_id}/copies",
    operation_id="copy_campaign",
    summary="Begin a campaign like this one",
    status_code=201,
    responses=problems(*CALLER_REFUSALS, CampaignNotFound),
)
async def copy_campaign(db: Db, caller: Writer, campaign_id: UUID, answer: Response) -> CampaignOut:
    """A draft with the same words, for the same segment."""
    row = await drafting.copy(db, caller, await drafting.load(db, campaign_id))
    return _shown(row, answer)


def _shown(row: Campaign, answer: Response) -> CampaignOut:
    answer.headers["ETag"] = f'"{row.version}"'
    return CampaignOut.model_validate(row)
