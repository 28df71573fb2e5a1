"""A customer's photo over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.core import audit, events
from api.core.deps import Config, Db
from api.core.errors import problems
from api.core.quotas import PlanLimit
from api.customers import consents, photos
from api.customers.found import NOT_THERE, NOT_USABLE, find
from api.customers.photos import PhotoNotFound
from api.customers.schemas import CustomerOut, shown
from api.media import pictures
from api.media.cloudinary import PictureStoreDown
from api.media.deps import BODY, SHOWN, received
from api.media.pictures import MEDIA_TYPE

router = APIRouter(prefix="/v1/customers/{customer_id}/photo", tags=["customers"])

Writer = Annotated[Caller, needs("customers:write")]


@router.put(
    "",
    operation_id="put_photo",
    summary="Set a customer's photo",
    openapi_extra=BODY,
    responses=problems(*CALLER_REFUSALS, *NOT_USABLE, *pictures.REFUSALS, PlanLimit),
)
async def put_photo(
    db: Db, caller: Writer, settings: Config, customer_id: UUID, request: Request, answer: Response
) -> CustomerOut:
    """JPEG, PNG or WebP. Only the pixels are kept, in small: no place, no camera, no other data
    that was in the file."""
    sent = await received(db, request)
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
    responses={**SHOWN, **problems(*CALLER_REFUSALS, *NOT_THERE, PhotoNotFound, PictureStoreDown)},
)
async def read_photo(
    db: Db,
    caller: Annotated[Caller, needs("customers:read")],
    settings: Config,
    customer_id: UUID,
    size: Annotated[Literal["small", "full"], Query(description="small: as in a list.")] = "full",
) -> Response:
    """For the team only; there is no address by which it could be seen without signing in."""
    customer = await find(db, customer_id)
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    photo = await photos.get(db, settings, customer, small=size == "small")
    return Response(photo, 200, headers, MEDIA_TYPE)


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
