"""A day at the bakery, from the first coffee to the evening's figures, on one tablet."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from playwright.async_api import Page, TimeoutError, expect

from tests.accounts.team import PIN, added, give_pin, place
from tests.browser.conftest import OpenShop, Visit
from tests.browser.counter import (
    RETURNED_MS,
    balance,
    entries,
    go_home,
    heading,
    in_bar,
    last_operation,
    search,
    shown,
    stamp,
    waiting,
)
from tests.browser.film import Film, qr
from tests.browser.watch import Watch
from tests.cards.counter import done
from tests.noon import where_it_is_noon
from tests.world import GivenCard, GivenProgram, RoleName, Shop, key

OUTAGE = timedelta(minutes=10)
OTHER_PIN = "618324"


@dataclass
class Day:
    """What was played, as a sceptical accountant would have noted it beside the tablet."""

    shop: Shop
    program: GivenProgram
    cards: dict[str, GivenCard] = field(default_factory=dict)
    stamps: Counter[str] = field(default_factory=Counter)
    """By member."""
    visitors: set[str] = field(default_factory=set)
    at: RoleName = "cashier"

    async def customer(self, name: str, phone: str | None = None, stamps: int = 0) -> None:
        who = await self.shop.customer(name, **({"phone": phone} if phone else {}))
        card = await self.shop.card(self.program, customer_id=who)
        self.cards[name] = card
        if stamps:
            # Of other days: it is neither a visit nor a stamp of today.
            api = await self.shop.client()
            body = {"delta": stamps, "reason": "Carte papier reprise"}
            done(await api.post(f"{card.path}/adjustments", json=body, headers=key()))

    def stamped(self, name: str, units: int = 1) -> None:
        self.stamps[self.at] += units
        self.visitors.add(name)


async def test_a_day_at_the_bakery(
    visit: Visit, watch: Watch, open_shop: OpenShop, film: Film
) -> None:
    day = await morning(await open_shop(name="Les Deux Épis", time_zone=where_it_is_noon()))
    tablet = await visit(width=768, camera=True)
    await tablet.clock.install()
    await open_the_counter(tablet, day)
    await queue_before_the_outage(tablet, day, film)
    await ten_minutes_without_network(tablet, day, watch)
    await hand_over(tablet, day)
    await rest_of_the_queue(tablet, day)
    await lost_card(tablet, day, watch)
    await reward(tablet, day)
    await evening(await visit(shop=day.shop), day)
    await every_ledger(day)


async def morning(shop: Shop) -> Day:
    day = Day(shop, await shop.program(10, name="La carte du fournil"))
    for name in ("Ana", "Bilal", "Chloé", "Denis", "Elsa", "Farid", "Gaëlle"):
        await day.customer(name)
    await day.customer("Hugo", phone="+33639980102")
    await day.customer("Inès", stamps=9)
    await give_pin(shop, "cashier")
    await give_pin(shop, "manager", OTHER_PIN)
    return day


async def open_the_counter(tablet: Page, day: Day) -> None:
    """A new tablet is told its place, and a member signs in on it."""
    device = await added(day.shop, await place(day.shop, "Rue des Martyrs"))
    await tablet.goto("/counter")
    await tablet.get_by_role("button", name="Pair this device").click()
    await tablet.get_by_label("Pairing code").fill(device["pairing_code"])
    await tablet.get_by_role("button", name="Pair", exact=True).click()
    await expect(tablet.get_by_role("heading", name="Who is at the counter?")).to_be_visible()
    await type_pin(tablet, "Cashier", PIN)


async def type_pin(tablet: Page, name: str, pin: str) -> None:
    await tablet.get_by_role("button", name=name).click()
    await expect(tablet.get_by_role("button", name="5", exact=True)).to_be_visible()
    await tablet.keyboard.type(pin)
    await tablet.keyboard.press("Enter")
    await expect(tablet.get_by_role("button", name="Scan a card")).to_be_visible()


async def serve(tablet: Page, day: Day, name: str) -> None:
    """The card is open: one stamp, and the next, please."""
    await expect(heading(tablet)).to_have_text(name)
    await stamp(tablet)
    await expect(tablet.get_by_text("Stamp added")).to_be_visible()
    await go_home(tablet)
    day.stamped(name)


async def held_out(tablet: Page, day: Day, name: str) -> None:
    """Read by a scanner on a cable."""
    await tablet.keyboard.type(address_of(day, name))
    await tablet.keyboard.press("Enter")


def address_of(day: Day, name: str) -> str:
    return f"{day.shop.world.settings.origin}/s/{day.shop.slug}#{day.cards[name].code}"


async def queue_before_the_outage(tablet: Page, day: Day, film: Film) -> None:
    film.show(qr(address_of(day, "Ana")))
    await tablet.get_by_role("button", name="Scan a card").click()
    await expect(heading(tablet)).to_have_text("Ana")
    await stamp(tablet)
    await expect(tablet.get_by_text("Stamp added")).to_be_visible()
    day.stamped("Ana")
    film.show(None)
    with contextlib.suppress(TimeoutError):  # it may have gone on by itself
        await tablet.get_by_role("button", name="Scan the next one").click(timeout=RETURNED_MS)
    await expect(heading(tablet)).to_have_text("Scan a card")

    await held_out(tablet, day, "Bilal")
    await serve(tablet, day, "Bilal")
    await search(tablet, "chloe")
    await tablet.get_by_role("button", name="Chloé").click()
    await serve(tablet, day, "Chloé")
    # The wrong person's card, noticed at once.
    await held_out(tablet, day, "Bilal")
    await stamp(tablet)
    await last_operation(tablet).get_by_role("button", name="Undo").click()
    await expect(last_operation(tablet)).to_contain_text("Undone on Bilal")


async def ten_minutes_without_network(tablet: Page, day: Day, watch: Watch) -> None:
    """Whoever comes gets a stamp; the tablet is even switched off and on again."""
    await tablet.evaluate("navigator.serviceWorker.ready.then(() => true)")
    watch.network_may_fail = True
    await tablet.context.set_offline(True)
    for name in ("Denis", "Elsa", "Farid"):
        await held_out(tablet, day, name)
        await expect(heading(tablet)).to_have_text("Scanned card")
        await stamp(tablet)
        await expect(tablet.get_by_text("It is kept on this device")).to_be_visible()
        await go_home(tablet)
        day.stamped(name)
    await tablet.goto("/counter")
    await expect(in_bar(tablet, "3 waiting")).to_be_visible()
    await tablet.clock.fast_forward(int(OUTAGE.total_seconds() * 1000))
    await expect(in_bar(tablet, "3 waiting")).to_be_visible()
    for name in ("Denis", "Elsa", "Farid"):
        assert await entries(day.shop, day.cards[name]) == []
    await tablet.context.set_offline(False)
    await expect(waiting(tablet)).to_have_count(0)
    await expect(in_bar(tablet, "Offline")).to_have_count(0)
    for name in ("Denis", "Elsa", "Farid"):
        assert [one["delta"] for one in await entries(day.shop, day.cards[name])] == [1]


async def hand_over(tablet: Page, day: Day) -> None:
    await tablet.get_by_role("button", name=re.compile("^Cashier.*Hand over$")).click()
    await type_pin(tablet, "Manager", OTHER_PIN)
    day.at = "manager"


async def rest_of_the_queue(tablet: Page, day: Day) -> None:
    await search(tablet, "06 39 98 01 02")
    await tablet.get_by_role("button", name="Hugo").click()
    await serve(tablet, day, "Hugo")
    await search(tablet, shown(day.cards["Gaëlle"].number))
    await tablet.get_by_role("button", name="Gaëlle").click()
    await serve(tablet, day, "Gaëlle")

    await tablet.get_by_role("button", name="New customer").click()
    await tablet.get_by_label("First name").fill("Jade")
    await tablet.get_by_label("Phone").fill("06 39 98 77 11")
    await tablet.get_by_role("button", name="Create the card").click()
    await expect(heading(tablet)).to_have_text("Card created for Jade")
    await tablet.get_by_role("button", name="Done").click()
    day.cards["Jade"] = await found(day.shop, "Jade")
    await search(tablet, "Jade")
    await tablet.get_by_role("button", name="Jade").click()
    await serve(tablet, day, "Jade")


async def found(shop: Shop, name: str) -> GivenCard:
    api = await shop.client()
    (card,) = done(await api.get("/v1/cards", params={"q": name}), 200)["items"]
    return GivenCard(
        UUID(card["id"]), card["code"], card["number"], "", UUID(card["customer"]["id"])
    )


async def lost_card(tablet: Page, day: Day, watch: Watch) -> None:
    """Bilal's phone is gone: a new card, with his stamps; the old code opens nothing."""
    old = address_of(day, "Bilal")
    await search(tablet, "Bilal")
    await tablet.get_by_role("button", name="Bilal").click()
    await tablet.get_by_role("button", name="More actions").click()
    await tablet.get_by_role("button", name="Lost card: replace it").click()
    await tablet.get_by_role("button", name="Replace the card").click()
    await expect(tablet.get_by_role("heading", name="New card created")).to_be_visible()
    await tablet.get_by_role("button", name="Open the new card").click()
    await expect(tablet.get_by_role("img", name="1 stamp of 10")).to_be_visible()
    watch.allow("410 GET /v1/cards/.*")
    await tablet.keyboard.type(old)
    await tablet.keyboard.press("Enter")
    await expect(tablet.get_by_role("heading", name="Card replaced")).to_be_visible()
    await tablet.get_by_role("button", name="Home", exact=True).click()
    await expect(tablet.get_by_role("button", name="Scan a card")).to_be_visible()


async def reward(tablet: Page, day: Day) -> None:
    await search(tablet, "ines")
    await tablet.get_by_role("button", name="Inès").click()
    await expect(heading(tablet)).to_have_text("Inès")
    await stamp(tablet)
    day.stamped("Inès")
    await tablet.get_by_role("button", name=re.compile("^Give:")).click()
    await expect(tablet.get_by_text("0 stamps left.")).to_be_visible()
    await go_home(tablet)


async def evening(desk: Page, day: Day) -> None:
    """Three screens of the desk, and all say what was played."""
    total = str(day.stamps.total())
    await desk.goto("/")
    today = desk.get_by_role("region", name="Today")
    for name, value in (
        ("Visits", str(len(day.visitors))),
        ("Stamps", total),
        ("Rewards handed over", "1"),
        ("New customers", str(len(day.cards))),
    ):
        tile = today.locator("div").filter(has=desk.get_by_text(name, exact=True))
        await expect(tile.get_by_role("definition")).to_have_text(value)
    await desk.goto("/statistics?period=7d&compare=none")
    figures = desk.get_by_role("region", name="Figures of the period")
    for name, told in (
        ("Visits", str(len(day.visitors))),
        ("New customers", str(len(day.cards))),
        # One person's reward is nobody's business.
        ("Rewards handed over", "under 10 people"),
    ):
        tile = figures.get_by_role("listitem").filter(has=desk.get_by_text(name, exact=True))
        await expect(tile.get_by_text(told, exact=True)).to_be_visible()
    await desk.goto("/settings/alerts")
    hours = desk.get_by_role("table", name="Stamps per member and hour")
    for role, stamps in day.stamps.items():
        row = hours.get_by_role("row").filter(has_text=role.title())
        await expect(row.get_by_role("cell").last).to_have_text(str(stamps))
    await expect(desk.get_by_text("Nothing unusual")).to_be_visible()


async def every_ledger(day: Day) -> None:
    """Each stamp once, at the counter's place, at the time it was given; each chain is whole."""
    api = await day.shop.client()
    for name, card in day.cards.items():
        made = [one for one in await entries(day.shop, card) if one["kind"] != "adjust"]
        kinds = [one["kind"] for one in made]
        assert kinds == {"Bilal": ["earn", "earn", "reverse"], "Inès": ["earn", "redeem"]}.get(
            name, ["earn"]
        ), name
        assert len({one["location_id"] for one in made if one["kind"] == "earn"} - {None}) == 1
        assert await balance(day.shop, card) == (0 if name == "Inès" else 1)
        checked = done(await api.get(f"{card.path}/ledger/verification"), 200)
        assert (checked["valid"], checked["entries"]) == (True, len(made) + (name == "Inès"))
