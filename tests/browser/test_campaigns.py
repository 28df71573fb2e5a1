"""The owner writes to the customers, and one of them has enough of it."""

from __future__ import annotations

import email
import re
from email.message import EmailMessage
from email.policy import default

from playwright.async_api import Page, expect
from sqlalchemy import update
from uuid_utils.compat import uuid7

from api.accounts.models import Merchant
from tests.browser.conftest import OpenShop, Visit
from tests.cards.counter import done
from tests.world import Shop

SENT = 30_000
"""The work is a job's."""


async def reader(shop: Shop, *, agreed: bool = True) -> str:
    """Somebody's address."""
    api = await shop.client()
    address = f"{uuid7().hex}@client.example"
    body = {"first_name": "Zoé", "email": address, "marketing_consent": agreed}
    done(await api.post("/v1/customers", json=body | {"allow_duplicate": True}))
    return address


def mailbox(shop: Shop, address: str) -> list[EmailMessage]:
    found = []
    for path in shop.world.settings.mail_folder.glob("*.eml"):
        content = path.read_bytes()
        if address.encode() in content:
            message = email.message_from_bytes(content, policy=default)
            assert isinstance(message, EmailMessage)
            found.append(message)
    return found


async def sent(desk: Page, subject: str, people: str) -> None:
    """Write, look at it, send it, and wait until it is gone."""
    await desk.get_by_role("button", name="New campaign").click()
    await desk.get_by_label("All customers").click()
    await desk.get_by_label("Subject").fill(subject)
    await desk.get_by_label("Text").fill("Hello {first_name},\n\nFresh bread on Sunday.")
    preview = desk.get_by_label("Preview")
    await expect(preview.get_by_text("Hello Zoé,")).to_be_visible()
    await expect(desk.get_by_text(f"{people} this mail").first).to_be_visible()
    await expect(desk.get_by_text("Draft saved")).to_be_visible()
    await desk.get_by_role("button", name="Send…").click()
    dialog = desk.get_by_role("dialog")
    await expect(dialog.get_by_text(f"{people} this mail")).to_be_visible()
    await dialog.get_by_role("button", name=re.compile("^Send to")).click()
    heading = desk.get_by_role("heading", level=1)
    await expect(heading).to_contain_text(subject)
    await expect(desk.get_by_role("heading", name="Result")).to_be_visible()
    await expect(desk.get_by_role("definition").first).to_have_text("1", timeout=SENT)


async def test_whoever_clicks_stop_is_left_in_peace(visit: Visit, open_shop: OpenShop) -> None:
    shop = await open_shop()
    async with shop.db() as db:
        contact = {"contact_email": "contact@fournil.example"}
        await db.execute(update(Merchant).where(Merchant.id == shop.id).values(**contact))
    settings = {"days_between": 1, "quiet_from": 0, "quiet_until": 0}
    api = await shop.client()
    path = "/v1/campaign-settings"
    done(await api.put(path, json=settings, headers={"If-Match": "*"}), 200)
    one, silent = await reader(shop), await reader(shop, agreed=False)

    desk = await visit("/campaigns", shop=shop)
    await sent(desk, "Sunday", "1 person gets")
    (message,) = mailbox(shop, one)
    assert mailbox(shop, silent) == []

    phone = await visit(message["List-Unsubscribe"][1:-1], width=360)
    await phone.get_by_role("button").click()
    await expect(phone.get_by_role("heading")).to_have_text(re.compile("Done|C’est fait"))

    await desk.reload()
    await expect(desk.get_by_role("definition").nth(1)).to_have_text("1")  # has said stop
    await desk.get_by_role("link", name="All campaigns").click()
    two = await reader(shop)
    await sent(desk, "Monday", "1 person gets")
    assert len(mailbox(shop, one)) == 1
    assert len(mailbox(shop, two)) == 1
