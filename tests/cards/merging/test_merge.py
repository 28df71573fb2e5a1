"""Two customers become one, nothing is lost, and it can be undone until something else happens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from api.cards.models import Card, Entry, Lot
from api.core.events import Event
from api.customers.models import Customer, CustomerKey
from tests.cards.counter import Counter, at, done, refused, sound
from tests.world import GivenCard, GivenProgram, Shop, World

Clock = Callable[[timedelta], None]

ANNE = {
    "first_name": "Anne",
    "last_name": "Lefèvre",
    "phone": "06 39 98 01 02",
    "tags": ["VIP"],
    "notes": "Sans gluten",
}
ANN = {
    "first_name": "Ann",
    "last_name": "Lefebvre",
    "email": "anne@client.example",
    "tags": ["vip", "Mariage"],
    "notes": "Vient le samedi",
    "birthday": {"month": 2, "day": 29},
    "address": {"city": "Nantes", "country": "FR"},
}


@dataclass
class Two:
    """Anne has a card of one program, Ann of the same and of another one."""

    shop: Shop
    owner: httpx.AsyncClient
    counter: Counter
    program: GivenProgram
    other: GivenProgram
    anne: str
    ann: str
    hers: GivenCard
    same: GivenCard
    more: GivenCard

    async def order(self, **fields: str) -> dict[str, Any]:
        return {
            "keep_id": self.anne,
            "merge_id": self.ann,
            "keep_version": await self.version(self.anne),
            "merge_version": await self.version(self.ann),
            "fields": fields,
        }

    async def version(self, customer: str) -> int:
        answer = await self.owner.get(f"/v1/customers/{customer}")
        return int(answer.headers["ETag"].strip('"')) if answer.status_code == 200 else 1

    async def merge(self, **fields: str) -> dict[str, Any]:
        return done(await self.owner.post("/v1/merges", json=await self.order(**fields)))

    async def customer(self, which: str) -> dict[str, Any]:
        return done(await self.owner.get(f"/v1/customers/{which}"), 200)


async def two(world: World) -> Two:
    shop = await world.shop()
    owner, counter = await shop.client(), await at(shop)
    program, other = await shop.program(3, cooldown_minutes=0), await shop.program(3)
    anne = done(await owner.post("/v1/customers", json=ANNE))["id"]
    ann = done(await owner.post("/v1/customers", json=ANN))["id"]
    hers = await shop.card(program, customer_id=UUID(anne))
    same = await shop.card(program, customer_id=UUID(ann))
    more = await shop.card(other, customer_id=UUID(ann))
    for card, units in ((hers, 2), (same, 3), (same, 1), (more, 4)):
        done(await counter.earn(card, units))
    done(await counter.redeem(same, program.rewards[0]))
    for which, granted in ((anne, False), (ann, True)):
        consent = {"purpose": "marketing_email", "granted": granted}
        done(await owner.post(f"/v1/customers/{which}/consents", json=consent))
    return Two(shop, owner, counter, program, other, anne, ann, hers, same, more)


async def state(shop: Shop) -> list[Any]:
    """What a merge and its undo leave alike: who has what, and how many units where."""
    async with shop.db() as db:
        cards = select(Card.id, Card.customer_id, Card.status, Card.balance, Card.code)
        lots = select(Lot.id, Lot.card_id, Lot.remaining, Lot.expires_at).where(Lot.remaining > 0)
        found: list[Any] = [tuple(row) for row in await db.execute(cards.order_by(Card.id))]
        found += [tuple(row) for row in await db.execute(lots.order_by(Lot.id))]
        columns = [column.name for column in Customer.__table__.columns if column.name != "version"]
        people = await db.scalars(select(Customer).order_by(Customer.id))
        found += [[getattr(row, column) for column in columns] for row in people]
        keys = select(CustomerKey.id, CustomerKey.key).order_by(CustomerKey.id, CustomerKey.key)
        found += [tuple(row) for row in await db.execute(keys)]
    return found


async def test_everything_goes_to_the_one_who_is_kept(world: World) -> None:
    it = await two(world)
    order = await it.order()
    preview = done(await it.owner.post("/v1/merges/preview", json=order), 200)
    assert preview == {
        "cards_moved": 2,
        "units_moved": 5,
        "consents_moved": 1,
        "cards": [
            {"card_id": str(it.same.id), "into": str(it.hers.id)},
            {"card_id": str(it.more.id), "into": None},
        ],
        "changed": ["address", "birthday", "email", "notes", "tags"],
    }
    made = await it.merge()
    assert (made["cards_moved"], made["units_moved"], made["undoable"]) == (2, 5, True)
    assert (made["kept_name"], made["merged_name"]) == ("Anne Lefèvre", "Ann Lefebvre")
    anne = await it.customer(it.anne)
    assert anne["first_name"] == "Anne"
    assert anne["phone"] == "+33639980102"
    assert anne["email"] == "anne@client.example"
    assert anne["tags"] == ["VIP", "Mariage"]
    assert anne["notes"] == "Sans gluten\nVient le samedi"
    assert anne["birthday"] == ANN["birthday"]
    assert anne["address"]["city"] == "Nantes"
    assert anne["visits"] == 1  # all on one day
    # Her last word counts, whichever of the two records it was said to.
    assert anne["consents"]["marketing_email"] is True
    gone = refused(await it.owner.get(f"/v1/customers/{it.ann}"), 410, "CUSTOMER_MERGED")
    assert gone["customer_id"] == it.anne
    change = {"first_name": "x"}
    changed = await it.owner.patch(
        f"/v1/customers/{it.ann}", json=change, headers={"If-Match": "*"}
    )
    refused(changed, 410, "CUSTOMER_MERGED")
    card = {"program_id": str(it.program.id), "customer_id": it.ann}
    refused(await it.owner.post("/v1/cards", json=card), 410, "CUSTOMER_MERGED")
    listed = done(await it.owner.get("/v1/customers"), 200)["items"]
    assert [one["id"] for one in listed] == [it.anne]
    found = done(await it.owner.get("/v1/customers?q=anne@client"), 200)["items"]
    assert [one["id"] for one in found] == [it.anne]
    assert await sound(it.shop, it.hers) == 3
    assert await sound(it.shop, it.same) == 0
    assert await sound(it.shop, it.more) == 4
    async with it.shop.db() as db:
        types = list(await db.scalars(select(Event.type).order_by(Event.at, Event.id)))
    assert types.count("customer.merged") == types.count("card.merged") == 1


async def test_the_old_codes_go_on_working(world: World) -> None:
    it = await two(world)
    await it.merge()
    for name in (it.same.code, it.same.number, str(it.same.id)):
        shown = done(await it.owner.get(f"/v1/cards/{name}"), 200)
        assert (shown["id"], shown["balance"]) == (str(it.hers.id), 3)
    entry = done(await it.counter.earn(f"/v1/cards/{it.same.code}"))
    assert entry["card_id"] == str(it.hers.id)
    assert await sound(it.shop, it.hers) == 4
    token = {"Authorization": f"Bearer {it.same.token}"}
    page = await world.connect().get(f"/v1/public/{it.shop.slug}/card", headers=token)
    assert done(page, 200)["number"] == it.hers.number
    # What moved on its own keeps its name.
    assert done(await it.owner.get(f"/v1/cards/{it.more.code}"), 200)["id"] == str(it.more.id)


async def test_a_field_is_taken_from_the_side_that_was_chosen(world: World) -> None:
    it = await two(world)
    await it.merge(first_name="merge", phone="merge", tags="keep", notes="merge")
    anne = await it.customer(it.anne)
    assert (anne["first_name"], anne["last_name"], anne["phone"]) == ("Ann", "Lefèvre", None)
    assert (anne["tags"], anne["notes"]) == (["VIP"], "Vient le samedi")


async def test_undoing(world: World, clock: Clock) -> None:
    it = await two(world)
    before = await state(it.shop)
    made = await it.merge(first_name="merge")
    assert await state(it.shop) != before
    clock(timedelta(days=1))
    undone = done(await it.owner.post(f"/v1/merges/{made['id']}/reversal"), 200)
    assert (undone["undoable"], undone["obstacle"]) == (False, "reversed")
    assert await state(it.shop) == before
    for card, units in ((it.hers, 2), (it.same, 1), (it.more, 4)):
        assert await sound(it.shop, card) == units
    assert (await it.customer(it.anne))["consents"]["marketing_email"] is False
    assert (await it.customer(it.ann))["consents"]["marketing_email"] is True
    again = await it.owner.post(f"/v1/merges/{made['id']}/reversal")
    assert refused(again, 409, "MERGE_NOT_UNDOABLE")["reason"] == "reversed"
    assert await sound(it.shop, it.same) == 1
    # Both go on as two, and may become one again.
    done(await it.counter.earn(it.same))
    await it.merge()
    assert await sound(it.shop, it.hers) == 4


@pytest.mark.parametrize("what", ["stamp", "change", "close", "consent", "replace", "again"])
async def test_not_undone_once_something_has_happened(world: World, what: str) -> None:
    it = await two(world)
    made = await it.merge()
    if what == "stamp":
        done(await it.counter.earn(it.hers))
    elif what == "change":
        path = f"/v1/customers/{it.anne}"
        done(await it.owner.patch(path, json={"notes": "x"}, headers={"If-Match": "*"}), 200)
    elif what == "close":
        done(await it.owner.post(f"{it.more.path}/closure", json={"reason": "x"}), 200)
    elif what == "replace":
        done(await it.owner.post(f"{it.more.path}/replacement"))
    elif what == "consent":
        consent = {"purpose": "marketing_sms", "granted": True}
        done(await it.owner.post(f"/v1/customers/{it.anne}/consents", json=consent))
    else:
        third = done(await it.owner.post("/v1/customers", json={"first_name": "Anna"}))["id"]
        order = await it.order() | {"merge_id": third, "merge_version": 1}
        done(await it.owner.post("/v1/merges", json=order))
    listed = done(await it.owner.get(f"/v1/merges?customer_id={it.ann}"), 200)["items"]
    assert [(one["undoable"], one["obstacle"]) for one in listed] == [(False, "changed")]
    before = await state(it.shop)
    answer = await it.owner.post(f"/v1/merges/{made['id']}/reversal")
    assert refused(answer, 409, "MERGE_NOT_UNDOABLE")["reason"] == "changed"
    assert await state(it.shop) == before


async def test_not_undone_after_a_month(world: World, clock: Clock) -> None:
    it = await two(world)
    made = await it.merge()
    clock(timedelta(days=31))
    answer = await it.owner.post(f"/v1/merges/{made['id']}/reversal")
    assert refused(answer, 409, "MERGE_NOT_UNDOABLE")["reason"] == "too_old"


async def test_a_merge_of_what_was_merged(world: World) -> None:
    it = await two(world)
    await it.merge()
    third = done(await it.owner.post("/v1/customers", json={"first_name": "Anna"}))["id"]
    order = {"keep_id": third, "merge_id": it.anne, "keep_version": 1}
    order["merge_version"] = await it.version(it.anne)
    last = done(await it.owner.post("/v1/merges", json=order))
    gone = refused(await it.owner.get(f"/v1/customers/{it.ann}"), 410, "CUSTOMER_MERGED")
    assert gone["customer_id"] == third
    cards = done(await it.owner.get(f"/v1/cards?customer_id={third}&status=active"), 200)["items"]
    assert sum(card["balance"] for card in cards) == 7
    history = done(await it.owner.get(f"/v1/customers/{third}/timeline?limit=100"), 200)["items"]
    assert [one["kind"] for one in history].count("created") == 3
    done(await it.owner.post(f"/v1/merges/{last['id']}/reversal"), 200)
    gone = refused(await it.owner.get(f"/v1/customers/{it.ann}"), 410, "CUSTOMER_MERGED")
    assert gone["customer_id"] == it.anne


async def test_what_is_refused(world: World) -> None:
    it = await two(world)
    order = await it.order()
    stale = refused(
        await it.owner.post("/v1/merges", json=order | {"keep_version": 9}), 412, "STALE"
    )
    assert stale["keep_version"] == order["keep_version"]
    same = order | {"merge_id": it.anne, "merge_version": order["keep_version"]}
    refused(await it.owner.post("/v1/merges", json=same), 422, "SAME_CUSTOMER")
    odd = order | {"fields": {"source": "merge"}}
    refused(await it.owner.post("/v1/merges", json=odd), 422, "VALIDATION")
    cashier = await it.shop.client("cashier")
    refused(await cashier.post("/v1/merges", json=order), 403, "FORBIDDEN_SCOPE")


async def test_a_child_turns_out(world: World) -> None:
    it = await two(world)
    yes = {"purpose": "marketing_sms", "granted": True}
    done(await it.owner.post(f"/v1/customers/{it.anne}/consents", json=yes))
    path = f"/v1/customers/{it.ann}"
    done(await it.owner.patch(path, json={"age": "under_15"}, headers={"If-Match": "*"}), 200)
    made = await it.merge()
    merged = await it.customer(it.anne)
    assert merged["age"] == "under_15"
    assert merged["marketing_consent"] is False
    done(await it.owner.post(f"/v1/merges/{made['id']}/reversal"), 200)
    assert (await it.customer(it.anne))["consents"]["marketing_sms"] is True
    assert (await it.customer(it.ann))["marketing_consent"] is False


async def test_stamps_and_merges_at_once(world: World) -> None:
    """Whoever comes first: no stamp is lost, and no card is left behind."""
    it = await two(world)
    order = await it.order()
    browser = await it.shop.browser()
    answers = await asyncio.gather(
        *(it.counter.earn(card) for card in (it.hers, it.same, it.more) * 4),
        browser.post("/v1/merges", json=order),
        it.owner.post("/v1/merges", json=order),
        *(it.counter.earn(card) for card in (it.hers, it.same, it.more) * 4),
    )
    stamped = sum(answer.json().get("delta", 0) for answer in answers if answer.status_code == 201)
    assert all(answer.status_code in (201, 409, 410, 412) for answer in answers)
    merged = [answer for answer in answers if "kept_id" in answer.text]
    assert len(merged) <= 1
    if not merged:
        await it.merge()
    total = 0
    for card in (it.hers, it.same, it.more):
        total += await sound(it.shop, card)
    assert total == 7 + stamped
    async with it.shop.db() as db:
        owners = set(await db.scalars(select(Card.customer_id)))
        assert owners == {UUID(it.anne)}
        assert await db.scalar(select(Entry.id).limit(1))
