"""A card given out at the counter where the program has terms, or thanks who sends a friend."""

from __future__ import annotations

import re

import httpx
from playwright.async_api import Page, expect
from sqlalchemy import select

from api.cards.models import Card
from tests.browser.conftest import OpenShop, Visit
from tests.browser.counter import heading, in_bar, shown
from tests.browser.film import Film, qr
from tests.browser.watch import Watch
from tests.cards.counter import done
from tests.world import GivenCard, GivenProgram, Shop

TERMS = "One card per person."
SPONSORSHIP = {"sponsor_units": 3, "friend_units": 2}


async def sponsoring(shop: Shop) -> tuple[GivenProgram, GivenCard]:
    """A program with terms that thanks whoever sends a friend, and Awa's card in it."""
    program = await shop.program(10, name="Ten", terms=TERMS, sponsorship=SPONSORSHIP)
    awa = await shop.customer("Awa")
    return program, await shop.card(program, customer_id=awa)


async def created(counter: Page, name: str) -> None:
    await counter.get_by_role("button", name="Create the card").click()
    await expect(heading(counter)).to_have_text(f"Card created for {name}")


async def kept(shop: Shop, name: str) -> Card:
    """The card of the customer with this name."""
    api = await shop.client()
    (found,) = done(await api.get("/v1/cards", params={"q": name}), 200)["items"]
    async with shop.db() as db:
        return (await db.scalars(select(Card).where(Card.id == found["id"]))).one()


async def test_the_terms_accepted_and_the_sponsor_are_kept_with_the_card(
    visit: Visit, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    _, awa = await sponsoring(shop)
    counter = await visit("/counter/new", shop=shop, role="cashier", width=360)
    await counter.get_by_label("First name").fill("Zoé")
    await counter.get_by_label("Sent by").fill(shown(awa.number).lower())
    await expect(counter.get_by_text("Sent by Awa")).to_be_visible()
    await expect(counter.get_by_text("will receive 3 stamps")).to_be_visible()
    await counter.get_by_text("Read the terms").click()
    await expect(counter.get_by_text(TERMS)).to_be_visible()
    await counter.get_by_role("checkbox", name="Accepts the programme’s terms").check()
    await created(counter, "Zoé")
    card = await kept(shop, "Zoé")
    assert (card.terms_version, card.sponsor_id) == (1, awa.id)

    # Neither is asked of anybody.
    await counter.goto("/counter/new")
    await counter.get_by_label("First name").fill("Bruno")
    await created(counter, "Bruno")
    card = await kept(shop, "Bruno")
    assert (card.terms_version, card.sponsor_id) == (None, None)


async def test_terms_that_change_meanwhile_are_shown_before_they_are_accepted(
    visit: Visit, watch: Watch, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    program, _ = await sponsoring(shop)
    counter = await visit("/counter/new", shop=shop, role="cashier", width=360)
    await counter.get_by_label("First name").fill("Zoé")
    accepts = counter.get_by_role("checkbox", name="Accepts the programme’s terms")
    await accepts.check()
    await new_terms(await shop.client(), program, "Two cards per person.")
    watch.allow("409 POST /v1/cards")
    await counter.get_by_role("button", name="Create the card").click()
    await expect(counter.get_by_role("alert")).to_contain_text("The terms have changed")
    await expect(accepts).not_to_be_checked()
    await counter.get_by_text("Read the terms").click()
    await expect(counter.get_by_text("Two cards per person.")).to_be_visible()
    await accepts.check()
    await created(counter, "Zoé")
    assert (await kept(shop, "Zoé")).terms_version == 2


async def new_terms(api: httpx.AsyncClient, program: GivenProgram, text: str) -> None:
    path = f"/v1/programs/{program.id}"
    etag = (await api.get(path)).headers["ETag"]
    wish = {"terms": {"text": text}}
    done(await api.patch(path, json=wish, headers={"If-Match": etag}), 200)


async def test_a_sponsor_is_scanned_by_the_camera_or_by_a_usb_scanner(
    visit: Visit, open_shop: OpenShop, film: Film
) -> None:
    shop = await open_shop()
    _, awa = await sponsoring(shop)
    code = f"{shop.world.settings.origin}/s/{shop.slug}#{awa.code}"
    film.show(qr(code))
    counter = await visit("/counter/new", shop=shop, role="cashier", width=360, camera=True)
    await counter.get_by_role("button", name="Scan", exact=True).click()
    await expect(counter.get_by_text("Sent by Awa")).to_be_visible()
    await expect(counter.get_by_role("dialog")).to_have_count(0)
    await counter.get_by_role("button", name="Remove the sponsor").click()
    await expect(counter.get_by_label("Sent by")).to_have_value("")

    await counter.get_by_label("First name").fill("Zoé")
    await counter.keyboard.type(code)
    await counter.keyboard.press("Enter")
    await expect(counter.get_by_text("Sent by Awa")).to_be_visible()
    # What the scanner typed is not a part of the name.
    await expect(counter.get_by_label("First name")).to_have_value("Zoé")
    await created(counter, "Zoé")
    assert (await kept(shop, "Zoé")).sponsor_id == awa.id


async def test_a_card_that_cannot_be_a_sponsor_says_why(
    visit: Visit, watch: Watch, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    await sponsoring(shop)
    foreign = await shop.card(await shop.program(5, name="Five"))
    counter = await visit("/counter/new", shop=shop, role="cashier", width=360)
    await counter.get_by_role("radio", name="Ten").check()
    await counter.get_by_label("First name").fill("Zoé")
    sponsor = counter.get_by_label("Sent by")
    await sponsor.fill(shown(foreign.number))
    await expect(sponsor).to_have_accessible_description(re.compile("of another programme"))
    watch.allow("404 GET /v1/cards/.*", "422 POST /v1/cards")
    await sponsor.fill("ZZZZ-ZZZZ")
    await expect(sponsor).to_have_accessible_description(re.compile("No card of this programme"))
    await sponsor.fill("ZZZ")
    await counter.get_by_role("button", name="Create the card").click()
    await expect(sponsor).to_have_accessible_description(re.compile("No card of this programme"))
    await expect(sponsor).to_be_focused()
    # Another program's form does not ask for one.
    await counter.get_by_role("radio", name="Five").check()
    await expect(sponsor).to_have_count(0)
    await created(counter, "Zoé")


async def test_offline_what_was_typed_is_kept(
    visit: Visit, watch: Watch, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    _, awa = await sponsoring(shop)
    counter = await visit("/counter/new", shop=shop, role="cashier", width=360)
    await counter.get_by_label("First name").fill("Zoé")
    await counter.get_by_role("checkbox", name="Accepts the programme’s terms").check()
    watch.network_may_fail = True
    await counter.context.set_offline(True)
    await counter.get_by_label("Sent by").fill(shown(awa.number))
    await counter.get_by_role("button", name="Create the card").click()
    await expect(counter.get_by_text("needs the network").first).to_be_visible()
    await expect(in_bar(counter, "Offline")).to_be_visible()
    await counter.context.set_offline(False)
    await created(counter, "Zoé")
    card = await kept(shop, "Zoé")
    assert (card.terms_version, card.sponsor_id) == (1, awa.id)


async def test_the_join_page_asks_for_both(visit: Visit, watch: Watch, open_shop: OpenShop) -> None:
    shop = await open_shop()
    program, awa = await sponsoring(shop)
    phone = await visit(f"/join/{shop.slug}?program={program.id}", width=360)
    await phone.get_by_label("First name").fill("Zoé")
    await phone.get_by_label("Phone number").fill("06 39 98 12 34")
    await phone.get_by_label("Did somebody send you?").fill(shown(awa.number).lower())
    accepts = phone.get_by_label("I accept the terms")
    await accepts.check()
    watch.allow("409 POST /v1/public/.*")
    await new_terms(await shop.client(), program, "Two cards per person.")
    await phone.get_by_role("button", name="Create my card").click()
    await expect(phone.get_by_text("The terms have just changed")).to_be_visible()
    await expect(accepts).not_to_be_checked()
    await expect(phone.get_by_label("First name")).to_have_value("Zoé")
    await phone.get_by_text("Read the terms").click()
    await expect(phone.get_by_text("Two cards per person.")).to_be_visible()
    await accepts.check()
    await phone.get_by_role("button", name="Create my card").click()
    await expect(phone).to_have_url(re.compile(r"/c/[^/]+#\w{26}"))
    card = await kept(shop, "Zoé")
    assert (card.terms_version, card.sponsor_id) == (2, awa.id)
