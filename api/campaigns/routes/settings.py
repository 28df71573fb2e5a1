"""How often and when a merchant writes to one person."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.accounts.deps import CALLER_REFUSALS
from api.campaigns import rhythm
from api.campaigns.deps import IfMatch, Reader, Writer
from api.campaigns.schemas import CampaignSettingsIn, CampaignSettingsOut
from api.core import audit
from api.core.deps import Db
from api.core.errors import PreconditionRequired, Stale, match_version, problems

router = APIRouter(prefix="/v1/campaign-settings", tags=["campaigns"])


@router.get(
    "",
    operation_id="read_campaign_settings",
    summary="Read how often is written",
    responses=problems(*CALLER_REFUSALS),
)
async def read_campaign_settings(db: Db, caller: Reader, answer: Response) -> CampaignSettingsOut:
    """The usual, where nothing was chosen: nobody twice within seven days, nothing at night."""
    row = await rhythm.load(db)
    answer.headers["ETag"] = f'"{row.version}"'
    return CampaignSettingsOut.model_validate(row)


@router.put(
    "",
    operation_id="set_campaign_settings",
    summary="Choose how often is written",
    responses=problems(*CALLER_REFUSALS, Stale, PreconditionRequired),
)
async def set_campaign_settings(
    db: Db, caller: Writer, body: CampaignSettingsIn, answer: Response, if_match: IfMatch = None
) -> CampaignSettingsOut:
    """Holds from the next mail on. The same hour twice: no quiet hours."""
    row = await rhythm.load(db, lock=True)
    match_version(if_match, row.version)
    for name, value in body.model_dump().items():
        setattr(row, name, value)
    row.version += 1
    db.add(row)
    await db.flush()
    audit.record(db, caller, "campaign.settings_changed", "merchant", row.merchant_id)
    answer.headers["ETag"] = f'"{row.version}"'
    return CampaignSettingsOut.model_validate(row)
