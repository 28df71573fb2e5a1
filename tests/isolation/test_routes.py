"""Nobody reads or changes another merchant's row, by any route. The routes are taken from the
application itself, so that a new one is tried without anybody remembering it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI
from sqlalchemy import select

from api.accounts.models import ApiKey, Device, Invitation, Location, MemberPin
from api.billing.models import Checkout, Invoice
from api.cards.models import Card, Entry, Hold
from api.core.events import Event
from api.customers.models import Customer
from api.exports.models import Export
from api.imports.models import Import
from api.privacy.access.models import Extract, Intake, Takeout
from api.privacy.models import PrivacyRequest
from api.programs.models import Program
from tests.isolation.others import Others
from tests.world import Shop, World, key

TEAM = (Location, Device, Invitation, MemberPin)
BILLING = (Checkout, Invoice)

NOT_A_MERCHANTS = {
    "read_public_merchant": "a slug is public",
    "read_public_image": "what a shop shows to everybody; another's name is tried in media",
    "join": "a slug is public; the program named in the body is tried below",
    "read_deadlines": "opened by the address's secret alone",
    "read_holder_card": "opened by the page's secret alone",
    "accept_terms": "opened by the page's secret alone",
    "read_holder_consents": "opened by the page's secret alone",
    "withdraw_consents": "opened by the page's secret alone",
    "ask_identification": "opened by the page's secret alone",
    "confirm_identification": "opened by the page's secret alone",
    "export_my_data": "opened by what a one-time code gave",
    "read_my_export": "opened by what a one-time code gave",
    "erase_my_data": "opened by what a one-time code gave",
    "read_my_data": "opened by what a one-time code gave",
    "correct_my_data": "opened by what a one-time code gave",
    "change_my_consent": "opened by what a one-time code gave",
    "restrict_my_data": "opened by what a one-time code gave",
    "object_to_use": "opened by what a one-time code gave",
    "show_unsubscription": "the link of one person's mail is signed, and says whose it is",
    "unsubscribe": "the link of one person's mail is signed, and says whose it is",
    "end_session": "a person's, not a merchant's; tried below",
    "remove_passkey": "a person's, not a merchant's",
    "read_linked_extract": "opened by the link's secret alone",
    "download_linked_extract": "opened by the link's secret alone",
    "read_account_extract": "a person's, not a merchant's; tried in privacy/access",
    "download_account_extract": "a person's, not a merchant's; tried in privacy/access",
    "choose_retention": "a rule of law has the same name for all",
    "preview_retention": "a rule of law has the same name for all",
    "leave_merchant": "a person's own membership; tried below",
    "read_account_erasure": "a person's, not a merchant's",
}


def routes_with_ids(app: FastAPI) -> list[tuple[str, str, str, str]]:
    found = []
    for path, methods in app.openapi()["paths"].items():
        for method, operation in methods.items():
            inside = [
                one["name"] for one in operation.get("parameters", []) if one.get("in") == "path"
            ]
            if inside and operation["operationId"] not in NOT_A_MERCHANTS:
                found += [(method, path, operation["operationId"], name) for name in inside]
    return found


async def everything(shop: Shop) -> list[tuple[Any, ...]]:
    """All of a merchant's rows that a request could change."""
    rows: list[tuple[Any, ...]] = []
    async with shop.db() as db:
        for model in (
            Card,
            Entry,
            Hold,
            Program,
            Customer,
            Event,
            ApiKey,
            Import,
            Export,
            Extract,
            Takeout,
            Intake,
            PrivacyRequest,
            *TEAM,
            *BILLING,
        ):
            columns = [getattr(model, column.key) for column in model.__table__.columns]
            rows += [tuple(row) for row in await db.execute(select(*columns).order_by(model.id))]
    return rows


async def clients(shop: Shop) -> list[httpx.AsyncClient]:
    """Both ways of being the owner."""
    return [await shop.client("owner"), await shop.browser("owner")]


async def test_every_route_with_an_id_knows_nothing_of_another_merchants(
    app: FastAPI, world: World, others: Others
) -> None:
    shop = await world.shop()
    before = await everything(others.shop)
    tried = 0
    for client in await clients(shop):
        for method, path, operation, parameter in routes_with_ids(app):
            for name in others.names(parameter):
                answer = await client.request(
                    method,
                    others.fill(path.replace(f"{{{parameter}}}", name)),
                    **others.sent(operation),
                    headers=key() | {"If-Match": "*"},
                )
                assert answer.status_code == 404, f"{operation} with {name}: {answer.text}"
                tried += 1
    assert tried > 50
    assert await everything(others.shop) == before


async def test_the_bodies_are_right(app: FastAPI, others: Others) -> None:
    """The same requests do something for the merchant itself; else the 404s would prove little."""
    client = await others.shop.client("owner")
    last = (
        "restrict_customer",
        "read_restriction",
        "announce_lifting",
        "lift_restriction",
        "object_for_customer",
        "archive_program",
        "delete_campaign",
        "close_card",
        "replace_card",
        "close_program",
        "revoke_device",
        "revoke_invitation",
        "remove_pin",
        "remove_member",
        "revoke_api_key",
    )
    for method, path, operation, _ in sorted(
        routes_with_ids(app), key=lambda route: last.index(route[2]) + 1 if route[2] in last else 0
    ):
        answer = await client.request(
            method,
            others.fill(path),
            **others.sent(operation),
            headers=key() | {"If-Match": "*"},
        )
        assert answer.status_code not in (400, 401, 403, 404, 405, 422), (operation, answer.text)


async def test_no_list_shows_a_row_of_another_merchants(
    app: FastAPI, world: World, others: Others
) -> None:
    shop = await world.shop()
    theirs = {
        str(one)
        for row in await everything(others.shop)
        for one in row
        if isinstance(one, UUID) and one != others.shop.id
    }
    tried = 0
    for path, methods in app.openapi()["paths"].items():
        operation = methods.get("get")
        if "{" in path or operation is None or not operation.get("security"):
            continue
        for client in await clients(shop):
            for query in ("", f"?q={others.card.number}", "?q=Client"):
                answer = await client.get(path + query)
                if answer.status_code == 401 and "apiKey" not in str(operation["security"]):
                    continue
                assert answer.status_code == 200, answer.text
                assert not {one for one in theirs if one in answer.text}, path
                tried += 1
    assert tried > 20
