"""An unpaid office only reads; the counter goes on, and paying is always possible."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from api.accounts.credentials import forget_merchant
from api.accounts.models import Merchant
from api.core import clock
from tests.accounts.team import at_counter, paired
from tests.cards.counter import done, refused
from tests.quotas.test_cards import card_in, joining
from tests.world import Shop, World, key


async def unpaid(shop: Shop, *, since: datetime | None = None, paid: bool = False) -> None:
    async with shop.db() as db:
        value = None if paid else since or clock.now()
        await db.execute(
            update(Merchant).where(Merchant.id == shop.id).values(read_only_since=value)
        )
        forget_merchant(db, shop.id)


async def test_the_office_reads_and_the_counter_works(world: World) -> None:
    shop = await world.shop()
    program = await shop.program(1)
    card = await shop.card(program)
    tablet = await at_counter(shop, await paired(shop))
    owner, cashier = await shop.browser("owner"), await shop.browser("cashier")
    till = await shop.client("owner")
    await unpaid(shop)
    for client in (owner, till):
        refused(await client.post("/v1/locations", json={"name": "Là"}), 403, "OFFICE_READ_ONLY")
        refused(await client.post("/v1/customers", json={}), 403, "OFFICE_READ_ONLY")
        done(await client.get("/v1/customers"), 200)
        done(await client.get("/v1/usage"), 200)
    refused(await cashier.post("/v1/locations", json={}), 403, "FORBIDDEN_SCOPE")
    for client in (owner, till, cashier, tablet):
        done(await client.post(f"{card.path}/earnings", json={}, headers=key()))
        redeemed = {"reward_id": str(program.rewards[0])}
        done(await client.post(f"{card.path}/redemptions", json=redeemed, headers=key()))
        done(await client.post("/v1/cards", json=card_in(program)))
    done(await tablet.post("/v1/customers", json={"first_name": "Zoé"}))
    path = f"/v1/public/{shop.slug}/cards"
    done(await world.connect().post(path, json=joining(program)))
    (post,) = done(await owner.get("/v1/me"), 200)["memberships"]
    assert post["read_only_since"] is not None
    assert {"cards:write", "customers:export", "billing:write"} <= set(post["scopes"])
    # Persons' rights are not suspended with the merchant.
    assert {"privacy:write", "privacy:approve"} <= set(post["scopes"])
    assert "locations:write" not in post["scopes"]
    await unpaid(shop, paid=True)
    done(await owner.post("/v1/locations", json={"name": "Là"}))
    done(await till.post("/v1/locations", json={"name": "Ici"}))


async def test_what_is_withheld_from_a_role_is_not_what_it_lacks(world: World) -> None:
    shop = await world.shop()
    await unpaid(shop)
    auditor = await shop.browser("auditor")
    refused(await auditor.post("/v1/locations", json={}), 403, "FORBIDDEN_SCOPE")
    done(await auditor.get("/v1/members"), 200)
