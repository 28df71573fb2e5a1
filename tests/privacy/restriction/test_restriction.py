"""A restriction from the asking to the lifting, and every channel tried in between."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from api.cards.nightly import warnings
from api.core import worker
from api.core.clock import now
from tests.cards.counter import at, done, refused
from tests.cards.nightly.night import night, run
from tests.cards.nightly.test_warnings import RULES, Clock, card_of, warned
from tests.exports.test_exports import download, export, table
from tests.imports.files import clerk_of, written
from tests.mails import mails_to
from tests.world import Shop, World


@pytest.fixture
async def shop(world: World) -> Shop:
    return await world.shop(name="Au Bon Pain")


def address() -> str:
    return f"zoe-{uuid4().hex}@client.example"


def _soon(earned: dict[str, Any]) -> timedelta:
    """Until the holder has to be warned."""
    return datetime.fromisoformat(earned["expires_at"]) - now() - timedelta(days=9)


async def restrict(shop: Shop, customer_id: UUID) -> None:
    client = await shop.browser("manager")
    path = f"/v1/customers/{customer_id}/restriction"
    first = done(await client.post(path, json={"reason": "accuracy"}))
    assert done(await client.post(path, json={"reason": "unlawful"}))["id"] == first["id"]
    assert done(await client.get(path), 200)["reason"] == "accuracy"


async def test_every_channel_refuses(shop: Shop, world: World, clock: Clock) -> None:
    """Mail, segment, export, import, API, merge, tags, enrolment; the counter shows it, and the
    card's own use goes on."""
    mail = address()
    program, second = await shop.program(**RULES), await shop.program(name="Second")
    card = await card_of(shop, program, mail, True)
    assert card.customer_id
    counter = await at(shop)
    done(await counter.earn(card, units=12))
    await restrict(shop, card.customer_id)
    client, clerk = await shop.client(), await clerk_of(shop, world.settings)
    path = f"/v1/customers/{card.customer_id}"

    seen = await client.get(path)
    assert seen.json()["restricted_at"]
    match = {"If-Match": seen.headers["ETag"]}
    change = client.patch(path, json={"notes": "x"}, headers=match)
    refused(await change, 409, "CUSTOMER_RESTRICTED")
    consent = {"purpose": "marketing_post", "granted": True}
    refused(await client.post(f"{path}/consents", json=consent), 409, "CUSTOMER_RESTRICTED")
    wish = {"program_id": str(second.id), "customer_id": str(card.customer_id)}
    refused(await client.post("/v1/cards", json=wish), 409, "CUSTOMER_RESTRICTED")
    other = await shop.customer("Zoé")
    pair = {"keep_id": str(other), "merge_id": str(card.customer_id)}
    body = pair | {"keep_version": 1, "merge_version": 2}
    refused(await client.post("/v1/merges", json=body), 409, "CUSTOMER_RESTRICTED")
    segment = {"consent": "marketing_email"}
    assert done(await client.get("/v1/customers", params=segment), 200)["items"] == []
    listed = table(await download(clerk, await export(clerk, "customers")))
    assert [row["Identifiant"] for row in listed] == [str(other)]
    rows = [["Prénom", "E-mail", "Ville"], ["Zoé", mail, "Besançon"]]
    ran = await clerk.all(written(rows), on_duplicate="update")
    assert [one["code"] for one in ran["errors"]] == ["RESTRICTED"]

    shown = done(await client.get(card.path), 200)
    assert shown["customer"]["restricted"] is True
    earned = done(await counter.earn(card, units=1))
    assert earned["balance"] == 13
    clock(_soon(earned))
    await night(shop)
    # Noted for the card's page, and not mailed.
    assert [one[2] for one in (await warned(shop))[card.id]] == [False]
    assert mails_to(world.settings.mail_folder, mail) == []


async def test_a_mail_that_was_planned_before_is_not_sent(
    shop: Shop, world: World, clock: Clock
) -> None:
    mail = address()
    program = await shop.program(**RULES)
    card = await card_of(shop, program, mail, True)
    assert card.customer_id
    earned = done(await (await at(shop)).earn(card, units=12))
    clock(_soon(earned))
    await night(shop)
    ((warning_id, _, mailed),) = (await warned(shop))[card.id]
    assert mailed
    await restrict(shop, card.customer_id)
    await run(shop, warnings.mail_expiry_warning, warning_id=warning_id)
    assert mails_to(world.settings.mail_folder, mail) == []


async def test_it_is_lifted_once_the_person_knows(shop: Shop, world: World) -> None:
    mail = address()
    customer_id = await shop.customer("Zoé", email=mail, language="en")
    await restrict(shop, customer_id)
    client = await shop.browser()
    path = f"/v1/customers/{customer_id}/restriction"
    refused(await client.delete(path), 409, "PERSON_NOT_INFORMED")
    asked = done(await client.post(f"{path}/notice", json={"how": "mail"}), 202)
    assert asked["informed_at"] is None
    refused(await client.delete(path), 409, "PERSON_NOT_INFORMED")
    await worker.drain(world.database, world.settings)
    (message,) = mails_to(world.settings.mail_folder, mail)
    assert message["Subject"] == "Au Bon Pain is about to use your data again"
    assert done(await client.get(path), 200)["informed_how"] == "mail"
    assert (await client.delete(path)).status_code == 204
    refused(await client.get(path), 404, "NOT_RESTRICTED")
    assert done(await client.get(f"/v1/customers/{customer_id}"), 200)["restricted_at"] is None
    await restrict(shop, customer_id)


async def test_who_has_no_address_is_told_otherwise(shop: Shop) -> None:
    customer_id = await shop.customer("Zoé")
    await restrict(shop, customer_id)
    client = await shop.browser()
    path = f"/v1/customers/{customer_id}/restriction"
    refused(await client.post(f"{path}/notice", json={"how": "mail"}), 409, "NO_ADDRESS")
    told = done(await client.post(f"{path}/notice", json={"how": "told"}), 202)
    assert told["informed_at"]
    assert (await client.delete(path)).status_code == 204


async def test_who_may(shop: Shop) -> None:
    customer_id = await shop.customer("Zoé")
    for role in ("cashier", "auditor"):
        client = await shop.browser(role)
        for path in ("restriction", "objection"):
            answer = await client.post(
                f"/v1/customers/{customer_id}/{path}", json={"reason": "accuracy"}
            )
            refused(answer, 403, "FORBIDDEN_SCOPE")
