"""No more members, places, programs and pictures than the plan has room for."""

from __future__ import annotations

from tests.accounts.people import address
from tests.accounts.test_team import NEW, accept, invited, link
from tests.cards.counter import done, refused
from tests.customers.test_photo import drawn
from tests.quotas.plan import at_once, counted, given, used
from tests.world import Connect, World


async def test_places(world: World) -> None:
    shop = await world.shop()
    await given(shop, locations=2)
    owner = await shop.client()

    async def added(name: str = "Ici") -> str:
        found: str = done(await owner.post("/v1/locations", json={"name": name}))["id"]
        return found

    first = await added()
    assert await at_once([owner.post("/v1/locations", json={"name": "Là"}) for _ in range(6)]) == [
        "201",
        *["403 PLAN_LIMIT"] * 5,
    ]
    problem = refused(await owner.post("/v1/locations", json={"name": "Là"}), 403, "PLAN_LIMIT")
    assert problem | {"title": "", "type": ""} == {
        "type": "",
        "title": "",
        "status": 403,
        "code": "PLAN_LIMIT",
        "resource": "locations",
        "limit": 2,
        "used": 2,
        "upgrade": "/subscription",
    }
    everything = {"If-Match": "*"}
    closed = await owner.patch(f"/v1/locations/{first}", json={"active": False}, headers=everything)
    done(closed, 200)
    second = await added()
    again = owner.patch(f"/v1/locations/{first}", json={"active": True}, headers=everything)
    refused(await again, 403, "PLAN_LIMIT")
    assert (await owner.delete(f"/v1/locations/{second}")).status_code == 204
    again = owner.patch(f"/v1/locations/{first}", json={"active": True}, headers=everything)
    done(await again, 200)
    assert (await counted(shop))["locations"] == 2


async def test_members(world: World, connect: Connect) -> None:
    """Four are there; two may be invited, and of those who come at once the sixth is the last."""
    shop = await world.shop()
    await given(shop, members=6)
    people = [address() for _ in range(3)]
    for person in people[:2]:
        await invited(shop, person)
    body = {"email": people[2], "role": "cashier"}
    owner = await shop.browser()
    refused(await owner.post("/v1/invitations", json=body), 403, "PLAN_LIMIT")
    await given(shop, members=7)
    await invited(shop, people[2])
    await given(shop, members=6)
    links = [await link(world, person) for person in people]
    assert await at_once([accept(connect(), one, **NEW) for one in links]) == [
        "201",
        "201",
        "403 PLAN_LIMIT",
    ]
    assert (await counted(shop))["members"] == 6
    cashier = shop.team["cashier"].membership_id
    assert (await owner.delete(f"/v1/members/{cashier}")).status_code == 204
    assert (await counted(shop))["members"] == 5


async def test_programs(world: World) -> None:
    """A draft takes no room, and one that runs out makes room for the next."""
    shop = await world.shop()
    await given(shop, programs=1)
    owner = await shop.client()
    drafts = [await shop.program(active=False) for _ in range(3)]
    starts = [owner.post(f"/v1/programs/{one.id}/activation") for one in drafts]
    assert await at_once(starts) == ["200", "403 PLAN_LIMIT", "403 PLAN_LIMIT"]
    listed = done(await owner.get("/v1/programs"), 200)["items"]
    running = next(one["id"] for one in listed if one["status"] == "active")
    waiting = next(one["id"] for one in listed if one["status"] == "draft")
    for _ in range(2):
        closing = {"redeem_until": "2199-12-31"}
        done(await owner.post(f"/v1/programs/{running}/closing", json=closing), 200)
    assert (await counted(shop))["programs"] == 0
    done(await owner.post(f"/v1/programs/{waiting}/activation"), 200)
    assert (await counted(shop))["programs"] == 1


async def test_pictures(world: World) -> None:
    """Another photo in the place of the first needs no room of its own."""
    shop = await world.shop()
    cashier = await shop.browser("cashier")
    paths = [f"/v1/customers/{await shop.customer()}/photo" for _ in range(2)]

    async def put(path: str) -> int:
        return (await cashier.put(path, content=drawn("PNG", (300, 300)))).status_code

    assert await put(paths[0]) == 200
    size = (await counted(shop))["image_bytes"]
    assert size > 100
    await given(shop, image_bytes=size)
    assert [await put(path) for path in paths] == [200, 403]
    folder = world.settings.data / "media" / str(shop.id)
    assert len(list(folder.iterdir())) == 2, "what was refused is not kept"
    assert (await cashier.delete(paths[0])).status_code == 204
    assert (await counted(shop))["image_bytes"] == 0
    assert await put(paths[1]) == 200
    assert await used(shop) == await counted(shop)
