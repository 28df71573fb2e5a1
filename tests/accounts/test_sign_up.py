"""Signing up: a wish, a mail, an account."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select, text

from api.accounts.models import SignUp, User
from api.accounts.roles import Scope
from api.accounts.sign_up import slug_of
from api.core.audit import AuditEvent
from api.core.jobs import Work
from api.core.tenancy import enter
from api.core.tokens import digest
from api.privacy.retention.nightly import clear_own
from tests.accounts.people import (
    PASSWORD,
    address,
    form,
    in_browser,
    mailbox,
    sign_in,
    signed_up,
    text_of,
    token_of,
)
from tests.world import Connect, World

Clock = Callable[[timedelta], None]


async def wishes(world: World, email: str) -> list[SignUp]:
    async with world.database.session() as db:
        return list((await db.scalars(select(SignUp).where(SignUp.email == email))).all())


async def users(world: World, email: str) -> int:
    async with world.database.session() as db:
        found = await db.scalar(select(func.count()).select_from(User).where(User.email == email))
        return found or 0


async def wish(client: httpx.AsyncClient, email: str, **others: Any) -> httpx.Response:
    return await client.post("/v1/sign-ups", json=form(email, **others))


async def test_from_the_form_to_the_owner_of_a_shop(
    client: httpx.AsyncClient, world: World
) -> None:
    email = address()
    answer = await wish(client, email, merchant_name="Boulangerie d’Été")
    assert (answer.status_code, answer.json()) == (202, {"status": "sent"})
    assert await users(world, email) == 0
    assert (await sign_in(client, email)).status_code == 401

    (mail,) = await mailbox(world, email)
    assert "Boulangerie d’Été" in mail["Subject"]
    answer = await client.post(
        "/v1/sign-ups/verification", json={"token": token_of(mail, "verify")}
    )
    me = in_browser(client, answer)
    assert me["user"] == {
        "id": me["user"]["id"],
        "email": email,
        "first_name": "Marie",
        "language": "fr",
    }
    (membership,) = me["memberships"]
    assert membership["merchant_name"] == "Boulangerie d’Été"
    assert membership["merchant_slug"].startswith("boulangerie-d-ete")
    assert membership["currency"] == "EUR"
    assert membership["role"] == "owner"
    assert membership["scopes"] == [scope.value for scope in Scope]
    assert await wishes(world, email) == []

    assert (await client.get("/v1/me")).json() == me
    merchant = (await client.get("/v1/merchant")).json()
    assert merchant["time_zone"] == "Europe/Paris"
    assert merchant["contact_email"] == email
    async with world.database.session() as db:
        await enter(db, UUID(merchant["id"]))
        trail = (await db.scalars(select(AuditEvent))).all()
        assert [event.action for event in trail] == ["merchant.created"]
        assert email not in json.dumps([event.facts for event in trail])

    _, welcome = await mailbox(world, email)
    assert welcome["Subject"] == "Boulangerie d’Été est ouvert sur Mon Carnet Client"
    assert f"{world.settings.origin}/\n" in text_of(welcome)


async def test_a_link_works_once(client: httpx.AsyncClient, world: World) -> None:
    email = address()
    await wish(client, email)
    token = token_of((await mailbox(world, email))[0], "verify")
    assert (
        await client.post("/v1/sign-ups/verification", json={"token": token})
    ).status_code == 201
    again = await client.post("/v1/sign-ups/verification", json={"token": token})
    assert (again.status_code, again.json()["code"]) == (410, "LINK_EXPIRED")
    assert await users(world, email) == 1


async def test_in_another_browser_the_link_needs_the_password(
    client: httpx.AsyncClient, connect: Connect, world: World
) -> None:
    """Else a stranger could sign up with somebody's address, wait for the click, and share the
    account."""
    email = address()
    await wish(client, email)
    token = token_of((await mailbox(world, email))[0], "verify")
    elsewhere = connect()
    for password in (None, "", "not the one chosen"):
        body = {"token": token, "password": password}
        refused = await elsewhere.post("/v1/sign-ups/verification", json=body)
        assert (refused.status_code, refused.json()["code"]) == (403, "PASSWORD_REQUIRED")
    elsewhere.cookies.set("carnet-sign-up", client.cookies["carnet-sign-up"].replace(".", ".0"))
    assert (
        await elsewhere.post("/v1/sign-ups/verification", json={"token": token})
    ).status_code == 403
    assert await users(world, email) == 0
    body = {"token": token, "password": PASSWORD}
    assert (await elsewhere.post("/v1/sign-ups/verification", json=body)).status_code == 201


async def test_a_link_works_for_a_day(
    client: httpx.AsyncClient, world: World, clock: Clock
) -> None:
    email = address()
    await wish(client, email)
    token = token_of((await mailbox(world, email))[0], "verify")
    clock(timedelta(hours=24, seconds=1))
    late = await client.post("/v1/sign-ups/verification", json={"token": token})
    assert (late.status_code, late.json()["code"]) == (410, "LINK_EXPIRED")
    assert await users(world, email) == 0


async def test_a_made_up_link_is_refused(client: httpx.AsyncClient) -> None:
    for token, status in (("0" * 26, 410), ("short", 422), ("<script>alert(1)</script>", 422)):
        answer = await client.post("/v1/sign-ups/verification", json={"token": token})
        assert answer.status_code == status, answer.text


async def test_an_address_with_an_account_gets_another_mail_and_the_same_answer(
    world: World, connect: Connect
) -> None:
    person = await signed_up(world, connect)
    client = connect()
    known, unknown = await wish(client, person.email), await wish(client, address())
    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())
    assert sorted(known.headers) == sorted(unknown.headers)
    mail = (await mailbox(world, person.email))[-1]
    assert mail["Subject"] == "Vous avez déjà un compte"
    assert "#" not in text_of(mail)
    assert await wishes(world, person.email) == []
    # The password of the second form is nobody's.
    assert (await sign_in(connect(), person.email)).status_code == 201


async def test_the_same_work_is_enqueued_either_way(world: World, connect: Connect) -> None:
    person = await signed_up(world, connect)
    client = connect()
    queue = text(
        "SELECT entrypoint, priority, length(payload) FROM jobs.pgqueuer"
        " WHERE status = 'queued' ORDER BY id DESC LIMIT 2"
    ).execution_options(touches_no_merchant=True)
    await wish(client, person.email)
    await wish(client, address())
    async with world.database.session() as db:
        one, other = (await db.execute(queue)).all()
        assert tuple(one) == tuple(other)


async def test_no_secret_and_no_address_lies_in_the_queue(
    client: httpx.AsyncClient, world: World
) -> None:
    email = address()
    await wish(client, email)
    (row,) = await wishes(world, email)
    assert row.token_hash is None
    assert PASSWORD not in row.password_hash
    waiting = text(
        "SELECT convert_from(payload, 'UTF8') FROM jobs.pgqueuer ORDER BY id DESC LIMIT 1"
    ).execution_options(touches_no_merchant=True)
    async with world.database.session() as db:
        assert json.loads(await db.scalar(waiting)) == {"sign_up_id": str(row.id)}
    token = token_of((await mailbox(world, email))[0], "verify")
    (row,) = await wishes(world, email)
    assert row.token_hash == digest(token)


async def test_of_two_wishes_the_first_confirmed_wins(
    client: httpx.AsyncClient, world: World
) -> None:
    email = address()
    await wish(client, email, merchant_name="Une")
    await wish(client, email, merchant_name="Deux")
    first, second = [token_of(mail, "verify") for mail in await mailbox(world, email)]
    # With the password, since the browser knows the later of its two forms alone.
    body = {"token": second, "password": PASSWORD}
    answer = await client.post("/v1/sign-ups/verification", json=body)
    assert answer.status_code == 201
    late = await client.post("/v1/sign-ups/verification", json=body | {"token": first})
    assert late.json()["code"] == "LINK_EXPIRED"
    assert await users(world, email) == 1


async def test_addresses_differ_in_more_than_capitals(world: World, connect: Connect) -> None:
    person = await signed_up(world, connect)
    assert (await sign_in(connect(), person.email.upper())).status_code == 201


async def test_shops_of_one_name_get_addresses_of_their_own(world: World, connect: Connect) -> None:
    name = f"Chez {address()[:20]}"
    slugs = [
        (await signed_up(world, connect, merchant_name=name)).me["memberships"][0]["merchant_slug"]
        for _ in range(3)
    ]
    assert len(set(slugs)) == 3
    assert all(slug.startswith(slugs[0]) for slug in slugs)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Boulangerie d'Été", "boulangerie-d-ete"),
        ("  L’Œuf & Cie.  ", "l-oeuf-cie"),
        ("日本", "commerce"),
        ("A" * 200, "a" * 40),
        ("Crêpes / Galettes", "crepes-galettes"),
    ],
)
def test_slugs_are_plain_ascii(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@pytest.mark.parametrize(
    "fault",
    [
        {"email": "nobody"},
        {"email": f"{'a' * 200}@boulangerie.example"},
        {"password": "court"},
        {"password": "1234567890"},
        {"password": "a" * 40},
        {"password": "x1" * 200},
        {"first_name": "  "},
        {"first_name": "Ma\u0000rie"},
        {"merchant_name": "x" * 200},
        {"language": "de"},
        {"time_zone": "Europe/Nowhere"},
        {"role": "owner"},
    ],
)
async def test_bad_forms_change_nothing(
    client: httpx.AsyncClient, world: World, fault: dict[str, str]
) -> None:
    email = address()
    answer = await client.post("/v1/sign-ups", json=form(email) | fault)
    assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION")
    assert answer.json()["errors"][0]["field"].startswith("body.")
    assert PASSWORD not in answer.text
    assert await wishes(world, email) == []


async def test_a_mailbox_is_not_filled_through_us(world: World, connect: Connect) -> None:
    email = address()
    codes = [(await wish(connect(), email)).status_code for _ in range(5)]
    assert codes == [202, 202, 202, 202, 429]
    assert len(await mailbox(world, email)) == 4


async def test_an_address_cannot_sign_up_without_end(client: httpx.AsyncClient) -> None:
    answers = [await wish(client, address()) for _ in range(12)]
    assert [answer.status_code for answer in answers] == [202] * 11 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert answers[-1].json()["code"] == "TOO_MANY_ATTEMPTS"


async def test_another_sites_form_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/v1/sign-ups", json=form(address()), headers={"Origin": "https://evil.example"}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "CSRF_FAILED")


async def test_names_in_the_mail_are_no_links(client: httpx.AsyncClient, world: World) -> None:
    email = address()
    await wish(
        client,
        email,
        first_name="win.example/now",
        merchant_name="https://evil.example a@b.example",
    )
    (mail,) = await mailbox(world, email)
    shown = text_of(mail).partition("http://localhost")[0]
    for sign in ("evil.example", "win.example", "://", "@"):
        assert sign not in shown
        assert sign not in mail["Subject"]


async def test_expired_wishes_are_forgotten(
    client: httpx.AsyncClient, world: World, clock: Clock
) -> None:
    email = address()
    await wish(client, email)
    await mailbox(world, email)
    clock(timedelta(hours=25))
    async with world.database.session() as db:
        await clear_own(Work(db, world.database, world.settings))
    assert await wishes(world, email) == []
