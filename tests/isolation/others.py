"""A merchant who has one of everything, and every way to name it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select
from uuid_utils.compat import uuid7

from api.accounts.models import ApiKey
from api.billing.models import Checkout, Invoice
from api.core import clock
from api.customers import duplicates
from api.privacy.access.models import Intake
from api.privacy.retention.models import RetentionStop
from tests.alerts.given import an_alert
from tests.cards.counter import at, done
from tests.isolation.bodies import BODIES, SENT
from tests.world import GivenCard, GivenProgram, Shop, World, key

LETTER = {"subject": "Lettre", "body": "Bonjour", "audience": {"kind": "everyone"}}


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


async def furnished(world: World) -> Others:
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
