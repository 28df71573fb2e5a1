"""The three screens, served from the API's own origin, and the headers that protect them.

Everything the browser may do is decided by :data:`POLICY`: our own scripts and styles, no inline
ones, no other host. The camera is granted to the counter alone.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.core.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
NO_DEVICES = "camera=(), microphone=(), geolocation=(), payment=()"
COUNTER_DEVICES = "camera=(self), microphone=(), geolocation=(), payment=()"
_PROTECTION = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": NO_DEVICES,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_FOREVER = "public, max-age=31536000, immutable"
_ASK_FIRST = "no-cache"
_NOT_OURS = ("/v1", "/docs", "/openapi.json", "/healthz", "/readyz", "/.well-known")
_COMPRESSIBLE = ("text/", "application/json", "application/manifest", "image/svg")
_NOT_BUILT = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>Mon Carnet Client</title></head><body>
<h1>Les écrans ne sont pas encore construits</h1>
<p>Lancez <code>carnet serve</code>, qui les construit, puis rechargez cette page.</p>
<h1 lang="en">The screens have not been built yet</h1>
<p lang="en">Run <code>carnet serve</code>, which builds them, then reload this page.</p>
</body></html>
"""

# Not left to the machine's table, which may know nothing of these or call them otherwise.
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True)
class _File:
    """One file with its encodings, each under an ETag of its own (they are different bytes)."""

    kind: str
    etag: str
    plain: bytes
    encoded: dict[str, bytes]

    def best(self, accepts: set[str]) -> tuple[str, bytes]:
        for encoding in ("br", "gzip"):
            if encoding in accepts and encoding in self.encoded:
                return encoding, self.encoded[encoding]
        return "", self.plain


class _Dist:
    """The built files, in memory; read again when a new build has replaced them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._built: int | None = None
        self._files: dict[str, _File] = {}

    def file(self, path: str) -> _File | None:
        if path.endswith(".html") or not self._files:
            self._refresh()
        return self._files.get(path)

    def _refresh(self) -> None:
        try:
            built = (self.folder / "card.html").stat().st_mtime_ns  # the last one to be written
        except OSError:
            self._files = {}
            return
        if built != self._built or not self._files:
            self._files = dict(self._read())
            self._built = built

    def _read(self) -> list[tuple[str, _File]]:
        found = []
        for path in sorted(self.folder.rglob("*")):
            if not path.is_file() or path.suffix in (".br", ".gz") or path.name.startswith("."):
                continue
            plain = path.read_bytes()
            kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
            kind = kind or "application/octet-stream"
            encoded = {}
            for encoding, suffix in (("br", ".br"), ("gzip", ".gz")):
                packed = path.with_name(path.name + suffix)
                if packed.exists():
                    encoded[encoding] = packed.read_bytes()
            if not encoded and kind.startswith(_COMPRESSIBLE):
                packed_here = gzip.compress(plain, mtime=0)
                if len(packed_here) < len(plain):
                    encoded["gzip"] = packed_here
            etag = hashlib.sha256(plain).hexdigest()[:20]
            name = "/" + path.relative_to(self.folder).as_posix()
            found.append((name, _File(kind, etag, plain, encoded)))
        return found


class _Screens:
    """Answers what no route of the API has answered."""

    def __init__(self, dist: _Dist, otherwise: ASGIApp) -> None:
        self.dist = dist
        self.otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("path", "")
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or _is_api(path):
            await self.otherwise(scope, receive, send)
            return
        file = self.dist.file(path)
        if file is None and path.startswith("/assets/"):
            await self.otherwise(scope, receive, send)
            return
        name = path
        if file is None:
            name = _entry(path)
            file = self.dist.file(name)
        response = _answer(name, file, Headers(scope=scope)) if file else _not_built()
        await response(scope, receive, send)


def _is_api(path: str) -> bool:
    return any(path == prefix or path.startswith(prefix + "/") for prefix in _NOT_OURS)


def _entry(path: str) -> str:
    if path == "/counter" or path.startswith("/counter/"):
        return "/counter.html"
    if path.startswith(("/c/", "/d/", "/join/", "/s/", "/x/")):
        return "/card.html"
    return "/desk.html"


def _answer(name: str, file: _File, asked: Headers) -> Response:
    encoding, content = file.best(_accepted(asked.get("accept-encoding", "")))
    etag = f'"{file.etag}{"-" + encoding if encoding else ""}"'
    headers = {
        "ETag": etag,
        "Cache-Control": _FOREVER if name.startswith("/assets/") else _ASK_FIRST,
        "Vary": "Accept-Encoding",
    }
    if name == "/counter.html":
        headers["Permissions-Policy"] = COUNTER_DEVICES
    if name == "/sw.js":
        headers["Service-Worker-Allowed"] = "/counter"
    known = {tag.strip().removeprefix("W/") for tag in asked.get("if-none-match", "").split(",")}
    if etag in known:
        return Response(status_code=304, headers=headers)
    if encoding:
        headers["Content-Encoding"] = encoding
    return Response(content, headers=headers, media_type=file.kind)


def _accepted(header: str) -> set[str]:
    """The encodings the client accepts; ``q=0`` means that it does not."""
    parts = [part.replace(" ", "").partition(";q=") for part in header.lower().split(",")]
    return {name for name, _, quality in parts if quality.strip("0.") or not quality}


def _not_built() -> Response:
    return HTMLResponse(_NOT_BUILT, 503, headers={"Retry-After": "10", "Cache-Control": "no-store"})


class _Protection:
    """Adds the protecting headers to every answer that does not bring its own."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app = app
        self.headers = dict(_PROTECTION)
        if secure:
            self.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, protected)


def install(app: FastAPI, settings: Settings) -> None:
    """Serve the screens under every address that no route has taken."""
    app.router.default = _Screens(_Dist(settings.frontend_dist), app.router.default)
    build = app.build_middleware_stack

    def protected() -> ASGIApp:
        return _Protection(build(), secure=settings.secure)

    # Around everything: added as a middleware it would miss the answer to an accident (500), which
    # is written outside all middleware.
    app.build_middleware_stack = protected  # type: ignore[method-assign]  # no other way in
