"""Customers who are restricted or objected, wherever they appear; all data in one file."""

from __future__ import annotations

from dataclasses import dataclass

from tests.browser.screen import Screen, click
from tests.cards.counter import Counter, done
from tests.world import GivenCard, GivenProgram, Shop

DATA = "/settings/data"


@dataclass(frozen=True)
class RestrictionStage:
    restricted: GivenCard
    objected: GivenCard


async def set_up_restrictions(shop: Shop, program: GivenProgram) -> RestrictionStage:
    api = await shop.client("owner")
    people = []
    for name in ("Hortense", "Isidore"):
        mail = f"{name.lower()}@client.example"
        who = await shop.customer(name, last_name="Vidal", email=mail)
        people.append(await shop.card(program, customer_id=who))
    restricted, objected = people
    done(await Counter(api).earn(restricted))
    path = f"/v1/customers/{restricted.customer_id}"
    done(await api.post(f"{path}/restriction", json={"reason": "accuracy"}))
    done(await api.post(f"/v1/customers/{objected.customer_id}/objection"))
    done(await api.post("/v1/takeouts", json={}))
    return RestrictionStage(restricted, objected)


def of_restrictions(
    shop: Shop, empty: Shop, customer: str, stage: RestrictionStage
) -> list[Screen]:
    restricted = f"/customers/{stage.restricted.customer_id}"
    objected = f"/customers/{stage.objected.customer_id}"
    restrict = ("Limiter l’utilisation…", "Restrict the use…")
    return [
        Screen("customers, marked", "/customers?q=vidal", shop),
        Screen("customer, restricted", restricted, shop, primary="Tell them by e-mail"),
        Screen("customer, objected", objected, shop, primary="Restrict the use"),
        Screen("customer, restricted, to look at", restricted, shop, "auditor"),
        Screen("restricting", customer, shop, then=click(restrict)),
        Screen("all data", DATA, shop, primary="Prepare the file"),
        Screen("all data, none yet", DATA, empty),
        Screen("all data, a manager's", DATA, shop, "manager"),
    ]


def at_counter(shop: Shop, stage: RestrictionStage) -> list[Screen]:
    return [
        Screen("card, restricted", f"/counter/card/{stage.restricted.id}", shop, primary="Stamp"),
        Screen("card, objected", f"/counter/card/{stage.objected.id}", shop),
    ]
