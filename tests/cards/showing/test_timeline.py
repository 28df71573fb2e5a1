"""A customer's history: everything, newest first, page by page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.cards.counter import at, done, refused
from tests.cards.merging.test_merge import Clock, two
from tests.world import World


async def test_everything_is_there(world: World, clock: Clock) -> None:
    shop = await world.shop()
    owner, counter = await shop.browser(), await at(shop, "cashier")
    program = await shop.program(2)
    made = done(
        await owner.post(
            "/v1/cards", json={"program_id": str(program.id), "customer": {"first_name": "Léa"}}
        )
    )
    path, card = f"/v1/customers/{made['customer']['id']}", f"/v1/cards/{made['id']}"

    def later() -> None:
        clock(timedelta(hours=1))

    later()
    stamp = done(await counter.earn(card, 2))
    later()
    done(await counter.redeem(card, program.rewards[0]))
    later()
    done(await counter.reverse(card, (await counter.earn(card)).json()["id"]))
    later()
    yes = {"purpose": "marketing_post", "granted": True, "source": "Bulletin"}
    done(await owner.post(f"{path}/consents", json=yes))
    later()
    change = {"last_name": "Roy", "tags": ["VIP"]}
    done(await owner.patch(path, json=change, headers={"If-Match": "*"}), 200)
    later()
    done(await owner.post(f"{card}/replacement"))
    later()
    done(await owner.post(f"{card}/closure", json={"reason": "Perdue"}), 200)
    items: list[dict[str, Any]] = []
    cursor = None
    while True:
        query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = done(await owner.get(f"{path}/timeline", params=query), 200)
        items += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
        assert len(page["items"]) == 2
    assert [one["kind"] for one in items] == [
        "card_closed",
        "card_replaced",
        "changed",
        "consent",
        "entry",
        "entry",
        "entry",
        "entry",
        "card_issued",
        "created",
    ]
    assert items[0]["data"]["program_name"] == "Le dixième offert"
    assert len(items[0]["data"]["number"]) == 8
    assert items[2]["data"] == {"fields": ["last_name", "tags"]}
    assert items[3]["data"]["source"] == "Bulletin"
    assert items[3]["actor"]["kind"] == "member"
    earned, wrong = items[7], items[5]
    assert (earned["data"]["id"], earned["data"]["reversed"]) == (stamp["id"], False)
    assert (wrong["data"]["kind"], wrong["data"]["reversed"]) == ("earn", True)
    assert items[6]["data"]["reward"]["id"] == str(program.rewards[0])
    assert items[9]["data"] == {"source": "counter"}
    whole = done(await owner.get(f"{path}/timeline"), 200)["items"]
    assert whole == items


async def test_nothing_of_anybody_else(world: World) -> None:
    it = await two(world)
    other = await it.shop.customer("Karim")
    alone = done(await it.owner.get(f"/v1/customers/{other}/timeline"), 200)["items"]
    assert [one["kind"] for one in alone] == ["created"]
    nobody = "01920000-0000-7000-8000-000000000000"
    refused(await it.owner.get(f"/v1/customers/{nobody}/timeline"), 404, "CUSTOMER_NOT_FOUND")


async def test_a_merge_brings_the_history_along(world: World) -> None:
    it = await two(world)

    async def history(which: str) -> list[dict[str, Any]]:
        return list(
            done(await it.owner.get(f"/v1/customers/{which}/timeline?limit=100"), 200)["items"]
        )

    before = {one["id"] for who in (it.anne, it.ann) for one in await history(who)}
    made = await it.merge()
    items = await history(it.anne)
    assert before < {one["id"] for one in items}
    (merged,) = [one for one in items if one["kind"] == "merged"]
    assert merged["data"]["merged_id"] == it.ann
    assert merged["data"]["undone"] is False
    refused(await it.owner.get(f"/v1/customers/{it.ann}/timeline"), 410, "CUSTOMER_MERGED")
    done(await it.owner.post(f"/v1/merges/{made['id']}/reversal"), 200)
    assert [one["data"]["undone"] for one in await history(it.anne) if one["kind"] == "merged"] == [
        True,
        False,
    ]
