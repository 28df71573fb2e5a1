"""What to do today: everything that waits, to whoever may do it, and nothing on a quiet day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import update

from api.core import clock as clocks
from api.core.clock import now
from api.core.quotas.usages import Usage
from api.core.settings import Settings
from api.customers.models import Customer
from tests.cards.counter import done
from tests.imports.files import clerk_of
from tests.world import RoleName, Shop, World, key

Clock = Callable[[timedelta], None]
PARIS = ZoneInfo("Europe/Paris")
REQUESTS = "/v1/privacy/requests"


async def matters(shop: Shop, role: RoleName = "owner") -> dict[str, dict[str, Any]]:
    answer = done(await (await shop.client(role)).get("/v1/agenda"), 200)
    return {each["kind"]: each for each in answer["matters"]}


def noon(month: int, day: int) -> timedelta:
    """How far from now to a day at noon in Paris, in a coming year that is no leap year."""
    clocks.move(timedelta())
    year = now().year + 1
    while year % 4 == 0:
        year += 1
    return datetime(year, month, day, 12, tzinfo=PARIS) - now()


async def born(shop: Shop, name: str, month: int, day: int) -> None:
    body = {"first_name": name, "birthday": {"month": month, "day": day}}
    done(await (await shop.client()).post("/v1/customers", json=body))


async def test_a_new_shop_has_a_quiet_day(world: World) -> None:
    assert await matters(await world.shop()) == {}


async def test_who_celebrates_today_is_named_and_listed(world: World, clock: Clock) -> None:
    shop = await world.shop()
    for name, month, day in (("Ada", 2, 28), ("Léa", 2, 29), ("Max", 3, 1), ("Guy", 2, 28)):
        await born(shop, name, month, day)
    async with shop.db() as db:
        held = update(Customer).where(Customer.first_name == "Guy")
        await db.execute(held.values(restricted_at=now()))
    clock(noon(2, 28))
    birthday = (await matters(shop, "cashier"))["birthday"]
    assert (birthday["count"], birthday["urgency"]) == (2, "today")
    assert {each["first_name"] for each in birthday["customers"]} == {"Ada", "Léa"}
    listed = await (await shop.client()).get("/v1/customers?occasion=birthday")
    assert {each["first_name"] for each in listed.json()["items"]} == {"Ada", "Léa", "Guy"}
    clock(timedelta(days=1))
    assert (await matters(shop))["birthday"]["customers"][0]["first_name"] == "Max"


async def test_units_about_to_be_lost_are_counted_by_customer(world: World, clock: Clock) -> None:
    # Some units last to the end of a month: how long that is depends on the day they are earned.
    clock(noon(3, 5))
    shop = await world.shop()
    api = await shop.client()
    month = {"kind": "after_earning", "months": 1}
    idle = {"kind": "inactivity", "months": 1}
    first, second = await shop.program(expiry=month), await shop.program(expiry=idle)
    both = await shop.card(first)
    cards = [both, await shop.card(second, customer_id=both.customer_id), await shop.card(second)]
    nobodys = await shop.card(first, anonymous=True)
    for card in (*cards, nobodys):
        done(await api.post(f"{card.path}/earnings", json={}, headers=key()))
    assert "units_expiring" not in await matters(shop)
    clock(timedelta(days=26))
    expiring = (await matters(shop))["units_expiring"]
    assert (expiring["count"], expiring["urgency"]) == (2, "soon")
    assert 0 < (datetime.fromisoformat(expiring["on"]).date() - now().date()).days <= 7
    listed = await api.get("/v1/customers?occasion=units_expiring")
    theirs = {str(card.customer_id) for card in cards}
    assert {each["id"] for each in listed.json()["items"]} == theirs
    clock(timedelta(days=20))
    assert "units_expiring" not in await matters(shop)


async def test_rights_are_late_before_anything_else(world: World, clock: Clock) -> None:
    shop = await world.shop()
    api = await shop.client()
    who = await shop.customer("Camille")
    asked = {"customer_id": str(who), "kind": "access"}
    request = done(await api.post(REQUESTS, json=asked))
    assert await matters(shop) == {}
    # Three days before the last one, which feast days and Sundays move.
    due = datetime.fromisoformat(request["due_on"]).replace(hour=12, tzinfo=PARIS)
    clock(due - timedelta(days=3) - now())
    letter = {"subject": "Lettre", "body": "Bonjour", "audience": {"kind": "everyone"}}
    done(await api.post("/v1/campaigns", json=letter))
    done(await api.post("/v1/campaigns", json={"subject": "Sans texte"}))
    soon = await matters(shop)
    assert soon["request_due"]["urgency"] == "soon"
    assert (soon["request_due"]["id"], soon["request_due"]["on"]) == (
        request["id"],
        request["due_on"],
    )
    assert (soon["campaign_ready"]["count"], soon["campaign_ready"]["name"]) == (1, "Lettre")
    clock(timedelta(days=10))
    late = await matters(shop)
    assert next(iter(late)) == "request_due"
    assert late["request_due"]["urgency"] == "late"
    assert await matters(shop, "cashier") == {}


async def test_an_import_waits_for_its_columns_then_for_a_yes(
    world: World, settings: Settings
) -> None:
    shop = await world.shop()
    clerk = await clerk_of(shop, settings)
    brought = await clerk.bring("first name;phone\nCamille;06 39 98 01 02\n")
    assert (await matters(shop))["import_to_match"]["id"] == brought["id"]
    await clerk.map(brought)
    waiting = await matters(shop)
    assert waiting.keys() == {"import_to_confirm"}
    assert waiting["import_to_confirm"]["id"] == brought["id"]
    assert await matters(shop, "auditor") == {}


async def test_what_ends_and_what_runs_out(world: World, clock: Clock) -> None:
    shop = await world.shop()
    today = now().astimezone(PARIS).date()
    ends = {"name": "Galette", "cost": 5, "valid_until": (today + timedelta(days=3)).isoformat()}
    rare = {"name": "Panier", "cost": 5, "stock": 4}
    program = await shop.program(rewards=[ends, rare, {"name": "Café", "cost": 5}])
    card = await shop.stamped(program, 5)
    wish = {"reward_id": str(program.rewards[1])}
    api = await shop.client()
    done(await api.post(f"{card.path}/redemptions", json=wish, headers=key()))
    found = await matters(shop)
    assert (found["reward_ending"]["name"], found["reward_ending"]["on"]) == (
        "Galette",
        ends["valid_until"],
    )
    assert (found["stock_low"]["name"], found["stock_low"]["count"]) == ("Panier", 3)
    assert found["stock_low"]["id"] == str(program.id)
    async with shop.db() as db:
        await db.execute(update(Usage).where(Usage.resource == "members").values(most=5))
    near = (await matters(shop))["quota_near"]
    assert (near["name"], near["count"]) == ("members", 1)
