"""The free plan holds from the moment a shop is there, before any job has run."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from api.accounts.models import Merchant
from api.billing import plans
from api.core import quotas
from api.core.postgres.embedded import Server
from api.core.settings import Settings
from tests.accounts.people import address, form, in_browser, mailbox, token_of
from tests.cards.counter import done
from tests.quotas.plan import at_once
from tests.world import Connect, World

pytestmark = pytest.mark.xdist_group("jobs")


async def test_what_goes_beyond_it_is_refused_at_once(
    world: World, connect: Connect, settings: Settings
) -> None:
    owner, email = connect(), address()
    await owner.post("/v1/sign-ups", json=form(email))
    token = token_of((await mailbox(world, email))[-1], "verify")
    me = in_browser(owner, await owner.post("/v1/sign-ups/verification", json={"token": token}))

    free = plans.load(settings.plans_file).free
    assert free.most("locations") == 1
    assert await at_once([owner.post("/v1/locations", json={"name": "Ici"}) for _ in range(5)]) == [
        "201",
        *["403 PLAN_LIMIT"] * 4,
    ]
    usage = done(await owner.get("/v1/usage"), 200)
    assert {one["resource"]: one["limit"] for one in usage["items"]} == {
        one: free.most(one) for one in plans.RESOURCES if one != "requests_per_minute"
    }
    assert {one["resource"]: one["used"] for one in usage["items"] if one["used"]} == {
        "members": 1,
        "locations": 1,
    }
    async with world.database.session() as db:
        merchant_id = UUID(me["memberships"][0]["merchant_id"])
        rate = await db.scalar(select(Merchant.api_rate).where(Merchant.id == merchant_id))
    assert rate == free.most("requests_per_minute")


async def test_what_was_brought_in_uncounted_is_counted_with_the_first_limits(
    world: World, server: Server, database_name: str
) -> None:
    """The demonstration's shops, and a merchant taken over from another host."""
    shop = await world.shop()
    program = await shop.program()
    for _ in range(3):
        await shop.card(program)
    server.run(f"DELETE FROM usages WHERE merchant_id = '{shop.id}'", database_name)
    async with shop.db() as db:
        await quotas.set_limits(db, {"cards": 10})
    client = await shop.client("owner")
    usage = done(await client.get("/v1/usage"), 200)["items"]
    used = {one["resource"]: (one["used"], one["limit"]) for one in usage}
    assert used["cards"] == (3, 10)
    assert used["members"] == (len(shop.team), None)
