"""The deadlines in calendar programs."""

from __future__ import annotations

from api.core.http.access_log import without_secrets
from api.privacy.requests.feed import _folded
from tests.cards.counter import done, refused
from tests.privacy.requests.desk import Desk, desk
from tests.world import World

CALENDAR = "/v1/privacy/calendar"


async def address(at: Desk) -> str:
    made: str = done(await at.client.post(f"{CALENDAR}/address"))["address"]
    return made


async def test_who_has_the_address_reads_the_days_and_no_person(world: World) -> None:
    at = await desk(world)
    asked = await at.ask("erasure", details="Tout, et vite.")
    answer = await world.connect().get(await address(at))
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    lines = answer.text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert f"DTSTART;VALUE=DATE:{asked['due_on'].replace('-', '')}" in lines
    assert "SUMMARY:Dernier jour : droit à l’effacement" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    for word in ("Camille", "Moreau", "vite", str(at.customer_id), at.email or "@"):
        assert word not in answer.text
    await at.take("refusal", {"ground": "law", "reason": "Non."})
    assert "VEVENT" not in (await world.connect().get(await address(at))).text


async def test_the_address_is_revoked_by_a_new_one_and_by_revoking(world: World) -> None:
    at = await desk(world)
    anybody = world.connect()
    first = await address(at)
    second = await address(at)
    refused(await anybody.get(first), 404, "FEED_NOT_FOUND")
    assert (await anybody.get(second)).status_code == 200
    assert done(await at.client.get(CALENDAR), 200)["feed_made_at"]
    assert (await at.client.delete(f"{CALENDAR}/address")).status_code == 204
    refused(await anybody.get(second), 404, "FEED_NOT_FOUND")
    assert done(await at.client.get(CALENDAR), 200)["feed_made_at"] is None


async def test_an_address_opens_its_own_shops_calendar(world: World) -> None:
    one, other = await desk(world), await desk(world)
    secret = (await address(one)).rpartition("/")[2]
    theirs = f"/v1/public/{other.shop.slug}/deadlines/{secret}"
    refused(await world.connect().get(theirs), 404, "FEED_NOT_FOUND")
    nowhere = f"/v1/public/nobody/deadlines/{secret}"
    refused(await world.connect().get(nowhere), 404, "FEED_NOT_FOUND")


async def test_no_log_keeps_the_secret(world: World) -> None:
    secret = (await address(at := await desk(world))).rpartition("/")[2]
    path = f"/v1/public/{at.shop.slug}/deadlines/{secret}"
    assert secret not in without_secrets(path)


async def test_holidays_are_the_shops_country_or_its_choice(world: World) -> None:
    at = await desk(world, time_zone="Europe/Brussels")
    assert done(await at.client.get(CALENDAR), 200)["holidays"] == "be"
    at = await desk(world)
    assert done(await at.client.get(CALENDAR), 200)["holidays"] == "fr"
    body = {"holidays": "fr-alsace-moselle"}
    assert done(await at.client.put(CALENDAR, json=body), 200) == body | {"feed_made_at": None}
    # 25 November 2025 + 1 month: Christmas, then 26 December is one more there.
    asked = await at.ask("access", received_at="2025-11-25T10:00:00+01:00")
    assert asked["due_on"] == "2025-12-29"
    done(await at.client.put(CALENDAR, json={"holidays": "fr"}), 200)
    asked = await at.ask("access", received_at="2025-11-25T10:00:00+01:00")
    assert asked["due_on"] == "2025-12-26"


def test_long_lines_are_folded_between_characters() -> None:
    line = "SUMMARY:" + "é" * 100
    folded = _folded(line)
    parts = folded.split("\r\n ")
    assert "".join(parts) == line
    assert all(len(part.encode()) <= 74 for part in parts[1:])
    assert len(parts[0].encode()) <= 75
