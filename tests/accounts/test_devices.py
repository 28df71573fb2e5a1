"""Counter devices: paired by a code, bound to a place, opened by PIN, revoked from afar."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from pydantic import ValidationError
from sqlalchemy import delete, select, update

from api.accounts import remembered
from api.accounts.models import CounterSession, Device, MemberPin, Pairing
from api.accounts.pins import FREE, pause, trivial
from api.accounts.schemas.team import PinIn
from api.cards.models import Entry
from api.core.tokens import digest
from tests.accounts.people import in_browser, mailbox, text_of
from tests.accounts.team import PIN, Tablet, added, at_counter, give_pin, paired, place, type_pin
from tests.cards.counter import done, refused
from tests.world import Connect, RoleName, Shop, World, key

Clock = Callable[[timedelta], None]
WRONG = "835102"


async def test_a_code_makes_a_browser_a_device(world: World, connect: Connect) -> None:
    shop = await world.shop(name="Chez Léa")
    where = await place(shop)
    device = await added(shop, where)
    assert device["status"] == "waiting"
    code = device["pairing_code"]
    assert len(code) == 8
    browser = connect()
    spoken = f" {code[:4].lower()}-{code[4:]} "
    answer = await browser.post("/v1/devices/pairing", json={"code": spoken})
    view = done(answer)
    assert (view["id"], view["location"]["id"], view["merchant"]["name"]) == (
        device["id"],
        where,
        "Chez Léa",
    )
    # The auditor serves nobody.
    assert {one["first_name"] for one in view["members"]} == {
        "Owner",
        "Manager",
        "Cashier",
    }
    (cookie,) = answer.headers.get_list("set-cookie")
    assert cookie.startswith("carnet-device=")
    assert "HttpOnly" in cookie
    assert (await browser.get("/v1/device")).json() == view
    again = await connect().post("/v1/devices/pairing", json={"code": code})
    refused(again, 404, "PAIRING_CODE_UNKNOWN")
    (listed,) = done(await (await shop.client()).get("/v1/devices"), 200)["items"]
    assert listed["status"] == "paired"
    # By itself the device opens nothing else.
    for path in ("/v1/cards", "/v1/me", "/v1/customers"):
        refused(await browser.get(path), 401, "NOT_SIGNED_IN")


async def test_codes_and_cookies_are_kept_as_digests(world: World) -> None:
    shop = await world.shop()
    tablet = await paired(shop)
    fresh = await added(shop, tablet.location_id)
    secret = tablet.browser.cookies["carnet-device"].rpartition("_")[2]
    async with shop.db() as db:
        row = (await db.scalars(select(Device).where(Device.id == UUID(tablet.id)))).one()
        waiting = select(Pairing.code_hash).where(Pairing.device_id == UUID(fresh["id"]))
        code_hash = (await db.scalars(waiting)).one()
    assert row.token_hash == digest(secret)
    # Forty bits could be tried out: so not even a plain digest.
    assert code_hash != digest(fresh["pairing_code"])


async def test_a_code_lasts_ten_minutes_and_a_newer_one_voids_it(
    world: World, connect: Connect, clock: Clock
) -> None:
    shop = await world.shop()
    client = await shop.client()
    device = await added(shop, await place(shop))
    renewed = done(await client.post(f"/v1/devices/{device['id']}/pairing-codes"))
    old = await connect().post("/v1/devices/pairing", json={"code": device["pairing_code"]})
    refused(old, 404, "PAIRING_CODE_UNKNOWN")
    clock(timedelta(minutes=10))
    late = await connect().post("/v1/devices/pairing", json={"code": renewed["pairing_code"]})
    refused(late, 404, "PAIRING_CODE_UNKNOWN")


async def test_another_tablet_takes_the_first_ones_place(world: World) -> None:
    shop = await world.shop()
    tablet = await paired(shop)
    client = await at_counter(shop, tablet)
    path = f"/v1/devices/{tablet.id}/pairing-codes"
    code = done(await (await shop.client()).post(path))["pairing_code"]
    assert (await client.get("/v1/cards")).status_code == 200
    done(await world.connect().post("/v1/devices/pairing", json={"code": code}))
    refused(await client.get("/v1/cards"), 401, "NOT_SIGNED_IN")
    refused(await client.get("/v1/device"), 401, "DEVICE_NOT_PAIRED")


async def test_guessing_codes_is_slow(world: World, connect: Connect) -> None:
    stranger = connect()
    answers = [
        await stranger.post("/v1/devices/pairing", json={"code": f"AAAA{number:04}"})
        for number in range(13)
    ]
    assert [answer.status_code for answer in answers] == [404] * 11 + [429] * 2


async def test_a_pin_opens_the_counter_of_this_place(world: World) -> None:
    shop = await world.shop()
    tablet = await paired(shop)
    await give_pin(shop, "owner")
    answer = await type_pin(shop, tablet, "owner")
    me = in_browser(tablet.browser, answer)
    assert me["counter"]["location_id"] == tablet.location_id
    (there,) = me["memberships"]
    assert (there["merchant_id"], there["role"]) == (str(shop.id), "owner")
    assert "cards:write" in there["scopes"]
    assert not {"team:write", "cards:adjust", "keys:write"} & set(there["scopes"])
    assert (await tablet.browser.get("/v1/me")).json() == me
    session = next(one for one in answer.headers.get_list("set-cookie") if "carnet=" in one)
    assert "Max-Age=43200" in session
    card = await shop.card(await shop.program())
    stamped = await tablet.browser.post(f"{card.path}/earnings", json={"units": 1}, headers=key())
    done(stamped)
    async with shop.db() as db:
        entry = (await db.scalars(select(Entry).where(Entry.card_id == card.id))).one()
    assert str(entry.location_id) == tablet.location_id
    assert entry.actor_id == shop.team["owner"].membership_id
    assert (await tablet.browser.delete("/v1/sessions/current")).status_code == 204
    refused(await tablet.browser.get("/v1/me"), 401, "NOT_SIGNED_IN")
    assert (await tablet.browser.get("/v1/device")).status_code == 200


async def test_a_counter_session_ends_after_twelve_hours(world: World, clock: Clock) -> None:
    shop = await world.shop()
    client = await at_counter(shop, await paired(shop))
    clock(timedelta(hours=11, minutes=59))
    assert (await client.get("/v1/cards")).status_code == 200
    clock(timedelta(minutes=1))
    refused(await client.get("/v1/cards"), 401, "NOT_SIGNED_IN")


async def _revoke(shop: Shop, tablet: Tablet) -> httpx.Response:
    return await (await shop.client()).delete(f"/v1/devices/{tablet.id}")


async def _new_pin(shop: Shop, tablet: Tablet) -> httpx.Response:
    path = f"/v1/members/{shop.team['cashier'].membership_id}/pin"
    return await (await shop.browser("manager")).put(path, json={"pin": "918273"})


async def _no_pin(shop: Shop, tablet: Tablet) -> httpx.Response:
    path = f"/v1/members/{shop.team['cashier'].membership_id}/pin"
    return await (await shop.browser("manager")).delete(path)


async def _removed(shop: Shop, tablet: Tablet) -> httpx.Response:
    path = f"/v1/members/{shop.team['cashier'].membership_id}"
    return await (await shop.browser("manager")).delete(path)


async def _elsewhere(shop: Shop, tablet: Tablet) -> httpx.Response:
    path = f"/v1/members/{shop.team['cashier'].membership_id}"
    body = {"location_ids": [await place(shop, "Ailleurs")]}
    client = await shop.browser("owner")
    return await client.patch(path, json=body, headers={"If-Match": "*"})


async def _closed(shop: Shop, tablet: Tablet) -> httpx.Response:
    path = f"/v1/locations/{tablet.location_id}"
    client = await shop.browser("owner")
    return await client.patch(path, json={"active": False}, headers={"If-Match": "*"})


@pytest.mark.parametrize("end", [_revoke, _new_pin, _no_pin, _removed, _elsewhere, _closed])
async def test_what_ends_a_counter_session(world: World, end: Callable[..., Any]) -> None:
    shop = await world.shop()
    tablet = await paired(shop)
    client = await at_counter(shop, tablet)
    assert (await client.get("/v1/cards")).status_code == 200
    answer = await end(shop, tablet)
    assert answer.status_code in (200, 204), answer.text
    refused(await client.get("/v1/cards"), 401, "NOT_SIGNED_IN")
    again = await type_pin(shop, tablet, "cashier")
    assert again.status_code in (401, 404, 409), again.text


async def test_a_device_revoked_by_another_process_ends_within_seconds(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = await world.shop()
    tablet = await paired(shop)
    client = await at_counter(shop, tablet)
    assert (await client.get("/v1/cards")).status_code == 200
    async with shop.db() as db:
        await db.execute(update(Device).where(Device.id == UUID(tablet.id)).values(token_hash=None))
        await db.execute(delete(CounterSession))
    later = time.monotonic() + remembered.REMEMBERED_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    refused(await client.get("/v1/cards"), 401, "NOT_SIGNED_IN")


async def test_the_fifth_wrong_pin_locks_and_the_owners_are_told(
    world: World, clock: Clock
) -> None:
    shop = await world.shop()
    tablet = await paired(shop)
    await give_pin(shop, "cashier")
    for left in range(FREE - 1, 0, -1):
        answer = await type_pin(shop, tablet, "cashier", WRONG)
        assert refused(answer, 401, "WRONG_PIN")["tries_left"] == left
    locked = refused(await type_pin(shop, tablet, "cashier", WRONG), 429, "PIN_LOCKED")
    assert locked["retry_after"] == 60
    # The right one neither, until the wait is over.
    refused(await type_pin(shop, tablet, "cashier"), 429, "PIN_LOCKED")
    mails = await mailbox(world, shop.team["owner"].email)
    assert "Tablette" in text_of(mails[-1])
    assert "Cashier" in text_of(mails[-1])
    clock(timedelta(seconds=60))
    locked = refused(await type_pin(shop, tablet, "cashier", WRONG), 429, "PIN_LOCKED")
    assert locked["retry_after"] == 240
    clock(timedelta(seconds=240))
    assert (await type_pin(shop, tablet, "cashier")).status_code == 201
    # Forgiven: the next mistake begins anew.
    assert refused(await type_pin(shop, tablet, "cashier", WRONG), 401, "WRONG_PIN")["tries_left"]


async def test_tries_sent_at_once_do_not_overtake_the_lock(world: World) -> None:
    shop = await world.shop()
    tablet = await paired(shop)
    await give_pin(shop, "cashier")
    wrong = [f"83510{number}" for number in range(10)]
    answers = await asyncio.gather(*(type_pin(shop, tablet, "cashier", pin) for pin in wrong))
    judged = [answer for answer in answers if "tries_left" in answer.json()]
    assert len(judged) == FREE - 1
    refused(await type_pin(shop, tablet, "cashier"), 429, "PIN_LOCKED")
    async with shop.db() as db:
        row = (await db.scalars(select(MemberPin))).one()
    # Counted where no crash forgets it.
    assert row.failures == FREE
    assert row.locked_until is not None


async def test_a_new_pin_opens_the_lock(world: World) -> None:
    shop = await world.shop()
    tablet = await paired(shop)
    await give_pin(shop, "cashier")
    for _ in range(FREE):
        await type_pin(shop, tablet, "cashier", WRONG)
    await give_pin(shop, "cashier", "918273")
    assert (await type_pin(shop, tablet, "cashier", "918273")).status_code == 201


async def test_one_device_does_not_try_everybodys_pin(world: World) -> None:
    shop = await world.shop()
    tablet = await paired(shop)
    team: list[RoleName] = ["owner", "manager", "cashier", "auditor"]
    for role in team:
        await give_pin(shop, role)
    # Without the lock of the single PINs.
    statuses = []
    for number in range(24):
        async with shop.db() as db:
            await db.execute(update(MemberPin).values(failures=0, locked_until=None))
        statuses.append((await type_pin(shop, tablet, team[number % 4], WRONG)).status_code)
    assert statuses[:21] == [401] * 21
    assert 429 in statuses[21:]


async def test_members_elsewhere_are_unknown_here(world: World) -> None:
    shop = await world.shop()
    here, there = await paired(shop), await paired(shop)
    await give_pin(shop, "cashier")
    path = f"/v1/members/{shop.team['cashier'].membership_id}"
    body = {"location_ids": [there.location_id]}
    owner = await shop.browser("owner")
    done(await owner.patch(path, json=body, headers={"If-Match": "*"}), 200)
    refused(await type_pin(shop, here, "cashier"), 404, "MEMBER_NOT_FOUND")
    assert (await type_pin(shop, there, "cashier")).status_code == 201
    shown = done(await here.browser.get("/v1/device"), 200)["members"]
    assert "Cashier" not in {one["first_name"] for one in shown}


async def test_a_member_of_another_merchant_is_unknown_here(world: World) -> None:
    shop, other = await world.shop(), await world.shop()
    tablet = await paired(shop)
    await give_pin(other, "cashier")
    refused(await type_pin(other, tablet, "cashier"), 404, "MEMBER_NOT_FOUND")


async def test_a_pin_is_kept_hashed_and_peppered(world: World) -> None:
    shop = await world.shop()
    await give_pin(shop, "cashier")
    async with shop.db() as db:
        row = (await db.scalars(select(MemberPin))).one()
    assert row.pin_hash.startswith("$argon2id$")
    assert PIN not in row.pin_hash


@pytest.mark.parametrize(
    "pin", ["1111", "1234", "4321", "0123", "9876", "1212", "123123", "1984", "2025", "00000000"]
)
async def test_trivial_pins_are_refused(world: World, pin: str) -> None:
    assert trivial(pin)
    shop = await world.shop()
    path = f"/v1/members/{shop.team['cashier'].membership_id}/pin"
    answer = await (await shop.browser("cashier")).put(path, json={"pin": pin})
    assert refused(answer, 422, "VALIDATION")["errors"][0]["code"] == "trivial_pin"


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "", "١٢٣٤"])
def test_a_pin_is_four_to_eight_digits(pin: str) -> None:
    with pytest.raises(ValidationError):
        PinIn(pin=pin)


def test_each_wrong_pin_locks_for_longer_up_to_a_day() -> None:
    waits = [pause(failures) for failures in range(1, 40)]
    assert waits[: FREE - 1] == [timedelta()] * (FREE - 1)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=24)


async def test_a_place_where_something_happened_stays(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    tablet = await paired(shop)
    refused(await client.delete(f"/v1/locations/{tablet.location_id}"), 409, "LOCATION_IN_USE")
    unused = await place(shop, "Par erreur")
    assert (await client.delete(f"/v1/locations/{unused}")).status_code == 204
    refused(await client.get(f"/v1/locations/{unused}"), 404, "LOCATION_NOT_FOUND")
