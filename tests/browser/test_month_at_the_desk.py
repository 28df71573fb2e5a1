"""A month at the desk: a new program, five thousand customers brought in, a campaign to those who
agreed, a changed rule, and figures that agree with all of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from uuid import UUID

import httpx
from playwright.async_api import Page, expect
from sqlalchemy import update

from api.accounts.models import Merchant
from api.customers import found, objections
from tests.browser.conftest import OpenShop, Visit
from tests.cards.counter import done
from tests.mails import mails_to
from tests.noon import where_it_is_noon
from tests.world import Shop, key

EVERYBODY, TRIED, AGREED, HELD = 5_000, 40, 24, 60
"""Rows of the file; those tried first; those who agreed to mail; those with a paper card."""
UNREADABLE = 3
WORK = 30_000
"""It is a job's, on whatever machine this is."""
HEADER = "First name;Last name;Phone;E-mail;E-mail consent;Stamps"


def address(number: int) -> str:
    return f"client-{number}@abroad.example"


def row(number: int) -> str:
    """Everybody has a phone. The first ones agreed; those after them were asked and did not."""
    mail, consent = (address(number), "yes") if number < AGREED else ("", "")
    if AGREED <= number < AGREED + 5:
        mail, consent = address(number), "no"
    stamps = str(8 if number % 2 else 3) if number < HELD else ""
    phone = f"+336{number:08}" if number < EVERYBODY - UNREADABLE else "unknown"
    return f"Client;Number {number};{phone};{mail};{consent};{stamps}"


def file(numbers: Sequence[int]) -> bytes:
    return "\n".join([HEADER, *map(row, numbers)]).encode()


async def new_program(desk: Page) -> UUID:
    await desk.goto("/programs/new")
    await desk.get_by_label("Programme name").fill("The tenth coffee")
    await desk.get_by_label("First reward").fill("A coffee")
    await desk.get_by_role("button", name="Create the draft").click()
    await desk.get_by_role("button", name="Activate").click()
    await expect(desk.get_by_text("The programme is active.")).to_be_visible()
    return UUID(desk.url.rsplit("/", 1)[1])


async def bring_in(desk: Page, program: UUID, name: str, numbers: Sequence[int]) -> None:
    """Up to the preview: what each column holds, and what will be done."""
    await desk.goto("/customers/imports")
    await desk.get_by_label("Choose a file").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": file(numbers)}
    )
    await expect(desk.get_by_role("heading", name="What does each column hold?")).to_be_visible()
    for column, field in (("E-mail consent", "consent_email"), ("Stamps", "balance")):
        await desk.get_by_label(f"column “{column}”").select_option(field)
    await desk.get_by_label("Programme of the opening balances").select_option(str(program))
    consent = desk.get_by_label(re.compile("consent", re.I)).and_(desk.get_by_role("textbox"))
    await consent.fill("Paper forms of 2026, in the safe")
    await desk.get_by_role("button", name="Check the file").click()


async def begin(desk: Page, rows: int) -> None:
    await desk.get_by_role("button", name=f"Import {rows:,} rows").click(timeout=WORK)
    finished = desk.get_by_role("heading", name="Import finished")
    await expect(finished).to_be_visible(timeout=WORK)


async def customer(api: httpx.AsyncClient, number: int) -> UUID:
    listed = await api.get("/v1/customers", params={"q": address(number)})
    return UUID(listed.json()["items"][0]["id"])


async def change_their_minds(shop: Shop, api: httpx.AsyncClient) -> set[str]:
    """One withdraws, one objects; the addresses of those who still agree."""
    withdrawn = {"purpose": "marketing_email", "granted": False}
    done(await api.post(f"/v1/customers/{await customer(api, 0)}/consents", json=withdrawn))
    objecting = await customer(api, 1)
    async with shop.db() as db:
        person = await found.find(db, objecting, lock=True)
        await objections.remember(db, shop.world.settings, person)
        await objections.anonymise(db, person)
    return {address(number) for number in range(2, AGREED)}


async def write_to_all(desk: Page, readers: int) -> None:
    await desk.goto("/campaigns")
    await desk.get_by_role("button", name="New campaign").click()
    await desk.get_by_label("All customers").click()
    await desk.get_by_label("Subject").fill("Coffee is on us")
    await desk.get_by_label("Text").fill("Hello,\n\nCome by this month.")
    await expect(desk.get_by_text(f"{readers} people get this mail").first).to_be_visible()
    await expect(desk.get_by_text("Draft saved")).to_be_visible()
    await desk.get_by_role("button", name="Send…").click()
    dialog = desk.get_by_role("dialog")
    await dialog.get_by_role("button", name=f"Send to {readers} people").click()
    await expect(desk.get_by_role("heading", name="Result")).to_be_visible()
    delivered = desk.get_by_role("definition").first
    await expect(delivered).to_have_text(str(readers), timeout=WORK)


async def make_it_cheaper(desk: Page, program: UUID) -> None:
    """Eight stamps in place of ten: those who hold eight have their coffee at once."""
    await desk.goto(f"/programs/{program}")
    rewards = desk.get_by_role("region", name="Rewards")
    await rewards.get_by_role("spinbutton").first.fill("8")
    await desk.get_by_role("button", name="Check and publish…").click()
    effects = desk.get_by_role("dialog", name="Effect on existing cards")
    await expect(effects).to_contain_text(f"0 → {HELD // 2}")
    await effects.get_by_role("button", name="Publish the change").click()
    await expect(desk.get_by_text("Saved.")).to_be_visible()
    await desk.goto(f"/programs/{program}/history")
    await expect(desk.get_by_role("article")).to_have_count(2)


async def open_campaigns(shop: Shop, api: httpx.AsyncClient) -> None:
    """As the settings of a shop that may write at any hour."""
    async with shop.db() as db:
        contact = {"contact_email": "contact@coffee.example"}
        await db.execute(update(Merchant).where(Merchant.id == shop.id).values(**contact))
    rhythm = {"days_between": 1, "quiet_from": 0, "quiet_until": 0}
    path = "/v1/campaign-settings"
    done(await api.put(path, json=rhythm, headers={"If-Match": "*"}), 200)


async def test_a_month_at_the_desk(visit: Visit, open_shop: OpenShop) -> None:
    shop = await open_shop(time_zone=where_it_is_noon())
    api = await shop.client()
    await open_campaigns(shop, api)
    desk = await visit(shop=shop)
    program = await new_program(desk)

    # A part of the file first: it is looked at, taken in, looked at again, and taken back.
    await bring_in(desk, program, "a part.csv", range(TRIED))
    await begin(desk, TRIED)
    await desk.get_by_role("button", name="Undo the whole import").click()
    await expect(desk.get_by_text(f"{TRIED} customers removed")).to_be_visible(timeout=WORK)

    await bring_in(desk, program, "everybody.csv", range(EVERYBODY))
    problems = desk.get_by_role("table", name="What does not pass")
    await expect(problems).to_contain_text(str(UNREADABLE), timeout=WORK)
    await begin(desk, EVERYBODY - UNREADABLE)
    await desk.get_by_role("link", name="Customers", exact=True).first.click()
    await expect(desk.get_by_text("4,997 customers", exact=True)).to_be_visible()

    readers = await change_their_minds(shop, api)
    await write_to_all(desk, len(readers))
    folder = shop.world.settings.mail_folder
    got = {each for each in map(address, range(AGREED + 5)) if mails_to(folder, each)}
    assert got == readers

    await make_it_cheaper(desk, program)
    cards = (await api.get(f"/v1/cards?program_id={program}&limit=60")).json()["items"]
    full = [card for card in cards if card["balance"] == 8]
    assert len(full) == HELD // 2
    reward = (await api.get(f"/v1/programs/{program}")).json()["rewards"][0]["id"]
    wish = {"reward_id": reward}
    for card in full[:20]:
        path = f"/v1/cards/{card['id']}/redemptions"
        done(await api.post(path, json=wish, headers=key()))

    await desk.goto("/statistics?period=month")
    figures = desk.get_by_role("region", name="Figures of the period")
    await expect(figures.get_by_role("button", name=re.compile("^Visits"))).to_contain_text("20")
    told = done(await api.get("/v1/statistics/overview"), 200)["figures"]
    assert told["visits"]["value"] == told["redemptions"]["value"] == 20
    await desk.goto("/")
    today = desk.get_by_role("region", name="Today")
    await expect(today).to_contain_text(re.compile("Visits\\s*20"))
