"""« My data » as the page asks for it: who one is, what is kept, what one decides."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from api.core import worker
from api.core.clock import now
from tests.cards.counter import done, refused
from tests.cards.nightly.test_warnings import Clock
from tests.mails import mails_to
from tests.world import GivenCard, Shop, World


@pytest.fixture
async def shop(world: World) -> Shop:
    return await world.shop(name="Au Bon Pain")


class Holder:
    """Somebody with the link of a card's page."""

    def __init__(self, shop: Shop, card: GivenCard) -> None:
        self.shop, self.client = shop, shop.world.connect()
        self.path = f"/v1/public/{shop.slug}"
        self.page = {"Authorization": f"Bearer {card.token}"}
        self.open: dict[str, str] = {}

    async def code(self, address: str) -> str:
        path = f"{self.path}/card/identification"
        sent = done(await self.client.post(path, headers=self.page), 202)
        assert sent["sent_to"] == f"{address[0]}•••@client.example"
        world = self.shop.world
        await worker.drain(world.database, world.settings)
        message = mails_to(world.settings.mail_folder, address)[-1]
        found = re.match(r"(\d{6})\b", message["Subject"])
        assert found
        return found[1]

    async def confirm(self, code: str) -> httpx.Response:
        path = f"{self.path}/card/access"
        return await self.client.post(path, headers=self.page, json={"code": code})

    async def identify(self, code: str) -> None:
        token = done(await self.confirm(code))["token"]
        self.open = {"Authorization": f"Bearer {token}"}

    async def data(self) -> dict[str, Any]:
        return done(await self.client.get(f"{self.path}/my-data", headers=self.open), 200)

    async def correct(self, body: dict[str, Any]) -> dict[str, Any]:
        headers = self.open | {"If-Match": "*"}
        path = f"{self.path}/my-data"
        return done(await self.client.patch(path, headers=headers, json=body), 200)

    async def post(self, what: str, body: Any = None) -> httpx.Response:
        path = f"{self.path}/my-data/{what}"
        return await self.client.post(path, headers=self.open, json=body)


async def holder_of(shop: Shop, **who: Any) -> tuple[Holder, GivenCard]:
    customer_id = await shop.customer("Zoé", **who)
    card = await shop.card(await shop.program(), customer_id=customer_id)
    return Holder(shop, card), card


def address() -> str:
    return f"zoe-{uuid4().hex}@client.example"


async def register(shop: Shop) -> list[dict[str, Any]]:
    """The merchant's closed requests."""
    client = await shop.client()
    path = "/v1/privacy/requests"
    items: list[dict[str, Any]] = done(await client.get(path, params={"status": "closed"}), 200)[
        "items"
    ]
    return items


async def test_a_code_by_mail_opens_the_data_once(shop: Shop, clock: Clock) -> None:
    mail = address()
    holder, card = await holder_of(shop, email=mail)
    refused(await holder.client.get(f"{holder.path}/my-data"), 401, "IDENTIFICATION_OVER")
    code = await holder.code(mail)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    refused(await holder.confirm(wrong), 403, "WRONG_IDENTIFICATION")
    await holder.identify(code)
    seen = await holder.data()
    assert seen["customer"]["email"] == mail
    assert [one["number"] for one in seen["cards"]] == [card.number]
    refused(await holder.confirm(code), 403, "WRONG_IDENTIFICATION")
    clock(timedelta(minutes=31))
    answer = await holder.client.get(f"{holder.path}/my-data", headers=holder.open)
    refused(answer, 401, "IDENTIFICATION_OVER")


async def test_a_code_grows_old_and_a_newer_one_voids_it(shop: Shop, clock: Clock) -> None:
    mail = address()
    holder, _ = await holder_of(shop, email=mail)
    first, second = await holder.code(mail), await holder.code(mail)
    if first != second:
        refused(await holder.confirm(first), 403, "WRONG_IDENTIFICATION")
    clock(timedelta(minutes=16))
    refused(await holder.confirm(second), 403, "WRONG_IDENTIFICATION")


async def test_guessing_is_slow(shop: Shop) -> None:
    holder, _ = await holder_of(shop, email=address())
    answers = [await holder.confirm(f"{n:06}") for n in range(8)]
    assert answers[-1].status_code == 429


async def test_the_counter_gives_a_code_where_no_mail_is_known(shop: Shop) -> None:
    holder, card = await holder_of(shop)
    asked = await holder.client.post(f"{holder.path}/card/identification", headers=holder.page)
    refused(asked, 409, "NO_ADDRESS")
    member = await shop.browser("cashier")
    path = f"/v1/customers/{card.customer_id}/identification"
    await holder.identify(done(await member.post(path))["code"])
    assert (await holder.data())["customer"]["first_name"] == "Zoé"


async def test_a_card_of_nobodys_has_no_data(shop: Shop) -> None:
    card = await shop.card(await shop.program(), anonymous=True)
    holder = Holder(shop, card)
    asked = await holder.client.post(f"{holder.path}/card/identification", headers=holder.page)
    refused(asked, 409, "NOBODYS_CARD")
    path = f"{holder.path}/card/consents"
    assert done(await holder.client.get(path, headers=holder.page), 200)["known"] is False


async def test_stopping_news_takes_one_click_and_no_code(shop: Shop) -> None:
    holder, card = await holder_of(shop, email=address())
    client = await shop.client()
    consents = f"/v1/customers/{card.customer_id}/consents"
    done(await client.post(consents, json={"purpose": "marketing_email", "granted": True}))
    path = f"{holder.path}/card"
    for _ in range(2):
        answer = await holder.client.post(f"{path}/withdrawal", headers=holder.page)
        assert answer.status_code == 204
    seen = done(await holder.client.get(f"{path}/consents", headers=holder.page), 200)
    assert seen["consents"]["marketing_email"] is False
    events = done(await client.get(consents), 200)["items"]
    assert [(one["granted"], one["channel"]) for one in events] == [(False, "card"), (True, "api")]


async def identified(shop: Shop, **who: Any) -> tuple[Holder, GivenCard]:
    mail = address()
    holder, card = await holder_of(shop, email=mail, **who)
    await holder.identify(await holder.code(mail))
    return holder, card


async def test_a_correction_reaches_the_notebook_and_those_who_follow(shop: Shop) -> None:
    holder, card = await identified(shop)
    body = {"last_name": "Morel", "phone": "06 39 98 01 66"}
    answer = await holder.correct(body)
    assert answer["customer"]["phone"] == "+33639980166"
    client = await shop.client()
    seen = done(await client.get(f"/v1/customers/{card.customer_id}"), 200)
    assert seen["last_name"] == "Morel"
    events = done(await client.get("/v1/events"), 200)["items"]
    (changed,) = (one for one in events if one["type"] == "customer.changed")
    assert changed["data"]["fields"] == ["last_name", "phone"]
    trail = done(await client.get("/v1/audit-events?action=customer.rectified"), 200)["items"]
    assert trail[0]["facts"]["fields"] == ["last_name", "phone"]


async def test_restricting_and_correcting_by_oneself(shop: Shop) -> None:
    holder, card = await identified(shop)
    assert (await holder.post("restriction", {"reason": "accuracy"})).status_code == 204
    client = await shop.client()
    seen = done(await client.get(f"/v1/customers/{card.customer_id}"), 200)
    assert seen["restricted_at"]
    body = {"first_name": "Zélie"}
    await holder.correct(body)
    given = await holder.post("consents", {"purpose": "marketing_email", "granted": True})
    refused(given, 409, "CUSTOMER_RESTRICTED")


async def test_objecting_and_agreeing_again_by_oneself(shop: Shop) -> None:
    holder, card = await identified(shop)
    mail = (await holder.data())["customer"]["email"]
    assert (await holder.post("objection")).status_code == 204
    left = (await holder.data())["customer"]
    assert (left["email"], left["first_name"]) == (None, "Zoé")
    (asked,) = await register(shop)
    assert (asked["kind"], asked["state"], asked["channel"]) == ("objection", "answered", "page")
    back = {"email": mail}
    again = (await holder.correct(back))["customer"]
    assert again["objected_at"]
    done(await holder.post("consents", {"purpose": "marketing_email", "granted": True}))
    agreed = (await holder.data())["customer"]
    assert agreed["objected_at"] is None
    assert agreed["consents"]["marketing_email"] is True
    client = await shop.client()
    seen = done(await client.get("/v1/customers", params={"consent": "marketing_email"}), 200)
    assert [one["id"] for one in seen["items"]] == [str(card.customer_id)]


async def test_taking_the_data_along_and_having_it_erased(shop: Shop) -> None:
    holder, card = await identified(shop)
    world = shop.world
    assert done(await holder.post("export"), 202)["status"] == "running"
    await worker.drain(world.database, world.settings)
    path = f"{holder.path}/my-data/export"
    ready = done(await holder.client.get(path, headers=holder.open), 200)
    assert ready["status"] == "ready"
    bearer = {"Authorization": f"Bearer {ready['token']}"}
    file = await holder.client.post(f"{holder.path}/extract/file", headers=bearer)
    assert file.status_code == 200
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        assert "manifest.json" in archive.namelist()
    (noted,) = (await holder.data())["requests"]
    assert (noted["kind"], noted["state"]) == ("access", "answered")
    done(await holder.post("erasure"), 202)
    await worker.drain(world.database, world.settings)
    client = await shop.client()
    refused(await client.get(f"/v1/customers/{card.customer_id}"), 404, "CUSTOMER_NOT_FOUND")
    kinds = [(one["kind"], one["state"]) for one in await register(shop)]
    assert sorted(kinds) == [("access", "answered"), ("erasure", "answered")]
    assert done(await client.get("/v1/privacy/requests"), 200)["items"] == []
    answer = await holder.client.get(f"{holder.path}/my-data", headers=holder.open)
    refused(answer, 401, "IDENTIFICATION_OVER")


async def test_an_erasure_that_a_hold_forbids_is_the_merchants_to_answer(shop: Shop) -> None:
    holder, card = await identified(shop)
    client = await shop.browser("owner")
    hold = {"table": "customers", "row_id": str(card.customer_id), "reason": "litige"}
    until = {"until": (now() + timedelta(days=30)).isoformat()}
    done(await client.post("/v1/privacy/holds", json=hold | until))
    answer = done(await holder.post("erasure"), 202)
    assert (answer["state"], answer["waits_for"]) == ("asked", "hold")
    (open_,) = done(await client.get("/v1/privacy/requests"), 200)["items"]
    assert (open_["kind"], open_["next_step"]) == ("erasure", "qualify")
    (mine,) = (await holder.data())["requests"]
    assert (mine["state"], mine["waits_for"]) == ("identified", "hold")


async def test_an_erasure_that_somebody_has_to_approve_says_so(shop: Shop) -> None:
    holder, _ = await identified(shop)
    owner = await shop.browser("owner")
    done(await owner.put("/v1/erasure-rule", json={"approval": True}), 200)
    assert done(await holder.post("erasure"), 202)["waits_for"] == "approval"
    (mine,) = (await holder.data())["requests"]
    assert mine["waits_for"] == "approval"
    (row,) = done(await owner.get("/v1/erasures"), 200)["items"]
    done(await owner.post(f"/v1/erasures/{row['id']}/approval"), 200)
    (mine,) = (await holder.data())["requests"]
    assert mine["waits_for"] is None
