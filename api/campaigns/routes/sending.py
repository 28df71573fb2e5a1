"""Trying a campaign out, sending it, calling it off."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from api.accounts.deps import CALLER_REFUSALS
from api.campaigns import dispatch, drafting, segments, trial
from api.campaigns.deps import IfMatch, Reader, Writer
from api.campaigns.dispatch import CampaignIncomplete, CampaignNotReady, NotInTime, SenderUnknown
from api.campaigns.drafting import CampaignNotFound
from api.campaigns.preview import preview
from api.campaigns.report import report
from api.campaigns.schemas import (
    CampaignPreviewIn,
    CampaignPreviewOut,
    CampaignReport,
    DispatchIn,
    SegmentOut,
)
from api.campaigns.sensitive import SensitiveSegment
from api.campaigns.trial import NoAddressOfOnesOwn
from api.core.clock import now
from api.core.deps import Config, Db
from api.core.errors import PreconditionRequired, Stale, match_version, problems
from api.programs.life import ProgramNotFound

router = APIRouter(prefix="/v1/campaigns", tags=["campaigns"])


@router.post(
    "/previews",
    operation_id="preview_campaign",
    summary="See a mail as its reader gets it",
    responses=problems(*CALLER_REFUSALS),
)
async def preview_campaign(
    db: Db, settings: Config, caller: Reader, body: CampaignPreviewIn
) -> CampaignPreviewOut:
    """Nothing is kept or sent. The links in it lead to nobody's card and withdraw nothing."""
    return await preview(db, settings, body)


@router.get(
    "/{campaign_id}/readers",
    operation_id="count_readers",
    summary="Count who would get a campaign",
    responses=problems(*CALLER_REFUSALS, CampaignNotFound, SensitiveSegment, ProgramNotFound),
)
async def count_readers(db: Db, caller: Reader, campaign_id: UUID) -> SegmentOut:
    """At this moment; counted anew when it is sent. Without an audience nobody is."""
    row = await drafting.load(db, campaign_id)
    if row.audience is None:
        return SegmentOut(total=0, reached=0, refused={}, sample=None)
    audience = dispatch.audience_of.validate_python(row.audience)
    await segments.check(db, audience)
    named = caller.may("customers:read")
    return await segments.count(db, audience, now(), name=named, campaign_id=row.id)


@router.post(
    "/{campaign_id}/trials",
    operation_id="try_campaign",
    summary="Send the mail to oneself",
    status_code=204,
    responses=problems(*CALLER_REFUSALS, CampaignNotFound, CampaignIncomplete, NoAddressOfOnesOwn),
)
async def try_campaign(db: Db, caller: Writer, campaign_id: UUID) -> None:
    """To the caller's own address and no other; it does not count as a mail of the plan."""
    await trial.ask(db, caller, await drafting.load(db, campaign_id))


@router.post(
    "/{campaign_id}/dispatch",
    operation_id="send_campaign",
    summary="Send a campaign, now or later",
    responses=problems(
        *CALLER_REFUSALS,
        CampaignNotFound,
        CampaignIncomplete,
        CampaignNotReady,
        SenderUnknown,
        NotInTime,
        SensitiveSegment,
        ProgramNotFound,
        Stale,
        PreconditionRequired,
    ),
)
async def send_campaign(
    db: Db,
    caller: Writer,
    campaign_id: UUID,
    body: DispatchIn,
    answer: Response,
    if_match: IfMatch = None,
) -> CampaignReport:
    """The segment is computed when sending begins. Whoever has not consented to news by e-mail at
    the moment of their own mail, has objected, or whose data is restricted, gets none, whatever
    the segment says. One that has `stopped` goes on where it was."""
    row = await drafting.load(db, campaign_id, lock=True)
    match_version(if_match, row.version)
    await dispatch.send(db, caller, row, body.at)
    answer.headers["ETag"] = f'"{row.version}"'
    return await report(db, row)


@router.post(
    "/{campaign_id}/cancellation",
    operation_id="cancel_campaign",
    summary="Call a campaign off",
    responses=problems(*CALLER_REFUSALS, CampaignNotFound, CampaignNotReady),
)
async def cancel_campaign(
    db: Db, caller: Writer, campaign_id: UUID, answer: Response
) -> CampaignReport:
    """A scheduled one becomes a draft again. One under way sends nothing more; mails that have
    left cannot be called back."""
    row = await drafting.load(db, campaign_id, lock=True)
    await dispatch.cancel(db, caller, row)
    answer.headers["ETag"] = f'"{row.version}"'
    return await report(db, row)
