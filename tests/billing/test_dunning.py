"""Not paid: mails on the set days, then the office is read-only; paid, and all is back."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default
from itertools import pairwise

import pytest

from api.billing import daily
from api.core import jobs
from api.core.tenancy import enter
from tests.billing.stage import Stage

pytestmark = pytest.mark.xdist_group("jobs")


async def a_day(stage: Stage) -> None:
    async with stage.shop.world.database.session() as db:
        await enter(db, stage.shop.id)
        await jobs.enqueue(db, daily.DAY)
    await stage.work()


def mails(stage: Stage) -> list[EmailMessage]:
    """Those that have come since this was asked last, oldest first."""
    found = []
    folder = stage.settings.mail_folder
    for path in sorted(folder.glob("*.eml")) if folder.exists() else []:
        message = email.message_from_bytes(path.read_bytes(), policy=default)
        assert isinstance(message, EmailMessage)
        found.append(message)
        path.unlink()
    return found


def subjects(stage: Stage) -> list[str]:
    return [str(one["Subject"]).replace("\N{NO-BREAK SPACE}", " ") for one in mails(stage)]


async def test_from_the_first_failure_to_the_payment(stage: Stage) -> None:
    subscription = await stage.subscribe()
    subjects(stage)
    stage.stripe.decline_next(subscription["customer"])
    await stage.advance(days=31)
    await stage.hear()
    shown = await stage.shown()
    assert (shown["plan"], shown["state"]) == ("starter", "past_due")
    assert shown["read_only_on"] > shown["past_due_since"]
    assert shown["read_only_since"] is None
    heard = subjects(stage)
    assert "Au Bon Pain : le paiement de l’abonnement a échoué" in heard
    by_day = {}
    for day in range(1, 17):
        await stage.advance(days=1)
        await stage.hear()
        await a_day(stage)
        by_day[day] = subjects(stage)
    reminded = [day for day, heard in by_day.items() if any("en attente" in one for one in heard)]
    assert len(reminded) == 3
    assert [later - sooner for sooner, later in pairwise(reminded)] == [4, 5]
    assert all(len(heard) <= 1 for heard in by_day.values())
    (closed,) = [day for day, heard in by_day.items() if any("lecture seule" in h for h in heard)]
    assert closed in (13, 14)
    shown = await stage.shown()
    assert (shown["plan"], shown["state"]) == ("starter", "unpaid")
    assert shown["read_only_since"] == shown["read_only_on"]
    stage.stripe.decline_next(subscription["customer"], 0)
    stage.stripe.new_card(subscription["customer"])
    stage.stripe.pay_open(subscription["customer"])
    await stage.hear()
    shown = await stage.shown()
    assert (shown["state"], shown["read_only_on"], shown["past_due_since"]) == (
        "active",
        None,
        None,
    )
    assert any("réglée" in one for one in subjects(stage))


async def test_after_days_without_a_worker_one_mail_goes_out(stage: Stage) -> None:
    subscription = await stage.subscribe()
    stage.stripe.decline_next(subscription["customer"])
    await stage.advance(days=31)
    await stage.advance(days=9)
    subjects(stage)
    await stage.hear()
    assert len([one for one in subjects(stage) if "paiement" in one]) == 1


async def test_the_end_of_the_trial_is_announced_once(stage: Stage) -> None:
    await stage.subscribe()
    assert subjects(stage) == []
    await stage.advance(days=28)
    await stage.hear()
    await a_day(stage)
    (heard,) = mails(stage)
    assert heard["To"] == stage.shop.team["owner"].email
    assert "votre essai se termine" in heard["Subject"]
    body = heard.get_body(("plain",))
    assert body
    assert "19,00" in body.get_content()
    assert f"{stage.settings.origin}/subscription" in body.get_content()


async def test_a_lost_announcement_is_made_by_the_clock(stage: Stage) -> None:
    await stage.subscribe()
    await stage.advance(days=28)
    stage.deliveries.drop()
    await a_day(stage)
    assert len(subjects(stage)) == 1


async def test_a_payment_that_the_bank_wants_confirmed(stage: Stage) -> None:
    subscription = await stage.subscribe()
    stage.stripe.require_action(subscription["customer"])
    await stage.advance(days=31)
    await stage.hear()
    asked = [one for one in mails(stage) if "votre banque attend" in one["Subject"]]
    assert len(asked) == 1
    body = asked[0].get_body(("plain",))
    assert body
    assert stage.stripe.url in body.get_content()


async def test_an_end_is_confirmed_once(stage: Stage) -> None:
    await stage.subscribe()
    await stage.cancel()
    await stage.hear()
    assert [one for one in subjects(stage) if "prendra fin" in one]
    await stage.advance(days=31)
    await stage.hear()
    await a_day(stage)
    assert [one for one in subjects(stage) if "abonnement" in one] == []
