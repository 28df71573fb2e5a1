"""Pictures with Cloudinary: the one place that knows its library.

Only our service talks to it: what it gets has been drawn anew here, so that no place and no camera
reaches it, and no browser of a customer ever does. Everything lies there as ``authenticated``: an
address without our signature shows nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

import httpx

from api.core.clock import now
from api.core.errors import Problem
from api.core.personal import outgoing
from api.core.settings import Misconfigured, Settings

_TYPE = "authenticated"
_FOLDER = "carnet"
_SILENCE = timedelta(seconds=20)
"""So long nobody waits again for a service that has just kept somebody waiting for nothing."""
silent: dict[str, datetime] = {}

for _column, _why in (
    ("customers.photo", "photos of customers lie there when the operator has chosen it"),
    ("merchants.logo", "so do logos"),
    (None, "and the backgrounds of cards"),
):
    outgoing("cloudinary", "file", column=_column, why=_why)
for _field in ("public_id", "type", "eager", "timestamp", "invalidate", "signature", "api_key"):
    outgoing("cloudinary", _field, why="which picture, by opaque ids of ours, and who asks")


class PictureStoreDown(Problem):
    """Nothing is lost: what was sent waits here, and what lies there lies there."""

    status, code, title = 503, "PICTURE_STORE_DOWN", "The pictures cannot be reached at the moment"

    def __init__(self) -> None:
        super().__init__(retry_after=int(_SILENCE.total_seconds()))


class Account:
    """Who we are there: ``cloudinary://key:secret@cloud``."""

    def __init__(self, settings: Settings) -> None:
        parts = urlsplit(settings.cloudinary_url or "")
        if parts.scheme != "cloudinary" or not (
            parts.hostname and parts.username and parts.password
        ):
            raise Misconfigured("CLOUDINARY_URL reads cloudinary://KEY:SECRET@CLOUD")
        self.name = parts.netloc.rpartition("@")[2]
        self.seconds = settings.cloudinary_seconds
        # Named in every call, as the library would otherwise look into the environment.
        self.options: dict[str, Any] = {
            "cloud_name": self.name,
            "api_key": unquote(parts.username),
            "api_secret": unquote(parts.password),
            "secure": True,
        }
        if settings.cloudinary_api:
            there = settings.cloudinary_api
            self.options |= {
                "upload_prefix": there,
                "secure": False,
                "cname": urlsplit(there).netloc,
            }


@cache
def client() -> httpx.Client:
    """One for all: making one reads all authorities' certificates."""
    return httpx.Client()


class Cloudinary:
    """One merchant's pictures there."""

    def __init__(self, settings: Settings, merchant_id: UUID) -> None:
        self._account = Account(settings)
        self._folder = f"{_FOLDER}/{merchant_id}"

    def keep(self, name: str, picture: bytes) -> str:
        """Signed, and never over another one: a name is given once. Raises
        :class:`PictureStoreDown`."""
        answer = self._ask("upload", self._id(name), file=picture, filename=name, overwrite=True)
        return f"{answer['asset_id']}/{answer['version']}"

    def delete(self, name: str) -> str:
        """With every size of it and every copy on the way. Raises :class:`PictureStoreDown`."""
        answer = self._ask("destroy", self._id(name), invalidate=True)
        return f"{answer['result']} {answer.get('request_id', '')}".strip()

    def get(self, name: str, side: int | None = None) -> bytes | None:
        """Raises :class:`PictureStoreDown`."""
        # The library takes a second to load; a service without it should not wait.
        from cloudinary.utils import cloudinary_url

        size = {"crop": "limit", "width": side, "height": side} if side else {}
        if silent.get(self._account.name, now()) > now():
            raise PictureStoreDown
        address, _ = cloudinary_url(
            self._id(name),
            type=_TYPE,
            sign_url=True,
            format="webp",
            **size,
            **self._account.options,
        )
        try:
            answer = client().get(address, timeout=self._account.seconds)
            if answer.status_code == 404:
                return None
            answer.raise_for_status()
        except httpx.HTTPError as error:
            silent[self._account.name] = now() + _SILENCE
            raise PictureStoreDown from error
        return answer.content

    def _id(self, name: str) -> str:
        return f"{self._folder}/{name}"

    def _ask(self, action: str, public_id: str, **how: Any) -> dict[str, Any]:
        from cloudinary import uploader
        from cloudinary.exceptions import Error

        options = {
            **self._account.options,
            "type": _TYPE,
            "timeout": self._account.seconds,
            **how,
        }
        try:
            if action == "upload":
                body = options.pop("file")
                answer = uploader.upload(body, public_id=public_id, **options)
            else:
                answer = uploader.destroy(public_id, **options)
        except Error as error:
            raise PictureStoreDown from error
        silent.pop(self._account.name, None)
        return dict(answer)
