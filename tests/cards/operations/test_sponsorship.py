"""Sending a friend: both are thanked at the friend's first earning, once."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from api.cards.models import Card
from api.cards.operations import sponsorship
from tests.cards.counter import at, done, refused, sound
from tests.cards.enrolling.test_terms import join
from tests.cards.nightly.night import run
from tests.world import GivenCard, GivenProgram, Shop, World

THANKS = {"sponsor_units": 5, "friend_units": 3}

_WAITING = text(
    "SELECT payload FROM jobs.pgqueuer WHERE entrypoint = 'cards.thank_sponsor'"
    " AND convert_from(payload, 'UTF8')::jsonb ->> 'merchant_id' = :merchant_id"
).execution_options(touches_no_merchant=True)


async def waiting(shop: Shop) -> int:
    async with shop.world.database.session() as db:
        return len((await db.execute(_WAITING, {"merchant_id": str(shop.id)})).all())


async def friend_of(shop: Shop, program: GivenProgram, sponsor: GivenCard) -> dict[str, Any]:
    client = await shop.client("cashier")
    body = {
        "program_id": str(program.id),
        "customer": {"first_name": "Ami"},
        "allow_duplicate": True,
        "sponsor": sponsor.number,
    }
    return done(await client.post("/v1/cards", json=body))


async def test_the_friends_first_earning_thanks_both(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(sponsorship=THANKS, daily_cap=1)
    sponsor = await shop.card(program)
    friend = await friend_of(shop, program, sponsor)
    path = f"/v1/cards/{friend['id']}"
    shown = await counter.preview(path)
    assert [(line["rule"], line["units"]) for line in shown["breakdown"]] == [
        ("visit", 1), ("sponsorship", 3),
    ]  # fmt: skip
    first = done(await counter.earn(path))
    assert (first["delta"], first["breakdown"]) == (4, shown["breakdown"])
    assert await waiting(shop) == 1
    for _ in range(2):
        await run(shop, sponsorship.thank, entry_id=UUID(first["id"]))
    (thanks,) = await counter.entries(sponsor)
    assert (thanks["kind"], thanks["delta"], thanks["actor"]["kind"]) == ("adjust", 5, "system")
    assert thanks["breakdown"] == [
        {"rule": "sponsorship", "id": None, "name": None, "units": 5},
    ]
    # The sponsor was not there: a visit of one's own is not held up.
    assert (await counter.read(sponsor))["last_earned_at"] is None
    done(await counter.earn(sponsor))
    assert await sound(shop, sponsor) == 6


async def test_only_the_first_earning_counts(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(sponsorship=THANKS)
    friend = await friend_of(shop, program, await shop.card(program))
    path = f"/v1/cards/{friend['id']}"
    assert [done(await counter.earn(path))["delta"] for _ in range(2)] == [4, 1]
    assert await waiting(shop) == 1
    assert done(await counter.earn(await shop.card(program)))["delta"] == 1


async def test_an_earning_that_is_undone_thanks_nobody(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(sponsorship=THANKS)
    sponsor = await shop.card(program)
    friend = await friend_of(shop, program, sponsor)
    path = f"/v1/cards/{friend['id']}"
    first = done(await counter.earn(path))
    done(await counter.reverse(path, first["id"]))
    await run(shop, sponsorship.thank, entry_id=UUID(first["id"]))
    assert await sound(shop, sponsor) == 0
    again = done(await counter.earn(path))
    assert again["delta"] == 4
    both = (run(shop, sponsorship.thank, entry_id=UUID(again["id"])) for _ in range(2))
    await asyncio.gather(*both)
    assert await sound(shop, sponsor) == 5


async def test_a_sponsors_card_that_is_closed_meanwhile(world: World) -> None:
    shop = await world.shop()
    counter, owner = await at(shop), await shop.client()
    program = await shop.program(sponsorship=THANKS)
    sponsor = await shop.card(program)
    friend = await friend_of(shop, program, sponsor)
    first = done(await counter.earn(f"/v1/cards/{friend['id']}"))
    done(await owner.post(f"{sponsor.path}/closure", json={"reason": "Partie"}), 200)
    await run(shop, sponsorship.thank, entry_id=UUID(first["id"]))
    assert await sound(shop, sponsor) == 0


@pytest.mark.parametrize("keeps", ["sponsor", "friend", "somebody"])
async def test_a_sponsors_card_that_is_merged_meanwhile(world: World, keeps: str) -> None:
    """Into another's, the thanks follow; into the friend's own, it was one person all along."""
    shop = await world.shop()
    counter, owner = await at(shop), await shop.client()
    program = await shop.program(sponsorship=THANKS)
    sponsor, somebody = await shop.card(program), await shop.card(program)
    friend = await friend_of(shop, program, sponsor)
    first = done(await counter.earn(f"/v1/cards/{friend['id']}"))
    kept, gone = {
        "sponsor": (str(sponsor.customer_id), friend["customer"]["id"]),
        "friend": (friend["customer"]["id"], str(sponsor.customer_id)),
        "somebody": (str(somebody.customer_id), str(sponsor.customer_id)),
    }[keeps]
    order = {"keep_id": kept, "merge_id": gone, "keep_version": 1, "merge_version": 1}
    done(await owner.post("/v1/merges", json=order))
    await run(shop, sponsorship.thank, entry_id=UUID(first["id"]))
    balances = {
        card["balance"]
        for card in done(await owner.get("/v1/cards?status=active"), 200)["items"]
        if card["customer"]["id"] == kept
    }
    assert balances == {{"sponsor": 4, "friend": 4, "somebody": 5}[keeps]}


async def test_who_can_be_a_sponsor(world: World) -> None:
    shop = await world.shop()
    client = await shop.client("cashier")
    program, other = await shop.program(sponsorship=THANKS), await shop.program()
    elsewhere = await shop.card(other)
    closed = await shop.card(program)
    done(await (await shop.client()).post(f"{closed.path}/closure", json={"reason": "x"}), 200)
    customer = await shop.customer("Camille", phone="+33639980102")
    own = await shop.card(program, customer_id=customer)
    done(await (await shop.client()).post(f"{own.path}/closure", json={"reason": "x"}), 200)
    body = {"program_id": str(program.id), "customer_id": str(customer)}
    for named in (elsewhere.number, closed.number, own.code, "nobody", str(UUID(int=3))):
        answer = await client.post("/v1/cards", json=body | {"sponsor": named})
        refused(answer, 422, "SPONSOR_NOT_FOUND")
    good = await shop.card(program)
    done(await client.post("/v1/cards", json=body | {"sponsor": good.code}))


async def test_the_join_page_takes_any_name_of_a_sponsor_and_tells_nothing(world: World) -> None:
    shop = await world.shop()
    program = await shop.program(sponsorship=THANKS)
    sponsor = await shop.card(program)
    answers = [
        await join(shop, program, sponsor=named) for named in (sponsor.number, "ABCD-EFGH", "?")
    ]
    assert [answer.status_code for answer in answers] == [201] * 3
    assert len({tuple(sorted(answer.json())) for answer in answers}) == 1
    async with shop.db() as db:
        found = await db.scalars(select(Card.sponsor_id).where(Card.sponsor_id.is_not(None)))
        assert list(found) == [sponsor.id]
