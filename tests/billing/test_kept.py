"""What is kept of money, and until when: no card number anywhere, means of payment 13 months,
invoices ten years (PROMISES, clauses 16, 18, 59)."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from api.billing import daily
from api.billing.models import Invoice, StripeEvent, Subscription
from api.core.clock import now
from api.core.db import Base
from api.core.jobs import Work
from api.core.postgres.embedded import Server
from api.privacy.retention import clear, in_force
from tests.billing.stage import Stage

pytestmark = pytest.mark.xdist_group("jobs")

_DIGITS = re.compile(r"(?<![\w.-])[2-6](?:[ -]?\d){12,15}(?![\w.-])")
_SUSPECT = re.compile(r"(^|_)(card_?number|pan|cvc|cvv|iban|exp_(month|year)|brand)(_|$)")
_OF_A_CARD = re.compile(r"last_?4|fingerprint|bin")


def card_numbers(text: str) -> list[str]:
    """What has a card number's length and check digit (ISO/IEC 7812)."""
    found = []
    for one in _DIGITS.findall(text):
        digits = [int(char) for char in reversed(one) if char.isdigit()]
        doubled = [digit * 2 - 9 * (digit > 4) if odd % 2 else digit
                   for odd, digit in enumerate(digits)]  # fmt: skip
        if sum(doubled) % 10 == 0:
            found.append(one)
    return found


def test_the_scanner_finds_card_numbers() -> None:
    assert card_numbers("x 4242 4242 4242 4242 y 4000-0000-0000-9995")
    assert not card_numbers("1234 5678 9012 3456, 01a20299-8967-7256-bf3d-0750b883eb6c")


def test_no_column_could_hold_one() -> None:
    names = [column.name for table in Base.metadata.sorted_tables for column in table.columns]
    assert [name for name in names if _SUSPECT.search(name)] == []
    of_billing = [
        column.name
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith("api.billing.")
        for column in mapper.columns
    ]
    assert "payment_method" in of_billing
    assert [name for name in of_billing if _OF_A_CARD.search(name)] == []


async def test_no_card_number_anywhere(
    stage: Stage, server: Server, empty_database: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The whole life of a subscription, then all tables, all mails and the log are searched."""
    with caplog.at_level(logging.INFO):
        await stage.subscribe()
        stage.stripe.new_card(stage.subscription["customer"])
        stage.stripe.decline_next(stage.subscription["customer"], 1)
        await stage.advance(days=31)
        await stage.hear()
        await stage.change("business")
        await stage.hear()
    assert "4242" in str(stage.stripe.all("payment_method"))
    tables = [table.name for table in Base.metadata.sorted_tables]
    dump = "".join(
        server.run(f"SELECT coalesce(jsonb_agg(t), '[]') FROM {name} t", empty_database)
        for name in (*tables, "jobs.pgqueuer", "jobs.pgqueuer_log")
    )
    assert stage.subscription["id"] in dump
    mails = "".join(path.read_text() for path in stage.settings.mail_folder.glob("*.eml"))
    assert mails
    for text in (dump, mails, caplog.text):
        assert card_numbers(text) == []
        assert not re.search(r"last4|fingerprint|exp_month|\b4242\b", text)


async def test_means_of_payment_thirteen_months_invoices_ten_years(stage: Stage) -> None:
    subscription = await stage.subscribe()
    await stage.advance(days=31)
    stage.stripe.cancel_behind(subscription["id"])
    await stage.hear()
    begun = now()

    async def left(after: timedelta) -> tuple[int, int, int]:
        """Invoices, those that say how they were paid, subscriptions that do."""
        async with stage.shop.db() as db:
            at = begun + after
            for step in (await in_force.of_merchant(db, at)).steps():
                if step.table in ("invoices", "subscriptions"):
                    await clear.batch(db, step, at)
        async with stage.shop.db() as db:
            rows = select(func.count(Invoice.id), func.count(Invoice.paid_by))
            invoices, means = (await db.execute(rows)).one()
            methods = await db.scalar(select(func.count(Subscription.payment_method)))
            return invoices, means, methods or 0

    kept, means, methods = await left(timedelta(days=390))
    assert (kept, means, methods) == (2, 1, 1)
    assert await left(timedelta(days=400)) == (2, 0, 0)
    async with stage.shop.db() as db:
        await db.execute(update(Invoice).values(issued_at=begun))
    assert (await left(timedelta(days=3650)))[0] == 2
    assert (await left(timedelta(days=3653)))[0] == 0


async def test_events_are_kept_thirteen_months(stage: Stage) -> None:
    await stage.subscribe()
    async with stage.shop.world.database.session() as db:
        before = await db.scalar(select(func.count()).select_from(StripeEvent))
    assert before
    stage.clock(timedelta(days=400))
    async with stage.shop.world.database.session() as db:
        work = Work(db, stage.shop.world.database, stage.settings)
        await daily.plan_day(work)
        assert await db.scalar(select(func.count()).select_from(StripeEvent)) == 0
