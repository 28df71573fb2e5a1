"""The desk: who gets in, the customers' notebook, live programs, keys, sessions, roles."""

from __future__ import annotations

import asyncio
import re

from playwright.async_api import Page, Route, expect

from tests.browser.conftest import PASSWORD, OpenShop, Visit
from tests.browser.live import Live
from tests.browser.watch import Watch
from tests.world import Shop


async def enter(desk: Page, email: str, password: str = PASSWORD) -> None:
    await desk.get_by_label("E-mail address").fill(email)
    await desk.get_by_label("Password", exact=True).fill(password)
    await desk.get_by_role("button", name="Sign in", exact=True).click()


async def test_signing_in_leads_to_where_one_wanted_to_go(
    visit: Visit, watch: Watch, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    desk = await visit("/customers?filter=dormant")
    await expect(desk).to_have_url(re.compile("/sign-in"))
    watch.allow("401 POST /v1/sessions")
    await enter(desk, shop.team["owner"].email, "not the password")
    await expect(desk.get_by_text("Wrong e-mail address or password.")).to_be_visible()
    await expect(desk.get_by_label("E-mail address")).to_have_value(shop.team["owner"].email)
    await enter(desk, shop.team["owner"].email)
    await expect(desk).to_have_url(re.compile(r"/customers\?filter=dormant$"))
    await desk.get_by_role("button", name="Sign out").click()
    await expect(desk).to_have_url(re.compile("/sign-in"))


async def test_a_forgotten_password_is_reset_by_mail(
    visit: Visit, watch: Watch, open_shop: OpenShop, live: Live
) -> None:
    shop = await open_shop()
    email = shop.team["owner"].email
    desk = await visit("/sign-in")
    await desk.get_by_role("link", name="Forgotten password?").click()
    # The page before has a field of this name, too.
    await desk.get_by_role("heading", name="Forgotten password").wait_for()
    await desk.get_by_label("E-mail address").fill(email)
    await desk.get_by_role("button", name="Send the link").click()
    await expect(desk.get_by_role("heading", name="Check your mail")).to_be_visible()
    link = await live.link_mailed_to(email, "/reset")
    await desk.goto(link)
    await desk.get_by_label("New password", exact=True).fill("quatre brioches toutes chaudes")
    await desk.get_by_role("button", name="Change the password").click()
    await expect(desk.get_by_role("heading", name="Password changed")).to_be_visible()
    await desk.get_by_role("link", name="Sign in").click()
    await enter(desk, email, "quatre brioches toutes chaudes")
    await expect(desk.get_by_role("heading", name="Hello Owner")).to_be_visible()

    watch.allow("410 POST /v1/password-resets/completion")
    again = await visit(link)
    await again.get_by_label("New password", exact=True).fill("cinq brioches toutes chaudes")
    await again.get_by_role("button", name="Change the password").click()
    await expect(again.get_by_text("This link has been used already")).to_be_visible()


async def test_filters_and_search_live_in_the_address(visit: Visit, open_shop: OpenShop) -> None:
    shop = await open_shop()
    for first_name, last_name in (("Élodie", "Marchand"), ("Bastien", "Roy"), ("Chloé", "Roy")):
        await shop.customer(first_name, last_name=last_name)
    desk = await visit("/customers", shop=shop)
    rows = desk.get_by_role("row")
    await expect(desk.get_by_text("3 customers")).to_be_visible()
    await desk.get_by_role("searchbox", name="Search customers").fill("roy")
    await expect(desk).to_have_url(re.compile(r"\?q=roy"))
    await expect(rows).to_have_count(3)
    await desk.get_by_label("Sort by").select_option("name")
    await expect(desk).to_have_url(re.compile(r"sort=name"))
    await expect(rows.nth(1)).to_contain_text("Bastien")
    await desk.reload()
    await expect(desk.get_by_role("searchbox", name="Search customers")).to_have_value("roy")
    await expect(rows.nth(2)).to_contain_text("Chloé")
    await desk.get_by_role("link", name="Chloé Roy").click()
    await expect(desk.get_by_role("heading", level=1)).to_have_text("Chloé Roy")
    await desk.go_back()
    await expect(rows).to_have_count(3)


async def change_notes_elsewhere(shop: Shop, customer: object, notes: str) -> None:
    api = await shop.client("manager")
    path = f"/v1/customers/{customer}"
    etag = (await api.get(path)).headers["ETag"]
    answer = await api.patch(path, json={"notes": notes}, headers={"If-Match": etag})
    assert answer.status_code == 200, answer.text


async def test_two_people_write_notes_and_nothing_is_lost(
    visit: Visit, watch: Watch, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    customer = await shop.customer("Camille")
    desk = await visit(f"/customers/{customer}", shop=shop)
    notes = desk.get_by_label("Notes about this customer")
    await notes.fill("Likes bread well baked")
    await change_notes_elsewhere(shop, customer, "Allergic to nuts")
    watch.allow("412 PATCH /v1/customers/.*")
    await desk.get_by_role("button", name="Save the notes").click()
    conflict = desk.get_by_role("dialog", name="This record has changed in the meantime")
    await expect(conflict).to_contain_text("Likes bread well baked")
    await conflict.get_by_role("radio", name="Saved version Allergic to nuts").check()
    await conflict.get_by_role("button", name="Save like this").click()
    await expect(conflict).to_have_count(0)
    await expect(notes).to_have_value("Allergic to nuts")

    await notes.fill("Allergic to nuts and sesame")
    await desk.get_by_role("button", name="Save the notes").click()
    await expect(desk.get_by_text("Notes saved.")).to_be_visible()
    await desk.get_by_role("button", name="Undo").click()
    await expect(notes).to_have_value("Allergic to nuts")


async def test_what_is_written_while_something_is_saved_stays(
    visit: Visit, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    desk = await visit(f"/customers/{await shop.customer('Camille')}", shop=shop)
    notes = desk.get_by_label("Notes about this customer")
    save = desk.get_by_role("button", name="Save the notes")
    written = asyncio.Event()

    async def slowly(route: Route) -> None:
        if route.request.method == "PATCH":
            await written.wait()
        await route.continue_()

    await desk.route("**/v1/customers/*", slowly)
    await notes.fill("Likes bread")
    await save.click()
    await notes.fill("Likes bread well baked")
    written.set()
    await expect(save).to_be_enabled()
    await expect(notes).to_have_value("Likes bread well baked")
    await save.click()
    await expect(desk.get_by_text("Notes saved.")).to_be_visible()
    await desk.reload()
    await expect(notes).to_have_value("Likes bread well baked")


async def test_a_changed_rule_of_a_live_program_is_a_new_revision(
    visit: Visit, watch: Watch, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    program = await shop.program(10)
    desk = await visit(f"/programs/{program.id}", shop=shop)
    await desk.get_by_label("Stamps per visit").fill("2")
    await desk.get_by_role("button", name="Check and publish…").click()
    effects = desk.get_by_role("dialog", name="Effect on existing cards")
    await effects.get_by_role("button", name="Publish the change").click()
    await expect(desk.get_by_text("Saved.")).to_be_visible()
    await desk.get_by_role("link", name="History").click()
    await expect(desk.get_by_role("article")).to_have_count(2)
    await expect(desk.get_by_role("article").first).to_contain_text("2 stamps per visit.")

    await desk.get_by_role("link", name="Design").click()
    await desk.get_by_label("Stamps per visit").fill("3")
    await desk.get_by_role("link", name="Customers").click()
    leaving = desk.get_by_role("dialog", name="Leave without saving?")
    await leaving.get_by_role("button", name="Leave without saving").click()
    await expect(desk).to_have_url(re.compile("/customers$"))


async def test_an_unreadable_card_cannot_be_saved(visit: Visit, open_shop: OpenShop) -> None:
    shop = await open_shop()
    program = await shop.program(10, active=False)
    desk = await visit(f"/programs/{program.id}", shop=shop)
    await desk.get_by_label("Background, colour code").fill("#ffffff")
    await desk.get_by_label("Text, colour code").fill("#eeeeee")
    await expect(desk.get_by_text("Hard to read")).to_be_visible()
    await expect(desk.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    await desk.get_by_role("button", name="Fix the text colour").click()
    await expect(desk.get_by_text("Easy to read")).to_be_visible()
    await desk.get_by_role("button", name="Save", exact=True).click()
    await expect(desk.get_by_text("Saved.")).to_be_visible()


async def test_an_api_key_is_shown_once_and_dies_when_revoked(
    visit: Visit, open_shop: OpenShop, live: Live
) -> None:
    shop = await open_shop()
    desk = await visit("/settings/api-keys", shop=shop)
    await desk.get_by_role("button", name="New key").click()
    await desk.get_by_role("textbox", name="Name").fill("Shop till")
    await desk.get_by_role("button", name="Create the key").click()
    secret = await desk.get_by_role("textbox", name="Key").input_value()
    as_the_till = {"Authorization": f"Bearer {secret}"}
    assert (await desk.request.get(f"{live.url}/v1/cards", headers=as_the_till)).status == 200
    await desk.get_by_role("button", name="I have copied it").last.click()
    await expect(desk.get_by_text("Shop till")).to_be_visible()
    await desk.reload()
    await expect(desk.get_by_text("Shop till")).to_be_visible()
    assert secret not in await desk.content()

    await desk.get_by_role("button", name="Revoke “Shop till”").click()
    await desk.get_by_role("button", name="Revoke the key").click()
    await expect(desk.get_by_text("Revoked", exact=True)).to_be_visible()
    assert (await desk.request.get(f"{live.url}/v1/cards", headers=as_the_till)).status == 401


async def test_a_closed_session_is_out_at_once(
    visit: Visit, watch: Watch, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    mine = await visit(shop=shop)
    lost_laptop = await visit("/customers", shop=shop)
    await expect(lost_laptop.get_by_role("heading", name="Customers", level=1)).to_be_visible()
    await mine.goto("/settings/sessions")
    await expect(mine.get_by_text("This session")).to_be_visible()
    await mine.get_by_role("button", name="Close all others").click()
    await expect(mine.get_by_text("No other session is open.")).to_be_visible()

    watch.allow("401 GET /v1/.*")
    await lost_laptop.get_by_role("link", name="Programmes").click()
    await expect(lost_laptop.get_by_role("dialog", name="Your session has expired")).to_be_visible()


async def test_an_auditor_sees_everything_and_is_offered_nothing(
    visit: Visit, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    program = await shop.program(10)
    card = await shop.stamped(program, 3)
    desk = await visit("/", shop=shop, role="auditor")
    writing = re.compile(
        "^(New|Edit|Save|Activate|Close|Archive|Give|More actions|Add|Record|Revoke|Reverse)"
    )
    for path, seen in (
        ("/", "Read only: your role (auditor)"),
        ("/customers", "Client"),
        (f"/customers/{card.customer_id}", "Balance corrected"),
        ("/programs", "Le dixième offert"),
        (f"/programs/{program.id}", "Récompense à 10"),
        (f"/programs/{program.id}/history", "Revision 1"),
        ("/settings/merchant", "Only an owner can change these settings."),
        ("/settings/api-keys", "Only an owner manages API keys."),
    ):
        await desk.goto(path)
        main = desk.get_by_role("main")
        text = main.get_by_text(seen).or_(main.get_by_role("textbox", name="Reward 1"))
        await expect(text.first).to_be_visible()
        await expect(main.get_by_role("button", name=writing, disabled=False)).to_have_count(0)
