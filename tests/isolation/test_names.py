"""Nor by naming what is another merchant's elsewhere than in the path: in a body, a header, with a
secret of theirs, or as a person."""

from __future__ import annotations

from sqlalchemy import select

from api.accounts.models import Session
from tests.cards.counter import at, done
from tests.isolation.others import Others
from tests.world import World


async def test_ids_in_bodies(world: World, others: Others) -> None:
    shop = await world.shop()
    program = await shop.program(1)
    card = await shop.card(program)
    counter = await at(shop)
    await counter.earn(card, units=2)
    client = await shop.client("owner")
    refused = [
        await client.post("/v1/cards", json={"program_id": str(others.program.id)}),
        await client.post(
            "/v1/cards",
            json={"program_id": str(program.id), "customer_id": str(others.card.customer_id)},
        ),
        await counter.reverse(card, others.entry_id),
        await client.post(
            f"/v1/public/{shop.slug}/cards",
            json={
                "program_id": str(others.program.id),
                "first_name": "Camille",
                "phone": "06 39 98 01 02",
                "marketing_consent": False,
                "notice_version": "2026-11",
            },
        ),
    ]
    assert [answer.status_code for answer in refused] == [404] * len(refused)
    theirs = [str(others.card.id), others.card.code, others.card.number]
    held = await client.post("/v1/cards/balances", json={"cards": theirs})
    wishes = [
        {"key": "into-their-program", "program_id": str(others.program.id)},
        {
            "key": "for-their-customer",
            "program_id": str(program.id),
            "customer_id": str(others.card.customer_id),
        },
    ]
    given = await client.post("/v1/cards/bulk", json={"items": wishes})
    for answer in (held, given):
        for one in done(answer, 200)["items"]:
            assert one["problem"]["status"] == 404
    assert (await counter.redeem(card, others.program.rewards[0])).status_code == 409
    for answer, code in (
        (await counter.sale(card, {"location_id": others.location_id}), "UNKNOWN_LOCATION"),
        (
            await client.post(
                "/v1/cards", json={"program_id": str(program.id), "sponsor": others.card.number}
            ),
            "SPONSOR_NOT_FOUND",
        ),
    ):
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    changed = await client.patch(
        f"/v1/programs/{program.id}",
        json={"rewards": [{"id": str(others.program.rewards[0]), "name": "Volée", "cost": 1}]},
        headers={"If-Match": "*"},
    )
    assert changed.status_code == 422
    assert changed.json()["code"] == "UNKNOWN_REWARD"


async def test_naming_another_merchant(world: World, others: Others) -> None:
    shop = await world.shop()
    for client in (await shop.client("owner"), await shop.browser("owner")):
        answer = await client.get("/v1/cards", headers={"X-Merchant-Id": str(others.shop.id)})
        assert answer.status_code == 404
        assert answer.json()["code"] == "MERCHANT_NOT_FOUND"


async def test_the_page_token_opens_no_page_of_another_merchants(
    world: World, others: Others
) -> None:
    shop = await world.shop()
    token = {"Authorization": f"Bearer {others.card.token}"}
    client = world.connect()
    there = await client.get(f"/v1/public/{others.shop.slug}/card", headers=token)
    here = await client.get(f"/v1/public/{shop.slug}/card", headers=token)
    assert (there.status_code, here.status_code) == (200, 404)


async def test_nobody_ends_another_persons_session(world: World, others: Others) -> None:
    await others.shop.browser("owner")
    async with others.shop.db() as db:
        session_id = await db.scalar(
            select(Session.id).where(Session.user_id == others.shop.team["owner"].user_id)
        )
    client = await (await world.shop()).browser("owner")
    answer = await client.delete(f"/v1/sessions/{session_id}")
    assert answer.status_code == 404


async def test_nobody_leaves_a_team_that_is_not_theirs(world: World, others: Others) -> None:
    client = await (await world.shop()).browser("cashier")
    answer = await client.delete(f"/v1/me/memberships/{others.shop.id}")
    assert (answer.status_code, answer.json()["code"]) == (404, "MEMBER_NOT_FOUND")


async def test_another_merchants_place_is_no_place(world: World, others: Others) -> None:
    shop = await world.shop()
    client = await shop.client("owner")
    member = f"/v1/members/{shop.team['cashier'].membership_id}"
    where = {"location_ids": [others.location_id]}
    guest = {"email": f"guest.{shop.id}@ici.example", "role": "cashier"}
    refused = [
        await client.post("/v1/devices", json={"name": "x", "location_id": others.location_id}),
        await client.post("/v1/invitations", json=guest | where),
        await client.patch(member, json=where, headers={"If-Match": "*"}),
    ]
    for answer in refused:
        assert (answer.status_code, answer.json()["code"]) == (404, "LOCATION_NOT_FOUND")
