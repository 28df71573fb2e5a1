"""Nobody reads or changes another merchant's row, by any route. The routes are taken from the
application itself, so that a new one is tried without anybody remembering it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image
from sqlalchemy import select
from uuid_utils.compat import uuid7

from api.accounts.models import ApiKey, Device, Invitation, Location, MemberPin, Session
from api.billing.models import Checkout, Invoice
from api.cards.models import Card, Entry, Hold
from api.core import clock
from api.core.events import Event
from api.customers import duplicates
from api.customers.models import Customer
from api.exports.models import Export
from api.imports.models import Import
from api.privacy.access.models import Extract, Intake, Takeout
from api.privacy.models import PrivacyRequest
from api.privacy.retention.models import RetentionStop
from api.programs.models import Program
from tests.alerts.given import an_alert
from tests.cards.counter import at, done
from tests.world import GivenCard, GivenProgram, Shop, World, key

PICTURE = io.BytesIO()
Image.new("RGB", (8, 8), "teal").save(PICTURE, "PNG")
SENT = dict.fromkeys(("put_photo", "put_logo"), PICTURE.getvalue())
"""What is sent as it is."""

BODIES: dict[str, dict[str, Any]] = {
    "earn": {"units": 1},
    "redeem": {"reward_id": "{reward}"},
    "adjust": {"delta": 1, "reason": "Geste"},
    "reverse": {"entry_id": "{entry}"},
    "preview_sale": {},
    "create_sale": {"units": 1},
    "weigh_program_change": {"name": "Autre nom"},
    "simulate_sale": {"sale": {"amount": 1250}},
    "create_hold": {"units": 1},
    "close_card": {"reason": "Perdue"},
    "change_campaign": {"subject": "Autre"},
    "send_campaign": {},
    "change_program": {"name": "Autre nom"},
    "close_program": {"redeem_until": (date.today() + timedelta(days=30)).isoformat()},
    "change_customer": {"first_name": "Autre"},
    "change_member": {"role": "cashier"},
    "explain_alert": {"note": "Fête"},
    "set_pin": {"pin": "274961"},
    "change_location": {"name": "Autre nom"},
    "restrict_customer": {"reason": "accuracy"},
    "announce_lifting": {"how": "told"},
    "record_consent": {"purpose": "marketing_email", "granted": True},
    "map_import": {"mapping": {"0": "first_name"}},
    "erase_customer": {"plan_digest": "0" * 64},
    "link_privacy_request": {"customer_id": "{customer}"},
    "identify_requester": {"by": "counter"},
    "qualify_privacy_request": {"kind": "access"},
    "approve_privacy_request": {"plan_digest": "x"},
    "answer_privacy_request": {},
    "extend_privacy_request": {"reason": "Complexe"},
    "refuse_privacy_request": {"ground": "law", "reason": "Non"},
}
"""What each route takes, so that it is the id and nothing else that is refused."""

LETTER = {"subject": "Lettre", "body": "Bonjour", "audience": {"kind": "everyone"}}
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


@dataclass
class Others:
    """What belongs to the other merchant, as the parameters of paths."""

    shop: Shop
    program: GivenProgram
    card: GivenCard
    entry_id: str
    hold_id: str
    key_id: UUID
    location_id: str
    device_id: str
    invitation_id: str
    import_id: str
    export_id: str
    extract_id: str
    takeout_id: str
    intake_id: str
    merge_id: str
    duplicate_id: str
    checkout_id: str
    erasure_id: str
    request_id: str
    stop_id: str
    legal_hold_id: str
    campaign_id: str
    alert_id: str

    def names(self, parameter: str) -> list[str]:
        """Every way to name the other merchant's thing in a path."""
        return {
            "card": [str(self.card.id), self.card.code, self.card.number],
            "program_id": [str(self.program.id)],
            "customer_id": [str(self.card.customer_id)],
            "hold_id": [self.hold_id],
            "key_id": [str(self.key_id)],
            "member_id": [str(self.shop.team["cashier"].membership_id)],
            "location_id": [self.location_id],
            "device_id": [self.device_id],
            "invitation_id": [self.invitation_id],
            "import_id": [self.import_id],
            "export_id": [self.export_id],
            "extract_id": [self.extract_id],
            "takeout_id": [self.takeout_id],
            "intake_id": [self.intake_id],
            "merge_id": [self.merge_id],
            "duplicate_id": [self.duplicate_id],
            "checkout_id": [self.checkout_id],
            "erasure_id": [self.erasure_id],
            "request_id": [self.request_id],
            "stop_id": [self.stop_id],
            "legal_hold_id": [self.legal_hold_id],
            "campaign_id": [self.campaign_id],
            "alert_id": [self.alert_id],
        }[parameter]

    def fill(self, path: str) -> str:
        """The path with a name of the other merchant's wherever one is missing."""
        return re.sub(r"{(\w+)}", lambda found: self.names(found[1])[0], path)

    def sent(self, operation: str) -> dict[str, Any]:
        if operation in SENT:
            return {"content": SENT[operation]}
        return {"json": self.body(operation)}

    def body(self, operation: str) -> dict[str, Any] | None:
        filled = {"{reward}": str(self.program.rewards[0]), "{entry}": self.entry_id}
        filled["{customer}"] = str(self.card.customer_id)
        body = BODIES.get(operation)
        return body and {name: filled.get(str(value), value) for name, value in body.items()}


@pytest.fixture
async def others(world: World) -> Others:
    shop = await world.shop(name="L'autre commerce")
    program = await shop.program(1)
    card = await shop.card(program)
    entry = done(await (await at(shop)).earn(card, units=2))
    held = await (await shop.client()).post(f"{card.path}/holds", json={"units": 1}, headers=key())
    await shop.api_key()
    async with shop.db() as db:
        key_id = (await db.scalars(select(ApiKey.id))).first()
    assert key_id
    client = await shop.client()
    imported = done(await client.post("/v1/imports", content=b"Prenom\nCamille\n"))
    exported = done(await client.post("/v1/exports", json={"what": "cards", "format": "csv"}))
    whose = {"customer_id": str(card.customer_id)}
    extract = done(await client.post("/v1/extracts", json=whose))
    takeout = done(await client.post("/v1/takeouts", json={}))
    intake = Intake(id=uuid7(), size=1, actor_kind="member")
    stop = RetentionStop(id=uuid7(), rule="user.expiry", table_name="x", announced=1, found=9)
    async with shop.db() as db:
        db.add_all((intake, stop, alert := an_alert(shop.team["cashier"].membership_id)))
    merge_id, duplicate_id = await merged_and_alike(shop, client)
    place = done(await client.post("/v1/locations", json={"name": "Ailleurs"}))["id"]
    tablet = {"name": "Tablette", "location_id": place}
    device = done(await client.post("/v1/devices", json=tablet))["id"]
    guest = {"email": f"guest.{place}@autre.example", "role": "cashier"}
    invitation = done(await client.post("/v1/invitations", json=guest))["id"]
    asked = {"customer_id": str(card.customer_id), "kind": "access"}
    return Others(
        shop,
        program,
        card,
        entry["id"],
        done(held)["id"],
        key_id,
        place,
        device,
        invitation,
        imported["id"],
        exported["id"],
        extract["id"],
        takeout["id"],
        str(intake.id),
        merge_id,
        duplicate_id,
        await bought(shop),
        await leaving(shop, client),
        done(await client.post("/v1/privacy/requests", json=asked))["id"],
        str(stop.id),
        await disputed(shop, client),
        done(await client.post("/v1/campaigns", json=LETTER))["id"],
        str(alert.id),
    )


async def disputed(shop: Shop, client: httpx.AsyncClient) -> str:
    """A customer whose rows are held for a court."""
    held = {
        "table": "customers",
        "row_id": str(await shop.customer("Litige")),
        "reason": "Procès en cours",
        "until": (clock.now() + timedelta(days=30)).isoformat(),
    }
    return str(done(await client.post("/v1/privacy/holds", json=held))["id"])


async def leaving(shop: Shop, client: httpx.AsyncClient) -> str:
    """A customer whose erasure is asked for."""
    path = f"/v1/customers/{await shop.customer('Partante')}"
    plan = done(await client.post(f"{path}/erasure-plan"), 200)
    asked = done(await client.post(f"{path}/erasures", json={"plan_digest": plan["digest"]}))
    return str(asked["id"])


async def bought(shop: Shop) -> str:
    """A checkout and an invoice."""
    at = clock.now()
    started = Checkout(
        id=uuid7(), key="bought-by-them", request=b"", plan="starter", interval="month",
        trial_days=30, expires_at=at,
    )  # fmt: skip
    amounts = dict.fromkeys(
        ("subtotal", "tax", "total", "amount_due", "amount_paid", "amount_refunded"), 1900
    )
    async with shop.db() as db:
        db.add(started)
        db.add(
            Invoice(
                stripe_id=f"in_{shop.id.hex}", status="paid", currency="EUR", amount_credited=0,
                disputed=False, created_at=at, period_start=at, period_end=at, **amounts,
            )
        )  # fmt: skip
    return str(started.id)


async def merged_and_alike(shop: Shop, client: httpx.AsyncClient) -> tuple[str, str]:
    """Two customers who were merged, and two who may be."""
    for _ in range(2):
        await shop.customer("Anne", last_name="Roy", email="anne@client.example")
    one, other = str(await shop.customer("Zoé")), str(await shop.customer("Zoé"))
    order = {"keep_id": one, "merge_id": other, "keep_version": 1, "merge_version": 1}
    made = done(await client.post("/v1/merges", json=order))
    async with shop.db() as db:
        await duplicates.find(db)
    (pair,) = done(await client.get("/v1/duplicates"), 200)["items"]
    return made["id"], pair["id"]


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


async def test_ids_in_bodies(world: World, others: Others) -> None:
    shop = await world.shop()
    program = await shop.program(1)
    card = await shop.card(program)
    counter = await at(shop)
    await counter.earn(card, units=2)
    client = await shop.client("owner")
    refused = [
        await client.post("/v1/cards", json={"program_id": str(others.program.id)}),
        await client.post(
            "/v1/cards",
            json={"program_id": str(program.id), "customer_id": str(others.card.customer_id)},
        ),
        await counter.reverse(card, others.entry_id),
        await client.post(
            f"/v1/public/{shop.slug}/cards",
            json={
                "program_id": str(others.program.id),
                "first_name": "Camille",
                "phone": "06 39 98 01 02",
                "marketing_consent": False,
                "notice_version": "2026-11",
            },
        ),
    ]
    assert [answer.status_code for answer in refused] == [404] * len(refused)
    theirs = [str(others.card.id), others.card.code, others.card.number]
    held = await client.post("/v1/cards/balances", json={"cards": theirs})
    wishes = [
        {"key": "into-their-program", "program_id": str(others.program.id)},
        {
            "key": "for-their-customer",
            "program_id": str(program.id),
            "customer_id": str(others.card.customer_id),
        },
    ]
    given = await client.post("/v1/cards/bulk", json={"items": wishes})
    for answer in (held, given):
        for one in done(answer, 200)["items"]:
            assert one["problem"]["status"] == 404
    assert (await counter.redeem(card, others.program.rewards[0])).status_code == 409
    for answer, code in (
        (await counter.sale(card, {"location_id": others.location_id}), "UNKNOWN_LOCATION"),
        (
            await client.post(
                "/v1/cards", json={"program_id": str(program.id), "sponsor": others.card.number}
            ),
            "SPONSOR_NOT_FOUND",
        ),
    ):
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    changed = await client.patch(
        f"/v1/programs/{program.id}",
        json={"rewards": [{"id": str(others.program.rewards[0]), "name": "Volée", "cost": 1}]},
        headers={"If-Match": "*"},
    )
    assert changed.status_code == 422
    assert changed.json()["code"] == "UNKNOWN_REWARD"


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


async def test_naming_another_merchant(world: World, others: Others) -> None:
    for client in await clients(await world.shop()):
        answer = await client.get("/v1/cards", headers={"X-Merchant-Id": str(others.shop.id)})
        assert answer.status_code == 404
        assert answer.json()["code"] == "MERCHANT_NOT_FOUND"


async def test_the_page_token_opens_no_page_of_another_merchants(
    world: World, others: Others
) -> None:
    shop = await world.shop()
    token = {"Authorization": f"Bearer {others.card.token}"}
    client = world.connect()
    there = await client.get(f"/v1/public/{others.shop.slug}/card", headers=token)
    here = await client.get(f"/v1/public/{shop.slug}/card", headers=token)
    assert (there.status_code, here.status_code) == (200, 404)


async def test_nobody_ends_another_persons_session(world: World, others: Others) -> None:
    await others.shop.browser("owner")
    async with others.shop.db() as db:
        session_id = await db.scalar(
            select(Session.id).where(Session.user_id == others.shop.team["owner"].user_id)
        )
    client = await (await world.shop()).browser("owner")
    answer = await client.delete(f"/v1/sessions/{session_id}")
    assert answer.status_code == 404


async def test_nobody_leaves_a_team_that_is_not_theirs(world: World, others: Others) -> None:
    client = await (await world.shop()).browser("cashier")
    answer = await client.delete(f"/v1/me/memberships/{others.shop.id}")
    assert (answer.status_code, answer.json()["code"]) == (404, "MEMBER_NOT_FOUND")


async def test_another_merchants_place_is_no_place(world: World, others: Others) -> None:
    shop = await world.shop()
    client = await shop.client("owner")
    member = f"/v1/members/{shop.team['cashier'].membership_id}"
    where = {"location_ids": [others.location_id]}
    guest = {"email": f"guest.{shop.id}@ici.example", "role": "cashier"}
    refused = [
        await client.post("/v1/devices", json={"name": "x", "location_id": others.location_id}),
        await client.post("/v1/invitations", json=guest | where),
        await client.patch(member, json=where, headers={"If-Match": "*"}),
    ]
    for answer in refused:
        assert (answer.status_code, answer.json()["code"]) == (404, "LOCATION_NOT_FOUND")
