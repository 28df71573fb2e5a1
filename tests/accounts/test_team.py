"""The team: inviting, accepting, changing roles, removing, leaving."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import func, select

from api.accounts.models import Invitation, Membership
from api.core import jobs
from api.core.audit import AuditEvent
from api.core.tokens import digest
from tests.accounts.people import (
    PASSWORD,
    address,
    in_browser,
    mailbox,
    sign_in,
    signed_up,
    text_of,
)
from tests.accounts.team import at_counter, give_pin, paired
from tests.cards.counter import done, refused
from tests.world import Connect, RoleName, Shop, World, key

Clock = Callable[[timedelta], None]
NEW = {"password": "un mot de passe à moi", "first_name": "Lucas"}


async def invited(
    shop: Shop, email: str, role: str = "cashier", by: RoleName = "owner", **others: Any
) -> dict[str, Any]:
    body = {"email": email, "role": role} | others
    return done(await (await shop.browser(by)).post("/v1/invitations", json=body))


async def link(world: World, email: str) -> str:
    """The secret in the newest mail."""
    text = text_of((await mailbox(world, email))[-1])
    found = re.search(r"/invitation#([0-9A-Z_]+)", text)
    assert found, text
    return found[1]


async def accept(client: httpx.AsyncClient, token: str, **body: Any) -> httpx.Response:
    return await client.post("/v1/invitations/acceptance", json={"token": token} | body)


async def test_an_invitation_makes_an_account_and_a_member(world: World, connect: Connect) -> None:
    shop = await world.shop(name="Chez Léa")
    email = address()
    sent = await invited(shop, email.upper().replace("BOULANGERIE.EXAMPLE", "Boulangerie.example"))
    assert (sent["status"], sent["email"]) == ("sent", email)
    mail = (await mailbox(world, email))[-1]
    assert "Chez Léa" in mail["Subject"]
    token = await link(world, email)
    client = connect()
    read = done(await client.post("/v1/invitations/reading", json={"token": token}), 200)
    assert (read["merchant_name"], read["email"], read["role"], read["has_account"]) == (
        "Chez Léa",
        email,
        "cashier",
        False,
    )
    missing = refused(await accept(client, token), 422, "VALIDATION")
    assert [one["field"] for one in missing["errors"]] == ["body.password", "body.first_name"]
    me = in_browser(client, await accept(client, token, **NEW))
    assert me["user"]["first_name"] == "Lucas"
    assert [one["role"] for one in me["memberships"]] == ["cashier"]
    assert (await client.get("/v1/cards")).status_code == 200
    refused(await accept(connect(), token, **NEW), 410, "LINK_EXPIRED")
    assert (await sign_in(connect(), email, NEW["password"])).status_code == 201
    (listed,) = done(await (await shop.browser()).get("/v1/invitations"), 200)["items"]
    assert listed["status"] == "accepted"


async def test_an_english_invitation(world: World) -> None:
    shop, email = await world.shop(), address()
    await invited(shop, email, "manager", language="en")
    assert "Your role: manager." in text_of((await mailbox(world, email))[-1])


async def test_the_link_is_kept_as_a_digest_and_names_its_merchant(world: World) -> None:
    shop, email = await world.shop(), address()
    await invited(shop, email)
    secret = (await link(world, email)).rpartition("_")[2]
    async with shop.db() as db:
        row = (await db.scalars(select(Invitation))).one()
    assert row.token_hash == digest(secret)


async def test_somebody_with_an_account_signs_in_first(world: World, connect: Connect) -> None:
    person, shop = await signed_up(world, connect), await world.shop()
    await invited(shop, person.email, "auditor")
    token = await link(world, person.email)
    refused(await accept(connect(), token), 403, "SIGN_IN_FIRST")
    refused(await accept(connect(), token, **NEW), 403, "SIGN_IN_FIRST")
    stranger = await signed_up(world, connect)
    refused(await accept(stranger.browser, token), 403, "OTHER_ADDRESS")
    me = done(await accept(person.browser, token))
    assert {one["role"] for one in me["memberships"]} == {"owner", "auditor"}
    named = {"X-Merchant-Id": str(shop.id)}
    assert (await person.browser.get("/v1/members", headers=named)).status_code == 200
    assert (await sign_in(connect(), person.email, PASSWORD)).status_code == 201


async def test_a_counter_tablet_is_nobody_to_an_invitation(world: World) -> None:
    """Its session is of one merchant, and worth no more than a PIN."""
    shop, other, email = await world.shop(), await world.shop(), address()
    client = await at_counter(shop, await paired(shop))
    await invited(other, email)
    token = await link(world, email)
    read = await client.post("/v1/invitations/reading", json={"token": token})
    assert done(read, 200)["has_account"] is False
    me = done(await accept(client, token, **NEW))
    assert [one["merchant_id"] for one in me["memberships"]] == [str(other.id)]


async def test_another_site_accepts_nothing_with_somebodys_session(
    world: World, connect: Connect
) -> None:
    person, shop = await signed_up(world, connect), await world.shop()
    await invited(shop, person.email)
    token = await link(world, person.email)
    del person.browser.headers["X-CSRF-Token"]
    refused(await accept(person.browser, token), 403, "CSRF_FAILED")


async def test_a_reminder_voids_the_older_link_and_gives_a_new_week(
    world: World, connect: Connect, clock: Clock
) -> None:
    shop, email = await world.shop(), address()
    sent = await invited(shop, email)
    old = await link(world, email)
    clock(timedelta(days=7))
    refused(await accept(connect(), old, **NEW), 410, "LINK_EXPIRED")
    owner = await shop.browser()
    (listed,) = done(await owner.get("/v1/invitations"), 200)["items"]
    assert listed["status"] == "expired"
    again = done(await owner.post(f"/v1/invitations/{sent['id']}/reminder"), 200)
    assert again["status"] == "sent"
    new = await link(world, email)
    assert new != old
    refused(await accept(connect(), old, **NEW), 410, "LINK_EXPIRED")
    assert (await accept(connect(), new, **NEW)).status_code == 201
    closed = await owner.post(f"/v1/invitations/{sent['id']}/reminder")
    refused(closed, 409, "INVITATION_CLOSED")
    refused(await owner.delete(f"/v1/invitations/{sent['id']}"), 409, "INVITATION_CLOSED")


async def test_a_revoked_invitation_opens_nothing(world: World, connect: Connect) -> None:
    shop, email = await world.shop(), address()
    sent = await invited(shop, email)
    token = await link(world, email)
    owner = await shop.browser()
    for _ in range(2):
        assert (await owner.delete(f"/v1/invitations/{sent['id']}")).status_code == 204
    refused(await accept(connect(), token, **NEW), 410, "LINK_EXPIRED")
    assert (await invited(shop, email))["id"] != sent["id"]


async def test_one_open_invitation_for_each_address(world: World) -> None:
    shop, email = await world.shop(), address()
    body = {"email": email, "role": "cashier"}
    browsers = [await shop.browser() for _ in range(3)]
    answers = await asyncio.gather(
        *(browser.post("/v1/invitations", json=body) for browser in browsers)
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    member = {"email": shop.team["cashier"].email, "role": "cashier"}
    refused(await browsers[0].post("/v1/invitations", json=member), 409, "ALREADY_MEMBER")


async def test_nobodys_mailbox_is_filled_through_us(world: World) -> None:
    shop, email = await world.shop(), address()
    sent = await invited(shop, email)
    owner = await shop.browser()
    path = f"/v1/invitations/{sent['id']}/reminder"
    statuses = [(await owner.post(path)).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]


@pytest.mark.parametrize("role", ["owner", "manager", "auditor"])
async def test_a_manager_gives_and_takes_cashiers_only(world: World, role: RoleName) -> None:
    shop = await world.shop()
    manager = await shop.browser("manager")
    body = {"email": address(), "role": role}
    refused(await manager.post("/v1/invitations", json=body), 403, "FORBIDDEN_ROLE")
    cashier = f"/v1/members/{shop.team['cashier'].membership_id}"
    match = {"If-Match": "*"}
    refused(await manager.patch(cashier, json={"role": role}, headers=match), 403, "FORBIDDEN_ROLE")
    if role != "manager":
        other = f"/v1/members/{shop.team[role].membership_id}"
        refused(await manager.delete(other), 403, "FORBIDDEN_ROLE")
        refused(await manager.put(f"{other}/pin", json={"pin": "274961"}), 403, "FORBIDDEN_ROLE")
        refused(
            await manager.patch(other, json={"role": "cashier"}, headers=match),
            403,
            "FORBIDDEN_ROLE",
        )
    assert (await manager.delete(cashier)).status_code == 204


async def test_a_program_makes_no_owners(world: World) -> None:
    client = await (await world.shop()).client("owner")
    for role, status in (("owner", 403), ("manager", 201), ("cashier", 201)):
        body = {"email": address(), "role": role}
        assert (await client.post("/v1/invitations", json=body)).status_code == status, role
    weak = await (await world.shop()).client("manager")
    body = {"email": address(), "role": "cashier"}
    assert (await weak.post("/v1/invitations", json=body)).status_code == 201


async def test_a_changed_role_is_in_force_at_once(world: World) -> None:
    shop = await world.shop()
    cashier, owner = await shop.browser("cashier"), await shop.browser("owner")
    refused(await cashier.get("/v1/members"), 403, "FORBIDDEN_SCOPE")
    path = f"/v1/members/{shop.team['cashier'].membership_id}"
    shown = await owner.get(path)
    match = {"If-Match": shown.headers["ETag"]}
    changed = await owner.patch(path, json={"role": "manager"}, headers=match)
    assert done(changed, 200)["role"] == "manager"
    assert (await cashier.get("/v1/members")).status_code == 200
    refused(await owner.patch(path, json={"role": "cashier"}, headers=match), 412, "STALE")
    assert done(await owner.get(path), 200)["role"] == "manager"


async def test_a_removed_member_is_out_and_what_they_did_stays(world: World) -> None:
    shop = await world.shop()
    member_id = shop.team["cashier"].membership_id
    cashier = await shop.browser("cashier")
    counter = await at_counter(shop, await paired(shop))
    card = await shop.card(await shop.program())
    path = f"{card.path}/earnings"
    done(await counter.post(path, json={"units": 1}, headers=key()))
    owner = await shop.browser("owner")
    assert (await owner.delete(f"/v1/members/{member_id}")).status_code == 204
    refused(await cashier.get("/v1/cards"), 404, "MERCHANT_NOT_FOUND")
    refused(await counter.get("/v1/cards"), 401, "NOT_SIGNED_IN")
    assert (await cashier.get("/v1/me")).json()["memberships"] == []
    (entry,) = done(await owner.get(f"{card.path}/entries"), 200)["items"]
    assert entry["actor"]["id"] == str(member_id)
    refused(await owner.get(f"/v1/members/{member_id}"), 404, "MEMBER_NOT_FOUND")
    async with shop.db() as db:
        trail = select(AuditEvent.action).where(AuditEvent.subject_id == member_id)
        assert "member.removed" in (await db.scalars(trail)).all()


async def test_everybody_may_leave(world: World) -> None:
    shop = await world.shop()
    for role in ("cashier", "auditor"):
        browser = await shop.browser(role)
        path = f"/v1/members/{shop.team[role].membership_id}"
        assert (await browser.delete(path)).status_code == 204
        refused(await browser.get("/v1/merchant"), 404, "MERCHANT_NOT_FOUND")
    manager = await shop.browser("manager")
    assert (await manager.delete(f"/v1/me/memberships/{shop.id}")).status_code == 204
    refused(await manager.delete(f"/v1/me/memberships/{shop.id}"), 404, "MEMBER_NOT_FOUND")


async def test_a_merchant_keeps_an_owner(world: World) -> None:
    shop = await world.shop()
    owner = await shop.browser("owner")
    path = f"/v1/members/{shop.team['owner'].membership_id}"
    refused(await owner.delete(path), 409, "LAST_OWNER")
    refused(await owner.delete(f"/v1/me/memberships/{shop.id}"), 409, "LAST_OWNER")
    demotion = await owner.patch(path, json={"role": "cashier"}, headers={"If-Match": "*"})
    refused(demotion, 409, "LAST_OWNER")


async def test_two_owners_who_remove_each_other_leave_one(world: World) -> None:
    shop = await world.shop()
    first, other = shop.team["owner"], shop.team["manager"]
    owner = await shop.browser("owner")
    path = f"/v1/members/{other.membership_id}"
    done(await owner.patch(path, json={"role": "owner"}, headers={"If-Match": "*"}), 200)
    second = await shop.browser("manager")
    answers = await asyncio.gather(
        owner.delete(f"/v1/members/{other.membership_id}"),
        second.delete(f"/v1/members/{first.membership_id}"),
    )
    assert 204 in {answer.status_code for answer in answers}
    async with world.database.session() as db:
        query = select(func.count()).where(
            Membership.merchant_id == shop.id, Membership.role == "owner"
        )
        assert (await db.execute(query)).scalar_one() == 1


async def test_everybody_sets_their_own_pin_and_nobody_elses(world: World) -> None:
    shop = await world.shop()
    for role in ("cashier", "auditor"):
        browser = await shop.browser(role)
        own = f"/v1/members/{shop.team[role].membership_id}/pin"
        assert (await browser.put(own, json={"pin": "274961"})).status_code == 204
        others = f"/v1/members/{shop.team['owner'].membership_id}/pin"
        refused(await browser.put(others, json={"pin": "274961"}), 403, "FORBIDDEN_SCOPE")
    members = done(await (await shop.browser()).get("/v1/members"), 200)["items"]
    assert {one["role"] for one in members if one["has_pin"]} == {"cashier", "auditor"}
    await give_pin(shop, "manager")
    refused(
        await (await shop.browser()).put(f"/v1/members/{uuid4()}/pin", json={"pin": "274961"}),
        404,
        "MEMBER_NOT_FOUND",
    )


async def test_old_invitations_are_forgotten(
    world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, email = await world.shop(), address()
    await invited(shop, email)
    for days, left in ((36, 1), (2, 0)):
        clock(timedelta(days=days))
        async with shop.db() as db:
            await jobs.enqueue(db, "retention.night")
        await mailbox(world, email)
        async with shop.db() as db:
            assert len((await db.scalars(select(Invitation))).all()) == left


async def test_roles_are_known_by_their_names(world: World) -> None:
    shop = await world.shop()
    owner = await shop.browser()
    for body in (
        {"email": address(), "role": "boss"},
        {"email": "nobody", "role": "cashier"},
        {"email": address(), "role": "cashier", "location_ids": ["x"]},
    ):
        refused(await owner.post("/v1/invitations", json=body), 422, "VALIDATION")
    assert UUID(done(await owner.get("/v1/me"), 200)["memberships"][0]["id"])
