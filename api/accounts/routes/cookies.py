"""The cookies of this service, all for its own use alone and of a fixed age."""

from __future__ import annotations

from uuid import UUID

from fastapi import Request, Response

from api.accounts import devices, sessions, sign_in, sign_up
from api.accounts.deps import cookie_name
from api.accounts.models.declared import SECRET, until_expiry
from api.core.personal import Category, declare_cookie, neutral
from api.core.settings import Settings
from api.core.tokens import sign, verify

declare_cookie(
    "carnet",
    until_expiry(Category.CREDENTIAL, SECRET),
    lifetime=sessions.LIFETIME,
    why="that somebody is signed in; at a counter for a working day",
)
declare_cookie(
    "carnet-known",
    until_expiry(Category.TECHNICAL, "it only says whose device it is"),
    lifetime=sign_in.DEVICE_LIFETIME,
    why="that the person has signed in here before, so that nobody's guessing locks them out",
)
declare_cookie(
    "carnet-device",
    neutral("a secret of a device of the shop"),
    lifetime=devices.COOKIE_LIFETIME,
    why="that this browser is the shop's counter device",
)
declare_cookie(
    "carnet-sign-up",
    until_expiry(Category.TECHNICAL, "random, good for a form that was just filled in"),
    lifetime=sign_up.LINK_LIFETIME,
    why="that the link in the mail is opened where the password was chosen",
)


def _known_name(settings: Settings) -> str:
    return "__Host-carnet-known" if settings.secure else "carnet-known"


def _counter_device_name(settings: Settings) -> str:
    return "__Host-carnet-device" if settings.secure else "carnet-device"


def _sign_up_name(settings: Settings) -> str:
    return "__Host-carnet-sign-up" if settings.secure else "carnet-sign-up"


def device_of(request: Request, settings: Settings) -> str | None:
    return request.cookies.get(_known_name(settings))


def set_sign_up(answer: Response, settings: Settings, wish: UUID) -> None:
    """This browser has filled in the form whose link comes by mail."""
    value = f"{wish}.{sign(settings.secret, 'sign-up', str(wish))}"
    seconds = sign_up.LINK_LIFETIME.total_seconds()
    _set(answer, settings, _sign_up_name(settings), value, seconds)


def sign_up_of(request: Request, settings: Settings) -> UUID | None:
    """The wish that this browser has filled in, if any."""
    value = request.cookies.get(_sign_up_name(settings), "")
    wish, _, signature = value.partition(".")
    return UUID(wish) if verify(settings.secret, "sign-up", wish, signature) else None


def set_session(
    request: Request, answer: Response, settings: Settings, user_id: UUID, token: str
) -> None:
    """The session, and that this device is the person's."""
    _set(answer, settings, cookie_name(settings), token, sessions.LIFETIME.total_seconds())
    set_device(request, answer, settings, user_id)


def set_device(request: Request, answer: Response, settings: Settings, user_id: UUID) -> None:
    """This device is the person's, signed in or not. One that is known stays so until the day it
    was told at first: a cookie is never extended."""
    if sign_in.knows(settings, device_of(request, settings), user_id):
        return
    _set(
        answer,
        settings,
        _known_name(settings),
        sign_in.device_cookie(settings, user_id),
        sign_in.DEVICE_LIFETIME.total_seconds(),
    )


def set_counter_session(answer: Response, settings: Settings, token: str) -> None:
    """A member signed in by PIN, in place of any other session of this browser."""
    seconds = devices.SESSION_LIFETIME.total_seconds()
    _set(answer, settings, cookie_name(settings), token, seconds)


def set_counter_device(answer: Response, settings: Settings, cookie: str) -> None:
    """This browser is a counter device, for a year from its pairing."""
    seconds = devices.COOKIE_LIFETIME.total_seconds()
    _set(answer, settings, _counter_device_name(settings), cookie, seconds)


def counter_device_of(request: Request, settings: Settings) -> str | None:
    return request.cookies.get(_counter_device_name(settings))


def clear_session(answer: Response, settings: Settings) -> None:
    """The device stays known: signing in again must not be harder for its owner."""
    answer.delete_cookie(
        cookie_name(settings), path="/", secure=settings.secure, httponly=True, samesite="lax"
    )


def _set(answer: Response, settings: Settings, name: str, value: str, seconds: float) -> None:
    answer.set_cookie(
        name,
        value,
        max_age=int(seconds),
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )
