"""The whole way, as people walk it: sign-up, program, poster, join, scan, stamps, reward, undo."""

from __future__ import annotations

import io
import re

import pypdf
from playwright.async_api import Page, expect

from tests.browser.conftest import PASSWORD, Visit
from tests.browser.film import Film
from tests.browser.live import Live

OWNER = "camille@aubonlevain.example"
REWARD = "A free croissant"


async def test_from_sign_up_to_a_redeemed_reward(visit: Visit, live: Live, film: Film) -> None:
    desk = await visit("/sign-up")
    await sign_up(desk, live)
    await make_program(desk)
    join_url = await read_poster(desk)

    phone = await visit(width=360, language="fr")
    await join(phone, join_url)
    film.show(await code_of(phone))
    number = (
        await phone.get_by_text("Ou dictez ce numéro").locator("..").locator("strong").inner_text()
    )

    counter = await visit("/counter", width=360, camera=True)
    await open_counter(counter)
    await counter.get_by_role("button", name="Scan a card").click()
    for stamps in (1, 2, 3):
        # After a stamp the counter goes back to the camera by itself.
        await card_is_read(counter)
        await counter.get_by_role("button", name="Stamp", exact=True).click()
        await expect(counter.get_by_text("Stamp added")).to_be_visible()
        await expect_on_phone(phone, f"{stamps} {'tampon' if stamps == 1 else 'tampons'} sur 3")
    await expect(phone.get_by_text("Récompense disponible")).to_be_visible()

    await counter.get_by_role("button", name=f"Give: {REWARD}").click()
    await expect(counter.get_by_text(f"{REWARD}: given. 0 stamps left.")).to_be_visible()
    await expect_on_phone(phone, "0 tampon sur 3")

    last = counter.get_by_role("region", name="Last operation")
    await last.get_by_role("button", name="Undo").click()
    await expect(last).to_contain_text("Undone on Zoé")
    await expect_on_phone(phone, "3 tampons sur 3")

    await ledger_is_valid(counter, number, entries=5)
    await desk.goto("/")
    await expect(desk.get_by_text("On the way to the first stamp")).to_have_count(0)
    await expect(desk.get_by_role("region", name="Recent activity")).to_contain_text("Zoé")


async def sign_up(desk: Page, live: Live) -> None:
    await desk.get_by_label("Name of your shop").fill("Au Bon Levain")
    await desk.get_by_label("Your first name").fill("Camille")
    await desk.get_by_label("E-mail address").fill(OWNER)
    await desk.get_by_label("Password", exact=True).fill(PASSWORD)
    await desk.get_by_role("button", name="Create my account").click()
    await expect(desk.get_by_role("heading", name="Check your mail")).to_be_visible()
    await desk.goto(await live.link_mailed_to(OWNER, "/verify"))
    await expect(desk).to_have_url(f"{live.url}/")
    await expect(desk.get_by_role("heading", level=1)).to_have_text("Hello Camille")


async def make_program(desk: Page) -> None:
    """From the checklist: a draft, its card redrawn while the words are written, then live."""
    await desk.get_by_role("link", name="Create a programme").click()
    await desk.get_by_role("radio", name="Café").check(force=True)
    await desk.get_by_label("Programme name").fill("La carte du fournil")
    await desk.get_by_label("First reward").fill(REWARD)
    await desk.get_by_label("Stamps needed").fill("3")
    preview = desk.get_by_role("region", name="Preview")
    await expect(preview).to_contain_text("La carte du fournil")
    await desk.get_by_role("button", name="Create the draft").click()

    await desk.get_by_role("heading", name="Limits").click()
    await desk.get_by_label("Pause between two visits").fill("0")
    await expect(desk.get_by_text("No waiting time between two visits.").first).to_be_visible()
    await desk.get_by_role("button", name="Save", exact=True).click()
    await expect(desk.get_by_text("Saved.")).to_be_visible()
    await desk.get_by_role("button", name="Activate").click()
    await expect(desk.get_by_text("The programme is active.")).to_be_visible()


async def read_poster(desk: Page) -> str:
    """Open the PDF as its reader would, and return the address that its code and link lead to."""
    await desk.get_by_role("link", name="Print the poster").click()
    poster = desk.get_by_role("link", name="A4")
    async with desk.expect_popup() as opened:
        await poster.click()
    await (await opened.value).close()
    answer = await desk.request.get(str(await poster.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    (page,) = pypdf.PdfReader(io.BytesIO(await answer.body())).pages
    links = [note.get_object().get("/A", {}).get("/URI") for note in page.annotations or ()]
    (join_url,) = {str(link) for link in links if link}
    await expect(desk.get_by_role("textbox", name="Join link")).to_have_value(join_url)
    return join_url


async def join(phone: Page, join_url: str) -> None:
    await phone.goto(join_url)
    await phone.get_by_label("Prénom").fill("Zoé")
    await phone.get_by_label("Numéro de téléphone").fill("06 39 98 12 34")
    await expect(phone.get_by_role("checkbox")).not_to_be_checked()
    await phone.get_by_role("button", name="Créer ma carte").click()
    await expect(phone).to_have_url(re.compile(r"/c/[^/]+#\w{26}"))
    await expect(phone.get_by_role("img", name="0 tampon sur 3")).to_be_visible()


async def code_of(phone: Page) -> bytes:
    """What the customer holds out: the code as large as the screen allows."""
    await phone.get_by_role("button", name="Afficher le code QR en plein écran").click()
    code = phone.get_by_role("dialog").get_by_role("img")
    await expect(code).to_be_visible()
    picture = await code.screenshot()
    await phone.get_by_role("button", name="Fermer").click()
    return picture


async def open_counter(counter: Page) -> None:
    await counter.get_by_label("E-mail address").fill(OWNER)
    await counter.get_by_label("Password").fill(PASSWORD)
    await counter.get_by_role("button", name="Sign in").click()
    await expect(counter.get_by_role("button", name="Scan a card")).to_be_visible()


async def card_is_read(counter: Page) -> None:
    await expect(counter.get_by_role("heading", level=1)).to_have_text("Zoé")
    await expect(counter.get_by_role("button", name="Stamp", exact=True)).to_be_enabled()


async def expect_on_phone(phone: Page, progress: str) -> None:
    await phone.reload()
    await expect(phone.get_by_role("img", name=progress)).to_be_visible()


async def ledger_is_valid(counter: Page, number: str, entries: int) -> None:
    answer = await counter.request.get(f"/v1/cards/{number}/ledger/verification")
    found = await answer.json()
    assert (found["valid"], found["entries"]) == (True, entries)
