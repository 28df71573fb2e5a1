"""A request that reaches the operator is the merchant's: forwarded, and not answered."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from api.accounts.models import Membership
from api.core import jobs
from api.core.clock import now
from api.privacy.models import PrivacyRequest
from api.privacy.requests.forward import NoSuchMerchant, forward, wish_from
from api.privacy.requests.reminders import ESCALATE, REMIND
from api.privacy.requests.wishes import Wish
from tests.accounts.people import mailbox, text_of
from tests.cards.counter import done, refused
from tests.privacy.requests.desk import PATH, Desk, desk
from tests.world import World

Clock = Callable[[timedelta], None]
HOUR = timedelta(hours=1)


async def forwarded(at: Desk, kind: str = "erasure", **more: Any) -> PrivacyRequest:
    values: dict[str, Any] = {
        "kind": kind,
        "channel": "operator",
        "asked_by": f"Camille M., {at.email}",
    } | more
    world = at.shop.world
    wish = Wish(**values)
    return await forward(world.database, world.settings, at.shop.slug, wish, None)


async def test_the_owners_read_it_and_the_person_gets_nothing(world: World) -> None:
    at = await desk(world)
    row = await forwarded(at, details="Effacez-moi.")
    (mail,) = await mailbox(world, at.shop.team["owner"].email)
    assert f"/privacy/requests/{row.id}" in text_of(mail)
    for secret in ("Camille", "Effacez", at.email or "@client"):
        assert secret not in mail.as_string()
    (found,) = done(await at.client.get(PATH), 200)["items"]
    assert (found["channel"], found["customer_id"]) == ("operator", None)
    assert found["details"] == "Effacez-moi."
    assert found["notified_at"]
    assert await at.mails() == []


async def test_it_is_said_whose_it_is_before_anything_else(world: World) -> None:
    at = await desk(world)
    row = await forwarded(at)
    at.request = {"id": str(row.id), "version": 1}
    await at.look()
    refused(await at.try_("identification", {"by": "counter"}), 409, "PERSON_UNKNOWN")
    refused(await at.try_("identification-codes"), 409, "PERSON_UNKNOWN")
    answer = await at.client.put(
        f"{at.path}/customer",
        json={"customer_id": str(at.customer_id)},
        headers={"If-Match": f'"{at.request["version"]}"'},
    )
    at.request = done(answer, 200)
    assert at.request["customer_name"] == "Camille Moreau"
    await at.take("identification", {"by": "counter"})


async def test_nobody_has_that_address(world: World) -> None:
    wish = Wish(kind="access", channel="operator")
    with pytest.raises(NoSuchMerchant) as nobody:
        await forward(world.database, world.settings, "nobody", wish, None)
    assert nobody.value.near == []


async def test_a_shop_is_found_by_its_link_and_hinted_at_by_its_name(world: World) -> None:
    shop = await world.shop(name="Quincaillerie Zénobie")
    wish = Wish(kind="access", channel="operator")
    link = f"https://carte.example/c/{shop.slug}#A1B2"
    row = await forward(world.database, world.settings, link, wish, None)
    assert row.merchant_id == shop.id
    with pytest.raises(NoSuchMerchant) as mistyped:
        await forward(world.database, world.settings, "Zénobie", wish, None)
    assert mistyped.value.near == [shop.slug]


async def test_nothing_reaches_the_operator_tomorrow(world: World) -> None:
    wish = Wish(kind="access", channel="operator", received_at=now() + HOUR)
    with pytest.raises(ValueError, match="in the future"):
        await forward(world.database, world.settings, "any", wish, None)


@pytest.mark.parametrize(("kind", "words"), [("acess", ""), ("access", "x" * 2001)])
def test_what_the_operator_mistypes_is_refused(kind: str, words: str) -> None:
    with pytest.raises(ValueError, match=r"one of access|at most 2000"):
        wish_from(kind, "Camille", words, None)


def test_what_the_operator_types_is_kept_as_typed() -> None:
    wish = wish_from("complaint", " Camille M. ", "Deux\nlignes", None)
    assert (wish.kind, wish.channel, wish.asked_by) == ("complaint", "operator", "Camille M.")
    assert wish.details == "Deux\nlignes"


async def test_a_complaint_is_told_within_72_hours(world: World) -> None:
    at = await desk(world)
    row = await forwarded(at, "complaint")
    (mail,) = await mailbox(world, at.shop.team["owner"].email)
    assert "réclamation" in mail["Subject"]
    assert row.notice_due_at == row.received_at + 72 * HOUR
    at.request = {"id": str(row.id)}
    told = (await at.row()).notified_at
    assert told is not None
    assert told < row.notice_due_at


async def test_a_complaint_nobody_hears_is_escalated_and_then_an_alarm(
    world: World, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    at = await desk(world)
    # Nobody to tell: the owner has left.
    async with world.database.session() as db:
        await db.execute(delete(Membership).where(Membership.merchant_id == at.shop.id))
    row = await forwarded(at, "complaint", received_at=now())
    at.request = {"id": str(row.id)}
    said = []
    for hour in (0, 23, 24, 25, 47, 48, 71, 72, 73):
        clock(row.received_at + hour * HOUR + timedelta(seconds=1) - now())
        caplog.clear()
        async with at.shop.db() as db:
            await jobs.enqueue(db, ESCALATE if hour % 2 else REMIND)
        with caplog.at_level(logging.ERROR, "carnet.privacy"):
            await mailbox(world, "nobody")
        said += [(hour, "ALARM" in one.message) for one in caplog.records]
    assert said == [(24, False), (48, False), (72, True)]
    assert (await at.row()).escalated == 72


async def test_what_a_customer_complains_about_to_the_shop_has_no_such_clock(world: World) -> None:
    at = await desk(world)
    assert (await at.ask("complaint"))["notice_due_at"] is None
