"""Second factors: codes, passkeys, recovery codes; signing in with them, and no way round."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pyotp
import pytest
from sqlalchemy import select, update

from api.accounts.models import Membership, Merchant, Passkey, RecoveryCode, Totp
from api.accounts.sealing import Unsealable, seal, unseal
from api.accounts.totp import STEP
from api.core.clock import now
from tests.accounts.authenticator import Authenticator
from tests.accounts.people import (
    PASSWORD,
    Person,
    in_browser,
    mailbox,
    sign_in,
    signed_up,
    text_of,
    token_of,
)
from tests.cards.counter import done, refused
from tests.world import Connect, World

Clock = Callable[[timedelta], None]


def code(secret: str) -> str:
    return pyotp.TOTP(secret).at(now())


def amid(clock: Clock) -> None:
    """Into the middle of a half-minute: what is asked next is asked in the same one."""
    clock(timedelta(seconds=(STEP / 2 - now().timestamp()) % STEP))


async def with_totp(person: Person) -> tuple[str, list[str]]:
    """The secret in the person's telephone, and the recovery codes on paper."""
    begun = done(await person.browser.post("/v1/me/totp"))
    assert begun["secret"] in begun["otpauth_uri"]
    path = "/v1/me/totp/confirmation"
    made = done(await person.browser.post(path, json={"code": code(begun["secret"])}), 200)
    return begun["secret"], made["recovery_codes"]


async def with_passkey(person: Person, **how: Any) -> tuple[Authenticator, dict[str, Any]]:
    device = Authenticator(**how)
    begun = done(await person.browser.post("/v1/me/passkeys/options"))
    body = {
        "challenge": begun["challenge"],
        "credential": device.create(begun["options"]),
        "name": "Téléphone",
    }
    return device, done(await person.browser.post("/v1/me/passkeys", json=body))


async def asked(client: httpx.AsyncClient, person: Person) -> dict[str, Any]:
    """What is asked after the password."""
    return refused(await sign_in(client, person.email), 401, "SECOND_FACTOR_REQUIRED")


async def step(client: httpx.AsyncClient, challenge: str, **proof: Any) -> httpx.Response:
    return await client.post("/v1/sessions/second-factor", json={"challenge": challenge} | proof)


async def test_a_code_is_asked_after_the_password(
    world: World, connect: Connect, clock: Clock
) -> None:
    person = await signed_up(world, connect)
    secret, codes = await with_totp(person)
    assert len(set(codes)) == 10
    client = connect()
    question = await asked(client, person)
    assert question["methods"] == ["totp", "recovery_code"]
    assert "carnet" not in client.cookies
    refused(await client.get("/v1/me"), 401, "NOT_SIGNED_IN")
    clock(timedelta(seconds=STEP))
    answer = await step(client, question["challenge"], code=code(secret))
    assert in_browser(client, answer)["second_factor"] is True
    assert (await client.get("/v1/me")).status_code == 200
    again = await step(connect(), question["challenge"], code=code(secret))
    refused(again, 410, "CHALLENGE_EXPIRED")


async def test_no_code_is_taken_twice(world: World, connect: Connect, clock: Clock) -> None:
    person = await signed_up(world, connect)
    amid(clock)
    secret, _ = await with_totp(person)
    client = connect()
    # The very code that confirmed it.
    first = await step(client, (await asked(client, person))["challenge"], code=code(secret))
    refused(first, 401, "INVALID_SECOND_FACTOR")
    clock(timedelta(seconds=STEP))
    questions = [(await asked(connect(), person))["challenge"] for _ in range(4)]
    answers = await asyncio.gather(
        *(step(connect(), challenge, code=code(secret)) for challenge in questions)
    )
    assert sorted(answer.status_code for answer in answers) == [201, 401, 401, 401]


async def test_codes_of_the_neighbouring_half_minutes_serve_and_no_others(
    world: World, connect: Connect, clock: Clock
) -> None:
    person = await signed_up(world, connect)
    secret, _ = await with_totp(person)
    clock(timedelta(minutes=10))
    amid(clock)
    totp = pyotp.TOTP(secret)
    for offset, status in ((-2, 401), (2, 401), (-1, 201), (1, 201)):
        client = connect()
        at = now() + timedelta(seconds=STEP * offset)
        question = await asked(client, person)
        answer = await step(client, question["challenge"], code=totp.at(at))
        assert answer.status_code == status, offset


async def test_guessing_codes_is_slow(world: World, connect: Connect, clock: Clock) -> None:
    person = await signed_up(world, connect)
    secret, _ = await with_totp(person)
    clock(timedelta(seconds=STEP))
    wrong = f"{(int(code(secret)) + 1) % 1_000_000:06}"
    challenge = (await asked(connect(), person))["challenge"]
    statuses = [(await step(connect(), challenge, code=wrong)).status_code for _ in range(8)]
    assert statuses == [401] * 6 + [429] * 2
    # From whichever address, and the right code too, until the wait is over.
    refused(await step(connect(), challenge, code=code(secret)), 429, "TOO_MANY_ATTEMPTS")
    clock(timedelta(seconds=STEP * 2))
    assert (await step(connect(), challenge, code=code(secret))).status_code == 201


async def test_the_second_step_lasts_ten_minutes(
    world: World, connect: Connect, clock: Clock
) -> None:
    person = await signed_up(world, connect)
    secret, _ = await with_totp(person)
    challenge = (await asked(connect(), person))["challenge"]
    clock(timedelta(minutes=10))
    refused(await step(connect(), challenge, code=code(secret)), 410, "CHALLENGE_EXPIRED")


async def test_the_secret_lies_encrypted_for_its_owner(world: World, connect: Connect) -> None:
    person = await signed_up(world, connect)
    secret, _ = await with_totp(person)
    user_id = UUID(person.me["user"]["id"])
    async with world.database.session() as db:
        row = (await db.scalars(select(Totp).where(Totp.user_id == user_id))).one()
    assert secret.encode() not in row.secret
    assert unseal(world.settings.secret, user_id.bytes, row.secret) == secret.encode()
    for key, owner in ((b"another secret", user_id.bytes), (world.settings.secret, b"x" * 16)):
        with pytest.raises(Unsealable):
            unseal(key, owner, row.secret)
    assert seal(b"k", b"o", b"p") != seal(b"k", b"o", b"p")


async def test_a_changed_key_of_the_service_is_no_accident(
    world: World, connect: Connect, clock: Clock
) -> None:
    person = await signed_up(world, connect)
    secret, _ = await with_totp(person)
    clock(timedelta(seconds=STEP))
    client = connect()
    question = await asked(client, person)
    async with world.database.session() as db:
        await db.execute(
            update(Totp)
            .where(Totp.user_id == UUID(person.me["user"]["id"]))
            .values(secret=seal(b"another key", b"somebody", secret.encode()))
        )
    answer = await step(client, question["challenge"], code=code(secret))
    refused(answer, 401, "INVALID_SECOND_FACTOR")


async def test_recovery_codes_serve_once_each_and_are_kept_as_digests(
    world: World, connect: Connect
) -> None:
    person = await signed_up(world, connect)
    _, codes = await with_totp(person)
    async with world.database.session() as db:
        kept = (await db.scalars(select(RecoveryCode.code_hash))).all()
    assert not any(one.replace("-", "").encode() in digest for one in codes for digest in kept)
    typed = codes[0].lower().replace("-", " ")
    client = connect()
    answer = await step(client, (await asked(client, person))["challenge"], recovery_code=typed)
    in_browser(client, answer)
    assert done(await client.get("/v1/me/second-factor"), 200)["recovery_codes_left"] == 9
    again = await step(
        connect(), (await asked(connect(), person))["challenge"], recovery_code=codes[0]
    )
    refused(again, 401, "INVALID_SECOND_FACTOR")
    told = [text_of(mail) for mail in await mailbox(world, person.email)]
    assert [text for text in told if "code de secours" in text]


async def test_new_recovery_codes_void_the_old_ones(world: World, connect: Connect) -> None:
    person = await signed_up(world, connect)
    refused(
        await person.browser.post("/v1/me/recovery-codes", json={"password": PASSWORD}),
        409,
        "NO_SECOND_FACTOR",
    )
    _, old = await with_totp(person)
    wrong = await person.browser.post("/v1/me/recovery-codes", json={"password": "not mine"})
    refused(wrong, 403, "WRONG_PASSWORD")
    path = "/v1/me/recovery-codes"
    new = done(await person.browser.post(path, json={"password": PASSWORD}))["recovery_codes"]
    for one, status in ((old[3], 401), (new[3], 201)):
        question = await asked(connect(), person)
        answer = await step(connect(), question["challenge"], recovery_code=one)
        assert answer.status_code == status


async def test_a_passkey_is_the_second_step(world: World, connect: Connect) -> None:
    person = await signed_up(world, connect)
    device, made = await with_passkey(person, verifies=False)
    assert len(made["recovery_codes"]) == 10
    client = connect()
    question = await asked(client, person)
    assert question["methods"] == ["passkey", "recovery_code"]
    (allowed,) = question["passkey_options"]["allowCredentials"]
    credential = device.get(question["passkey_options"])
    assert allowed["id"] == credential["id"]
    other = Authenticator(credential_id=device.credential_id).get(question["passkey_options"])
    refused(await step(client, question["challenge"], credential=other), 401, "PASSKEY_REFUSED")
    in_browser(client, await step(client, question["challenge"], credential=credential))
    # What was signed for one sign-in is worth nothing for the next.
    later = await asked(connect(), person)
    replayed = await step(connect(), later["challenge"], credential=credential)
    refused(replayed, 401, "PASSKEY_REFUSED")


async def test_a_passkey_is_for_our_address_and_its_own_person(
    world: World, connect: Connect
) -> None:
    person, other = await signed_up(world, connect), await signed_up(world, connect)
    device, _ = await with_passkey(person)
    theirs, _ = await with_passkey(other)
    question = await asked(connect(), person)
    device.origin = "http://evil.example"
    phished = device.get(question["passkey_options"])
    device.origin = "http://localhost:8000"
    somebody_elses = theirs.get(question["passkey_options"])
    elsewhere = device.get(question["passkey_options"] | {"rpId": "evil.example"})
    for credential in (phished, somebody_elses, elsewhere, {}, {"rawId": "=", "response": []}):
        answer = await step(connect(), question["challenge"], credential=credential)
        refused(answer, 401, "PASSKEY_REFUSED")


async def test_a_copied_passkey_is_noticed(world: World, connect: Connect) -> None:
    person = await signed_up(world, connect)
    device, _ = await with_passkey(person)
    for _ in range(2):
        question = await asked(connect(), person)
        done(
            await step(
                connect(),
                question["challenge"],
                credential=device.get(question["passkey_options"]),
            )
        )
    device.count = 1
    question = await asked(connect(), person)
    copied = device.get(question["passkey_options"])
    refused(await step(connect(), question["challenge"], credential=copied), 401, "PASSKEY_REFUSED")


async def test_a_passkey_alone_signs_in_where_it_verifies_its_person(
    world: World, connect: Connect
) -> None:
    person = await signed_up(world, connect)
    device, _ = await with_passkey(person)
    client = connect()
    begun = done(await client.post("/v1/sessions/passkey-options"))
    assert begun["options"]["userVerification"] == "required"
    body = {"challenge": begun["challenge"], "credential": device.get(begun["options"])}
    me = in_browser(client, await client.post("/v1/sessions/passkey", json=body))
    assert me["user"] == person.me["user"]
    refused(await connect().post("/v1/sessions/passkey", json=body), 410, "CHALLENGE_EXPIRED")
    device.verifies = False
    begun = done(await client.post("/v1/sessions/passkey-options"))
    body = {"challenge": begun["challenge"], "credential": device.get(begun["options"])}
    refused(await connect().post("/v1/sessions/passkey", json=body), 401, "PASSKEY_REFUSED")


async def test_one_passkey_is_registered_once(world: World, connect: Connect) -> None:
    person, other = await signed_up(world, connect), await signed_up(world, connect)
    device, _ = await with_passkey(person)
    begun = done(await other.browser.post("/v1/me/passkeys/options"))
    body = {"challenge": begun["challenge"], "name": "x"}
    taken = device.create(begun["options"])
    answer = await other.browser.post("/v1/me/passkeys", json=body | {"credential": taken})
    refused(answer, 409, "PASSKEY_KNOWN")
    # A challenge is its person's own.
    mine = done(await person.browser.post("/v1/me/passkeys/options"))
    fresh = Authenticator().create(mine["options"])
    stolen = {"challenge": mine["challenge"], "name": "x", "credential": fresh}
    refused(await other.browser.post("/v1/me/passkeys", json=stolen), 410, "CHALLENGE_EXPIRED")


async def test_setting_one_up_ends_the_other_sessions_and_is_told(
    world: World, connect: Connect
) -> None:
    person = await signed_up(world, connect)
    elsewhere = connect()
    in_browser(elsewhere, await sign_in(elsewhere, person.email))
    await with_totp(person)
    refused(await elsewhere.get("/v1/me"), 401, "NOT_SIGNED_IN")
    assert (await person.browser.get("/v1/me")).json()["second_factor"] is True
    mail = (await mailbox(world, person.email))[-1]
    assert "double authentification" in mail["Subject"]
    refused(await person.browser.post("/v1/me/totp"), 409, "TOTP_ALREADY_SET")


async def test_taking_one_away_needs_the_password(world: World, connect: Connect) -> None:
    person = await signed_up(world, connect)
    await with_totp(person)
    _, made = await with_passkey(person)
    assert made["recovery_codes"] == []
    paths = [f"/v1/me/passkeys/{made['id']}/removal", "/v1/me/totp/removal"]
    for path in paths:
        refused(await person.browser.post(path, json={"password": "x"}), 403, "WRONG_PASSWORD")
    for path, left in zip(paths, (10, 0), strict=True):
        assert (await person.browser.post(path, json={"password": PASSWORD})).status_code == 204
        shown = done(await person.browser.get("/v1/me/second-factor"), 200)
        assert shown["recovery_codes_left"] == left
    assert (await sign_in(connect(), person.email)).status_code == 201
    async with world.database.session() as db:
        assert (await db.scalars(select(Passkey.user_id))).all().count(
            UUID(person.me["user"]["id"])
        ) == 0


async def test_a_new_password_by_mail_does_not_pass_it_by(world: World, connect: Connect) -> None:
    person = await signed_up(world, connect)
    await with_totp(person)
    begun_before = (await asked(connect(), person))["challenge"]
    client = connect()
    await mailbox(world, person.email)
    await client.post("/v1/password-resets", json={"email": person.email})
    token = token_of((await mailbox(world, person.email))[-1], "reset")
    body = {"token": token, "password": "un tout autre secret"}
    assert (await client.post("/v1/password-resets/completion", json=body)).status_code == 204
    answer = await sign_in(client, person.email, "un tout autre secret")
    refused(answer, 401, "SECOND_FACTOR_REQUIRED")
    assert "carnet" not in client.cookies
    # Nor does a step that somebody with the old password has begun lead anywhere.
    late = await step(connect(), begun_before, recovery_code="AAAA-AAAA-AAAA")
    refused(late, 410, "CHALLENGE_EXPIRED")


async def test_a_merchant_may_require_it(world: World, connect: Connect) -> None:
    person = await signed_up(world, connect)
    required = {"require_second_factor": True}
    match = {"If-Match": "*"}
    answer = await person.browser.patch("/v1/merchant", json=required, headers=match)
    refused(answer, 409, "SECOND_FACTOR_MISSING")
    await with_totp(person)
    assert done(await person.browser.patch("/v1/merchant", json=required, headers=match), 200)[
        "require_second_factor"
    ]
    cashier = await signed_up(world, connect)
    async with world.database.session() as db:
        merchant = await db.scalar(select(Merchant).where(Merchant.id == UUID(person.merchant_id)))
        assert merchant is not None
        db.add(
            Membership(
                merchant_id=merchant.id, user_id=UUID(cashier.me["user"]["id"]), role="manager"
            )
        )
    client = connect()
    me = in_browser(client, await sign_in(client, cashier.email))
    (there,) = [one for one in me["memberships"] if one["merchant_id"] == person.merchant_id]
    assert there["second_factor_required"] is True
    named = {"X-Merchant-Id": person.merchant_id}
    for path in ("/v1/merchant", "/v1/cards", "/v1/members"):
        answer = await client.get(path, headers=named)
        refused(answer, 403, "SECOND_FACTOR_SETUP_REQUIRED")
    await with_totp(Person(cashier.email, client, me))
    assert (await client.get("/v1/cards", headers=named)).status_code == 200
    assert (await client.get("/v1/me")).json()["memberships"][0]["second_factor_required"] is False


async def test_a_program_does_not_decide_about_it(world: World) -> None:
    shop = await world.shop()
    for required in (True, False):
        answer = await (await shop.client()).patch(
            "/v1/merchant",
            json={"require_second_factor": required},
            headers={"If-Match": "*"},
        )
        refused(answer, 403, "FORBIDDEN_SCOPE")
