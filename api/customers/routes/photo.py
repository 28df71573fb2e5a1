"""A customer's photo over HTTP."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from starlette.requests import ClientDisconnect

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.core import audit, events
from api.core.deps import Config, Db
from api.core.errors import Undecodable, problems
from api.core.quotas import PlanLimit
from api.customers import consents, photos
from api.customers.found import NOT_THERE, NOT_USABLE, find
from api.customers.photos import PhotoNotFound
from api.customers.schemas import CustomerOut, shown
from api.media.pictures import MEDIA_TYPE, NotAPicture, PictureTooLarge

router = APIRouter(prefix="/v1/customers/{customer_id}/photo", tags=["customers"])

Writer = Annotated[Caller, needs("customers:write")]

_BINARY = {"schema": {"type": "string", "format": "binary"}}
_SENT: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The picture itself, at most 5 MB.",
        "content": {"image/jpeg": _BINARY, "image/png": _BINARY, "image/webp": _BINARY},
    }
}
_SHOWN: dict[int | str, dict[str, Any]] = {
    200: {"description": "At most 512 pixels a side.", "content": {MEDIA_TYPE: _BINARY}}
}


@router.put(
    "",
    operation_id="put_photo",
    summary="Set a customer's photo",
    openapi_extra=_SENT,
    responses=problems(*CALLER_REFUSALS, *NOT_USABLE, NotAPicture, PictureTooLarge, PlanLimit),
)
async def put_photo(
    db: Db, caller: Writer, settings: Config, customer_id: UUID, request: Request, answer: Response
) -> CustomerOut:
    """JPEG, PNG or WebP. Only the pixels are kept, in small: no place, no camera, no other data
    that was in the file."""
    # No connection is kept while a slow sender sends.
    await db.rollback()
    try:
        sent = await request.body()
    except ClientDisconnect:
        raise Undecodable("The upload broke off") from None
    customer = await find(db, customer_id, lock=True)
    await photos.put(db, settings, customer, sent)
    fields = ["photo"]
    audit.record(db, caller, "customer.changed", "customer", customer.id, fields=fields)
    events.publish(db, "customer.changed", "customer", customer.id, fields=fields)
    await db.flush()
    granted = await consents.granted(db, [customer.id])
    answer.headers["ETag"] = f'"{customer.version}"'
    return shown(customer, granted.get(customer.id, set()))


@router.get(
    "",
    operation_id="read_photo",
    summary="Read a customer's photo",
    response_class=Response,
    responses={**_SHOWN, **problems(*CALLER_REFUSALS, *NOT_THERE, PhotoNotFound)},
)
async def read_photo(
    db: Db,
    caller: Annotated[Caller, needs("customers:read")],
    settings: Config,
    customer_id: UUID,
) -> Response:
    """For the team only; there is no address by which it could be seen without signing in."""
    customer = await find(db, customer_id)
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return Response(await photos.get(db, settings, customer), 200, headers, MEDIA_TYPE)


@router.delete(
    "",
    operation_id="delete_photo",
    summary="Delete a customer's photo",
    status_code=204,
    responses=problems(*CALLER_REFUSALS, *NOT_USABLE, PhotoNotFound),
)
async def delete_photo(db: Db, caller: Writer, customer_id: UUID) -> None:
    """For good: the file goes as well, a moment later."""
    customer = await find(db, customer_id, lock=True)
    if not await photos.remove(db, customer):
        raise PhotoNotFound
    fields = ["photo"]
    audit.record(db, caller, "customer.changed", "customer", customer.id, fields=fields)
    events.publish(db, "customer.changed", "customer", customer.id, fields=fields)
