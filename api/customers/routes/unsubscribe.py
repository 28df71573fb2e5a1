"""The way out of news, from any mail that brings some."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from fastapi.responses import HTMLResponse

from api.core.deps import Config, Db
from api.core.ended import AFTER_END
from api.core.errors import problems
from api.customers import leave, unsubscribing
from api.customers.unsubscribing import LinkNotOurs

router = APIRouter(prefix=leave.PATH, tags=["holders"])

Token = Annotated[str, Path(max_length=200, description="What the mail's link carries.")]
_HEADERS = {"Cache-Control": "private, no-store"}


@router.get("/style.css", include_in_schema=False)
async def read_style() -> Response:
    return Response(unsubscribing.STYLE, media_type="text/css")


@router.get(
    "/{token}",
    operation_id="show_unsubscription",
    summary="Ask whether news shall stop",
    response_class=HTMLResponse,
    responses=problems(LinkNotOurs),
)
async def show_unsubscription(db: Db, settings: Config, token: Token) -> HTMLResponse:
    """A page with one button. Opening it changes nothing: mail scanners open every link."""
    asked = await unsubscribing.read(db, settings, token)
    return HTMLResponse(unsubscribing.page(asked), headers=_HEADERS)


@router.post(
    "/{token}",
    operation_id="unsubscribe",
    summary="Stop news",
    response_class=HTMLResponse,
    openapi_extra=AFTER_END,
    responses=problems(LinkNotOurs),
)
async def unsubscribe(db: Db, settings: Config, token: Token) -> HTMLResponse:
    """What the button does, and the one click of a mail program (RFC 8058): nothing is asked, no
    signing in. The consent is withdrawn; repeating it changes nothing."""
    asked = await unsubscribing.read(db, settings, token)
    await unsubscribing.withdraw(db, asked)
    return HTMLResponse(unsubscribing.page(asked, done=True), headers=_HEADERS)
