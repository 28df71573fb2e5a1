"""A counter that nobody has paired is asked where it stands, where that matters, and once."""

from __future__ import annotations

from playwright.async_api import expect

from api.accounts.models import Location
from tests.browser.conftest import OpenShop, Visit
from tests.browser.screen import press_enter
from tests.browser.watch import Watch


async def test_the_place_is_asked_once_and_remembered(
    visit: Visit, open_shop: OpenShop, watch: Watch
) -> None:
    watch.allow("409 POST /v1/cards/.*/earnings")
    shop = await open_shop()
    async with shop.db() as db:
        found = [Location(name=name) for name in ("Centre", "Gare", "Port")]
        db.add_all(found)
        await db.flush()
        valid = [str(one.id) for one in found[:2]]
    program = await shop.program(10, locations=valid)
    first, second = await shop.card(program), await shop.card(program)
    counter = await visit(f"/counter/card/{first.number}", shop=shop, role="cashier", width=360)
    stamp = counter.get_by_role("button", name="Stamp", exact=True)
    await press_enter(stamp)
    await expect(counter.get_by_text("Where are you?")).to_be_visible()
    await press_enter(counter.get_by_role("button", name="Port"))
    await press_enter(stamp)
    # Not one of those where the program is valid: it is asked again.
    await expect(counter.get_by_role("button", name="Port")).to_have_attribute(
        "aria-pressed", "true"
    )
    await press_enter(counter.get_by_role("button", name="Gare"))
    await expect(counter.get_by_text("Where are you?")).to_have_count(0)
    await press_enter(stamp)
    await expect(counter.get_by_role("button", name="Done")).to_be_visible()
    await counter.goto(f"/counter/card/{second.number}")
    await press_enter(stamp)
    await expect(counter.get_by_role("button", name="Done")).to_be_visible()
    owner = await shop.client()
    for card in (first, second):
        (entry,) = (await owner.get(f"{card.path}/entries")).json()["items"]
        assert entry["location_id"] == valid[1]
