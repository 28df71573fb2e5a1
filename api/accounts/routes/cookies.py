"""The cookies of this service, all for its own use alone and of a fixed age."""

from __future__ import annotations

from uuid import UUID

from fastapi import Request, Response

from api.accounts import devices, sessions, sign_in, sign_up
from api.accounts.deps import cookie_name
from api.core.settings import Settings
from api.core.tokens import sign, verify


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


def set_session(answer: Response, settings: Settings, user_id: UUID, token: str) -> None:
    """The session, and that this device is the person's."""
    _set(answer, settings, cookie_name(settings), token, sessions.LIFETIME.total_seconds())
    set_device(answer, settings, user_id)


def set_device(answer: Response, settings: Settings, user_id: UUID) -> None:
    """This device is the person's, signed in or not."""
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
    """This browser is a counter device, for a year from its last use."""
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
