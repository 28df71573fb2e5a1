"""The shop's logo over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.accounts.models import Merchant
from api.accounts.schemas.merchants import MerchantOut
from api.core import audit
from api.core.deps import Config, Db
from api.core.errors import problems
from api.core.quotas import PlanLimit
from api.media import logo, pictures
from api.media.deps import BODY, received
from api.media.logo import LogoNotFound

router = APIRouter(prefix="/v1/merchant/logo", tags=["merchant"])

Writer = Annotated[Caller, needs("merchant:write")]


async def _merchant(db: AsyncSession, caller: Caller) -> Merchant:
    query = select(Merchant).where(Merchant.id == caller.merchant_id).with_for_update()
    return (await db.scalars(query)).one()


@router.put(
    "",
    operation_id="put_logo",
    summary="Set the shop's logo",
    openapi_extra=BODY,
    responses=problems(*CALLER_REFUSALS, *pictures.REFUSALS, PlanLimit),
)
async def put_logo(
    db: Db, caller: Writer, settings: Config, request: Request, answer: Response
) -> MerchantOut:
    """JPEG, PNG or WebP, at least 48 pixels. It is drawn anew, square, on white where it was
    transparent or narrower, and shown on every card, page and poster of the shop."""
    picture = await pictures.redrawn(await received(db, request), "logo")
    merchant = await _merchant(db, caller)
    await logo.put(db, settings, merchant, picture)
    audit.record(db, caller, "merchant.changed", "merchant", merchant.id, fields=["logo"])
    await db.flush()
    answer.headers["ETag"] = f'"{merchant.version}"'
    return MerchantOut.model_validate(merchant)


@router.delete(
    "",
    operation_id="delete_logo",
    summary="Delete the shop's logo",
    status_code=204,
    responses=problems(*CALLER_REFUSALS, LogoNotFound),
)
async def delete_logo(db: Db, caller: Writer) -> None:
    """For good, and a moment later where pictures lie. Cards show the stamp in its place."""
    merchant = await _merchant(db, caller)
    await logo.remove(db, merchant)
    audit.record(db, caller, "merchant.changed", "merchant", merchant.id, fields=["logo"])
