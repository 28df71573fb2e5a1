"""Pictures to be named afterwards, over HTTP: the backgrounds of cards."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.core import audit
from api.core.deps import Config, Db
from api.core.errors import problems
from api.core.quotas import PlanLimit
from api.media import pictures, stored
from api.media.deps import BODY, received

router = APIRouter(prefix="/v1/images", tags=["programs"])


class ImageOut(BaseModel):
    name: str = Field(description="What `design.image` of a program names.")
    bytes: int = Field(description="What it takes of the plan's room.")


@router.post(
    "",
    operation_id="create_image",
    summary="Send a background for cards",
    status_code=201,
    openapi_extra=BODY,
    responses=problems(*CALLER_REFUSALS, *pictures.REFUSALS, PlanLimit),
)
async def create_image(
    db: Db, caller: Annotated[Caller, needs("programs:write")], settings: Config, request: Request
) -> ImageOut:
    """JPEG, PNG or WebP, best 1.6 times as wide as high, at least 320 pixels. One that no program
    names is deleted after a day."""
    picture = await pictures.redrawn(await received(db, request), "background")
    name = await stored.put(db, settings, picture, "background")
    audit.record(
        db, caller, "program.image_sent", "merchant", caller.merchant_id, bytes=len(picture)
    )
    return ImageOut(name=name, bytes=len(picture))
