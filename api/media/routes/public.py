"""The pictures that a shop shows to everybody, over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from sqlalchemy import select

from api.accounts.models import Merchant
from api.core.deps import Config, Db
from api.core.errors import Problem, problems
from api.core.tenancy import enter
from api.core.tokens import ALPHABET, TOKEN_LENGTH
from api.media import stored
from api.media.cloudinary import PictureStoreDown
from api.media.deps import SHOWN
from api.media.models import Picture
from api.media.pictures import MEDIA_TYPE

router = APIRouter(prefix="/v1/public/{slug}/images", tags=["holders"])

PUBLIC = ("logo", "background")
_KEPT = "public, max-age=604800, immutable"
"""A name is given once, so what it names is never another picture; after a week it is asked
whether it is still there."""


class ImageNotFound(Problem):
    status, code, title = 404, "IMAGE_NOT_FOUND", "There is no such picture"


@router.get(
    "/{name}",
    operation_id="read_public_image",
    summary="Read a shop's picture",
    response_class=Response,
    responses={**SHOWN, **problems(ImageNotFound, PictureStoreDown)},
)
async def read_public_image(
    db: Db,
    settings: Config,
    slug: Annotated[str, Path(max_length=80)],
    name: Annotated[str, Path(pattern=f"^[{ALPHABET}]{{{TOKEN_LENGTH}}}$")],
    size: Annotated[Literal["small", "full"], Query(description="small: as on a card.")] = "full",
) -> Response:
    """The shop's logo, or the background of a card: never a photo of a person."""
    merchant_id = await db.scalar(select(Merchant.id).where(Merchant.slug == slug))
    if merchant_id is None:
        raise ImageNotFound
    await enter(db, merchant_id)
    public = select(Picture.id).where(Picture.name == name, Picture.kind.in_(PUBLIC))
    if await db.scalar(public) is None:
        raise ImageNotFound
    picture = await stored.read(db, settings, name, small=size == "small")
    if picture is None:
        raise ImageNotFound
    return Response(picture, 200, {"Cache-Control": _KEPT}, MEDIA_TYPE)
