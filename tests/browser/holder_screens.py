"""What a customer sees of their own data: by the card's page, by a link to a file, by a mail."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from uuid import UUID

from playwright.async_api import Page

from api.customers import leave
from api.customers.models import Customer
from tests.browser.screen import Screen, Step, Words, button, field
from tests.cards.counter import done
from tests.world import GivenCard, GivenProgram, Shop

SHOW: Words = ("Voir mes données", "See my data")
ERASE: Words = ("Effacer mes données", "Erase my data")
OBJECT: Words = ("M’y opposer", "Object")


@dataclass(frozen=True)
class HolderStage:
    shop: Shop
    card: GivenCard
    """Of somebody with news, notes and requests."""
    leaving: GivenCard
    """Of somebody who wants to be gone, while a file is brought in."""
    quiet: Shop
    """Where no file is brought in."""
    gone: GivenCard
    """Of somebody there who will be gone."""
    nobodys: GivenCard
    file: str
    used: str
    unsubscribing: str


async def set_up_holder(shop: Shop, program: GivenProgram, card: GivenCard) -> HolderStage:
    api = await shop.client("owner")
    customer = f"/v1/customers/{card.customer_id}"
    notes = {"notes": "Aime le pain bien cuit.", "tags": ["VIP"], "address": {"city": "Nantes"}}
    done(await api.patch(customer, json=notes, headers={"If-Match": "*"}), 200)
    for purpose in ("marketing_email", "marketing_post"):
        done(await api.post(f"{customer}/consents", json={"purpose": purpose, "granted": True}))
    leaving = await shop.card(program, customer_id=await shop.customer("Partante"))
    quiet = await shop.world.shop(name="La Mercerie")
    person = await quiet.customer("Partie")
    gone = await quiet.card(await quiet.program(10), customer_id=person)
    nobodys = await shop.card(program, anonymous=True)
    used = await linked(shop, card)
    token = {"Authorization": f"Bearer {used.partition('#')[2]}"}
    path = f"/v1/public/{shop.slug}/extract/file"
    await shop.world.connect().post(path, headers=token)
    return HolderStage(
        *(shop, card, leaving, quiet, gone, nobodys, await linked(shop, card), used),
        await way_out(shop, card.customer_id),
    )


async def linked(shop: Shop, card: GivenCard) -> str:
    """The address of a file of somebody's data."""
    api = await shop.client("owner")
    wish = {"customer_id": str(card.customer_id), "language": "fr"}
    extract = f"/v1/extracts/{done(await api.post('/v1/extracts', json=wish))['id']}"
    for _ in range(500):
        if done(await api.get(extract), 200)["status"] == "ready":
            break
        await asyncio.sleep(0.02)
    url: str = done(await api.post(f"{extract}/link"))["url"]
    return "/x/" + url.partition("/x/")[2]


async def way_out(shop: Shop, customer_id: UUID | None) -> str:
    async with shop.db() as db:
        customer = await db.get_one(Customer, (shop.id, customer_id))
        token = leave.token(shop.world.settings, customer, "marketing_email")
    return f"{leave.PATH}/{token}"


def opened(shop: Shop, card: GivenCard, *presses: Words) -> Step:
    """By a code that the counter gives."""

    async def step(page: Page) -> None:
        member = await shop.client("owner")
        path = f"/v1/customers/{card.customer_id}/identification"
        code = done(await member.post(path))["code"]
        await field(page, ("Votre code", "Your code")).fill(code)
        await button(page, SHOW).click()
        await page.get_by_role("heading", name=re.compile("^(Vos droits|Your rights)$")).wait_for()
        for words in presses:
            await button(page, words).click()

    return step


def then(step: Step, heading: str) -> Step:
    async def both(page: Page) -> None:
        await step(page)
        await page.get_by_role("heading", name=re.compile(heading)).wait_for()

    return both


async def wrong_code(page: Page) -> None:
    await field(page, ("Votre code", "Your code")).fill("12")
    await button(page, SHOW).click()
    await page.locator("[aria-invalid]").wait_for()


async def stop_news(page: Page) -> None:
    await button(page, ("Ne plus en recevoir", "Stop them")).click()
    await page.get_by_role("heading", name=re.compile("^(C’est fait|Done)$")).wait_for()


def of_holder(stage: HolderStage) -> list[Screen]:
    shop, leaving = stage.shop, stage.leaving
    mine, theirs = (f"/d/{shop.slug}#{card.token}" for card in (stage.card, leaving))
    yes = ("Oui, tout effacer", "Yes, erase everything")
    waits = then(
        opened(shop, leaving, ERASE, yes),
        "^(Votre demande est enregistrée|Your request is recorded)$",
    )
    ends = then(
        opened(stage.quiet, stage.gone, ERASE, yes),
        "^(Vos données sont effacées|Your data is erased)$",
    )
    return [
        Screen("my data, who one is", mine, primary="See my data"),
        Screen("my data, wrong code", mine, then=wrong_code),
        Screen("my data", mine, then=opened(shop, stage.card), primary="Download my data"),
        Screen("my data, objecting", mine, then=opened(shop, stage.card, OBJECT)),
        Screen("my data, erasing", theirs, then=opened(shop, leaving, ERASE)),
        Screen("my data, nobodys", f"/d/{shop.slug}#{stage.nobodys.token}"),
        Screen("my data, erasure waits", theirs, then=waits),
        Screen("my data, erased", f"/d/{stage.quiet.slug}#{stage.gone.token}", then=ends),
        Screen("my data, lost link", f"/d/{shop.slug}#00000000000000000000000000"),
        Screen("file of my data", stage.file, primary="Download"),
        Screen("file of my data, used", stage.used),
        Screen("unsubscribing", stage.unsubscribing, primary="Stop them"),
        Screen("unsubscribed", stage.unsubscribing, then=stop_news),
    ]
