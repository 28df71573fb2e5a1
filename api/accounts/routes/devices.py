"""Counter devices over HTTP, as the team keeps them."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import select
from uuid_utils.compat import uuid7

from api.accounts import devices
from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.accounts.devices import (
    DeviceNotFound,
    DeviceRevoked,
    LocationClosed,
)
from api.accounts.models import Device, Location
from api.accounts.routes.members import Reader
from api.accounts.schemas.team import (
    DeviceIn,
    DeviceOut,
    NewDeviceOut,
    PairingCode,
)
from api.accounts.team import LocationNotFound
from api.core import audit
from api.core.deps import Config, Db
from api.core.errors import BadCursor, problems
from api.core.pages import Page, Paging

router = APIRouter(prefix="/v1", tags=["team"])

Keeper = Annotated[Caller, needs("devices:write")]


def _shown(row: Device) -> DeviceOut:
    status = "revoked" if row.revoked_at else "paired" if row.token_hash else "waiting"
    facts = {name: getattr(row, name) for name in DeviceOut.model_fields if name != "status"}
    return DeviceOut.model_validate(facts | {"status": status})


@router.get(
    "/devices",
    operation_id="list_devices",
    summary="List the counter devices",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_devices(db: Db, caller: Reader, page: Paging) -> Page[DeviceOut]:
    """Newest first, revoked ones included."""
    query = select(Device)
    rows, cursor = await page.read(db, query, (Device.id, UUID))
    return Page(items=[_shown(row) for row in rows], next_cursor=cursor)


@router.post(
    "/devices",
    operation_id="create_device",
    summary="Add a counter device",
    status_code=201,
    responses=problems(*CALLER_REFUSALS, LocationNotFound, LocationClosed),
)
async def create_device(db: Db, settings: Config, caller: Keeper, body: DeviceIn) -> NewDeviceOut:
    """Bound to one place for good. Type the code on the device within ten minutes."""
    location = await db.scalar(
        select(Location).where(Location.id == body.location_id).with_for_update(read=True)
    )
    if location is None:
        raise LocationNotFound
    if not location.active:
        raise LocationClosed
    row = Device(id=uuid7(), name=body.name, location_id=location.id, created_by=caller.id)
    db.add(row)
    audit.record(db, caller, "device.created", "device", row.id, location=location.id)
    await db.flush()
    code, until = await devices.new_code(db, settings, row.id)
    facts = _shown(row).model_dump() | {"pairing_code": code, "pairing_expires_at": until}
    return NewDeviceOut.model_validate(facts)


async def _held(db: Db, device_id: UUID) -> Device:
    row = await db.scalar(select(Device).where(Device.id == device_id).with_for_update())
    if row is None:
        raise DeviceNotFound
    return row


@router.post(
    "/devices/{device_id}/pairing-codes",
    operation_id="renew_pairing_code",
    summary="Make a new pairing code",
    status_code=201,
    responses=problems(*CALLER_REFUSALS, DeviceNotFound, DeviceRevoked),
)
async def renew_code(db: Db, settings: Config, caller: Keeper, device_id: UUID) -> PairingCode:
    """For a code that has expired, or another tablet in the same place: once it is typed there,
    the one before is the device no longer."""
    row = await _held(db, device_id)
    if row.revoked_at is not None:
        raise DeviceRevoked
    code, until = await devices.new_code(db, settings, row.id)
    return PairingCode(pairing_code=code, pairing_expires_at=until)


@router.delete(
    "/devices/{device_id}",
    operation_id="revoke_device",
    summary="Revoke a counter device",
    status_code=204,
    responses=problems(*CALLER_REFUSALS, DeviceNotFound),
)
async def revoke_device(db: Db, caller: Keeper, device_id: UUID) -> None:
    """From afar: the device and whoever is signed in on it can do nothing any more, within
    seconds. Revoking it again changes nothing."""
    row = await _held(db, device_id)
    if row.revoked_at is None:
        await devices.revoke(db, row)
        audit.record(db, caller, "device.revoked", "device", row.id)
