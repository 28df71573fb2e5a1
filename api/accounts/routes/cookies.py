"""The two cookies of this service, both for its own use alone and of a fixed age."""

from __future__ import annotations

from uuid import UUID

from fastapi import Request, Response

from api.accounts import sessions, sign_in
from api.accounts.deps import cookie_name
from api.core.settings import Settings


def _device_name(settings: Settings) -> str:
    return "__Host-carnet-device" if settings.secure else "carnet-device"


def device_of(request: Request, settings: Settings) -> str | None:
    return request.cookies.get(_device_name(settings))


def set_session(answer: Response, settings: Settings, user_id: UUID, token: str) -> None:
    """The session, and that this device is the person's."""
    _set(answer, settings, cookie_name(settings), token, sessions.LIFETIME.total_seconds())
    set_device(answer, settings, user_id)


def set_device(answer: Response, settings: Settings, user_id: UUID) -> None:
    """This device is the person's, signed in or not."""
    _set(
        answer,
        settings,
        _device_name(settings),
        sign_in.device_cookie(settings, user_id),
        sign_in.DEVICE_LIFETIME.total_seconds(),
    )


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
