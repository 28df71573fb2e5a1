"""People who sign up, and what arrives in their mailbox."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

import httpx
from uuid_utils.compat import uuid7

from api.core import worker
from tests.mails import mails_to
from tests.world import Connect, World

PASSWORD = "un long mot de passe"


def address() -> str:
    """An address that nobody has used yet."""
    return f"marie.{uuid7().hex}@boulangerie.example"


def form(email_address: str, **others: Any) -> dict[str, Any]:
    return {
        "email": email_address,
        "password": PASSWORD,
        "first_name": "Marie",
        "merchant_name": "Boulangerie Mouchet",
        "language": "fr",
        "time_zone": "Europe/Paris",
    } | others


async def mailbox(world: World, email_address: str) -> list[EmailMessage]:
    """The mails to this address, oldest first, once every job has run."""
    await worker.drain(world.database, world.settings)
    return mails_to(world.settings.mail_folder, email_address)


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    text: str = body.get_content()
    return text


def token_of(message: EmailMessage, page: str) -> str:
    """The secret of the mail's link to a page."""
    found = re.search(rf"/{page}#([0-9A-Z]+)", text_of(message))
    assert found is not None, text_of(message)
    return found[1]


@dataclass
class Person:
    """Somebody who has signed up and is signed in in a browser."""

    email: str
    browser: httpx.AsyncClient
    me: dict[str, Any]

    @property
    def merchant_id(self) -> str:
        found: str = self.me["memberships"][0]["merchant_id"]
        return found


def in_browser(client: httpx.AsyncClient, answer: httpx.Response) -> dict[str, Any]:
    """Send from now on what our own pages send after this sign-in."""
    assert answer.status_code == 201, answer.text
    me: dict[str, Any] = answer.json()
    client.headers["Origin"] = str(client.base_url).rstrip("/")
    client.headers["X-CSRF-Token"] = me["csrf_token"]
    return me


async def signed_up(world: World, connect: Connect, **others: Any) -> Person:
    """The whole way through the mail."""
    client, email_address = connect(), address()
    answer = await client.post("/v1/sign-ups", json=form(email_address, **others))
    assert answer.status_code == 202, answer.text
    token = token_of((await mailbox(world, email_address))[-1], "verify")
    answer = await client.post("/v1/sign-ups/verification", json={"token": token})
    await mailbox(world, email_address)  # bidden welcome: what comes later is about something else
    return Person(email_address, client, in_browser(client, answer))


async def sign_in(
    client: httpx.AsyncClient, email_address: str, password: str = PASSWORD
) -> httpx.Response:
    return await client.post("/v1/sessions", json={"email": email_address, "password": password})
