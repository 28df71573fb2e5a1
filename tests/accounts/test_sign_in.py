"""Signing in: what it answers, what it gives away (nothing), and how guessing is slowed down."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import Request
from uuid_utils.compat import uuid7

from api.accounts import passwords, sign_in, throttle
from api.accounts.throttle import Limit, TooManyAttempts
from api.app import create_app
from api.core.deps import client_address
from api.core.settings import Settings
from tests.accounts.people import address, in_browser, mailbox, signed_up, token_of
from tests.accounts.people import sign_in as attempt
from tests.world import Connect, World

Clock = Callable[[timedelta], None]
WRONG = "wrong password 1"


async def test_the_right_password_signs_in(world: World, connect: Connect) -> None:
    person = await signed_up(world, connect)
    client = connect()
    answer = await attempt(client, person.email)
    me = in_browser(client, answer)
    assert me["user"] == person.me["user"]
    assert (await client.get("/v1/me")).json() == me
    cookies = answer.headers.get_list("set-cookie")
    assert sorted(cookie.partition("=")[0] for cookie in cookies) == ["carnet", "carnet-known"]
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie
    assert "Max-Age=2592000" in next(one for one in cookies if one.startswith("carnet="))
    assert client.cookies["carnet"] not in answer.text


async def test_over_tls_the_cookie_is_bound_to_this_host(
    world: World, connect: Connect, settings: Settings
) -> None:
    person = await signed_up(world, connect)
    secure = settings.model_copy(update={"public_url": "https://carnet.example"})
    app = create_app(secure)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app, client=("10.9.9.9", 1)),
            base_url="https://carnet.example",
        ) as client,
    ):
        answer = await attempt(client, person.email)
        cookies = answer.headers.get_list("set-cookie")
        assert all(one.startswith("__Host-carnet") and "Secure" in one for one in cookies)
        in_browser(client, answer)
        assert (await client.get("/v1/me")).status_code == 200
        # The name without the prefix, which a neighbouring host could have set, counts nothing.
        token = client.cookies["__Host-carnet"]
        client.cookies.clear()
        client.cookies.set("carnet", token)
        assert (await client.get("/v1/me")).status_code == 401


async def test_wrong_password_and_unknown_address_answer_alike(
    world: World, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await signed_up(world, connect)
    hashed: list[str] = []
    hasher = passwords._hasher(8, 1)
    verify = hasher.verify

    def counted(password: Any, against: Any) -> bool:
        hashed.append(against[:10])
        return verify(password, against)

    monkeypatch.setattr(hasher, "verify", counted)
    known = await attempt(connect(), person.email, WRONG)
    unknown = await attempt(connect(), address(), WRONG)
    assert known.status_code == unknown.status_code == 401
    assert known.json() == unknown.json()
    assert known.json()["code"] == "INVALID_CREDENTIALS"
    assert sorted(known.headers) == sorted(unknown.headers)
    # The same work, with the same parameters.
    assert len(hashed) == 2
    assert hashed[0] == hashed[1]


async def test_each_failure_makes_the_next_wait_longer_and_never_past_a_quarter_hour(
    world: World, connect: Connect, clock: Clock
) -> None:
    person = await signed_up(world, connect)
    client = connect()
    codes = [(await attempt(client, person.email, WRONG)).status_code for _ in range(6)]
    assert codes == [401] * 6
    waits = []
    for _ in range(9):
        closed = await attempt(client, person.email)
        assert (closed.status_code, closed.json()["code"]) == (429, "TOO_MANY_ATTEMPTS")
        waits.append(int(closed.headers["Retry-After"]))
        assert closed.json()["retry_after"] == waits[-1]
        clock(timedelta(seconds=waits[-1]))
        assert (await attempt(client, person.email, WRONG)).status_code == 401
    # Of each some may be over when one asks again.
    asked = [15, 30, 60, 120, 240, 480, 900, 900, 900]
    assert [
        left for left, wait in zip(waits, asked, strict=True) if not wait - 5 < left <= wait
    ] == []
    clock(timedelta(minutes=15))
    assert (await attempt(client, person.email)).status_code == 201


async def test_another_address_is_not_slowed_down(world: World, connect: Connect) -> None:
    person = await signed_up(world, connect)
    attacker = connect()
    for _ in range(7):
        await attempt(attacker, person.email, WRONG)
    assert (await attempt(attacker, person.email)).status_code == 429
    assert (await attempt(connect(), person.email)).status_code == 201


async def test_a_success_is_not_counted(world: World, connect: Connect) -> None:
    person = await signed_up(world, connect)
    client = connect()
    for _ in range(12):
        assert (await attempt(client, person.email)).status_code == 201


async def test_attempts_sent_at_once_do_not_overtake_the_counter(
    world: World, connect: Connect
) -> None:
    person = await signed_up(world, connect)
    client = connect()
    answers = await asyncio.gather(
        *(attempt(client, person.email, f"{WRONG}{number}") for number in range(20))
    )
    codes = [answer.status_code for answer in answers]
    assert codes.count(401) == 6
    assert codes.count(429) == 14


async def test_one_address_trying_many_accounts_is_slowed_down(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "BY_ADDRESS", Limit("sign-in address", free=5))
    client = connect()
    codes = [(await attempt(client, address(), WRONG)).status_code for _ in range(7)]
    assert codes == [401] * 6 + [429]


async def besieged(world: World, email: str) -> None:
    """As if many addresses had guessed at this account's password."""
    bucket = sign_in.BY_ACCOUNT.bucket(email)
    for _ in range(sign_in.BY_ACCOUNT.free + 1):
        await throttle.hit(world.database, world.settings, bucket)


async def test_an_attack_from_everywhere_does_not_keep_a_known_device_out(
    world: World, connect: Connect
) -> None:
    person = await signed_up(world, connect)
    await besieged(world, person.email)
    stranger = await attempt(connect(), person.email)
    assert (stranger.status_code, stranger.json()["code"]) == (429, "TOO_MANY_ATTEMPTS")
    # Signed out, but the browser in which the owner has been signed in before.
    person.browser.cookies.delete("carnet")
    assert (await attempt(person.browser, person.email)).status_code == 201


async def test_a_completed_reset_lets_the_owner_in(world: World, connect: Connect) -> None:
    person = await signed_up(world, connect)
    await besieged(world, person.email)
    phone = connect()
    assert (await attempt(phone, person.email)).status_code == 429
    await phone.post("/v1/password-resets", json={"email": person.email})
    token = token_of((await mailbox(world, person.email))[-1], "reset")
    fresh = "un autre mot de passe"
    done = await phone.post(
        "/v1/password-resets/completion", json={"token": token, "password": fresh}
    )
    assert done.status_code == 204
    await besieged(world, person.email)
    assert (await attempt(phone, person.email, fresh)).status_code == 201


def test_a_device_cookie_is_bound_to_person_and_time(settings: Settings, clock: Clock) -> None:
    mine, other = UUID(str(uuid7())), UUID(str(uuid7()))
    cookie = sign_in.device_cookie(settings, mine)
    assert sign_in.knows(settings, cookie, mine)
    assert not sign_in.knows(settings, cookie, other)
    assert not sign_in.knows(settings, cookie.replace(str(mine), str(other)), other)
    for forged in (None, "", "x", f"{mine}.", f"{mine}.1.", f"{mine}.²", cookie + "0"):
        assert not sign_in.knows(settings, forged, mine)
    clock(timedelta(days=366))
    assert not sign_in.knows(settings, cookie, mine)


async def test_a_forged_device_cookie_does_not_open_the_account_bucket(
    world: World, connect: Connect
) -> None:
    person, other = await signed_up(world, connect), await signed_up(world, connect)
    await besieged(world, person.email)
    client = connect()
    client.cookies.set("carnet-known", other.browser.cookies["carnet-known"])
    assert (await attempt(client, person.email)).status_code == 429


async def test_attempts_of_long_ago_are_forgotten(
    world: World, connect: Connect, clock: Clock
) -> None:
    person = await signed_up(world, connect)
    client = connect()
    for _ in range(6):
        await attempt(client, person.email, WRONG)
    clock(timedelta(hours=3))
    codes = [(await attempt(client, person.email, WRONG)).status_code for _ in range(6)]
    assert codes == [401] * 6


def test_a_limit_doubles_up_to_its_ceiling() -> None:
    limit = Limit("test", free=2, wait=timedelta(seconds=10))
    pauses = [limit.pause(number).total_seconds() for number in (0, 2, 3, 4, 5, 9, 10, 1000)]
    assert pauses == [0, 0, 10, 20, 40, 640, 900, 900]


async def test_a_closed_bucket_counts_nothing_in_the_others(world: World) -> None:
    closed, other = Limit("closed", free=0).bucket("a"), Limit("other", free=1).bucket("a")
    await throttle.hit(world.database, world.settings, closed)
    for _ in range(5):
        with pytest.raises(TooManyAttempts):
            await throttle.hit(world.database, world.settings, closed, other)
    await throttle.hit(world.database, world.settings, other)
    await throttle.hit(world.database, world.settings, other)
    with pytest.raises(TooManyAttempts):
        await throttle.hit(world.database, world.settings, other)


async def test_buckets_tell_nobody_apart(world: World, settings: Settings) -> None:
    first = sign_in.BY_ACCOUNT.bucket("marie@boulangerie.example").fingerprint(settings)
    assert b"marie" not in first
    assert len(first) == 32
    assert first != sign_in.BY_ADDRESS.bucket("marie@boulangerie.example").fingerprint(settings)


def asked_from(address: str | None, forwarded: str = "") -> Request:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    client = (address, 1) if address else None
    return Request({"type": "http", "headers": headers, "client": client})


@pytest.mark.parametrize(
    ("address", "forwarded", "counted"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        # Anybody can write the header; only a proxy of ours is believed.
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "10.0.0.3,10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "nonsense", "nonsense"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "", "203.0.113.7"),
        (None, "", "127.0.0.1"),
    ],
)
async def test_the_address_is_the_connections_unless_a_proxy_of_ours_says(
    settings: Settings, address: str | None, forwarded: str, counted: str
) -> None:
    behind = settings.model_copy(update={"trusted_proxies": "127.0.0.1, 10.0.0.0/24"})
    assert await client_address(asked_from(address, forwarded), behind) == counted


@pytest.mark.parametrize("body", [{}, {"email": "x", "password": "y"}, {"email": 3}, []])
async def test_bad_input_is_told(client: httpx.AsyncClient, body: Any) -> None:
    answer = await client.post("/v1/sessions", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION")


async def test_another_site_cannot_sign_a_visitor_in(world: World, connect: Connect) -> None:
    person = await signed_up(world, connect)
    answer = await connect().post(
        "/v1/sessions",
        json={"email": person.email, "password": "un long mot de passe"},
        headers={"Origin": "https://evil.example"},
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "CSRF_FAILED")
