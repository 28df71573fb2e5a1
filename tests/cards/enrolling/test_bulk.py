"""Many cards in one call, and enrolments that can be repeated."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select
from uuid_utils.compat import uuid7

from api.cards.models import Card, Enrolment
from api.cards.routes import bulk
from api.core.audit import AuditEvent
from api.core.events import Event
from api.core.postgres.embedded import Server
from api.core.settings import Settings
from api.customers.models import Consent, Customer
from tests.cards.counter import at, done, refused
from tests.cards.ledger.test_crash import crash_after
from tests.world import GivenProgram, Shop, World, key


async def count(shop: Shop, *models: Any) -> list[int]:
    async with shop.db() as db:
        return [await db.scalar(select(func.count()).select_from(one)) or 0 for one in models]


def wish(program: GivenProgram, **others: Any) -> dict[str, Any]:
    return {"program_id": str(program.id), **others}


async def enrol(client: httpx.AsyncClient, *items: Any) -> list[dict[str, Any]]:
    answer = await client.post("/v1/cards/bulk", json={"items": list(items)})
    found: list[dict[str, Any]] = done(answer, 200)["items"]
    assert len(found) == len(items)
    return found


async def opens(world: World, shop: Shop, page_url: str) -> int:
    token = page_url.partition("#")[2]
    answer = await world.connect().get(
        f"/v1/public/{shop.slug}/card", headers={"Authorization": f"Bearer {token}"}
    )
    return answer.status_code


async def test_balances_of_many_cards(world: World) -> None:
    shop, other = await world.shop(), await world.shop()
    program = await shop.program(10)
    cards = [await shop.stamped(program, units) for units in (0, 3, 7)]
    client = await shop.client("cashier")
    lost = cards[2]
    manager = await shop.client()
    done(await manager.post(f"{lost.path}/replacement"))
    theirs = await other.card(await other.program())
    names = [
        str(cards[0].id), cards[1].code, cards[1].number.lower(), str(lost.id), lost.number,
        str(theirs.id), theirs.code, theirs.number, str(uuid7()), "nonsense!", "",
        str(cards[0].id),
    ]  # fmt: skip
    items = done(await client.post("/v1/cards/balances", json={"cards": names}), 200)["items"]
    assert [one["card"] for one in items] == names
    assert [one["balance"] for one in items] == [0, 3, 3, 7, *[None] * 7, 0]
    assert [one["available"] for one in items] == [one["balance"] for one in items]
    assert [one["card_id"] for one in items[:4]] == [
        str(card.id) for card in (cards[0], cards[1], cards[1], lost)
    ]
    codes = [one["problem"] and one["problem"]["code"] for one in items]
    missing = "CARD_NOT_FOUND"
    assert codes == [*[None] * 4, "CARD_REPLACED", *[missing] * 6, None]
    assert items[0]["status"] == "active"


async def test_available_leaves_out_what_is_pending_and_what_is_expired(
    world: World, clock: Callable[[timedelta], None]
) -> None:
    shop = await world.shop()
    later = await shop.program(
        10, pending_days=3, cooldown_minutes=0, expiry={"kind": "after_earning", "months": 1}
    )
    card = await shop.card(later)
    counter = await at(shop)
    done(await counter.earn(card))
    client = await shop.client()

    async def held() -> tuple[int, int]:
        answer = await client.post("/v1/cards/balances", json={"cards": [card.number]})
        (one,) = done(answer, 200)["items"]
        shown = await counter.read(card)
        assert (one["balance"], one["available"]) == (shown["balance"], shown["available"])
        return one["balance"], one["available"]

    assert await held() == (1, 0)
    clock(timedelta(days=4))
    assert await held() == (1, 1)
    clock(timedelta(days=70))
    assert await held() == (1, 0)


async def test_enrolling_many_is_enrolling_each(world: World) -> None:
    shop = await world.shop()
    program, draft = await shop.program(), await shop.program(active=False)
    known = await shop.customer("Camille", phone="+33639980101")
    client = await shop.client("cashier")
    bad = [
        wish(program, key="short"),
        wish(program, customer={"first_name": "Zoé"}),
        wish(program, key="unknown-customer", customer_id=str(uuid7())),
        wish(program, key="not-a-phone-1", customer={"phone": "12"}),
        wish(program, key="known-phone-1", customer={"phone": "06 39 98 01 01"}),
        wish(program, key="unknown-field", colour="red"),
        wish(program, key="nul-in-a-name", customer={"first_name": "a\0b"}),
        wish(program, key="two-customers", customer_id=str(known), customer={"first_name": "A"}),
        wish(draft, key="not-yet-open"),
        {"program_id": str(uuid7()), "key": "no-program-1"},
        "nonsense",
        wish(program, key="no-contact-1", customer={"first_name": "A"}, marketing_consent=True),
    ]
    good = [
        wish(program, key="new-customer", customer={"first_name": "Zoé", "email": "z@e.example"}),
        wish(program, key="known-customer", customer_id=str(known)),
        wish(program, key="for-nobody-1"),
        wish(
            program,
            key="with-consent",
            customer={"first_name": "Léa", "phone": "06 39 98 01 03"},
            marketing_consent=True,
        ),
    ]
    mixed = [one for pair in zip(bad, [*good, *[None] * 8], strict=True) for one in pair if one]
    before = await count(shop, Customer, Card)
    found = await enrol(client, *mixed)
    by_outcome: dict[str, list[dict[str, Any]]] = {}
    for one in found:
        by_outcome.setdefault(one["outcome"], []).append(one)
    assert [one["problem"]["code"] for one in by_outcome["error"]] == [
        "VALIDATION", "VALIDATION", "CUSTOMER_NOT_FOUND", "VALIDATION", "DUPLICATE_CUSTOMER",
        "VALIDATION", "VALIDATION", "VALIDATION", "PROGRAM_NOT_ACTIVE", "PROGRAM_NOT_FOUND",
        "VALIDATION", "CONTACT_MISSING",
    ]  # fmt: skip
    assert by_outcome["error"][4]["problem"]["customer_id"] == str(known)
    assert by_outcome["error"][3]["problem"]["errors"][0]["field"] == "customer.phone"
    made = by_outcome["created"]
    assert [one["key"] for one in made] == [one["key"] for one in good]
    after = await count(shop, Customer, Card, Enrolment, Consent)
    assert after == [before[0] + 2, before[1] + 4, 4, 1]
    for one in made:
        assert one["problem"] is None
        assert await opens(world, shop, one["card"]["page_url"]) == 200
        shown = done(await client.get(f"/v1/cards/{one['card']['id']}"), 200)
        assert shown["number"] == one["card"]["number"]
        assert (shown["customer"] and shown["customer"]["id"]) == one["card"]["customer_id"]
    async with shop.db() as db:
        told = (await db.scalars(select(Event).where(Event.type == "card.issued"))).all()
        noted = select(AuditEvent).where(AuditEvent.action == "card.issued")
        assert {one.subject_id for one in told} == {UUID(one["card"]["id"]) for one in made}
        assert len((await db.scalars(noted)).all()) == 4


async def test_the_whole_call_can_be_repeated(world: World) -> None:
    shop = await world.shop()
    program = await shop.program()
    client = await shop.client()
    items = [
        wish(program, key=f"crm-number-{number}", customer={"phone": f"06 39 98 02 0{number}"})
        for number in range(4)
    ]
    broken = items[2] | {"customer": {"phone": "1"}}
    first = await enrol(
        client, *items[:2], broken, items[3], items[3], items[0] | {"key": "other-key"}
    )
    assert [one["outcome"] for one in first] == [
        "created", "created", "error", "created", "exists", "error",
    ]  # fmt: skip
    assert first[5]["problem"]["code"] == "DUPLICATE_CUSTOMER"
    again = await enrol(client, *items)
    assert [one["outcome"] for one in again] == ["exists", "exists", "created", "exists"]
    for number in (0, 1, 3):
        assert again[number]["card"] == first[number]["card"]
        assert await opens(world, shop, again[number]["card"]["page_url"]) == 200
    changed = await enrol(client, items[0] | {"customer": {"phone": "06 39 98 02 99"}})
    assert changed[0]["problem"]["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert (await count(shop, Card, Enrolment))[0] == 4
    # Another merchant's keys are its own.
    other = await world.shop()
    theirs = await other.program()
    (elsewhere,) = await enrol(await other.client(), wish(theirs, key="crm-number-0"))
    assert elsewhere["outcome"] == "created"


async def test_a_card_given_out_with_a_key_can_be_asked_for_again(
    world: World, settings: Settings
) -> None:
    shop = await world.shop()
    program = await shop.program()
    client = await shop.client()
    body = wish(program, customer={"first_name": "Zoé", "phone": "06 39 98 03 01"})
    one = key()
    first = await client.post("/v1/cards", json=body, headers=one)
    card = done(first)
    assert "Idempotent-Replayed" not in first.headers
    done(await (await at(shop)).earn(f"/v1/cards/{card['id']}"))
    again = await client.post("/v1/cards", json=body | {"allow_duplicate": False}, headers=one)
    assert again.headers["Idempotent-Replayed"] == "true"
    same = ("id", "number", "code", "page_url")
    assert {name: done(again)[name] for name in same} == {name: card[name] for name in same}
    assert done(again)["balance"] == 1
    assert await opens(world, shop, card["page_url"]) == 200
    # The same gesture, whether sent alone or among others.
    (bulked,) = await enrol(client, body | {"key": one["Idempotency-Key"]})
    assert (bulked["outcome"], bulked["card"]["page_url"]) == ("exists", card["page_url"])
    other = await client.post("/v1/cards", json=wish(program), headers=one)
    refused(other, 422, "IDEMPOTENCY_KEY_REUSED")
    # Without the key, as before.
    refused(await client.post("/v1/cards", json=body), 409, "DUPLICATE_CUSTOMER")
    # A refused enrolment has used no key.
    two = key()
    refused(await client.post("/v1/cards", json=body, headers=two), 409, "DUPLICATE_CUSTOMER")
    done(await client.post("/v1/cards", json=wish(program), headers=two))
    # The secret is in neither half alone: the database does not hold it.
    token = card["page_url"].partition("#")[2]
    async with shop.db() as db:
        kept = (await db.execute(select(Enrolment.salt, Card.page_token).join(
            Card, (Card.merchant_id == Enrolment.merchant_id) & (Card.id == Enrolment.card_id)
        ))).all()  # fmt: skip
    assert all(token.encode() not in (salt, digest) for salt, digest in kept)
    # The link was renewed: the repeated answer shows none rather than a dead one.
    link = done(await client.post(f"/v1/cards/{card['id']}/page-links"))
    answer = done(await client.post("/v1/cards", json=body, headers=one))
    assert (answer["id"], answer["page_url"]) == (card["id"], None)
    assert await opens(world, shop, card["page_url"]) == 404
    assert await opens(world, shop, link["page_url"]) == 200


async def test_one_key_at_once_gives_one_card(world: World) -> None:
    shop = await world.shop()
    program = await shop.program()
    client = await shop.client()
    one = key()
    for body in (wish(program), wish(program, customer={"first_name": "A", "phone": "0639980401"})):
        one = key()
        answers = await asyncio.gather(
            *(client.post("/v1/cards", json=body, headers=one) for _ in range(5))
        )
        cards = [done(answer) for answer in answers]
        assert len({card["id"] for card in cards}) == 1
        assert len({card["page_url"] for card in cards}) == 1
        assert sum("Idempotent-Replayed" not in answer.headers for answer in answers) == 1
    assert await count(shop, Card, Customer, Enrolment) == [2, 1, 2]


@pytest.mark.parametrize("how", ["exception", "killed"])
async def test_a_call_that_dies_has_given_out_nothing_and_can_be_repeated(
    app: FastAPI, server: Server, world: World, how: Any
) -> None:
    shop = await world.shop()
    program = await shop.program()
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    items = [
        wish(program, key=f"crash-item-{number}", customer={"phone": f"06 39 98 05 0{number}"})
        for number in range(3)
    ]
    headers = {"Authorization": f"Bearer {await shop.api_key()}"}
    async with httpx.AsyncClient(
        transport=transport, base_url=world.settings.origin, headers=headers
    ) as client:
        for statements in (4, 9, 14, 19, 24):
            with crash_after(app, server, statements, how) as crash:
                answer = await client.post("/v1/cards/bulk", json={"items": items})
            assert crash.happened
            assert answer.status_code in (500, 503)
            assert await count(shop, Card, Customer, Enrolment, Event) == [0, 0, 0, 0]
        found = await enrol(client, *items)
    assert [one["outcome"] for one in found] == ["created"] * 3


async def test_how_much_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = await world.shop()
    program = await shop.program()
    client = await shop.client()
    for path, body in (
        ("balances", {"cards": ["x"] * 501}),
        ("balances", {"cards": []}),
        ("balances", {"cards": ["x" * 61]}),
        ("bulk", {"items": [{}] * 501}),
        ("bulk", {"items": []}),
    ):
        refused(await client.post(f"/v1/cards/{path}", json=body), 422, "VALIDATION")
    monkeypatch.setattr(bulk.READ, "most", 600)
    answer = await client.post("/v1/cards/balances", json={"cards": ["x"] * 500})
    assert answer.headers["RateLimit-Limit"] == "600"
    assert answer.headers["RateLimit-Remaining"] == "100"
    problem = refused(
        await client.post("/v1/cards/balances", json={"cards": ["x"] * 500}), 429, "RATE_LIMITED"
    )
    assert 30 <= problem["retry_after"] <= 40
    done(await client.post("/v1/cards/balances", json={"cards": ["x"] * 90}), 200)
    other = await (await world.shop()).client()
    done(await other.post("/v1/cards/balances", json={"cards": ["x"] * 500}), 200)
    monkeypatch.setattr(bulk.GIVEN, "most", 2)
    many = {"items": [wish(program, key=f"too-many-{number}") for number in range(3)]}
    refused(await client.post("/v1/cards/bulk", json=many), 429, "RATE_LIMITED")
    assert await count(shop, Card) == [0]


async def test_who_may(world: World) -> None:
    shop = await world.shop()
    program = await shop.program()
    auditor = await shop.client("auditor")
    done(await auditor.post("/v1/cards/balances", json={"cards": ["x"]}), 200)
    body = {"items": [wish(program, key="auditors-wish")]}
    refused(await auditor.post("/v1/cards/bulk", json=body), 403, "FORBIDDEN_SCOPE")
