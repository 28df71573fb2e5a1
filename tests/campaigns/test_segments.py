"""Who is in a segment, as of the moment of sending; and by what nobody may be chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from api.core.clock import now
from api.customers.models import Customer
from tests.campaigns.press import Press, press_of
from tests.cards.counter import done, refused
from tests.world import World, key


@pytest.fixture
async def press(world: World) -> Press:
    return await press_of(world)


async def visited(press: Press, days_ago: int | None, **who: Any) -> UUID:
    reader = await press.reader(f"Visite {days_ago}", **who)
    if days_ago is not None:
        at = now() - timedelta(days=days_ago)
        async with press.shop.db() as db:
            one = update(Customer).where(Customer.id == reader)
            await db.execute(one.values(last_visit_at=at, visits=1))
    return reader


async def reached(press: Press, audience: Any) -> set[UUID]:
    report = await press.sent(audience)
    assert report["status"] == "sent"
    return set(await press.mails(report))


async def test_visits(press: Press, clock: Callable[[timedelta], None]) -> None:
    new, old, never = (
        await visited(press, 3), await visited(press, 100), await visited(press, None)
    )  # fmt: skip
    assert await reached(press, {"kind": "recent", "days": 30}) == {new}
    assert await reached(press, {"kind": "lapsed", "days": 90}) == {old}
    # Drafted today, sent when the other has been away for as long.
    campaign = await press.draft({"kind": "lapsed", "days": 90})
    clock(timedelta(days=88))
    await press.dispatch(campaign)
    await press.planned(campaign)
    assert set(await press.mails(campaign)) == {new, old}
    assert never not in await press.mails(campaign)


async def test_birthdays(press: Press) -> None:
    month = now().astimezone(ZoneInfo("Europe/Paris")).month
    here = await press.reader(birthday={"month": month, "day": 3})
    other = await press.reader(birthday={"month": month % 12 + 1, "day": 3})
    assert await reached(press, {"kind": "birthday"}) == {here}
    assert await reached(press, {"kind": "birthday", "month": month % 12 + 1}) == {other}


async def test_near_a_reward(press: Press) -> None:
    program = await press.shop.program(10, max_per_operation=50)
    holders = {}
    for balance in (0, 7, 8, 9, 10):
        reader = await press.reader()
        card = await press.shop.card(program, customer_id=reader)
        if balance:
            body = {"delta": balance, "reason": "Reprise"}
            path = f"{card.path}/adjustments"
            done(await press.client.post(path, json=body, headers=key()))
        holders[balance] = reader
    audience = {"kind": "near_reward", "program_id": str(program.id), "missing": 2}
    assert await reached(press, audience) == {holders[8], holders[9]}
    audience["program_id"] = str(uuid4())
    preview = await press.client.post("/v1/segments/previews", json={"audience": audience})
    refused(preview, 404, "PROGRAM_NOT_FOUND")


async def test_tags(press: Press) -> None:
    tagged = await press.reader(tags=["Fidèle"])
    await press.reader(tags=["Fidèle du samedi"])
    assert await reached(press, {"kind": "tag", "tag": "fidèle"}) == {tagged}


@pytest.mark.parametrize("word", ["Diabétique", "sans allergies", "Halal", "Client LGBT+"])
async def test_nobody_is_chosen_by_what_is_sensitive(press: Press, word: str) -> None:
    """PROMISES, clause 11."""
    for audience in ({"kind": "tag", "tag": word}, {"kind": "list", "filter": {"tag": word}}):
        body = {"audience": audience}
        refused(await press.client.post("/v1/campaigns", json=body), 422, "SENSITIVE_SEGMENT")
        preview = await press.client.post("/v1/segments/previews", json=body)
        refused(preview, 422, "SENSITIVE_SEGMENT")


@pytest.mark.parametrize("word", ["Chocolat noir", "VIP", "Samedi", "Unionville", "Relique"])
async def test_other_words_are_the_merchants_own(press: Press, word: str) -> None:
    await press.draft({"kind": "tag", "tag": word})


@pytest.mark.parametrize("free", [{"q": "diabète"}, {"notes": "diabète"}, {"age": "minor"}])
async def test_free_text_is_no_segment(press: Press, free: dict[str, str]) -> None:
    body = {"audience": {"kind": "list", "filter": free}}
    refused(await press.client.post("/v1/segments/previews", json=body), 422, "VALIDATION")


async def test_a_program_without_the_right_learns_no_name(press: Press) -> None:
    await press.reader("Camille")
    asked: dict[str, Any] = {"name": "k", "scopes": ["campaigns:read"]}
    secret = done(await press.client.post("/v1/api-keys", json=asked))["secret"]
    client = press.shop.world.connect()
    client.headers["Authorization"] = f"Bearer {secret}"
    body = {"audience": {"kind": "everyone"}}
    counted = done(await client.post("/v1/segments/previews", json=body), 200)
    assert (counted["reached"], counted["sample"]) == (1, None)
