"""Changing a password, and setting a new one by mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from api.accounts.models import PasswordReset
from api.accounts.passwords import strong_enough
from tests.accounts.people import (
    PASSWORD,
    address,
    in_browser,
    mailbox,
    sign_in,
    signed_up,
    text_of,
    token_of,
)
from tests.world import Connect, World

Clock = Callable[[timedelta], None]
FRESH = "un autre mot de passe"


async def ask(client: httpx.AsyncClient, email: str) -> httpx.Response:
    return await client.post("/v1/password-resets", json={"email": email})


async def complete(client: httpx.AsyncClient, token: str, password: str = FRESH) -> httpx.Response:
    return await client.post(
        "/v1/password-resets/completion", json={"token": token, "password": password}
    )


async def change(
    client: httpx.AsyncClient, current: str = PASSWORD, new: str = FRESH
) -> httpx.Response:
    return await client.put(
        "/v1/me/password", json={"current_password": current, "new_password": new}
    )


async def resets(world: World, email: str) -> int:
    async with world.database.session() as db:
        rows = await db.scalars(select(PasswordReset).where(PasswordReset.email == email))
        return len(rows.all())


async def test_a_forgotten_password_is_replaced_by_mail(world: World, connect: Connect) -> None:
    person = await signed_up(world, connect)
    client = connect()
    asked = await ask(client, person.email)
    assert (asked.status_code, asked.json()) == (202, {"status": "sent"})
    mail = (await mailbox(world, person.email))[-1]
    assert mail["Subject"] == "Choisissez un nouveau mot de passe"
    done = await complete(client, token_of(mail, "reset"))
    assert (done.status_code, done.content) == (204, b"")
    # Whoever was signed in is out, and the old password is void.
    assert (await person.browser.get("/v1/me")).status_code == 401
    assert (await sign_in(connect(), person.email)).status_code == 401
    assert (await sign_in(client, person.email, FRESH)).status_code == 201
    told = (await mailbox(world, person.email))[-1]
    assert told["Subject"] == "Votre mot de passe a été changé"
    assert FRESH not in text_of(told)


async def test_an_address_without_an_account_gets_the_same_answer_and_no_mail(
    world: World, connect: Connect
) -> None:
    person, nobody, client = await signed_up(world, connect), address(), connect()
    known, unknown = await ask(client, person.email), await ask(client, nobody)
    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())
    assert sorted(known.headers) == sorted(unknown.headers)
    assert await mailbox(world, nobody) == []
    assert await resets(world, nobody) == 0


async def test_a_link_works_once_and_all_of_them_die_with_it(
    world: World, connect: Connect
) -> None:
    person, client = await signed_up(world, connect), connect()
    await ask(client, person.email)
    await ask(client, person.email)
    first, second = [token_of(m, "reset") for m in (await mailbox(world, person.email))[-2:]]
    assert (await complete(client, second)).status_code == 204
    for token in (first, second, "0" * 26):
        late = await complete(client, token)
        assert (late.status_code, late.json()["code"]) == (410, "LINK_EXPIRED")
    assert await resets(world, person.email) == 0


async def test_a_link_works_for_an_hour(world: World, connect: Connect, clock: Clock) -> None:
    person, client = await signed_up(world, connect), connect()
    await ask(client, person.email)
    token = token_of((await mailbox(world, person.email))[-1], "reset")
    clock(timedelta(hours=1, seconds=1))
    late = await complete(client, token)
    assert (late.status_code, late.json()["code"]) == (410, "LINK_EXPIRED")
    assert (await sign_in(connect(), person.email)).status_code == 201


async def test_a_weak_password_leaves_the_link_usable(world: World, connect: Connect) -> None:
    person, client = await signed_up(world, connect), connect()
    await ask(client, person.email)
    token = token_of((await mailbox(world, person.email))[-1], "reset")
    refused = await complete(client, token, "1234567890")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["code"] == "weak_password"
    assert (await complete(client, token)).status_code == 204


async def test_a_mailbox_is_not_filled_through_us(world: World, connect: Connect) -> None:
    email = address()
    answers = [await ask(connect(), email) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [202] * 4 + [429]
    assert answers[-1].json()["code"] == "TOO_MANY_ATTEMPTS"


async def test_guessing_links_is_slowed_down(client: httpx.AsyncClient) -> None:
    codes = [(await complete(client, "0" * 26)).status_code for _ in range(32)]
    assert codes == [410] * 31 + [429]


async def test_changing_it_ends_the_other_sessions_and_is_told_by_mail(
    world: World, connect: Connect
) -> None:
    person, phone = await signed_up(world, connect), connect()
    in_browser(phone, await sign_in(phone, person.email))
    assert (await change(person.browser)).status_code == 204
    assert (await person.browser.get("/v1/me")).status_code == 200
    assert (await phone.get("/v1/me")).status_code == 401
    assert (await sign_in(connect(), person.email)).status_code == 401
    assert (await sign_in(connect(), person.email, FRESH)).status_code == 201
    assert (await mailbox(world, person.email))[-1]["Subject"] == "Votre mot de passe a été changé"


async def test_the_current_password_is_asked_and_guessing_it_slowed_down(
    world: World, connect: Connect
) -> None:
    person = await signed_up(world, connect)
    answers = [await change(person.browser, "wrong password") for _ in range(7)]
    assert [answer.status_code for answer in answers] == [403] * 6 + [429]
    assert answers[0].json()["code"] == "WRONG_PASSWORD"
    assert (await sign_in(connect(), person.email)).status_code == 201


async def test_a_weak_new_password_is_refused(world: World, connect: Connect) -> None:
    person = await signed_up(world, connect)
    answer = await change(person.browser, new="court")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "body.new_password")
    assert "court" not in answer.text.replace("too short", "")


@pytest.mark.parametrize(
    ("password", "strong"),
    [
        ("motdepasse", False),
        ("1234567890", False),
        ("aaaaaaaaaaaaaaaaaaaa", False),
        ("abababababababab", False),
        ("motdepasse1", True),
        ("un long mot de passe", True),
        ("Tr0ub4dor&", True),
        ("12345678901234567", True),
    ],
)
def test_fifty_bits_are_enough(password: str, strong: bool) -> None:
    assert strong_enough(password) is strong
