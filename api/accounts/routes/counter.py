"""What happens on a counter device itself: pairing it, and signing in on it by PIN."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response, Security
from fastapi.security import APIKeyCookie
from sqlalchemy import exists, select

from api.accounts import devices, sessions, throttle
from api.accounts.deps import CsrfFailed, same_origin
from api.accounts.devices import DeviceNotPaired, LocationClosed, PairingCodeUnknown
from api.accounts.me import me
from api.accounts.models import MemberPin, Membership, Merchant, User
from api.accounts.pins import PinLocked, WrongPin
from api.accounts.roles import SCOPES, Role, Scope
from api.accounts.routes.cookies import counter_device_of, set_counter_device, set_counter_session
from api.accounts.routes.sign_in import UserAgent
from api.accounts.schemas.people import Me
from api.accounts.schemas.team import (
    CounterMember,
    DeviceMerchant,
    DevicePlace,
    DeviceView,
    PairingIn,
    PinSignInIn,
)
from api.accounts.team import MemberNotFound
from api.accounts.throttle import TooManyAttempts
from api.core.deps import ClientAddress, Config, Db, Pool
from api.core.errors import problems
from api.core.quotas import FrozenByPlan

router = APIRouter(prefix="/v1", tags=["team"])

_cookie = APIKeyCookie(
    name="__Host-carnet-device",
    scheme_name="deviceCookie",
    description=(
        "A counter device, paired by `POST /v1/devices/pairing`. The name is `carnet-device` where"
        " the service is not reached over TLS. By itself it tells who works here, no more."
    ),
    auto_error=False,
)


async def _device_cookie(
    request: Request, settings: Config, declared: Annotated[str | None, Security(_cookie)]
) -> str | None:
    return counter_device_of(request, settings)


DeviceCookie = Annotated[str | None, Depends(_device_cookie)]


@router.post(
    "/devices/pairing",
    operation_id="pair_device",
    summary="Pair this browser",
    status_code=201,
    responses=problems(CsrfFailed, PairingCodeUnknown, TooManyAttempts),
    dependencies=[Depends(same_origin)],
)
async def pair_device(
    db: Db,
    pool: Pool,
    settings: Config,
    body: PairingIn,
    address: ClientAddress,
    answer: Response,
    user_agent: UserAgent = "",
) -> DeviceView:
    """Sets the device's cookie. The code serves once; spaces, dashes and case do not matter."""
    await throttle.hit(pool, settings, devices.BY_ADDRESS.bucket(address))
    cookie = await devices.pair(db, settings, body.code, user_agent)
    set_counter_device(answer, settings, cookie)
    return await _view(db, await devices.at(db, cookie))


@router.get(
    "/device",
    operation_id="read_device",
    summary="What this counter device is",
    responses=problems(DeviceNotPaired),
)
async def read_device(db: Db, cookie: DeviceCookie) -> DeviceView:
    """Its merchant and place, and who may sign in on it by PIN."""
    return await _view(db, await devices.at(db, cookie))


async def _view(db: Db, placed: devices.Placed) -> DeviceView:
    device, location = placed.device, placed.location
    merchant = await db.get_one(Merchant, device.merchant_id)
    rows = await db.execute(
        select(
            Membership,
            User.first_name,
            exists(select(MemberPin.id).where(MemberPin.membership_id == Membership.id)),
        )
        .join(User, User.id == Membership.user_id)
        .where(Membership.merchant_id == merchant.id)
        .order_by(User.first_name, Membership.id)
    )
    return DeviceView(
        id=device.id,
        name=device.name,
        merchant=DeviceMerchant.model_validate(merchant, from_attributes=True),
        location=DevicePlace.model_validate(location, from_attributes=True),
        members=[
            CounterMember(id=member.id, first_name=first_name, has_pin=has_pin)
            for member, first_name, has_pin in rows
            if devices.works_at(member, location.id)
            # An auditor who has chosen none is not asked to choose one.
            and (has_pin or Scope.CARDS_WRITE in SCOPES[Role(member.role)])
        ],
    )


@router.post(
    "/device/sessions",
    operation_id="sign_in_by_pin",
    summary="Sign in by PIN",
    status_code=201,
    responses=problems(
        CsrfFailed,
        DeviceNotPaired,
        LocationClosed,
        FrozenByPlan,
        MemberNotFound,
        WrongPin,
        PinLocked,
        TooManyAttempts,
    ),
    dependencies=[Depends(same_origin)],
)
async def sign_in_by_pin(
    db: Db,
    pool: Pool,
    settings: Config,
    cookie: DeviceCookie,
    body: PinSignInIn,
    answer: Response,
) -> Me:
    """Sets a session cookie for twelve hours that opens the counter of this place and nothing
    else. The fifth wrong PIN in a row locks it, each further one for longer, and the owners are
    told by mail; whoever manages the member sets a new one."""
    session, member, counter, token = await devices.open_session(
        pool, db, settings, cookie, body.member_id, body.pin
    )
    await sessions.note_sign_in(db, member.user_id)
    set_counter_session(answer, settings, token)
    return await me(db, settings, member.user_id, session.id, counter)
