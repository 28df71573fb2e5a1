"""Sessions: seen, ended, expired, remembered for a few seconds; and what another site cannot do
with them."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import delete, select

from api.accounts import remembered, sessions
from api.accounts.models import Session
from api.core.tokens import digest
from tests.accounts.people import in_browser, sign_in, signed_up
from tests.world import Connect, World

Clock = Callable[[timedelta], None]

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


async def test_sessions_are_listed_newest_first(world: World, connect: Connect) -> None:
    person = await signed_up(world, connect)
    phone = connect()
    phone.headers["User-Agent"] = FIREFOX
    in_browser(phone, await sign_in(phone, person.email))
    page = (await phone.get("/v1/sessions")).json()
    assert page["next_cursor"] is None
    newest, oldest = page["items"]
    assert newest["user_agent"] == "Firefox · Linux"
    assert (newest["current"], oldest["current"]) == (True, False)
    assert newest["created_at"].endswith("Z")
    assert set(newest) == {"id", "created_at", "expires_at", "user_agent", "current"}
    first = (await phone.get("/v1/sessions", params={"limit": 1})).json()
    rest = (
        await phone.get("/v1/sessions", params={"limit": 1, "cursor": first["next_cursor"]})
    ).json()
    assert [first["items"][0], rest["items"][0]] == [newest, oldest]


async def test_the_secret_is_kept_as_a_digest_only(world: World, connect: Connect) -> None:
    person = await signed_up(world, connect)
    token = person.browser.cookies["carnet"]
    async with world.database.session() as db:
        row = await db.scalar(select(Session).where(Session.token_hash == digest(token)))
        assert row is not None
        assert row.expires_at - row.created_at <= timedelta(days=30, seconds=1)


async def test_ending_a_session_signs_that_device_out_at_once(
    world: World, connect: Connect
) -> None:
    person = await signed_up(world, connect)
    phone = connect()
    in_browser(phone, await sign_in(phone, person.email))
    assert (await phone.get("/v1/me")).status_code == 200
    listed = (await person.browser.get("/v1/sessions")).json()["items"]
    other = next(one["id"] for one in listed if not one["current"])
    assert (await person.browser.delete(f"/v1/sessions/{other}")).status_code == 204
    gone = await phone.get("/v1/me")
    assert (gone.status_code, gone.json()["code"]) == (401, "NOT_SIGNED_IN")
    assert (await person.browser.get("/v1/me")).status_code == 200
    again = await person.browser.delete(f"/v1/sessions/{other}")
    assert (again.status_code, again.json()["code"]) == (404, "SESSION_NOT_FOUND")


async def test_somebody_elses_session_is_none_of_mine(world: World, connect: Connect) -> None:
    me, other = await signed_up(world, connect), await signed_up(world, connect)
    theirs = (await other.browser.get("/v1/sessions")).json()["items"][0]["id"]
    answer = await me.browser.delete(f"/v1/sessions/{theirs}")
    assert (answer.status_code, answer.json()["code"]) == (404, "SESSION_NOT_FOUND")
    assert (await other.browser.get("/v1/me")).status_code == 200
    assert (await me.browser.delete(f"/v1/sessions/{uuid4()}")).status_code == 404
    assert (await me.browser.delete("/v1/sessions/nonsense")).status_code == 422


async def test_signing_out_ends_this_session_and_clears_its_cookie(
    world: World, connect: Connect
) -> None:
    person = await signed_up(world, connect)
    token = person.browser.cookies["carnet"]
    answer = await person.browser.delete("/v1/sessions/current")
    assert answer.status_code == 204
    assert "carnet" not in person.browser.cookies
    person.browser.cookies.set("carnet", token)
    assert (await person.browser.get("/v1/me")).status_code == 401


async def test_all_others_can_be_ended_together(world: World, connect: Connect) -> None:
    person = await signed_up(world, connect)
    devices = [connect() for _ in range(3)]
    for device in devices:
        in_browser(device, await sign_in(device, person.email))
    assert (await person.browser.delete("/v1/sessions")).status_code == 204
    assert [(await device.get("/v1/me")).status_code for device in devices] == [401] * 3
    assert (await person.browser.get("/v1/me")).status_code == 200


async def test_a_session_ends_after_thirty_days_whatever_its_use(
    world: World, connect: Connect, clock: Clock
) -> None:
    person = await signed_up(world, connect)
    clock(timedelta(days=29))
    assert (await person.browser.get("/v1/me")).status_code == 200
    clock(timedelta(days=1))
    assert (await person.browser.get("/v1/me")).status_code == 401


async def test_what_another_process_ends_is_known_here_for_five_seconds_at_most(
    world: World, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await signed_up(world, connect)
    assert (await person.browser.get("/v1/me")).status_code == 200
    async with world.database.session() as db:
        await db.execute(delete(Session).where(Session.user_id == UUID(person.me["user"]["id"])))
    later = time.monotonic() + remembered.REMEMBERED_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert (await person.browser.get("/v1/me")).status_code == 401


def test_what_was_read_while_something_was_revoked_is_not_remembered() -> None:
    known: remembered.Remembered[str] = remembered.Remembered()
    mark = known.mark()
    known.forget(lambda value: value == "gone")
    known.put(b"key", "gone", mark)
    assert known.get(b"key") is None
    known.put(b"key", "here", known.mark())
    assert known.get(b"key") == "here"


def test_no_more_is_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "_REMEMBERED_AT_MOST", 3)
    known: remembered.Remembered[int] = remembered.Remembered()
    for number in range(10):
        known.put(bytes([number]), number, known.mark())
    assert [known.get(bytes([number])) for number in range(10)] == [None] * 7 + [7, 8, 9]


@pytest.mark.parametrize(
    ("user_agent", "shown"),
    [
        (FIREFOX, "Firefox · Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) AppleWebKit Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120", "Edge · Windows"),
        ("", "?"),
        ("something " * 80, "?"),
    ],
)
def test_a_user_agent_is_shortened_to_what_one_recognises(user_agent: str, shown: str) -> None:
    assert sessions.described(user_agent) == shown


FORGERIES: list[tuple[str, dict[str, str]]] = [
    ("no token", {"X-CSRF-Token": ""}),
    ("another token", {"X-CSRF-Token": "0" * 64}),
    ("another site", {"Origin": "https://evil.example"}),
    ("a look-alike", {"Origin": "http://localhost:8000.evil.example"}),
    ("an opaque origin", {"Origin": "null"}),
]


@pytest.mark.parametrize("headers", [one for _, one in FORGERIES], ids=[n for n, _ in FORGERIES])
async def test_another_sites_request_changes_nothing(
    world: World, connect: Connect, headers: dict[str, str]
) -> None:
    person = await signed_up(world, connect)
    for method, path, body in (
        ("PATCH", "/v1/me", {"first_name": "Eve"}),
        ("POST", "/v1/api-keys", {"name": "evil", "scopes": ["cards:read"]}),
        ("DELETE", "/v1/sessions", None),
    ):
        answer = await person.browser.request(method, path, json=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "CSRF_FAILED")
    # Reading needs neither: the browser lets another site read no answer.
    me = await person.browser.get("/v1/me", headers=headers)
    assert me.json()["user"]["first_name"] == "Marie"


async def test_a_request_without_origin_is_refused(world: World, connect: Connect) -> None:
    person = await signed_up(world, connect)
    del person.browser.headers["Origin"]
    answer = await person.browser.patch("/v1/me", json={"first_name": "Eve"})
    assert (answer.status_code, answer.json()["code"]) == (403, "CSRF_FAILED")


async def test_a_token_of_another_session_is_refused(world: World, connect: Connect) -> None:
    person = await signed_up(world, connect)
    phone = connect()
    me = in_browser(phone, await sign_in(phone, person.email))
    answer = await person.browser.patch(
        "/v1/me", json={"first_name": "Eve"}, headers={"X-CSRF-Token": me["csrf_token"]}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "CSRF_FAILED")


@pytest.mark.parametrize("cookie", [None, "", "nonsense", "0" * 26, "é"])
async def test_without_a_valid_session_one_is_asked_to_sign_in(
    client: httpx.AsyncClient, cookie: str | None
) -> None:
    headers = {} if cookie is None else {b"Cookie": f"carnet={cookie}".encode()}
    for path in ("/v1/me", "/v1/sessions", "/v1/merchant", "/v1/api-keys"):
        answer = await client.get(path, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "NOT_SIGNED_IN")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_my_name_and_language_are_mine_to_change(world: World, connect: Connect) -> None:
    person = await signed_up(world, connect)
    answer = await person.browser.patch("/v1/me", json={"first_name": " Zoé ", "language": "en"})
    assert answer.status_code == 200
    assert answer.json()["user"] == person.me["user"] | {"first_name": "Zoé", "language": "en"}
    assert (await person.browser.get("/v1/me")).json() == answer.json()
    for fault in ({"email": "a@b.example"}, {"first_name": ""}, {"language": "de"}):
        assert (await person.browser.patch("/v1/me", json=fault)).status_code == 422
