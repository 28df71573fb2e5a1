"""All of a merchant's data goes out, comes in elsewhere, and is the same there."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any
from zipfile import ZipFile

from PIL import Image
from sqlalchemy import select, update

from api.cards.counted import CARDS
from api.cards.models import Card
from api.core import moving, quotas
from api.core.settings import Settings
from api.customers.models import Customer
from api.privacy.access.models import IntakeChunk
from tests.cards.counter import Counter, done, refused
from tests.imports.files import Clerk, clerk_of
from tests.privacy.access.files import Unpacked
from tests.world import GivenCard, Shop, World, key

PICTURE = io.BytesIO()
Image.new("RGB", (8, 8), "teal").save(PICTURE, "PNG")
LOGO = io.BytesIO()
Image.new("RGB", (64, 64), "gold").save(LOGO, "PNG")


async def busy(world: World) -> tuple[Shop, GivenCard]:
    """A shop in which something of everything has happened."""
    shop = await world.shop(name="Le Fournil")
    client = await shop.client()
    counter = Counter(client)
    program = await shop.program(10, terms="Conditions")
    card = await shop.card(program)
    for _ in range(3):
        done(await counter.earn(card, units=4))
    done(await counter.redeem(card, program.rewards[0]))
    done(await client.post(f"{card.path}/holds", json={"units": 1}, headers=key()))
    customer = f"/v1/customers/{card.customer_id}"
    consent = {"purpose": "marketing_email", "granted": True}
    done(await client.post(f"{customer}/consents", json=consent))
    done(await client.put(f"{customer}/photo", content=PICTURE.getvalue()), 200)
    done(await client.put("/v1/merchant/logo", content=LOGO.getvalue()), 200)
    notes = {"notes": '=HYPERLINK("x")\nligne 2', "tags": ["VIP", "été"]}
    done(await client.patch(customer, json=notes, headers={"If-Match": "*"}), 200)
    done(await client.post("/v1/locations", json={"name": "Au coin"}))
    lost = await shop.card(program)
    done(await client.post(f"{lost.path}/replacement", json={}))
    one, other = [await shop.customer("Zoé", email="zoe@client.example") for _ in range(2)]
    for who in (one, other):
        done(await counter.earn(await shop.card(program, customer_id=who)))
    order = {"keep_id": str(other), "merge_id": str(one), "keep_version": 1, "merge_version": 1}
    done(await client.post("/v1/merges", json=order))
    return shop, card


async def taken_out(clerk: Clerk) -> bytes:
    asked = done(await clerk.client.post("/v1/takeouts", json={"language": "fr"}))
    await clerk.work()
    path = f"/v1/takeouts/{asked['id']}"
    ready = done(await clerk.client.get(path), 200)
    assert ready["status"] == "ready", ready
    answer = await clerk.client.get(f"{path}/file")
    assert answer.status_code == 200
    assert len(answer.content) == ready["size"]
    return answer.content


async def taken_in(clerk: Clerk, file: bytes) -> dict[str, Any]:
    asked = done(await clerk.client.post("/v1/intakes", content=file))
    await clerk.work()
    found: dict[str, Any] = done(await clerk.client.get(f"/v1/intakes/{asked['id']}"), 200)
    return found


def data(file: Unpacked) -> dict[str, str]:
    """The digests of what is to be the same on both hosts."""
    return {
        part["name"]: part["sha256"]
        for part in file.manifest["files"]
        if part["name"].startswith(("data/", "csv/", "media/", "schemas/", "merchant.json"))
    }


async def test_out_and_in_again_without_a_difference(world: World, settings: Settings) -> None:
    shop, card = await busy(world)
    file = await taken_out(await clerk_of(shop, settings))
    unpacked = Unpacked(file)
    unpacked.check()
    assert {"entries", "cards", "customers", "lots", "merges"} <= unpacked.tables.keys()
    target = await world.shop(name="Encore vide", language="en")
    clerk = await clerk_of(target, settings)
    ran = await taken_in(clerk, file)
    assert (ran["status"], ran["problem"]) == ("done", None)
    again = Unpacked(await taken_out(clerk))
    assert data(again) == data(unpacked)
    assert len([name for name in data(again) if name.startswith("media/")]) == 2
    # And it works there: the same code is scanned, the same ledger verifies, its balance counts.
    client = await target.client()
    seen = done(await client.get(f"/v1/cards/{card.code}"), 200)
    assert (seen["balance"], seen["id"]) == (2, str(card.id))
    done(await Counter(client).earn(card))
    verified = done(await client.get(f"{card.path}/ledger/verification"), 200)
    assert (verified["valid"], verified["entries"]) == (True, 5)
    photo = await client.get(f"/v1/customers/{card.customer_id}/photo")
    assert photo.status_code == 200
    settings_there = done(await client.get("/v1/merchant"), 200)
    assert settings_there["name"] == "Le Fournil"
    logo = f"/v1/public/{target.slug}/images/{settings_there['logo']}"
    assert (await client.get(logo)).headers["content-type"] == "image/webp"
    page = await client.get(
        f"/v1/public/{target.slug}/card", headers={"Authorization": f"Bearer {card.token}"}
    )
    assert page.status_code == 200
    used = done(await client.get("/v1/usage"), 200)
    assert {one["resource"]: one["used"] for one in used["items"]}["programs"] == 1


async def test_only_into_an_empty_merchant_and_only_whole(world: World, settings: Settings) -> None:
    shop, _ = await busy(world)
    file = await taken_out(await clerk_of(shop, settings))
    full = await world.shop()
    await full.customer("Ada")
    ran = await taken_in(await clerk_of(full, settings), file)
    assert (ran["status"], ran["problem"]) == ("failed", "MERCHANT_NOT_EMPTY")
    assert len((await (await full.client()).get("/v1/customers")).json()["items"]) == 1

    empty = await world.shop()
    clerk = await clerk_of(empty, settings)
    path = "/v1/intakes"
    refused(await clerk.client.post(path, content=b"PK\x03\x04 no"), 422, "NOT_A_TAKEOUT")
    for changed, problem in (
        ({"data/entries.jsonl": (b'"delta":4', b'"delta":5')}, "TAKEOUT_DAMAGED"),
        ({"merchant.json": (b"Europe/Paris", b"Europe/Rome")}, "TAKEOUT_DAMAGED"),
    ):
        ran = await taken_in(clerk, forged(file, changed))
        assert (ran["status"], ran["problem"]) == ("failed", problem)
    other = forged(file, {"schemas/cards.schema.json": (b'"balance"', b'"credit"')})
    refused(await clerk.client.post(path, content=other), 422, "TAKEOUT_OF_ANOTHER_VERSION")
    async with empty.db() as db:
        assert not (await db.scalars(select(Customer.id))).all()
        assert not (await db.scalars(select(IntakeChunk.id))).all()
    assert (await taken_in(clerk, file))["status"] == "done"


def forged(file: bytes, changes: dict[str, tuple[bytes, bytes]]) -> bytes:
    """The file with something else in it; its manifest says what it said."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(file)) as before, ZipFile(made, "w") as after:
        for name in before.namelist():
            body = before.read(name)
            if name in changes:
                assert changes[name][0] in body
                body = body.replace(*changes[name], 1)
            after.writestr(name, body)
    return made.getvalue()


async def test_a_plan_without_room_refuses(world: World, settings: Settings) -> None:
    shop, _ = await busy(world)
    file = await taken_out(await clerk_of(shop, settings))
    small = await world.shop()
    async with small.db() as db:
        await quotas.set_limits(db, {CARDS: 1})
    ran = await taken_in(await clerk_of(small, settings), file)
    assert (ran["status"], ran["problem"]) == ("failed", "PLAN_LIMIT")


async def test_rows_that_name_each_other_in_a_circle(world: World, settings: Settings) -> None:
    """A card that was sent by a card that was merged into it; and a chain from last to first."""
    shop = await world.shop()
    program = await shop.program(10)
    cards = [await shop.card(program) for _ in range(5)]
    async with shop.db() as db:
        for one, other in pairwise([*cards, cards[0]]):
            await db.execute(update(Card).where(Card.id == one.id).values(sponsor_id=other.id))
    file = await taken_out(await clerk_of(shop, settings))
    target = await clerk_of(await world.shop(), settings)
    assert (await taken_in(target, file))["status"] == "done"
    assert data(Unpacked(await taken_out(target))) == data(Unpacked(file))


async def test_the_team_but_the_owner_cannot(world: World) -> None:
    shop = await world.shop()
    for role in ("manager", "cashier", "auditor"):
        client = await shop.client(role)
        refused(await client.post("/v1/takeouts", json={}), 403, "FORBIDDEN_SCOPE")
        refused(await client.post("/v1/intakes", content=b"x"), 403, "FORBIDDEN_SCOPE")


def test_whatever_moves_leans_only_on_what_moves_too() -> None:
    moved = {model.__tablename__ for model in moving.owned() if not moving.stays(model)}
    for model in moving.owned():
        if not moving.stays(model):
            table: Any = model.__table__
            leans_on = {key.column.table.name for key in table.foreign_keys}
            assert leans_on <= moved | {"merchants"}, table.name
            assert moving.staying_columns(model).keys() <= set(table.columns.keys())


def test_what_stays_can_begin_anew() -> None:
    """A column that is left out is filled in by the database, or may be empty."""
    for model in moving.owned():
        for name in moving.staying_columns(model):
            assert model.__table__.columns[name].nullable, f"{model.__tablename__}.{name}"
