"""The counter with a network: find, scan, stamp, refuse, undo, enrol, replace."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import OpenShop, Visit
from tests.browser.counter import (
    balance,
    card_is_open,
    entries,
    heading,
    last_operation,
    open_card,
    search,
    shown,
    stamp,
)
from tests.browser.film import Film, qr
from tests.browser.watch import Watch
from tests.world import GivenCard, Shop, key

CLOCK_TIME = re.compile(r"Next stamp possible at \d\d:\d\d\.")


@pytest.mark.parametrize("words", ["elodie", "MARCHAND", "06 39 98 01 02", "0102", "number"])
async def test_a_customer_is_found_by_whatever_they_say(
    visit: Visit, open_shop: OpenShop, words: str
) -> None:
    shop = await open_shop()
    program = await shop.program(10)
    who = await shop.customer("Élodie", last_name="Marchand", phone="+33639980102")
    card = await shop.card(program, customer_id=who)
    await shop.card(program)
    counter = await visit("/counter", shop=shop, role="cashier", width=360)
    await search(counter, shown(card.number) if words == "number" else words)
    await expect(counter.get_by_text("1 result")).to_be_visible()
    await counter.get_by_role("button", name="Élodie Marchand").click()
    await expect(heading(counter)).to_have_text("Élodie Marchand")
    await expect(counter.get_by_text("· •• 0102")).to_be_visible()


async def test_a_new_customer_has_a_card_in_a_moment_and_only_one(
    visit: Visit, watch: Watch, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    await shop.program(10)
    counter = await visit("/counter", shop=shop, role="cashier", width=360)
    await search(counter, "06 39 98 77 11")
    await counter.get_by_role("button", name="Create a card").click()
    await expect(counter.get_by_label("Phone")).to_have_value("06 39 98 77 11")
    await counter.get_by_label("First name").fill("Inès")
    await expect(counter.get_by_role("checkbox")).not_to_be_checked()
    await counter.get_by_role("button", name="Create the card").click()
    await expect(heading(counter)).to_have_text("Card created for Inès")
    await expect(counter.get_by_role("img", name="QR code that opens")).to_be_visible()
    await counter.get_by_role("button", name="Done").click()

    watch.allow("409 POST /v1/cards")
    await counter.get_by_role("button", name="New customer").click()
    await counter.get_by_label("First name").fill("Ines")
    await counter.get_by_label("Phone").fill("+33 6 39 98 77 11")
    await counter.get_by_role("button", name="Create the card").click()
    dialog = counter.get_by_role("dialog", name="This customer exists already")
    await dialog.get_by_role("button", name="Open their card").click()
    await expect(heading(counter)).to_have_text("Inès")


async def test_several_stamps_at_once_up_to_the_rule(visit: Visit, open_shop: OpenShop) -> None:
    shop = await open_shop()
    card = await shop.card(await shop.program(10, max_per_operation=3))
    counter = await visit("/counter", shop=shop, role="cashier", width=360)
    await open_card(counter, card)
    more = counter.get_by_role("button", name="One stamp more")
    await more.click()
    await more.click()
    await expect(more).to_be_disabled()
    await counter.get_by_role("button", name="Stamp × 3").click()
    await expect(counter.get_by_text("3 stamps added")).to_be_visible()
    assert [entry["delta"] for entry in await entries(shop, card)] == [3]


async def test_a_stamp_is_never_shown_twice(visit: Visit, open_shop: OpenShop) -> None:
    """Not for a moment, between the answer of the service and the memory of the device."""
    shop = await open_shop()
    card = await shop.card(await shop.program(10))
    counter = await visit("/counter", shop=shop, role="cashier", width=360)
    await open_card(counter, card)
    await counter.evaluate(
        """() => { window.shown = [];
        const note = () => shown.push(document.querySelector('article [role=img]')?.ariaLabel);
        new MutationObserver(note).observe(document.body,
          {subtree: true, childList: true, attributes: true, characterData: true}) }"""
    )
    await stamp(counter)
    await expect(counter.get_by_text("Stamp added")).to_be_visible()
    await expect(counter.get_by_role("img", name="1 stamp of 10")).to_be_visible()
    assert "2 stamps of 10" not in await counter.evaluate("shown")


async def stamped_elsewhere(shop: Shop, card: GivenCard) -> None:
    api = await shop.client("cashier")
    answer = await api.post(f"{card.path}/earnings", json={}, headers=key())
    assert answer.status_code == 201, answer.text


async def test_a_card_stamped_a_moment_ago_says_when_it_may_be_again(
    visit: Visit, watch: Watch, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    card = await shop.card(await shop.program(10, cooldown_minutes=60))
    counter = await visit("/counter", shop=shop, role="cashier", width=360)
    await open_card(counter, card)
    await stamped_elsewhere(shop, card)
    watch.allow("409 POST /v1/cards/.*/earnings")
    await stamp(counter)
    await expect(counter.get_by_role("alert")).to_contain_text(CLOCK_TIME)
    await counter.reload()
    await expect(counter.get_by_text("Stamped a moment ago")).to_be_visible()
    await expect(counter.get_by_text(CLOCK_TIME)).to_be_visible()
    await expect(counter.get_by_role("button", name="Stamp", exact=True)).to_be_disabled()
    assert await balance(shop, card) == 1


async def test_another_shops_card_is_told_from_ours(
    visit: Visit, open_shop: OpenShop, film: Film
) -> None:
    shop, other = await open_shop(), await open_shop(name="Salon Léa")
    card = await other.card(await other.program(10))
    film.show(qr(f"{shop.world.settings.origin}/s/{other.slug}#{card.code}"))
    counter = await visit("/counter", shop=shop, role="cashier", width=360, camera=True)
    await counter.get_by_role("button", name="Scan a card").click()
    await expect(counter.get_by_role("alert")).to_contain_text("This card is another shop’s")
    await expect(heading(counter)).to_have_text("Scan a card")


async def test_without_the_camera_the_number_is_typed(visit: Visit, open_shop: OpenShop) -> None:
    shop = await open_shop()
    card = await shop.card(await shop.program(10))
    counter = await visit("/counter/scan", shop=shop, role="cashier", width=360, camera="refused")
    await expect(counter.get_by_text("The camera is not allowed")).to_be_visible()
    typed = counter.get_by_label("Card number")
    await typed.fill("ABC")
    await counter.get_by_role("button", name="Open", exact=True).click()
    await expect(counter.get_by_text("A card number has 8 letters and digits.")).to_be_visible()
    await typed.fill(shown(card.number).lower())
    await typed.press("Enter")
    await expect(card_is_open(counter, card)).to_be_visible()


async def test_a_scanner_on_a_cable_works_on_every_screen(
    visit: Visit, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    card = await shop.card(await shop.program(10))
    counter = await visit("/counter/queue", shop=shop, role="cashier")
    await expect(counter.get_by_text("Everything is sent")).to_be_visible()
    await counter.keyboard.type(f"{shop.world.settings.origin}/s/{shop.slug}#{card.code}")
    await counter.keyboard.press("Enter")
    await expect(card_is_open(counter, card)).to_be_visible()


async def test_a_cashier_may_undo_for_half_a_minute(visit: Visit, open_shop: OpenShop) -> None:
    shop = await open_shop()
    card = await shop.card(await shop.program(10))
    counter = await visit(shop=shop, role="cashier", width=360)
    await counter.clock.install()
    await counter.goto("/counter")
    await open_card(counter, card)
    undo = last_operation(counter).get_by_role("button", name="Undo")
    await stamp(counter)
    await undo.click()
    await expect(last_operation(counter)).to_contain_text("Undone on")
    await expect(undo).to_have_count(0)
    assert await balance(shop, card) == 0

    await stamp(counter)
    # The time runs from sending; before that there is no number on the button.
    await expect(undo).to_contain_text(re.compile(r"\d"))
    await counter.clock.fast_forward(31_000)
    await expect(undo).to_have_count(0)
    await expect(last_operation(counter)).to_contain_text("1 stamp on")
    assert [entry["kind"] for entry in await entries(shop, card)] == ["earn", "reverse", "earn"]


async def test_a_lost_card_is_replaced_and_the_old_one_says_so(
    visit: Visit, watch: Watch, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    card = await shop.stamped(await shop.program(10), 4)
    counter = await visit("/counter", shop=shop, role="manager", width=360)
    await open_card(counter, card)
    await counter.get_by_role("button", name="More actions").click()
    await counter.get_by_role("button", name="Lost card: replace it").click()
    await counter.get_by_role("button", name="Replace the card").click()
    await expect(counter.get_by_role("heading", name="New card created")).to_be_visible()
    await counter.get_by_role("button", name="Open the new card").click()
    await expect(counter.get_by_role("img", name="4 stamps of 10")).to_be_visible()
    await expect(card_is_open(counter, card)).to_have_count(0)

    watch.allow("410 GET /v1/cards/.*", "410 GET /v1/public/.*/card")
    await counter.goto("/counter/scan")
    await counter.get_by_label("Card number").fill(card.number)
    await counter.get_by_role("button", name="Open", exact=True).click()
    await expect(counter.get_by_role("heading", name="Card replaced")).to_be_visible()
    phone = await visit(f"/c/{shop.slug}#{card.token}", width=360)
    await expect(heading(phone)).to_have_text("This link no longer opens a card")


async def test_an_auditor_looks_and_touches_nothing(visit: Visit, open_shop: OpenShop) -> None:
    shop = await open_shop()
    card = await shop.stamped(await shop.program(3), 3)
    counter = await visit("/counter", shop=shop, role="auditor", width=360)
    await expect(counter.get_by_text("Your role lets you look at cards")).to_be_visible()
    await expect(counter.get_by_role("button", name="New customer")).to_have_count(0)
    await open_card(counter, card)
    await expect(counter.get_by_role("img", name="3 stamps of 3")).to_be_visible()
    await expect(counter.get_by_role("button", name=re.compile("^(Stamp|Give)"))).to_have_count(0)
