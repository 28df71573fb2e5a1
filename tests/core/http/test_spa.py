"""The screens come from our own origin, well cached and well protected."""

from __future__ import annotations

import gzip
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.core.http import spa
from api.core.settings import Settings
from tests.conftest import make_settings

SCRIPT = b"console.log('desk');" * 100


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    for entry in ("desk", "counter", "card"):
        (folder / f"{entry}.html").write_text(f"<!doctype html><title>{entry}</title>")
    (folder / "assets" / "desk-a1.js").write_bytes(SCRIPT)
    (folder / "assets" / "desk-a1.js.br").write_bytes(b"brotli")
    (folder / "assets" / "desk-a1.js.gz").write_bytes(gzip.compress(SCRIPT, mtime=0))
    (folder / "sw.js").write_text("self")
    (folder / ".built-from").write_text("secret")
    return folder


def site(settings: Settings) -> httpx.AsyncClient:
    app = FastAPI(openapi_url=None)

    @app.post("/v1/cards")
    async def cards() -> None: ...

    @app.get("/v1/accident")
    async def accident() -> None:
        raise RuntimeError("flour on the floor")

    spa.install(app, settings)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=settings.origin)


@pytest.fixture
def http(dist: Path, tmp_path: Path) -> httpx.AsyncClient:
    return site(make_settings("postgresql://unused", tmp_path, frontend_dist=dist))


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/", "desk"),
        ("/customers/0190", "desk"),
        ("/verify", "desk"),
        ("/countertop", "desk"),
        ("/counter", "counter"),
        ("/counter/card/ABCD-EFGH", "counter"),
        ("/c/bakery", "card"),
        ("/join/bakery", "card"),
        ("/s/bakery", "card"),
    ],
)
async def test_each_address_has_its_screen(http: httpx.AsyncClient, path: str, entry: str) -> None:
    answer = await http.get(path)
    assert answer.status_code == 200
    assert f"<title>{entry}</title>" in answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    camera = "camera=(self)" if entry == "counter" else "camera=()"
    assert answer.headers["permissions-policy"].startswith(camera)


@pytest.mark.parametrize("path", ["/v1/nothing", "/v1", "/assets/gone.js", "/docs/x", "/healthz"])
async def test_other_addresses_are_not_screens(http: httpx.AsyncClient, path: str) -> None:
    assert (await http.get(path)).status_code == 404


async def test_a_wrong_method_stays_a_wrong_method(http: httpx.AsyncClient) -> None:
    assert (await http.get("/v1/cards")).status_code == 405
    assert (await http.post("/customers")).status_code == 404


@pytest.mark.parametrize(
    ("accepts", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.000", None),
        ("identity", None),
        ("", None),
    ],
)
async def test_the_best_accepted_encoding_is_sent(
    http: httpx.AsyncClient, accepts: str, encoding: str | None
) -> None:
    request = http.build_request("GET", "/assets/desk-a1.js", headers={"accept-encoding": accepts})
    answer = await http.send(request, stream=True)
    raw = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert raw == {"br": b"brotli", "gzip": gzip.compress(SCRIPT, mtime=0), None: SCRIPT}[encoding]


async def test_an_unchanged_page_is_not_sent_again(http: httpx.AsyncClient, dist: Path) -> None:
    first = await http.get("/")
    again = await http.get("/", headers={"if-none-match": f'"x", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    for entry in ("desk", "card"):
        (dist / f"{entry}.html").write_text("new")
    changed = await http.get("/", headers={"if-none-match": first.headers["etag"]})
    assert (changed.status_code, changed.text) == (200, "new")


async def test_the_service_worker_may_serve_the_counter(http: httpx.AsyncClient) -> None:
    answer = await http.get("/sw.js")
    assert answer.headers["service-worker-allowed"] == "/counter"
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/", "/assets/desk-a1.js", "/v1/nothing", "/v1/accident"])
async def test_every_answer_is_protected(http: httpx.AsyncClient, path: str) -> None:
    headers = (await http.get(path)).headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    )
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "strict-transport-security" not in headers


async def test_over_tls_browsers_are_told_to_stay_there(dist: Path, tmp_path: Path) -> None:
    settings = make_settings(
        "postgresql://unused", tmp_path, frontend_dist=dist, public_url="https://carnet.example"
    )
    assert "max-age" in (await site(settings).get("/")).headers["strict-transport-security"]


@pytest.mark.parametrize("path", ["/.built-from", "/../secret", "/%2e%2e/secret", "/assets/"])
async def test_nothing_else_is_given_out(http: httpx.AsyncClient, dist: Path, path: str) -> None:
    (dist.parent / "secret").write_text("secret")
    assert "secret" not in (await http.get(path)).text


async def test_without_a_build_the_page_says_what_to_do(tmp_path: Path) -> None:
    settings = make_settings("postgresql://unused", tmp_path, frontend_dist=tmp_path / "none")
    answer = await site(settings).get("/counter")
    assert answer.status_code == 503
    assert "carnet serve" in answer.text
