"""What a link to one's own data opens, without a login."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response, Security
from fastapi.responses import StreamingResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.caller import MerchantNotFound
from api.accounts.models import Merchant
from api.core.deps import Db, Pool
from api.core.errors import problems
from api.core.tenancy import enter
from api.privacy.access import link
from api.privacy.access.link import (
    ExtractExpired,
    ExtractInUse,
    ExtractLinkUnknown,
    ExtractLinkUsed,
    ExtractNotReady,
)
from api.privacy.access.models import Extract
from api.privacy.access.schemas import LinkedOut
from api.privacy.routes.zips import SENT, sent

router = APIRouter(prefix="/v1/public/{slug}/extract", tags=["holders"])

_REFUSALS = (
    MerchantNotFound,
    ExtractLinkUnknown,
    ExtractLinkUsed,
    ExtractExpired,
    ExtractNotReady,
)
Slug = Annotated[str, Path(max_length=80, description="The merchant's public name in addresses.")]
Token = Annotated[
    HTTPAuthorizationCredentials | None,
    Security(
        HTTPBearer(
            scheme_name="extractToken",
            description="The secret of a link to one's data: what follows `#` in its address.",
            auto_error=False,
        )
    ),
]


async def _linked(
    db: AsyncSession, slug: str, token: HTTPAuthorizationCredentials | None
) -> Extract:
    merchant_id = await db.scalar(select(Merchant.id).where(Merchant.slug == slug))
    if merchant_id is None:
        raise MerchantNotFound
    await enter(db, merchant_id)
    return await link.find(db, token.credentials if token else "")


@router.get(
    "",
    operation_id="read_linked_extract",
    summary="What a link to one's data leads to",
    responses=problems(*_REFUSALS),
)
async def read_linked_extract(db: Db, slug: Slug, token: Token, answer: Response) -> LinkedOut:
    """Reading this does not use the link, so that whatever looks at links in mails does no
    harm. It says when the link was used or the file's seven days are over."""
    answer.headers["Cache-Control"] = "private, no-store"
    return LinkedOut.model_validate(await _linked(db, slug, token))


@router.post(
    "/file",
    operation_id="download_linked_extract",
    summary="Download one's own data by the link",
    response_class=Response,
    responses={**SENT, **problems(*_REFUSALS, ExtractInUse)},
)
async def download_linked_extract(
    db: Db, pool: Pool, slug: Slug, token: Token
) -> StreamingResponse:
    """Once: the link is used when the last byte was sent. A download that breaks off before can
    be repeated; while one is under way, no second one begins."""
    row = await _linked(db, slug, token)
    await link.hold(db, row)
    return sent(row, link.once(pool, row), "donnees")
