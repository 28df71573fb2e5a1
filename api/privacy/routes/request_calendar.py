"""Whose holidays count, and the deadlines as a calendar."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from sqlalchemy import select

from api.accounts.deps import CALLER_REFUSALS
from api.accounts.models import Merchant
from api.core.deps import Config, Db
from api.core.errors import problems
from api.core.tenancy import enter
from api.core.tokens import TOKEN_LENGTH
from api.privacy.requests import counting, feed
from api.privacy.requests.feed import FeedNotFound
from api.privacy.requests.schemas import CalendarIn, CalendarOut, FeedOut
from api.privacy.routes.requests import Handler, Reader

router = APIRouter(prefix="/v1/privacy/calendar", tags=["privacy"])
public = APIRouter(prefix="/v1/public/{slug}/deadlines", tags=["privacy"])

Slug = Annotated[str, Path(max_length=80, description="The merchant's public name in addresses.")]
Secret = Annotated[
    str,
    Path(min_length=TOKEN_LENGTH, max_length=TOKEN_LENGTH, description="The address's secret."),
]


@router.get(
    "",
    operation_id="read_request_calendar",
    summary="Read how deadlines are counted",
    responses=problems(*CALLER_REFUSALS),
)
async def read_request_calendar(db: Db, caller: Reader) -> CalendarOut:
    """A deadline on a Saturday, Sunday or public holiday moves to the next working day."""
    return await _calendar(db)


@router.put(
    "",
    operation_id="change_request_calendar",
    summary="Choose whose public holidays count",
    responses=problems(*CALLER_REFUSALS),
)
async def change_request_calendar(db: Db, caller: Handler, body: CalendarIn) -> CalendarOut:
    """For requests that come in from now on."""
    await feed.choose(db, caller, body.holidays)
    await db.flush()
    return await _calendar(db)


@router.post(
    "/address",
    operation_id="create_calendar_address",
    summary="Make a secret address for calendar programs",
    status_code=201,
    responses=problems(*CALLER_REFUSALS),
)
async def create_calendar_address(db: Db, settings: Config, caller: Handler) -> FeedOut:
    """Shown once. The one before opens nothing any more. The calendar names rights and days,
    never persons."""
    token = await feed.renew(db, caller)
    slug = await db.scalar(select(Merchant.slug).where(Merchant.id == caller.merchant_id))
    return FeedOut(address=f"{settings.origin}/v1/public/{slug}/deadlines/{token}")


@router.delete(
    "/address",
    operation_id="revoke_calendar_address",
    summary="Revoke the calendar's address",
    status_code=204,
    responses=problems(*CALLER_REFUSALS),
)
async def revoke_calendar_address(db: Db, caller: Handler) -> None:
    """It opens nothing any more."""
    await feed.revoke(db, caller)


@public.get(
    "/{secret}",
    operation_id="read_deadlines",
    summary="Read the deadlines as a calendar",
    response_class=Response,
    responses={
        200: {
            "description": "RFC 5545.",
            "content": {"text/calendar": {"schema": {"type": "string", "format": "binary"}}},
        },
        **problems(FeedNotFound),
    },
)
async def read_deadlines(db: Db, settings: Config, slug: Slug, secret: Secret) -> Response:
    """Open requests, one all-day event each: the right and its last day, no person."""
    merchant = await db.scalar(select(Merchant).where(Merchant.slug == slug))
    if merchant is None:
        raise FeedNotFound
    await enter(db, merchant.id)
    text = await feed.read(db, secret, merchant.language, settings.origin)
    return Response(text, media_type="text/calendar; charset=utf-8")


async def _calendar(db: Db) -> CalendarOut:
    row = await feed.settings_of(db)
    return CalendarOut(
        holidays=await counting.calendar_of(db), feed_made_at=row and row.feed_made_at
    )
