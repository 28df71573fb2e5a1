"""A shop in which every screen has something to show, and the list of the screens."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from playwright.async_api import Page

from api.core import clock
from tests.browser.alert_screens import AlertStage, of_alerts, set_up_alerts
from tests.browser.campaign_screens import CampaignStage, of_campaigns, set_up_campaigns
from tests.browser.closing_screens import (
    ClosingStage,
    at_closed_counter,
    closed_card,
    of_closing,
    set_up_closing,
)
from tests.browser.erasure_screens import ErasureStage, erased, of_erasures, set_up_erasures
from tests.browser.holder_screens import HolderStage, of_holder, set_up_holder
from tests.browser.image_screens import Look, of_look, set_up_look
from tests.browser.notebook_stage import NotebookStage, set_up_notebook
from tests.browser.points_screens import amount, dearer, open_rules, points_program
from tests.browser.privacy_screens import PrivacyStage, of_privacy, set_up_privacy
from tests.browser.program_screens import ProgramLives, of_programs, set_up_lives
from tests.browser.request_screens import RequestStage, of_requests, set_up_requests
from tests.browser.restriction_screens import (
    RestrictionStage,
    at_counter,
    of_restrictions,
    set_up_restrictions,
)
from tests.browser.screen import Screen, Step, button, click, field, press
from tests.browser.statistics_screens import StatisticsStage, of_statistics, set_up_statistics
from tests.browser.subscription_screens import before_subscribing
from tests.browser.team_screens import TeamStage, at_device, of_team, set_up_team
from tests.world import GivenCard, GivenProgram, Shop, key


@dataclass(frozen=True)
class Stage:
    """A busy shop, and one that has just opened."""

    shop: Shop
    empty: Shop
    program: GivenProgram
    lives: ProgramLives
    full: GivenCard
    closed: GivenCard
    young: GivenCard
    notebook: NotebookStage
    points: GivenProgram
    pointed: GivenCard
    """A card of points that has some of everything: a level, what expires, what waits."""
    team: TeamStage
    requests: RequestStage
    privacy: PrivacyStage
    holder: HolderStage
    erasures: ErasureStage
    look: Look
    campaigns: CampaignStage
    restrictions: RestrictionStage
    statistics: StatisticsStage
    alerts: AlertStage
    closing: ClosingStage


async def set_up(shop: Shop, empty: Shop) -> Stage:
    gone = await erased(shop)
    program = await shop.program(5, 10, name="La carte du fournil", max_per_operation=4)
    lives = await set_up_lives(shop)
    who = await shop.customer(
        "Élodie", last_name="Marchand", phone="+33639980102", email="elodie@marchand.example"
    )
    full = await shop.card(program, customer_id=who)
    young = await shop.card(program, anonymous=True)
    closed = await shop.stamped(program, 2)
    api = await shop.client("owner")
    for units in (4, 4, 3):
        await api.post(f"{full.path}/earnings", json={"units": units}, headers=key())
    wish = {"reward_id": str(program.rewards[0])}
    await api.post(f"{full.path}/redemptions", json=wish, headers=key())
    correction = {"delta": 4, "reason": "carte papier reprise"}
    await api.post(f"{full.path}/adjustments", json=correction, headers=key())
    await api.post(f"{young.path}/earnings", json={}, headers=key())
    await api.post(f"{closed.path}/closure", json={"reason": "à la demande du client"})
    for number in range(6):
        await shop.card(program, customer_id=await shop.customer(f"Cliente {number}"))
    notebook = await set_up_notebook(shop, program)
    points = await points_program(shop)
    pointed = await shop.card(points, customer_id=who)
    await api.post(f"{pointed.path}/earnings", json={"amount": 8200}, headers=key())
    team = await set_up_team(shop)
    requests = await set_up_requests(shop, who)
    return Stage(
        *(shop, empty, program, lives, full, closed, young, notebook, points, pointed, team),
        *(requests, await set_up_privacy(shop, who), await set_up_holder(shop, program, full)),
        *(await set_up_erasures(shop, gone), await set_up_look(shop)),
        *(await set_up_campaigns(shop), await set_up_restrictions(shop, program)),
        await set_up_statistics(shop),
        await set_up_alerts(shop),
        await set_up_closing(shop),
    )


async def stamp(page: Page) -> None:
    await page.get_by_role("button", name=re.compile("^(Tamponner|Stamp)$")).click()
    await page.get_by_role("button", name=re.compile("^(Terminer|Done)$")).wait_for()


async def refused(page: Page) -> None:
    await page.get_by_role("alert").wait_for()


def desk(stage: Stage) -> list[Screen]:
    shop, empty = stage.shop, stage.empty
    live = f"/programs/{stage.program.id}"
    points = f"/programs/{stage.points.id}"
    customer = f"/customers/{stage.full.customer_id}"
    return [
        Screen("sign in", "/sign-in", primary="Sign in"),
        Screen("sign up", "/sign-up", primary="Create my account"),
        Screen("forgotten password", "/forgot", primary="Send the link"),
        Screen("new password", "/reset#0123456789", primary="Change the password"),
        Screen("incomplete link", "/verify", primary="Sign in"),
        Screen("home", "/", shop),
        Screen("home of a new shop", "/", empty, primary="Create a programme"),
        Screen("customers", "/customers", shop, primary="New customer"),
        Screen("customers, none", "/customers", empty, primary="New customer"),
        Screen("customers, nobody found", "/customers?q=zzzz", shop, primary="Show all"),
        Screen("new customer", "/customers?new=yes", shop, primary="Add"),
        Screen("customer", customer, shop, primary="Edit"),
        Screen("customer, edited", customer, shop, then=click(("Modifier", "Edit"))),
        *of_notebook(stage),
        *before_subscribing(empty),
        *of_statistics(stage.statistics, empty),
        *of_alerts(stage.alerts, empty),
        *of_closing(stage.closing, shop),
        Screen("search", "/", shop, then=press("Control+k")),
        Screen("shortcuts", "/", shop, then=press("?")),
        Screen("all screens", "/", shop, then=all_screens),
        Screen("programs", "/programs", shop, primary="New programme"),
        Screen("programs, none", "/programs", empty, primary="Create a programme"),
        Screen("new program", "/programs/new", shop, primary="Create the draft"),
        *of_programs(shop, stage.lives),
        *of_look(shop, stage.look),
        Screen("live program", live, shop),
        Screen("program of points, all rules", points, shop, then=open_rules),
        Screen("program of points, effects", points, shop, then=dearer),
        Screen("program, only read", points, shop, "auditor"),
        Screen("poster", f"{live}/poster", shop),
        Screen("rules over time", f"{live}/history", shop),
        Screen("closing", live, shop, then=click(("Clôturer…", "Close…"))),
        Screen("shop settings", "/settings/merchant", shop),
        Screen("account", "/settings/account", shop, primary="Change the password"),
        *of_team(shop, empty, stage.team),
        *of_requests(shop, empty, customer, stage.requests),
        *of_privacy(shop, empty, stage.privacy),
        *of_erasures(shop, empty, stage.erasures),
        *of_campaigns(shop, empty, stage.campaigns),
        *of_restrictions(shop, empty, customer, stage.restrictions),
        Screen("sessions", "/settings/sessions", shop),
        Screen("API keys", "/settings/api-keys", shop, primary="New key"),
        Screen("journal", "/settings/journal", shop, primary="Download (CSV)"),
        Screen(
            "journal, nothing found", "/settings/journal?until=2020-01-01", shop, primary="Show all"
        ),
        Screen("new API key", "/settings/api-keys", shop, then=click(("Nouvelle clé", "New key"))),
        Screen("an auditor's customer", customer, shop, "auditor"),
        Screen("nothing here", "/nowhere", shop),
    ]


def conflict(shop: Shop, customer: UUID) -> Step:
    """Two write notes at once; whoever is second is asked."""

    async def step(page: Page) -> None:
        notes = field(page, ("Notes sur ce client", "Notes about this customer"))
        await notes.fill("Aime le pain bien cuit.")
        others = await shop.client("manager")
        body = {"notes": f"Allergique aux noix, dit à {clock.now():%H:%M:%S.%f}."}
        await others.patch(f"/v1/customers/{customer}", json=body, headers={"If-Match": "*"})
        await button(page, ("Enregistrer les notes", "Save the notes")).click()
        await page.get_by_role("dialog").wait_for()

    return step


def of_notebook(stage: Stage) -> list[Screen]:
    shop, empty, book = stage.shop, stage.empty, stage.notebook
    merging = f"/customers/merge?keep={book.kept}&merge={book.double}"
    filters = "/customers?tag=VIP&city=Nantes&consent=marketing_email&birthday_month=2&sort=visits"
    consent = ("Enregistrer l’accord : Nouvelles par courrier", "Record consent: News by post")
    whole = f"/customers/{book.kept}"
    imports = "/customers/imports"
    return [
        Screen("customers, filtered", filters, shop, primary="New customer"),
        Screen("customers, selected", "/customers", shop, then=select_all, primary="Tag"),
        Screen("customer, whole record", whole, shop, primary="Edit"),
        Screen("consent", whole, shop, then=click(consent)),
        Screen("export of the list", "/customers", shop, then=click(("Exporter", "Export"))),
        Screen("duplicates", "/customers/duplicates", shop),
        Screen("duplicates, none", "/customers/duplicates", empty),
        Screen("duplicates, put aside", "/customers/duplicates?show=dismissed", shop),
        Screen("duplicates, only to look at", "/customers/duplicates", shop, "auditor"),
        Screen("merge", merging, shop, primary="Merge"),
        Screen("merge with whom", f"/customers/merge?keep={book.kept}", shop),
        Screen("imports", imports, shop, primary="Download a template"),
        Screen("imports, none", imports, empty, primary="Download a template"),
        Screen("import, columns", f"{imports}/{book.uploaded}", shop, primary="Check the file"),
        Screen("import, checked", f"{imports}/{book.checked}", shop, primary="Import 2 rows"),
        Screen("import, done", f"{imports}/{book.done}", shop, primary="Undo the whole import"),
        Screen("import, running", f"{imports}/{book.running}", shop, primary="Stop"),
        Screen("import, failed", f"{imports}/{book.failed}", shop),
        Screen("import, cancelled", f"{imports}/{book.cancelled}", shop),
        Screen(
            "notes, changed meanwhile",
            f"/customers/{book.double}",
            shop,
            then=conflict(shop, book.double),
        ),
        Screen("exports", "/customers/exports", shop),
        Screen("exports, none", "/customers/exports", empty, primary="See the customers"),
        Screen("a cashier's imports", imports, shop, "cashier"),
    ]


async def all_screens(page: Page) -> None:
    """Where the menu has no room for them; elsewhere the menu has them."""
    more = button(page, ("Plus", "More"))
    if await more.is_visible():
        await more.click()
        await page.get_by_role("dialog").wait_for()


async def select_all(page: Page) -> None:
    await page.get_by_role("checkbox").first.check()
    await page.get_by_role("button", name=re.compile("^(Étiqueter|Tag)$")).wait_for()


def counter(stage: Stage) -> list[Screen]:
    shop, empty = stage.shop, stage.empty
    full = f"/counter/card/{stage.full.id}"
    more = ("Plus d’actions", "More actions")
    return [
        Screen("sign in", "/counter", primary="Sign in"),
        Screen("home", "/counter", shop, primary="Scan a card"),
        Screen("home of a new shop", "/counter", empty, primary="Scan a card"),
        Screen("menu", "/counter", shop, then=click(("Menu", "Menu"))),
        Screen("card, full", full, shop, primary="Give: Récompense à 10"),
        Screen("card, young", f"/counter/card/{stage.young.id}", shop, primary="Stamp"),
        Screen(
            "card, stamped",
            f"/counter/card/{stage.young.id}",
            shop,
            then=stamp,
        ),
        Screen("card of points", f"/counter/card/{stage.pointed.id}", shop, primary="Give"),
        Screen("card of points, a sale", f"/counter/card/{stage.pointed.id}", shop, then=amount),
        closed_card(stage.closing),
        Screen("card, closed", f"/counter/card/{stage.closed.id}", shop),
        Screen("card, actions", full, shop, then=click(more)),
        Screen(
            "card, history",
            full,
            shop,
            then=click(more, ("Historique de la carte", "History of the card")),
        ),
        Screen(
            "card, correction",
            full,
            shop,
            then=click(more, ("Corriger le solde", "Correct the balance")),
        ),
        Screen(
            "card, code for my data",
            full,
            shop,
            then=click(
                more,
                ("Donner un code pour ses données", "Give a code for their data"),
                ("Donner un code", "Give a code"),
                to="status",
            ),
        ),
        Screen("no such card", "/counter/card/ZZZZZZZZ", shop, primary="Scan again"),
        Screen("new card", "/counter/new", shop, primary="Create the card"),
        Screen("new card without a program", "/counter/new", empty, primary="Open the desk"),
        Screen("camera refused", "/counter/scan", shop, then=refused, primary="Open"),
        Screen("queue", "/counter/queue", shop),
        Screen("an auditor's card", full, shop, "auditor"),
        Screen("card of a program closing", f"/counter/card/{stage.lives.last.id}", shop),
        *at_device(stage.team),
        *at_counter(shop, stage.restrictions),
        at_closed_counter(stage.closing),
    ]


def card(stage: Stage) -> list[Screen]:
    slug = stage.shop.slug
    full = f"/c/{slug}#{stage.full.token}"
    show = ("Afficher le code QR en plein écran", "Show the QR code full screen")
    return [
        # Before this browser has opened a card: it is a stranger's.
        Screen("code read by a stranger", f"/s/{slug}#{stage.full.code}", primary="Create mine"),
        Screen("join", f"/join/{slug}?program={stage.program.id}", primary="Create my card"),
        Screen("join with terms", f"/join/{slug}?program={stage.points.id}"),
        Screen("join a shop without a program", f"/join/{stage.empty.slug}"),
        Screen("card, full", full),
        Screen("card, young", f"/c/{slug}#{stage.young.token}"),
        Screen("card of points", f"/c/{slug}#{stage.pointed.token}"),
        Screen("card, closed", f"/c/{slug}#{stage.closed.token}"),
        Screen("card of a program closing", f"/c/{slug}#{stage.lives.last.token}"),
        Screen("code", full, then=click(show)),
        Screen("link that opens nothing", f"/c/{slug}#00000000000000000000000000"),
        Screen("link cut short", f"/c/{slug}"),
        Screen("no such shop", "/join/no-such-shop"),
        *of_holder(stage.holder),
    ]


Entry = Literal["desk", "counter", "card"]
SCREENS: dict[Entry, Callable[[Stage], list[Screen]]] = {
    "desk": desk,
    "counter": counter,
    "card": card,
}
