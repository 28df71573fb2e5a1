"""Killed while an event is received or handled, we lose nothing and do nothing twice."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select, text

from api.billing.models import Invoice, Notice, StripeEvent, Subscription
from api.core import attempts, jobs
from api.core.audit import AuditEvent
from api.core.db import Database
from tests import forked
from tests.billing import agreement
from tests.billing.stage import Stage
from tests.stripe_fake import shapes
from tests.stripe_fake.fake import FakeStripe
from tests.stripe_fake.state import Call

pytestmark = pytest.mark.xdist_group("jobs")


async def happened(stage: Stage) -> None:
    """A shop subscribes, upgrades, and its money comes back in part: all told by events alone."""
    answer = await stage.checkout()
    assert answer.status_code == 201, answer.text
    stripe = stage.stripe
    made = stripe.pay(stage.session_of(answer.json())["id"])
    await stage.advance(days=31)
    stripe.change_behind(made["id"], "carnet_business_year")
    paid = next(one for one in stripe.all("invoice", status="paid") if one["amount_paid"])
    stripe.refund(paid["id"], 100)
    stripe.dispute(paid["id"])


async def outcome(stage: Stage) -> dict[str, Any]:
    """What there is of each thing, without what differs from shop to shop."""
    async with stage.shop.db() as db:
        notices = (await db.scalars(select(Notice.kind))).all()
        audited = (await db.scalars(select(AuditEvent.action))).all()
        found: dict[str, Any] = {
            "notices": Counter(notices),
            "audited": Counter(audited),
            "subscriptions": await db.scalar(select(func.count()).select_from(Subscription)),
            "invoices": await db.scalar(select(func.count()).select_from(Invoice)),
        }
        events = select(StripeEvent.state, func.count()).group_by(StripeEvent.state)
        found["events"] = {row[0]: row[1] for row in await db.execute(events)}
        left = text("SELECT count(*) FROM jobs.pgqueuer").execution_options(
            touches_no_merchant=True
        )
        found["jobs left"] = await db.scalar(left)
    folder = stage.settings.mail_folder
    mails = folder.glob("*.eml") if folder.exists() else ()
    subjects = [line for mail in mails for line in mail.read_text().splitlines() if SUBJECT in line]
    found["mails"] = Counter(subjects)
    return found


SUBJECT = "Subject: "


async def until_all_is_handled(pool: Database, seconds: float) -> bool:
    waiting = text("SELECT count(*) FROM jobs.pgqueuer WHERE status <> 'failed'").execution_options(
        touches_no_merchant=True
    )
    for _ in range(int(seconds * 10)):
        async with pool.session() as db:
            if not await db.scalar(waiting):
                return True
        await asyncio.sleep(0.1)
    return False


async def test_kill_9_while_an_event_is_handled(
    stage: Stage, pool: Database, db_url: str, stripe: FakeStripe, tmp_path: Path
) -> None:
    """Each worker is killed while Stripe works on its answer to so many of its questions; the
    last one may finish."""
    await happened(stage)
    await stage.deliveries.all()
    arguments = (db_url, str(tmp_path), stripe.url)
    killed = 0
    for question in (2, 7, None):
        process = await forked.start("tests.billing.handling_worker", *arguments)
        asked = Counter[str]()

        def on_call(
            call: Call,
            question: int | None = question,
            process: forked.Forked = process,
            asked: Counter[str] = asked,
        ) -> None:
            asked["questions"] += 1
            if asked["questions"] == question:
                process.send_signal(signal.SIGKILL)

        stripe.on_call = on_call
        try:
            if question is None:
                assert await until_all_is_handled(pool, 60)
            else:
                async with asyncio.timeout(60):
                    killed += await process.wait() == -signal.SIGKILL
        finally:
            stripe.on_call = None
            if process.returncode is None:
                process.kill()
                await process.wait()
    assert killed == 2
    await agreement.check(stage)
    found = await outcome(stage)
    assert found["jobs left"] == 0
    assert set(found["events"]) == {"handled", "ignored"}
    assert sum(found["events"].values()) == len(stage.deliveries.delivered)
    assert found["notices"] == {"invoice": 2}
    assert max(found["mails"].values()) == 1
    assert found["subscriptions"] == 1


@contextlib.contextmanager
def dying(engine: Engine, every: int) -> Iterator[list[int]]:
    """Each so many statements one fails as if the process had died there."""
    seen = [0]

    def after(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "count(*) FROM jobs" in statement:
            return  # a test's own look whether all is done
        seen[0] += 1
        if seen[0] % every == 0:
            raise RuntimeError("died on purpose")

    event.listen(engine, "after_cursor_execute", after)
    try:
        yield seen
    finally:
        event.remove(engine, "after_cursor_execute", after)


@pytest.mark.parametrize("every", [43, 71])
async def test_dying_between_any_statements(
    stage: Stage, pool: Database, monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    monkeypatch.setattr(attempts, "FIRST_PAUSE", timedelta(milliseconds=1))
    monkeypatch.setattr(attempts, "LONGEST_PAUSE", timedelta(milliseconds=1))
    await happened(stage)
    await stage.deliveries.all()
    with dying(pool.of_jobs.engine.sync_engine, every) as seen:
        await stage.work()
    assert seen[0] > 3 * every, "it died several times"
    await agreement.check(stage)
    found = await outcome(stage)
    assert found["jobs left"] == 0
    assert set(found["events"]) == {"handled", "ignored"}
    assert found["notices"] == {"invoice": 2}
    assert found["subscriptions"] == 1


@pytest.mark.parametrize("moment", ["stored", "enqueued", "at the commit", None])
async def test_an_event_is_there_with_its_job_or_not_at_all(
    stage: Stage, pool: Database, monkeypatch: pytest.MonkeyPatch, moment: str | None
) -> None:
    """Dying at any moment while it is received leaves nothing, and Stripe sends it again."""
    stage.stripe.delete_customer(customer_of(stage))
    told = stage.deliveries.taken()[-1]
    enqueue, engine = jobs.enqueue, stage.engine.sync_engine

    async def and_die(*args: Any, **kwargs: Any) -> None:
        await enqueue(*args, **kwargs)
        die()

    def die(*_: Any) -> None:
        raise RuntimeError("died on purpose")

    with contextlib.ExitStack() as over:
        if moment == "stored":
            over.enter_context(dying(engine, 1))
        elif moment == "enqueued":
            monkeypatch.setattr(jobs, "enqueue", and_die)
        elif moment:
            event.listen(engine, "commit", die)
            over.callback(event.remove, engine, "commit", die)
        over.enter_context(pytest.raises(RuntimeError) if moment else contextlib.nullcontext())
        assert (await stage.deliveries.one(told)).is_success
    both = text(
        "SELECT (SELECT count(*) FROM stripe_events), (SELECT count(*) FROM jobs.pgqueuer)"
    ).execution_options(touches_no_merchant=True)
    async with pool.of_jobs.session() as db:  # not the connection that was left in the middle
        stored = tuple((await db.execute(both)).one())
    assert stored == ((0, 0) if moment else (1, 1))


def customer_of(stage: Stage) -> str:
    """Somebody at Stripe who is not ours."""
    return str(stage.stripe.add(shapes.customer(stage.stripe))["id"])
