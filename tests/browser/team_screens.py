"""The screens of a team at work: members, places, counter devices, second factors, the ways in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pyotp
from playwright.async_api import Page
from uuid_utils.compat import uuid7

from api.accounts import devices, merchant_tokens
from api.accounts.models import Invitation
from api.core.clock import now
from api.core.tokens import digest, new_token
from tests.accounts.team import Tablet, added, at_counter, give_pin, place
from tests.browser.conftest import PASSWORD
from tests.browser.screen import Screen, Step, Words, button, click, field
from tests.cards.counter import done
from tests.world import Shop

INVITED = "ines.martel@example.org"
"""Nobody else's: whoever has an account already is asked to sign in."""


@dataclass(frozen=True)
class TeamStage:
    tablet: httpx.AsyncClient
    """Stands at the counter; nobody is signed in on it."""
    held: httpx.AsyncClient
    """Another one, on which the cashier is signed in by PIN."""
    invitation: str
    protected: str
    """The address of the manager, who is asked for a code after the password."""


async def set_up_team(shop: Shop) -> TeamStage:
    main = await place(shop, "Rue des Martyrs")
    stall = await place(shop, "Marché du samedi")
    await closed(shop, await place(shop, "Gare de l’Est"))
    tablet, held = await standing(shop, main), await standing(shop, stall)
    await added(shop, main)
    gone = await added(shop, stall)
    api = await shop.client("owner")
    assert (await api.delete(f"/v1/devices/{gone['id']}")).status_code == 204
    await give_pin(shop, "owner")
    await at_counter(shop, held)
    await with_an_app(await shop.browser("manager"))
    invitation = await invited(shop, INVITED, timedelta(days=7))
    await invited(shop, "ancien.stagiaire@example.org", -timedelta(days=1))
    return TeamStage(tablet.browser, held.browser, invitation, shop.team["manager"].email)


async def standing(shop: Shop, location_id: str) -> Tablet:
    """A paired device; without the route, which counts how often an address pairs."""
    device = await added(shop, location_id)
    async with shop.db() as db:
        code = device["pairing_code"]
        cookie = await devices.pair(db, shop.world.settings, code, "Chrome/140 Android")
    browser = shop.world.connect()
    browser.cookies.set("carnet-device", cookie)
    return Tablet(device["id"], location_id, browser)


async def closed(shop: Shop, location_id: str) -> None:
    api = await shop.client("owner")
    path = f"/v1/locations/{location_id}"
    etag = (await api.get(path)).headers["ETag"]
    done(await api.patch(path, json={"active": False}, headers={"If-Match": etag}), 200)


async def with_an_app(browser: httpx.AsyncClient) -> None:
    secret = done(await browser.post("/v1/me/totp"))["secret"]
    code = pyotp.TOTP(secret).now()
    done(await browser.post("/v1/me/totp/confirmation", json={"code": code}), 200)


async def invited(shop: Shop, email: str, lasts: timedelta) -> str:
    """The address that the link of the mail leads to."""
    secret = new_token()
    async with shop.db() as db:
        db.add(
            Invitation(
                id=uuid7(),
                email=email,
                role="cashier",
                location_ids=[],
                language="fr",
                invited_by=shop.team["owner"].membership_id,
                token_hash=digest(secret),
                expires_at=now() + lasts,
            )
        )
    return f"/invitation#{merchant_tokens.joined(shop.id, secret)}"


def of_team(shop: Shop, empty: Shop, team: TeamStage) -> list[Screen]:
    settings, account = "/settings/team", "/settings/account"
    locations = "/settings/locations"
    pair = ("Associer un appareil", "Pair a device")
    app = ("Configurer", "Set up")
    edit = ("Modifier Owner", "Edit Owner")
    pin = ("Changer le code du comptoir", "Change the counter PIN")
    leave = ("Quitter l’équipe", "Leave the team")
    return [
        Screen("team", settings, shop, primary="Invite"),
        Screen("team, just begun", settings, empty, primary="Invite"),
        Screen("team, seen by a cashier", settings, shop, "cashier"),
        Screen("invite", settings, shop, then=click(("Inviter", "Invite"))),
        Screen("member", settings, shop, then=click(("Modifier Cashier", "Edit Cashier"))),
        Screen("counter PIN", settings, shop, then=click(edit, pin)),
        Screen("leaving the team", settings, shop, then=click(edit, leave)),
        Screen("invitation", team.invitation, primary="Join the team"),
        Screen("invitation, somebody else", team.invitation, shop, primary="Change account"),
        Screen("invitation, too late", "/invitation#0123456789", primary="Sign in"),
        Screen("locations and devices", locations, shop, primary="Add a location"),
        Screen("locations, none", locations, empty, primary="Add a location"),
        Screen("locations, seen by a cashier", locations, shop, "cashier"),
        Screen(
            "location",
            locations,
            shop,
            then=click(("Modifier Rue des Martyrs", "Edit Rue des Martyrs")),
        ),
        Screen("pair a device", locations, shop, then=click(pair)),
        Screen("pairing code", locations, shop, then=pairing_code),
        Screen("revoke", locations, shop, then=click(("Révoquer Tablette", "Revoke Tablette"))),
        Screen("second factor, on", account, shop, "manager", primary="New codes"),
        Screen("second factor, an app", account, shop, then=click(app)),
        Screen("second factor, removed", account, shop, "manager", then=remove_app),
        Screen("sign in, second step", "/sign-in", then=second_step(team), primary="Confirm"),
        Screen("desk on a counter device", "/customers", browser=team.held),
    ]


def at_device(team: TeamStage) -> list[Screen]:
    pair = ("Associer cet appareil", "Pair this device")
    return [
        Screen("pairing", "/counter", then=pairing(pair), primary="Pair"),
        Screen("sign in, second step", "/counter", then=second_step(team), primary="Confirm"),
        Screen("who is at the counter", "/counter", browser=team.tablet, primary="C"),
        Screen("PIN", "/counter", browser=team.tablet, then=pin_pad),
        Screen("PIN, wrong", "/counter", browser=team.tablet, then=wrong_pin),
        Screen("home on a device", "/counter", browser=team.held, primary="Scan a card"),
        Screen("menu on a device", "/counter", browser=team.held, then=click(("Menu", "Menu"))),
    ]


async def pairing_code(page: Page) -> None:
    await click(("Associer un appareil", "Pair a device"))(page)
    await field(page, ("Nom de l’appareil", "Name of the device")).fill("Tablette de la caisse")
    await button(page, ("Obtenir un code", "Get a code")).click()
    await page.get_by_role("dialog").get_by_text(re.compile("^[0-9A-Z]{4}-[0-9A-Z]{4}$")).wait_for()


async def remove_app(page: Page) -> None:
    await button(page, ("Supprimer", "Remove")).click()
    await page.get_by_role("dialog").wait_for()


def second_step(team: TeamStage) -> Step:
    async def step(page: Page) -> None:
        await field(page, ("Adresse e-mail", "E-mail address")).fill(team.protected)
        await page.locator("input[type=password]").fill(PASSWORD)
        await button(page, ("Se connecter", "Sign in")).click()
        await field(page, ("Code à six chiffres", "Six-digit code")).wait_for()

    return step


def pairing(words: Words) -> Step:
    async def step(page: Page) -> None:
        await button(page, words).click()
        await field(page, ("Code d’association", "Pairing code")).wait_for()

    return step


async def pin_pad(page: Page) -> None:
    await page.get_by_role("button", name="Owner").click()
    await page.get_by_role("button", name="5", exact=True).wait_for()
    await page.keyboard.type("27")


async def wrong_pin(page: Page) -> None:
    await pin_pad(page)
    await page.keyboard.type("2727")
    await button(page, ("Ouvrir le comptoir", "Open the counter")).click()
    await page.get_by_role("alert").wait_for()
