"""Giving out cards: who gets one, who has one, and what a lost one still does."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import select

from api.cards.enrolling import enrol
from api.cards.models import Card
from api.customers.models import Consent, Customer
from tests.cards.counter import at, count, done, refused, sound
from tests.world import World


def token_of(url: str) -> str:
    return urlsplit(url).fragment


async def test_a_new_customer_gets_a_card(world: World) -> None:
    shop = await world.shop()
    cashier = await shop.client("cashier")
    program = await shop.program()
    answer = await cashier.post(
        "/v1/cards",
        json={
            "program_id": str(program.id),
            "customer": {"first_name": " Élodie ", "phone": "06 39 98 01 02"},
        },
    )
    card = done(answer)
    assert card["customer"]["first_name"] == "Élodie"
    assert card["customer"]["phone_last4"] == "0102"
    assert card["customer"]["birthday"] is None
    assert (len(card["code"]), len(card["number"]), card["balance"]) == (26, 8, 0)
    assert card["page_url"].startswith(f"{world.settings.origin}/c/{shop.slug}#")
    async with shop.db() as db:
        customer = (await db.scalars(select(Customer))).one()
        assert (customer.phone, customer.source) == ("+33639980102", "api")
        row = (await db.scalars(select(Card))).one()
        assert token_of(card["page_url"]).encode() not in row.page_token
    assert await count(shop, Consent) == 0


async def test_consent_is_recorded_apart(world: World) -> None:
    shop = await world.shop()
    browser = await shop.browser("cashier")
    body = {
        "program_id": str((await shop.program()).id),
        "customer": {"first_name": "Zoé", "email": "zoe@client.example"},
        "marketing_consent": True,
    }
    card = done(await browser.post("/v1/cards", json=body))
    path = f"/v1/customers/{card['customer']['id']}"
    (consent,) = done(await browser.get(f"{path}/consents"), 200)["items"]
    assert (consent["purpose"], consent["granted"], consent["channel"]) == (
        "marketing_email",
        True,
        "counter",
    )
    assert done(await browser.get(path), 200)["marketing_consent"] is True
    withdrawn = {"purpose": "marketing_email", "granted": False}
    done(await browser.post(f"{path}/consents", json=withdrawn))
    assert done(await browser.get(path), 200)["marketing_consent"] is False
    assert await count(shop, Consent) == 2


async def test_an_anonymous_card(world: World) -> None:
    shop = await world.shop()
    cashier = await shop.client("cashier")
    body = {"program_id": str((await shop.program()).id)}
    cards = [done(await cashier.post("/v1/cards", json=body)) for _ in range(2)]
    assert [card["customer"] for card in cards] == [None, None]
    assert await count(shop, Customer) == 0


async def test_one_active_card_per_program_and_customer(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    program, second = await shop.program(), await shop.program()
    customer = await shop.customer("Camille")
    body = {"program_id": str(program.id), "customer_id": str(customer)}
    first = done(await owner.post("/v1/cards", json=body))
    again = refused(await owner.post("/v1/cards", json=body), 409, "ALREADY_HAS_CARD")
    assert again["card_id"] == first["id"]
    done(await owner.post("/v1/cards", json=body | {"program_id": str(second.id)}))
    done(await owner.post(f"/v1/cards/{first['id']}/closure", json={"reason": "x"}), 200)
    assert done(await owner.post("/v1/cards", json=body))["id"] != first["id"]


async def test_also_when_two_ask_at_once(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    program = await shop.program()
    for _ in range(3):
        customer = await shop.customer("Camille")
        body = {"program_id": str(program.id), "customer_id": str(customer)}
        answers = await asyncio.gather(*(owner.post("/v1/cards", json=body) for _ in range(6)))
        assert sorted(answer.status_code for answer in answers) == [201] + [409] * 5
        (given,) = [answer.json()["id"] for answer in answers if answer.status_code == 201]
        for answer in answers:
            if answer.status_code == 409:
                assert refused(answer, 409, "ALREADY_HAS_CARD")["card_id"] == given
    assert await count(shop, Card) == 3


async def test_a_number_that_comes_up_twice_is_drawn_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = await world.shop()
    owner = await shop.client()
    program = await shop.program()
    first = await shop.card(program)
    drawn = iter([first.number, first.number, "0000000Z"])
    monkeypatch.setattr(enrol, "new_number", lambda: next(drawn))
    body = {"program_id": str(program.id), "customer": {"first_name": "Zoé"}}
    card = done(await owner.post("/v1/cards", json=body))
    assert (card["number"], card["customer"]["first_name"]) == ("0000000Z", "Zoé")
    assert (await count(shop, Card), await count(shop, Customer)) == (2, 2)


async def test_a_known_customer_is_pointed_out(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    program = await shop.program()
    customer = await shop.customer("Camille", phone="+33639980102", email="Camille@client.example")
    for who in (
        {"first_name": "C.", "phone": "06.39.98.01.02"},
        {"first_name": "C.", "email": "camille@CLIENT.example"},
    ):
        body = {"program_id": str(program.id), "customer": who}
        known = refused(await owner.post("/v1/cards", json=body), 409, "DUPLICATE_CUSTOMER")
        assert (known["customer_id"], known["card_id"]) == (str(customer), None)
    card = await shop.card(program, customer_id=customer)
    known = refused(await owner.post("/v1/cards", json=body), 409, "DUPLICATE_CUSTOMER")
    assert known["card_id"] == str(card.id)
    other = done(await owner.post("/v1/cards", json=body | {"allow_duplicate": True}))
    assert other["customer"]["id"] != str(customer)
    assert await count(shop, Customer) == 2


async def test_customers_of_others_are_not_known_here(world: World) -> None:
    shop, other = await world.shop(), await world.shop()
    who = {"first_name": "Camille", "phone": "+33639980102"}
    theirs = await other.customer(**who)
    owner = await shop.client()
    body = {"program_id": str((await shop.program()).id)}
    done(await owner.post("/v1/cards", json=body | {"customer": who}))
    missing = await owner.post("/v1/cards", json=body | {"customer_id": str(theirs)})
    refused(missing, 404, "CUSTOMER_NOT_FOUND")


async def test_what_cannot_be_enrolled(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    program = str((await shop.program()).id)
    customer = await shop.customer()
    for body, status, code in (
        ({"program_id": str(customer)}, 404, "PROGRAM_NOT_FOUND"),
        ({"program_id": program, "customer": {}}, 422, "NOBODY_NAMED"),
        ({"program_id": program, "customer": {"first_name": "  "}}, 422, "VALIDATION"),
        ({"program_id": program, "customer": {"phone": "12"}}, 422, "VALIDATION"),
        ({"program_id": program, "customer": {"email": "nobody"}}, 422, "VALIDATION"),
        ({"program_id": program, "customer": {"age": 40}}, 422, "VALIDATION"),
        (
            {
                "program_id": program,
                "customer_id": str(customer),
                "customer": {"first_name": "Autre"},
            },
            422,
            "VALIDATION",
        ),
    ):
        refused(await owner.post("/v1/cards", json=body), status, code)
    assert await count(shop, Card) == 0
    assert await count(shop, Customer) == 1


async def test_a_lost_card_goes_on_under_new_codes(world: World) -> None:
    shop = await world.shop()
    owner, counter = await shop.client(), await at(shop)
    lost = await shop.stamped(await shop.program(), 7)
    public = world.connect()
    page = f"/v1/public/{shop.slug}/card"
    opened = await public.get(page, headers={"Authorization": f"Bearer {lost.token}"})
    assert done(opened, 200)["balance"] == 7
    new = done(await owner.post(f"/v1/cards/{lost.code}/replacement"))
    assert (new["id"], new["balance"]) == (str(lost.id), 7)
    assert new["code"] != lost.code
    assert new["number"] != lost.number
    for name in (lost.code, lost.code.lower(), lost.number):
        refused(await owner.get(f"/v1/cards/{name}"), 410, "CARD_REPLACED")
        refused(await counter.earn(f"/v1/cards/{name}"), 410, "CARD_REPLACED")
        refused(await owner.post(f"/v1/cards/{name}/replacement"), 410, "CARD_REPLACED")
        refused(await owner.get(f"/v1/cards/{name}/entries"), 410, "CARD_REPLACED")
    old = await public.get(page, headers={"Authorization": f"Bearer {lost.token}"})
    refused(old, 410, "CARD_REPLACED")
    opened = await public.get(
        page, headers={"Authorization": f"Bearer {token_of(new['page_url'])}"}
    )
    assert done(opened, 200)["code"] == new["code"]
    done(await counter.earn(f"/v1/cards/{new['code']}"))
    assert await sound(shop, lost) == 8
    again = done(await owner.post(f"/v1/cards/{new['number']}/replacement"))
    for name in (lost.code, new["code"], new["number"]):
        refused(await owner.get(f"/v1/cards/{name}"), 410, "CARD_REPLACED")
    assert done(await owner.get(f"/v1/cards/{again['number']}"), 200)["balance"] == 8
    # Whoever serves does it; whoever only reads does not.
    cashier, auditor = await shop.client("cashier"), await shop.client("auditor")
    refused(await auditor.post(f"{lost.path}/replacement"), 403, "FORBIDDEN_SCOPE")
    assert done(await cashier.post(f"{lost.path}/replacement"))["id"] == str(lost.id)


async def test_a_new_page_link_ends_the_old_one(world: World) -> None:
    shop = await world.shop()
    cashier, public = await shop.client("cashier"), world.connect()
    card = await shop.card(await shop.program())
    url = done(await cashier.post(f"{card.path}/page-links"))["page_url"]
    page = f"/v1/public/{shop.slug}/card"
    old = await public.get(page, headers={"Authorization": f"Bearer {card.token}"})
    refused(old, 404, "CARD_NOT_FOUND")
    new = await public.get(page, headers={"Authorization": f"Bearer {token_of(url)}"})
    assert done(new, 200)["code"] == card.code


async def test_names_that_no_card_has(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    card = await shop.card(await shop.program())
    for name in (
        card.token,
        "0" * 26,
        "ZZZZZZZZ",
        str(card.customer_id),
        str(UUID(int=0)),
        "x" * 36,
        "%00" * 8,
        "%EF%BC%91" * 8,
        "%ED%A0%80" * 8,
        "*",
    ):
        refused(await owner.get(f"/v1/cards/{name}"), 404, "CARD_NOT_FOUND")
    refused(await owner.get(f"/v1/cards/{'x' * 61}"), 422, "VALIDATION")
