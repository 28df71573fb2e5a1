"""The poster over HTTP."""

from __future__ import annotations

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.deps import CALLER_REFUSALS
from api.accounts.models import Merchant
from api.core.clock import now
from api.core.deps import Config, Db
from api.core.errors import problems
from api.core.settings import Settings
from api.media import pictures, stored
from api.media.cloudinary import PictureStoreDown
from api.programs import catalogue, life, poster
from api.programs.deps import Reader
from api.programs.life import ProgramNotFound
from api.programs.routes.answers import join_url, merchant_of

router = APIRouter(prefix="/v1/programs", tags=["programs"])


@router.get(
    "/{program_id}/poster",
    operation_id="read_poster",
    summary="The poster to print",
    response_class=Response,
    responses={
        200: {"content": {"application/pdf": {}}, "description": "A page with the join QR."},
        **problems(*CALLER_REFUSALS, ProgramNotFound, PictureStoreDown),
    },
)
async def read_poster(
    db: Db,
    caller: Reader,
    settings: Config,
    program_id: UUID,
    format: Annotated[
        poster.Format,
        Query(
            description="a6: for a stand on the counter; tent: to fold and stand on a table;"
            " stickers: six on a sheet."
        ),
    ] = "a4",
    language: poster.Language | None = None,
) -> Response:
    """Scanning it opens the join page; the shop's logo stands on it. The language is the merchant's
    if none is named."""
    program = await life.load(db, program_id)
    merchant = await merchant_of(db, caller)
    logo = await _logo(db, settings, merchant)
    # Looking for the logo may have ended the transaction: what follows is written in a new one.
    program = await life.load(db, program_id)
    if caller.may("programs:write") and program.poster_opened_at is None:
        program.poster_opened_at = now()
    rewards = (await catalogue.offered(db, [program_id]))[program_id]
    spoken: poster.Language = language or ("en" if merchant.language == "en" else "fr")
    document = await asyncio.to_thread(
        poster.draw,
        poster.Poster(
            merchant=merchant.name,
            program=program.name,
            rewards=[(reward.name, reward.cost) for reward in rewards],
            background=program.design["background"],
            foreground=program.design["foreground"],
            accent=program.design["accent"],
            url=join_url(settings, merchant, program),
            kind="points" if program.kind == "points" else "stamps",
            unit_name=(
                (program.unit_name["one"], program.unit_name["many"]) if program.unit_name else None
            ),
            logo=logo,
        ),
        format,
        spoken,
    )
    return Response(
        document,
        media_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="poster-{merchant.slug}-{format}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )


async def _logo(db: AsyncSession, settings: Settings, merchant: Merchant) -> bytes | None:
    """As PNG. Raises ``PictureStoreDown``: rather none now than a poster that lacks it."""
    if merchant.logo is None:
        return None
    found = await stored.read(db, settings, merchant.logo)
    return found and await asyncio.to_thread(pictures.as_png, found)
