"""A day of an integrator, with nothing but an API key: customers brought in, sales with and
without rewards at two tills at once, goods brought back, and a CRM that follows all of it and
ends with every balance right without ever having read one."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from tests.cards.counter import done, refused
from tests.world import GivenProgram, Shop, World

SCOPES = ["cards:read", "cards:write", "cards:adjust", "programs:read", "events:read"]
CUSTOMERS, SALES = 12, 25


@dataclass
class Crm:
    """Knows what the feed has told, and nothing else."""

    client: httpx.AsyncClient
    next: str
    balances: dict[str, int] = field(default_factory=dict)
    seq: dict[str, int] = field(default_factory=dict)
    position: int = 0

    async def follow(self, closing: asyncio.Event) -> None:
        while True:
            over = closing.is_set()
            params: dict[str, Any] = {"after": self.next, "wait": 0 if over else 1, "limit": 7}
            page = done(await self.client.get("/v1/events", params=params), 200)
            for event in page["items"]:
                self.apply(event)
            self.next = page["next"]
            if over and not page["more"] and not page["items"]:
                return

    def apply(self, event: dict[str, Any]) -> None:
        assert event["position"] == self.position + 1 or self.position == 0
        self.position = event["position"]
        subject, data = event["subject"]["id"], event["data"]
        if event["type"] == "card.issued":
            self.balances[subject], self.seq[subject] = 0, 0
        elif event["type"] == "entry.recorded":
            card = data["card_id"]
            # A card's entries come in order and each one once.
            assert data["seq"] == self.seq[card] + 1
            assert data["balance"] == self.balances[card] + data["delta"]
            self.seq[card], self.balances[card] = data["seq"], data["balance"]


@dataclass
class Till:
    """Sells in two calls, repeats what was not answered, and takes goods back."""

    client: httpx.AsyncClient
    name: str
    chance: random.Random
    reward: str
    sold: list[tuple[str, list[str]]] = field(default_factory=list)
    redeemed: int = 0
    back: int = 0

    async def sale(self, number: int, card: str) -> None:
        path = f"/v1/cards/{card}"
        sale: dict[str, Any] = {"amount": self.chance.randrange(300, 6000)}
        if self.chance.random() < 0.3:
            sale["excluded"] = [{"kind": "tip", "amount": 100}]
        preview = done(await self.client.post(f"{path}/previews", json=sale), 200)
        receipt = f"{self.name}-{number:04}"
        body = sale | {"receipt": receipt}
        if any(one["available"] for one in preview["redeemable"]) and self.chance.random() < 0.5:
            body["reward_id"] = self.reward
        headers = {"Idempotency-Key": f"sale-{receipt}"}
        answer = await self.client.post(f"{path}/sales", json=body, headers=headers)
        if answer.status_code == 409:
            # The other till was quicker with this card's units: sold without the reward.
            refused(answer, 409, "NOT_ENOUGH_UNITS")
            del body["reward_id"]
            answer = await self.client.post(f"{path}/sales", json=body, headers=headers)
        sold = done(answer)
        kinds = [entry["kind"] for entry in sold["entries"]]
        assert kinds == (["redeem", "earn"] if "reward_id" in body else ["earn"])
        self.redeemed += "reward_id" in body
        assert sold["entries"][-1]["delta"] == preview["units"]
        if self.chance.random() < 0.3:
            again = await self.client.post(f"{path}/sales", json=body, headers=headers)
            assert done(again) == sold
            assert again.headers["Idempotent-Replayed"] == "true"
        self.sold.append((card, [entry["id"] for entry in sold["entries"]]))

    async def refund(self) -> None:
        card, entries = self.sold.pop(self.chance.randrange(len(self.sold)))
        for entry in reversed(entries):
            answer = await self.client.post(
                f"/v1/cards/{card}/reversals",
                json={"entry_id": entry, "reason": "Retour"},
                headers={"Idempotency-Key": f"back-{entry}"},
            )
            if answer.status_code == 409:
                refused(answer, 409, "UNITS_SPENT")
                return
            done(answer)
        self.back += 1

    async def day(self, cards: list[str]) -> None:
        for number in range(SALES):
            await self.sale(number, self.chance.choice(cards))
            if number % 5 == 4:
                await self.refund()


async def by_key_only(shop: Shop, *, scopes: list[str]) -> httpx.AsyncClient:
    """A program with a key that the owner has made in the browser."""
    wish = {"name": "Caisse et CRM", "scopes": scopes}
    made = done(await (await shop.browser()).post("/v1/api-keys", json=wish))
    client = shop.world.connect()
    client.headers["Authorization"] = f"Bearer {made['secret']}"
    return client


async def bring_in(client: httpx.AsyncClient, program: GivenProgram) -> list[dict[str, Any]]:
    """The till's own customers, one of them mistyped; after the correction, all once more."""
    items: list[dict[str, Any]] = [
        {
            "key": f"customer-{number}",
            "program_id": str(program.id),
            "customer": {"first_name": f"Client {number}", "phone": f"06 39 98 10 {number:02}"},
        }
        for number in range(CUSTOMERS)
    ]
    mistyped = [*items[:5], items[5] | {"customer": {"phone": "06"}}, *items[6:]]
    first = done(await client.post("/v1/cards/bulk", json={"items": mistyped}), 200)["items"]
    assert [one["outcome"] for one in first].count("created") == CUSTOMERS - 1
    second = done(await client.post("/v1/cards/bulk", json={"items": items}), 200)["items"]
    assert [one["outcome"] for one in second].count("exists") == CUSTOMERS - 1
    cards: list[dict[str, Any]] = [one["card"] for one in second]
    return cards


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_day_at_the_till(world: World, seed: int) -> None:
    shop = await world.shop()
    program = await shop.program(30, kind="points", per_amount={"units": 1, "per": 100})
    client = await by_key_only(shop, scopes=SCOPES)

    start = done(await client.get("/v1/events", params={"after": "latest"}), 200)["next"]
    crm, closing = Crm(client, start), asyncio.Event()
    following = asyncio.create_task(crm.follow(closing))

    cards = await bring_in(client, program)
    # Scanned or typed, as it comes.
    names = [card["code"] if number % 2 else card["number"] for number, card in enumerate(cards)]
    tills = [
        Till(client, f"K{number}", random.Random(f"{seed} {number}"), str(program.rewards[0]))
        for number in range(2)
    ]
    await asyncio.gather(*(till.day(names) for till in tills))
    closing.set()
    await following

    asked = {"cards": [card["id"] for card in cards]}
    items = done(await client.post("/v1/cards/balances", json=asked), 200)["items"]
    assert crm.balances == {one["card_id"]: one["balance"] for one in items}
    assert sum(crm.seq.values()) > 2 * SALES
    assert sum(till.redeemed for till in tills) > 0
    assert sum(till.back for till in tills) > 0
    for card in cards:
        proof = done(await client.get(f"/v1/cards/{card['id']}/ledger/verification"), 200)
        assert (proof["valid"], proof["entries"]) == (True, crm.seq[card["id"]])

    # From the beginning, somebody who comes later sees the very same.
    late = Crm(client, "")
    page = done(await client.get("/v1/events", params={"limit": 1000}), 200)
    for event in page["items"]:
        late.apply(event)
    assert (late.balances, late.seq) == (crm.balances, crm.seq)
    # And what the key was not given, it cannot do.
    refused(await client.get("/v1/customers"), 403, "FORBIDDEN_SCOPE")
