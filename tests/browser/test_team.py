"""The team: invited, with a PIN at a counter device, and with a second factor."""

from __future__ import annotations

import re

import pyotp
from playwright.async_api import CDPSession, Page, expect

from tests.browser.conftest import PASSWORD, OpenShop, Visit
from tests.browser.live import Live
from tests.browser.watch import Watch

NEWCOMER = "nina.dupont@example.org"


async def enter(desk: Page, email: str) -> None:
    await desk.get_by_label("E-mail address").fill(email)
    await desk.get_by_label("Password", exact=True).fill(PASSWORD)
    await desk.get_by_role("button", name="Sign in", exact=True).click()


async def test_an_invited_cashier_opens_the_counter_with_a_pin(
    visit: Visit, watch: Watch, open_shop: OpenShop, live: Live
) -> None:
    shop = await open_shop()
    desk = await visit("/settings/team", shop=shop)
    await desk.get_by_role("button", name="Invite", exact=True).click()
    dialog = desk.get_by_role("dialog")
    await dialog.get_by_label("E-mail address").fill(NEWCOMER)
    await dialog.get_by_role("button", name="Send the invitation").click()
    await expect(desk.get_by_text(f"Invitation sent to {NEWCOMER}.")).to_be_visible()

    link = await live.link_mailed_to(NEWCOMER, "/invitation")
    newcomer = await visit(link)
    await expect(newcomer.get_by_role("heading", level=1)).to_have_text("Au Bon Pain invites you")
    await newcomer.get_by_label("Your first name").fill("Nina")
    await newcomer.get_by_label("Password", exact=True).fill("six brioches toutes chaudes")
    await newcomer.get_by_role("button", name="Join the team").click()
    await expect(newcomer.get_by_role("heading", name="Hello Nina")).to_be_visible()

    # Links serve once.
    watch.allow("410 POST /v1/invitations/reading")
    again = await visit(link)
    await expect(again.get_by_text("It was used or cancelled")).to_be_visible()

    await desk.reload()
    await desk.get_by_role("button", name="Edit Nina").click()
    await desk.get_by_role("button", name="Choose a counter PIN").click()
    watch.allow("422 PUT /v1/members/.*/pin")
    await desk.get_by_label("PIN", exact=True).fill("1234")
    await desk.get_by_role("button", name="Save the PIN").click()
    await expect(desk.get_by_text("Too easy to guess")).to_be_visible()
    await desk.get_by_label("PIN", exact=True).fill("274961")
    await desk.get_by_role("button", name="Save the PIN").click()
    await expect(desk.get_by_text("The PIN of Nina is saved.")).to_be_visible()

    await desk.get_by_role("link", name="Locations and devices").click()
    await desk.get_by_role("button", name="Add a location").click()
    await desk.get_by_role("dialog").get_by_label("Name").fill("High Street")
    await desk.get_by_role("dialog").get_by_role("button", name="Save").click()
    await expect(desk.get_by_text("High Street is added.")).to_be_visible()
    await desk.get_by_role("button", name="Pair a device").click()
    await desk.get_by_label("Name of the device").fill("Tablet")
    await desk.get_by_role("button", name="Get a code").click()
    code = desk.get_by_role("dialog").get_by_text(re.compile(r"^[0-9A-Z]{4}-[0-9A-Z]{4}$"))
    pairing = await code.inner_text()

    tablet = await visit("/counter", width=768)
    await tablet.get_by_role("button", name="Pair this device").click()
    await tablet.get_by_label("Pairing code").fill(pairing.lower())
    await tablet.get_by_role("button", name="Pair", exact=True).click()
    await expect(tablet.get_by_role("heading", name="Who is at the counter?")).to_be_visible()
    await expect(desk.get_by_text("Tablet is paired.")).to_be_visible()

    watch.allow("401 POST /v1/device/sessions")
    await tablet.get_by_role("button", name="Nina").click()
    await expect(tablet.get_by_role("button", name="5", exact=True)).to_be_visible()
    await tablet.keyboard.type("111119")
    await tablet.get_by_role("button", name="Open the counter").click()
    await expect(tablet.get_by_role("alert")).to_be_visible()
    for digit in "274961":
        await tablet.get_by_role("button", name=digit, exact=True).click()
    await tablet.get_by_role("button", name="Open the counter").click()
    await expect(tablet.get_by_role("button", name="Scan a card")).to_be_visible()

    # The PIN opens nothing but the counter.
    await tablet.goto("/customers")
    await expect(tablet.get_by_text("This device is open with a PIN")).to_be_visible()
    await tablet.goto("/counter")
    await tablet.get_by_role("button", name="Menu").click()
    await tablet.get_by_role("button", name="Hand over", exact=True).click()
    await expect(tablet.get_by_role("heading", name="Who is at the counter?")).to_be_visible()

    await desk.get_by_role("button", name="Revoke Tablet").click()
    await desk.get_by_role("dialog").get_by_role("button", name="Revoke", exact=True).click()
    await expect(desk.get_by_text("Tablet is revoked.")).to_be_visible()
    await tablet.reload()
    await expect(tablet.get_by_label("Password")).to_be_visible()


async def test_a_code_of_the_app_is_asked_after_the_password(
    visit: Visit, watch: Watch, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    email = shop.team["manager"].email
    desk = await visit("/settings/account", shop=shop, role="manager")
    await desk.get_by_role("button", name="Set up").click()
    secret = await desk.get_by_label("Or type this key into the app").input_value()
    watch.allow("401 POST /v1/me/totp/confirmation")
    await desk.get_by_label("The code that it shows").fill("000000")
    await desk.get_by_role("button", name="Turn on").click()
    await expect(desk.get_by_text("This is not the right code.")).to_be_visible()
    await desk.get_by_label("The code that it shows").fill(pyotp.TOTP(secret).now())
    await desk.get_by_role("button", name="Turn on").click()
    codes = desk.get_by_role("dialog").get_by_role("listitem")
    await expect(codes).to_have_count(10)
    recovery = await codes.first.inner_text()
    await desk.get_by_role("button", name="I have kept them").last.click()
    await expect(desk.get_by_text("10 codes left")).to_be_visible()

    watch.allow("401 POST /v1/sessions")
    watch.allow("401 POST /v1/sessions/second-factor")
    other = await visit("/sign-in")
    await enter(other, email)
    await expect(other.get_by_role("heading", name="Second step")).to_be_visible()
    await other.get_by_label("Six-digit code").fill("000000")
    await other.get_by_role("button", name="Confirm").click()
    await expect(other.get_by_role("alert")).to_be_visible()
    await other.get_by_role("button", name="Use a recovery code").click()
    await other.get_by_label("Recovery code").fill(recovery)
    await other.get_by_role("button", name="Confirm").click()
    await expect(other.get_by_role("heading", name="Hello Manager")).to_be_visible()
    await other.goto("/settings/account")
    await expect(other.get_by_text("9 codes left")).to_be_visible()

    watch.allow("403 POST /v1/me/totp/removal")
    await other.get_by_role("button", name="Remove", exact=True).click()
    await other.get_by_label("Your password").fill("not the password")
    removal = other.get_by_role("dialog").get_by_role("button", name="Remove", exact=True)
    await removal.click()
    await expect(other.get_by_text("This is not the right password.")).to_be_visible()
    await other.get_by_label("Your password").fill(PASSWORD)
    await removal.click()
    await expect(other.get_by_text("The authenticator app is removed.")).to_be_visible()


async def _authenticator(page: Page) -> CDPSession:
    """A security key inside the browser that says yes."""
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("WebAuthn.enable")
    await devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    return devtools


async def test_a_passkey_signs_in_without_a_password_where_one_is_required(
    visit: Visit, open_shop: OpenShop, watch: Watch
) -> None:
    shop = await open_shop()
    watch.allow("403 GET /v1/.*")
    desk = await visit("/settings/account", shop=shop)
    await _authenticator(desk)
    await desk.get_by_role("button", name="Add a passkey").click()
    await desk.get_by_label("Name of the key").fill("Phone")
    await desk.get_by_role("dialog").get_by_role("button", name="Add a passkey").click()
    await desk.get_by_role("button", name="I have kept them").last.click()
    await expect(desk.get_by_text("The key “Phone” is added.")).to_be_visible()
    await desk.get_by_role("link", name="Team").click()
    await desk.get_by_role("checkbox", name="Require two-step sign-in").click()
    await expect(desk.get_by_text("is required of the whole team")).to_be_visible()

    # Whoever has none can do nothing but set one up.
    cashier = await visit("/customers", shop=shop, role="cashier")
    await expect(cashier.get_by_text("Au Bon Pain requires two-step sign-in")).to_be_visible()

    await desk.get_by_role("button", name="Sign out").click()
    await desk.get_by_role("button", name="Sign in with a passkey").click()
    await expect(desk.get_by_role("heading", name="Hello Owner")).to_be_visible()
