"""A person erases the account: out of every team, and nothing is left."""

from __future__ import annotations

from typing import Any

import httpx
from sqlalchemy import select

from api.accounts import passwords, pins
from api.accounts.models import Membership, Merchant, PasswordReset, SignUp, User
from api.core.clock import now
from api.core.mail import send
from api.privacy.erasure import outside
from tests.cards.counter import Counter, done, refused
from tests.privacy.erasure.stage import MARK, Stage, ToPerson

PASSWORD = "correct horse battery staple"
ADDRESS = f"{MARK.lower()}.manager@team.example"


async def known(stage: Stage) -> httpx.AsyncClient:
    """The manager has a name, a password, pins, wishes and mails that all tell who it is."""
    manager = stage.shop.team["manager"]
    async with stage.shop.db() as db:
        person = await db.get_one(User, manager.user_id)
        person.first_name = f"{MARK}bert"
        person.password_hash = await passwords.hashed(stage.settings, PASSWORD)
    stage.server.run(
        f"UPDATE users SET email = '{ADDRESS}' WHERE id = '{manager.user_id}';", stage.name
    )
    async with stage.shop.db() as db:
        shop = await db.get_one(Merchant, stage.shop.id)
        shop.contact_email = ADDRESS
        await pins.keep(db, manager.membership_id, "x")
        db.add(PasswordReset(email=ADDRESS, expires_at=now()))
        db.add(
            SignUp(
                email=ADDRESS, password_hash="x", first_name=f"{MARK}bert",
                merchant_name=f"Chez {MARK}bert", language="fr", time_zone="Europe/Paris",
                expires_at=now(),
            )
        )  # fmt: skip
    await send(stage.settings, ToPerson(to=ADDRESS, language="fr", first_name=f"{MARK}bert"))
    browser = await stage.shop.browser("manager")
    done(await Counter(browser).earn(stage.neighbour, 1))
    return browser


async def asked(browser: httpx.AsyncClient, **other: Any) -> httpx.Response:
    plan = done(await browser.post("/v1/me/erasure-plan"), 200)
    body = {"plan_digest": plan["digest"], "password": PASSWORD} | other
    return await browser.post("/v1/me/erasures", json=body)


async def test_nothing_of_the_person_is_left_anywhere(stage: Stage) -> None:
    wished = await stage.ask()
    await stage.work()
    assert (await stage.read(wished))["state"] == "done"
    browser = await known(stage)
    assert len(stage.traces(stage.dump())) > 3
    assert stage.traces(stage.files())
    begun = done(await asked(browser))
    assert begun["state"] == "waiting"
    await stage.work()
    stage.server.run("ANALYZE merchants;", stage.name)
    assert stage.traces(stage.dump()) == []
    assert stage.traces(stage.statistics()) == []
    assert stage.traces(stage.files()) == []
    refused(await browser.get("/v1/me"), 401, "NOT_SIGNED_IN")
    proof = {"proof_token": begun["proof_token"]}
    found = done(await stage.owner.post("/v1/erasure-proofs", json=proof), 200)
    assert found["state"] == "done", found
    assert found["proof"]["erased"]["users"] == 1
    assert not any(found["proof"]["left"].values())
    proof["proof_token"] = "0" * 26
    refused(await stage.owner.post("/v1/erasure-proofs", json=proof), 404, "ERASURE_NOT_FOUND")
    lines = list(outside.read(stage.settings.erasure_ledger))
    assert [line.subject for line in lines] == ["customer", "user"]
    assert lines[1].persons == (stage.shop.team["manager"].user_id,)


async def test_what_was_done_stays_under_an_id_that_leads_to_nobody(stage: Stage) -> None:
    browser = await known(stage)
    before = await Counter(stage.owner).entries(stage.neighbour)
    done(await asked(browser))
    await stage.work()
    assert await Counter(stage.owner).entries(stage.neighbour) == before
    async with stage.shop.db() as db:
        members = (await db.scalars(select(Membership.id))).all()
        contact = await db.scalar(
            select(Merchant.contact_email).where(Merchant.id == stage.shop.id)
        )
    assert stage.shop.team["manager"].membership_id not in members
    assert contact is None
    for role in ("owner", "cashier", "auditor"):
        assert stage.shop.team[role].membership_id in members


async def test_a_sole_owner_hands_over_first(stage: Stage) -> None:
    owner = await stage.shop.browser("owner")
    body = refused(await owner.post("/v1/me/erasure-plan"), 409, "SOLE_OWNER")
    assert body["merchants"] == [stage.shop.slug]


async def test_the_password_is_asked_once_more(stage: Stage) -> None:
    browser = await known(stage)
    refused(await asked(browser, password="not this one"), 403, "WRONG_PASSWORD")
    refused(await asked(browser, plan_digest="0" * 64), 409, "ERASURE_PLAN_CHANGED")
    begun = done(await asked(browser))
    refused(await asked(browser), 409, "ERASURE_UNDERWAY")
    (listed,) = done(await browser.get("/v1/me/erasures"), 200)["items"]
    assert listed["id"] == begun["id"]
    assert done(await browser.get(f"/v1/me/erasures/{begun['id']}"), 200) == listed
    other = await stage.shop.browser("cashier")
    answer = await other.get(f"/v1/me/erasures/{begun['id']}")
    refused(answer, 404, "ERASURE_NOT_FOUND")


async def test_who_became_the_last_owner_meanwhile_stays(stage: Stage) -> None:
    browser = await known(stage)
    begun = done(await asked(browser))
    manager, owner = stage.shop.team["manager"], stage.shop.team["owner"]
    stage.server.run(
        f"UPDATE memberships SET role = 'owner' WHERE id = '{manager.membership_id}';"
        f"UPDATE memberships SET role = 'cashier' WHERE id = '{owner.membership_id}';",
        stage.name,
    )
    await stage.work()
    found = done(await browser.get(f"/v1/me/erasures/{begun['id']}"), 200)
    assert found["state"] == "refused"
    assert list(outside.read(stage.settings.erasure_ledger)) == []


async def test_who_became_the_last_owner_in_the_middle_goes_when_there_is_another(
    stage: Stage,
) -> None:
    """Nothing that was begun is refused: it waits."""
    browser = await known(stage)
    begun = done(await asked(browser))
    manager, owner = stage.shop.team["manager"], stage.shop.team["owner"]
    stage.server.run(
        f"UPDATE user_erasures SET state = 'executing' WHERE id = '{begun['id']}';"
        f"UPDATE memberships SET role = 'owner' WHERE id = '{manager.membership_id}';"
        f"UPDATE memberships SET role = 'cashier' WHERE id = '{owner.membership_id}';",
        stage.name,
    )
    await stage.work()
    proof = {"proof_token": begun["proof_token"]}
    found = done(await stage.owner.post("/v1/erasure-proofs", json=proof), 200)
    assert found["state"] == "executing"
    stage.server.run(
        f"UPDATE memberships SET role = 'owner' WHERE id = '{owner.membership_id}';"
        "UPDATE jobs.pgqueuer SET execute_after = now();",  # the next day
        stage.name,
    )
    await stage.work()
    found = done(await stage.owner.post("/v1/erasure-proofs", json=proof), 200)
    assert found["state"] == "done"
    assert ADDRESS not in stage.dump()
