"""Each reader gets a campaign once, whatever breaks; what stops it is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import update

from api.accounts.models import Merchant
from api.campaigns import planning, sending
from api.core import mail
from api.core.clock import now
from tests.campaigns.press import Press, press_of
from tests.cards.counter import done, refused
from tests.cards.nightly.night import run
from tests.core.test_mail import Sink, serve
from tests.quotas.plan import given, used
from tests.world import World

Clock = Callable[[timedelta], None]


@pytest.fixture
async def press(world: World) -> Press:
    return await press_of(world)


async def readers(press: Press, n: int) -> list[UUID]:
    return [await press.reader(f"Client {number}") for number in range(n)]


class Died(BaseException):
    """The process, as far as anybody can tell."""


async def test_dying_around_any_mail(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the third mail is written, and after the fifth: no second mail, none lost."""
    monkeypatch.setattr(planning, "BATCH", 3)
    everybody = await readers(press, 7)
    campaign = await press.draft()
    await press.dispatch(campaign)
    await press.planned(campaign)
    calls = 0
    hand_over = mail.hand_over

    async def dying(*args: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise Died
        outcome = await hand_over(*args)
        if calls == 6:
            raise Died
        return outcome

    monkeypatch.setattr(sending, "hand_over", dying)
    for _ in range(2):
        with pytest.raises(Died):
            await press.printed(campaign)
        assert "sending" in {state for state, _ in (await press.mails(campaign)).values()}
    report = await press.printed(campaign)
    assert report["status"] == "sent"
    assert report["counts"] | {"refused": {}} == {
        "planned": 7, "sent": 7, "unclear": 0, "failed": 0, "cancelled": 0, "refused": {},
    }  # fmt: skip
    for reader in everybody:
        assert len(await press.got(reader)) == 1
    # And a job that is run once more finds nothing to do.
    await run(press.shop, sending.send, campaign_id=UUID(campaign["id"]))
    row = await press.row(campaign)
    await run(press.shop, planning.plan, campaign_id=row.id, at=row.scheduled_at)
    for reader in everybody:
        assert len(await press.got(reader)) == 1


async def test_of_two_jobs_the_later_one_sends(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that was taken for dead and was not: it stops at its next mail."""
    everybody = await readers(press, 4)
    campaign = await press.draft()
    await press.dispatch(campaign)
    await press.planned(campaign)
    hand_over = mail.hand_over
    monkeypatch.setattr(sending, "BATCH", 50)
    taken_over = False

    async def slow(*args: Any) -> Any:
        nonlocal taken_over
        if not taken_over:
            taken_over = True
            await run(press.shop, sending.send, campaign_id=UUID(campaign["id"]))
        return await hand_over(*args)

    monkeypatch.setattr(sending, "hand_over", slow)
    report = await press.printed(campaign)
    assert report["status"] == "sent"
    for reader in everybody:
        assert len(await press.got(reader)) == 1


class Fussy(Sink):
    """Does not know one address, is too busy for another, and breaks the line for a third."""

    busy = True

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address.startswith("unknown"):
            return "550 no such mailbox"
        if address.startswith("busy") and self.busy:
            return "450 later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if envelope.rcpt_tos[0].startswith("broken"):
            server.transport.close()
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def fussy() -> Iterator[tuple[Fussy, Controller]]:
    sink = Fussy()
    controller = serve(sink)
    yield sink, controller
    controller.stop()


async def test_what_a_mail_server_says(
    press: Press, fussy: tuple[Fussy, Controller], clock: Clock
) -> None:
    # Early in a month: what is counted in it would begin anew on the day after its last one.
    clock((now().replace(day=1) + timedelta(days=40)).replace(day=10) - now())
    sink, controller = fussy
    at = f"smtp://127.0.0.1:{controller.port}"
    world = press.shop.world
    world.settings = world.settings.model_copy(update={"smtp_url": at})
    for name in ("broken", "unknown", "fine", "busy"):
        await press.reader(name, email=f"{name}@client.example")
    campaign = await press.draft()
    await press.dispatch(campaign)
    await press.planned(campaign)
    waiting = await press.printed(campaign, turns=2)
    assert waiting["status"] == "sending"
    assert {name: n for name, n in waiting["counts"].items() if n} == {
        "planned": 4, "sent": 1, "failed": 1, "unclear": 1,
    }  # fmt: skip
    clock(timedelta(hours=25))
    stopped = await press.printed(campaign, turns=1)
    assert (stopped["status"], stopped["problem"]) == ("stopped", "MAIL_SERVER")
    sink.busy = False
    await press.dispatch(campaign)
    report = await press.printed(campaign)
    assert report["status"] == "sent"
    assert report["counts"]["sent"] == 2
    received = [(to, message["Message-ID"]) for to, _, message in sink.kept]
    # The one whose line broke arrived, and nobody here knows; it is not sent a second time.
    assert sorted(to for to, _ in received) == [
        "broken@client.example", "busy@client.example", "fine@client.example",
    ]  # fmt: skip
    assert len({key for _, key in received}) == 3
    # What nobody got is not counted as a mail of the month.
    assert (await used(press.shop))["mails_per_month"] == 3


async def test_the_plans_mails(press: Press) -> None:
    await readers(press, 3)
    await given(press.shop, mails_per_month=2)
    stopped = await press.sent()
    assert (stopped["status"], stopped["problem"]) == ("stopped", "PLAN_LIMIT")
    assert stopped["counts"]["sent"] == 2
    assert (await used(press.shop))["mails_per_month"] == 2
    await given(press.shop, mails_per_month=3)
    await press.dispatch(stopped)
    report = await press.printed(stopped)
    assert (report["status"], report["problem"], report["counts"]["sent"]) == ("sent", None, 3)
    assert (await used(press.shop))["mails_per_month"] == 3


async def test_nobody_gets_two_within_days(press: Press, clock: Clock) -> None:
    (reader,) = await readers(press, 1)
    first, second = await press.draft(), await press.draft()
    for campaign in (first, second):  # both planned before either is sent
        await press.dispatch(campaign)
        await press.planned(campaign)
    assert (await press.printed(first))["counts"]["sent"] == 1
    assert (await press.printed(second))["counts"]["refused"] == {"too_soon": 1}
    assert (await press.sent())["counts"]["refused"] == {"too_soon": 1}
    assert len(await press.got(reader)) == 1
    clock(timedelta(days=7, minutes=1))
    assert (await press.sent())["counts"]["sent"] == 1


async def test_a_shared_mailbox_gets_one(press: Press) -> None:
    for address in ("famille@client.example", "Famille@client.example"):
        await press.reader(email=address)
    campaign = await press.draft()
    counted = await press.client.get(f"/v1/campaigns/{campaign['id']}/readers")
    assert done(counted, 200)["reached"] == 1
    assert done(counted, 200)["refused"] == {"same_address": 1}
    await press.dispatch(campaign)
    await press.planned(campaign)
    report = await press.printed(campaign)
    assert report["counts"]["sent"] == 1
    assert report["counts"]["refused"] == {"same_address": 1}


async def test_nothing_is_sent_at_night(world: World, clock: Clock) -> None:
    press = await press_of(world, quiet_from=21, quiet_until=7)
    (reader,) = await readers(press, 1)
    # The coming midnight in Paris, half past.
    local = now().astimezone(ZoneInfo("Europe/Paris"))
    night = local.replace(hour=0, minute=30) + timedelta(days=1)
    clock(night - local)
    waiting = await press.sent()
    assert waiting["status"] == "sending"
    assert waiting["counts"]["sent"] == 0
    ends = datetime.fromisoformat(waiting["waits_until"]).astimezone(ZoneInfo("Europe/Paris"))
    assert (ends.hour, ends.minute) == (7, 0)
    assert await press.got(reader) == []
    clock(timedelta(hours=7))
    assert (await press.printed(waiting))["counts"]["sent"] == 1


async def test_an_unpaid_shop_sends_nothing(press: Press) -> None:
    (reader,) = await readers(press, 1)
    campaign = await press.draft()
    await press.dispatch(campaign)
    await press.planned(campaign)
    async with press.shop.db() as db:
        unpaid = update(Merchant).where(Merchant.id == press.shop.id)
        await db.execute(unpaid.values(read_only_since=now()))
    stopped = await press.printed(campaign)
    assert (stopped["status"], stopped["problem"]) == ("stopped", "READ_ONLY")
    assert await press.got(reader) == []


async def test_calling_it_off_under_way(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    await readers(press, 3)
    campaign = await press.draft()
    await press.dispatch(campaign)
    await press.planned(campaign)
    monkeypatch.setattr(sending, "BATCH", 1)
    await press.printed(campaign, turns=1)
    path = f"/v1/campaigns/{campaign['id']}"
    cancelled = done(await press.client.post(f"{path}/cancellation"), 200)
    assert cancelled["status"] == "cancelled"
    assert (cancelled["counts"]["sent"], cancelled["counts"]["cancelled"]) == (1, 2)
    await run(press.shop, sending.send, campaign_id=UUID(campaign["id"]))
    assert (await press.read(campaign))["counts"]["sent"] == 1
    refused(await press.client.post(f"{path}/cancellation"), 409, "CAMPAIGN_NOT_READY")
    headers = {"If-Match": "*"}
    again = await press.client.post(f"{path}/dispatch", json={}, headers=headers)
    refused(again, 409, "CAMPAIGN_NOT_READY")
