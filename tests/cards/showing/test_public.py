"""The pages without a login: they tell nobody who is a customer here."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from api.cards.models import Card
from api.customers.models import Consent, Customer
from tests.cards.counter import at, count, done, refused
from tests.world import GivenProgram, Shop, World

NOTICE = "2026-11"


def joining(program: GivenProgram, **more: Any) -> dict[str, Any]:
    return {
        "program_id": str(program.id),
        "first_name": "Camille",
        "phone": "06 39 98 01 02",
        "marketing_consent": False,
        "notice_version": NOTICE,
    } | more


async def test_what_the_join_page_shows(world: World) -> None:
    shop = await world.shop(name="Chez Zoé", language="en")
    active = await shop.program(3, 10)
    await shop.program(active=False, name="Brouillon secret")
    await shop.stamped(active, 2)
    shown = done(await world.connect().get(f"/v1/public/{shop.slug}"), 200)
    assert (shown["name"], shown["language"]) == ("Chez Zoé", "en")
    assert shown["notice_version"] == NOTICE
    assert [program["id"] for program in shown["programs"]] == [str(active.id)]
    assert shown["programs"][0]["slots"] == 10
    for slug in ("nobody", shop.slug.upper(), "é" * 80, str(shop.id)):
        refused(await world.connect().get(f"/v1/public/{slug}"), 404, "MERCHANT_NOT_FOUND")
    refused(await world.connect().get("/v1/public/%00"), 422, "VALIDATION")


async def test_joining(world: World) -> None:
    shop = await world.shop()
    program = await shop.program()
    client = world.connect()
    joined = done(
        await client.post(
            f"/v1/public/{shop.slug}/cards", json=joining(program, marketing_consent=True)
        )
    )
    assert set(joined) == {"page_url", "page_token"}
    assert joined["page_url"] == f"{world.settings.origin}/c/{shop.slug}#{joined['page_token']}"
    async with shop.db() as db:
        customer = (await db.scalars(select(Customer))).one()
        consent = (await db.scalars(select(Consent))).one()
    assert (customer.source, customer.notice_version) == ("join", NOTICE)
    assert (consent.channel, consent.actor_id, consent.granted) == ("join", None, True)
    page = await client.get(
        f"/v1/public/{shop.slug}/card",
        headers={"Authorization": f"Bearer {joined['page_token']}"},
    )
    holder = done(page, 200)
    assert (holder["first_name"], holder["balance"], holder["entries"]) == ("Camille", 0, [])
    assert page.headers["Cache-Control"] == "private, no-store"


async def test_whether_somebody_is_known_makes_no_difference(world: World) -> None:
    """The answers for a known and an unknown phone differ in nothing but their random parts."""
    shop = await world.shop()
    program = await shop.program()
    await shop.customer("Camille", phone="+33639980102", email="camille@client.example")
    seen = set()
    for who in (
        {"phone": "06 39 98 01 02"},
        {"phone": "+33639980102", "email": "camille@client.example"},
        {"phone": "06 39 98 77 77"},
    ):
        answer = await world.connect().post(
            f"/v1/public/{shop.slug}/cards", json=joining(program, **who)
        )
        body = done(answer)
        headers = {name: value for name, value in answer.headers.items() if name != "date"}
        seen.add((answer.status_code, tuple(sorted(body)), tuple(sorted(headers.items())),
                  len(answer.content)))  # fmt: skip
    assert len(seen) == 1
    assert (await count(shop, Customer), await count(shop, Card)) == (4, 3)


async def test_what_cannot_join(world: World) -> None:
    shop, other = await world.shop(), await world.shop()
    program, draft = await shop.program(), await shop.program(active=False)
    theirs = await other.program()
    without = joining(program)
    del without["phone"]
    for body, status, code in (
        (without, 422, "CONTACT_MISSING"),
        (joining(theirs), 404, "PROGRAM_NOT_FOUND"),
        (joining(draft), 409, "PROGRAM_NOT_ACTIVE"),
        (joining(program, first_name=""), 422, "VALIDATION"),
        (joining(program, phone="06"), 422, "VALIDATION"),
        (joining(program, notes="x"), 422, "VALIDATION"),
    ):
        answer = await world.connect().post(f"/v1/public/{shop.slug}/cards", json=body)
        refused(answer, status, code)
    answer = await world.connect().post("/v1/public/nobody/cards", json=joining(program))
    refused(answer, 404, "MERCHANT_NOT_FOUND")
    assert await count(shop, Customer) == 0


async def test_a_page_is_opened_by_its_secret_alone(world: World) -> None:
    shop, other = await world.shop(), await world.shop()
    card = await shop.stamped(await shop.program(), 3)
    client = world.connect()
    path = f"/v1/public/{shop.slug}/card"
    for secret in (card.code, card.number, str(card.id), card.token.lower(), "", "x" * 5000):
        answer = await client.get(path, headers={"Authorization": f"Bearer {secret}"})
        refused(answer, 404, "CARD_NOT_FOUND")
    refused(await client.get(path), 404, "CARD_NOT_FOUND")
    refused(await client.get(path, headers={"Authorization": "Basic eDp5"}), 404, "CARD_NOT_FOUND")
    mine = {"Authorization": f"Bearer {card.token}"}
    refused(await client.get(f"/v1/public/{other.slug}/card", headers=mine), 404, "CARD_NOT_FOUND")
    assert done(await client.get(path, headers=mine), 200)["balance"] == 3
    # A page's secret is no key to the API, and an API key none to the page.
    assert (await client.get(card.path, headers=mine)).status_code == 401
    key = {"Authorization": f"Bearer {await shop.api_key()}"}
    refused(await client.get(path, headers=key), 404, "CARD_NOT_FOUND")


async def test_what_the_holder_sees(world: World) -> None:
    shop = await world.shop()
    program = await shop.program(3)
    counter = await at(shop)
    card = await shop.card(program)
    for _ in range(22):
        done(await counter.earn(card))
    done(await counter.redeem(card, program.rewards[0]))
    done(await counter.adjust(card, 1))
    answer = await world.connect().get(
        f"/v1/public/{shop.slug}/card", headers={"Authorization": f"Bearer {card.token}"}
    )
    page = done(answer, 200)
    assert (page["balance"], page["status"], page["code"]) == (20, "active", card.code)
    assert len(page["entries"]) == 20
    assert [entry["kind"] for entry in page["entries"][:3]] == ["adjust", "redeem", "earn"]
    assert page["entries"][1]["reward_name"] == "Récompense à 3"
    # Neither why a balance was put right nor by whom is the holder's to read here.
    assert "Geste" not in answer.text
    owner = await shop.client()
    done(await owner.post(f"{card.path}/closure", json={"reason": "fraude ?"}), 200)
    answer = await world.connect().get(
        f"/v1/public/{shop.slug}/card", headers={"Authorization": f"Bearer {card.token}"}
    )
    assert done(answer, 200)["status"] == "closed"
    assert "fraude" not in answer.text


async def test_joining_is_slowed_down_by_address(world: World) -> None:
    shop, other = await world.shop(), await world.shop()
    program, theirs = await shop.program(), await other.program()
    client = world.connect()

    async def join(where: Shop, what: GivenProgram) -> int:
        answer = await client.post(f"/v1/public/{where.slug}/cards", json=joining(what))
        if answer.status_code == 429:
            refused(answer, 429, "TOO_MANY_ATTEMPTS")
            assert int(answer.headers["Retry-After"]) > 0
        return answer.status_code

    seen = [await join(shop, program) for _ in range(23)]
    assert seen == sorted(seen)
    assert seen[19] == 201
    assert seen[-1] == 429
    assert await count(shop, Card) == seen.count(201)
    # Another shop's queue, and another device's, are not held up.
    assert await join(other, theirs) == 201
    fresh = await world.connect().post(f"/v1/public/{shop.slug}/cards", json=joining(program))
    assert fresh.status_code == 201
