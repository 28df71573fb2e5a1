"""A small Cloudinary: uploads, deliveries in sizes, deletions. It believes nobody whose signature
is wrong, and works signatures out by itself, as its documentation tells
(https://cloudinary.com/documentation/authentication_signatures)."""

from __future__ import annotations

import base64
import hashlib
import io
import time
from dataclasses import dataclass, field

from PIL import Image

HOUR = 3600


class Refused(Exception):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def _sha1(text: str) -> bytes:
    return hashlib.sha1(text.encode(), usedforsecurity=False).digest()


@dataclass
class FakeCloudinary:
    cloud: str = "shop-cloud"
    key: str = "874837483274837"
    secret: str = "a676b67565c6767a6767d6767f676fe1"
    url: str = ""
    seconds: float = 0
    """How long it thinks."""
    down: bool = False
    pictures: dict[str, bytes] = field(default_factory=dict)
    """By their public id."""
    copies: dict[str, bytes] = field(default_factory=dict)
    """What lies on the way to those who look, by address; it outlives a deletion that does not
    say ``invalidate``."""
    heard: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """For ``CLOUDINARY_URL``."""
        return f"cloudinary://{self.key}:{self.secret}@{self.cloud}"

    def _let_in(self, form: dict[str, str]) -> None:
        unsigned = ("file", "cloud_name", "resource_type", "api_key", "signature")
        signed = "&".join(
            sorted(
                f"{name}={value}".replace("&", "%26")
                for name, value in form.items()
                if name not in unsigned and value
            )
        )
        right = _sha1(signed + self.secret).hex()
        if form.get("api_key") != self.key or form.get("signature") != right:
            raise Refused(401, f"Invalid Signature {form.get('signature')}")
        if abs(time.time() - int(form.get("timestamp", "0"))) > HOUR:
            raise Refused(400, "Stale request")

    def upload(self, form: dict[str, str], picture: bytes) -> dict[str, object]:
        self._let_in(form)
        self.heard.append("upload")
        if form.get("type") != "authenticated":
            raise Refused(400, "everybody could see it")
        with Image.open(io.BytesIO(picture)) as shown:
            width, height = shown.size
        self.pictures[form["public_id"]] = picture
        return {
            "asset_id": _sha1(form["public_id"]).hex()[:32],
            "public_id": form["public_id"],
            "version": int(form["timestamp"]),
            "width": width,
            "height": height,
            "type": form["type"],
        }

    def destroy(self, form: dict[str, str]) -> dict[str, object]:
        self._let_in(form)
        self.heard.append("destroy")
        known = self.pictures.pop(form["public_id"], None) is not None
        # It takes what a form has, so any text is true.
        if form.get("invalidate"):
            for address in [one for one in self.copies if form["public_id"] in one]:
                del self.copies[address]
        return {"result": "ok" if known else "not found"}

    def delivered(self, path: str) -> bytes:
        """``s--signature--/transformation/v1/public_id.webp``"""
        if path in self.copies:
            return self.copies[path]
        signature, _, rest = path.partition("/")
        if not signature.startswith("s--"):
            raise Refused(401, "without a signature nobody sees it")
        parts = rest.split("/")
        version = next(i for i, part in enumerate(parts) if part.startswith("v") and part != "v")
        source = "/".join(parts[version + 1 :])
        transformation = "/".join(parts[:version])
        to_sign = "/".join(filter(None, [transformation, source])) + self.secret
        digest = base64.urlsafe_b64encode(_sha1(to_sign))[:8]
        if signature != f"s--{digest.decode()}--":
            raise Refused(401, "the signature is wrong")
        self.heard.append("delivery")
        picture = self.pictures.get(source.removesuffix(".webp"))
        if picture is None:
            raise Refused(404, "there is no such picture")
        self.copies[path] = self._sized(picture, transformation)
        return self.copies[path]

    @staticmethod
    def _sized(picture: bytes, transformation: str) -> bytes:
        wanted = dict(part.split("_", 1) for part in transformation.split(",") if part)
        if not wanted:
            return picture
        assert wanted.pop("c") == "limit"
        with Image.open(io.BytesIO(picture)) as shown:
            shown.thumbnail((int(wanted["w"]), int(wanted["h"])))
            made = io.BytesIO()
            shown.save(made, "WEBP")
            return made.getvalue()
