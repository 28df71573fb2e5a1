"""When a merchant wants to be alerted, over HTTP."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.accounts.deps import CALLER_REFUSALS
from api.alerts import settings
from api.alerts.deps import IfMatch, Owner, Reader
from api.alerts.schemas import AlertSettingsIn, AlertSettingsOut
from api.core import audit
from api.core.deps import Db
from api.core.errors import PreconditionRequired, Stale, match_version, problems

router = APIRouter(prefix="/v1/alert-settings", tags=["alerts"])


@router.get(
    "",
    operation_id="read_alert_settings",
    summary="Read when an hour is unusual",
    responses=problems(*CALLER_REFUSALS),
)
async def read_alert_settings(db: Db, caller: Reader, answer: Response) -> AlertSettingsOut:
    """The usual, where nothing was chosen: more than 20 stamps and more than three times what is
    usual, told in the desk and by mail."""
    row = await settings.load(db)
    answer.headers["ETag"] = f'"{row.version}"'
    return AlertSettingsOut.model_validate(row)


@router.put(
    "",
    operation_id="set_alert_settings",
    summary="Choose when an hour is unusual",
    responses=problems(*CALLER_REFUSALS, Stale, PreconditionRequired),
)
async def set_alert_settings(
    db: Db, caller: Owner, body: AlertSettingsIn, answer: Response, if_match: IfMatch = None
) -> AlertSettingsOut:
    """Holds from the next look on; alerts that are there stay."""
    row = await settings.load(db, lock=True)
    match_version(if_match, row.version)
    for name, value in body.model_dump().items():
        setattr(row, name, value)
    row.version += 1
    db.add(row)
    await db.flush()
    audit.record(
        db, caller, "alert.settings_changed", "merchant", row.merchant_id, **body.model_dump()
    )
    answer.headers["ETag"] = f'"{row.version}"'
    return AlertSettingsOut.model_validate(row)
