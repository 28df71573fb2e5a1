"""Stripe slow, out of reach, or silent after it has done its work: a clear answer, nothing half
done, and the same gesture goes on from there. No transaction is open while we wait for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
import stripe as library

from api.billing import stripe_api
from api.billing.stripe_api import Patience
from api.core import attempts
from api.core.postgres.embedded import Server
from tests.billing import agreement
from tests.billing.stage import Stage
from tests.stripe_fake.fake import FakeStripe
from tests.world import key

pytestmark = pytest.mark.xdist_group("jobs")

PATIENT = Patience(2, 4, 1)
AT_ITS_END = Patience(0.1, 0.2, 1)
"""For a Stripe of which it is known that it answers later than that."""

Ask = Callable[[Stage, dict[str, str]], Awaitable[httpx.Response]]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stripe_api, "WAITING", PATIENT)
    monkeypatch.setattr(stripe_api, "IN_A_JOB", PATIENT)
    monkeypatch.setattr(library.HTTPClient, "INITIAL_DELAY", 0.01)
    monkeypatch.setattr(library.HTTPClient, "MAX_DELAY", 0.02)
    monkeypatch.setattr(attempts, "FIRST_PAUSE", timedelta(milliseconds=1))
    monkeypatch.setattr(attempts, "LONGEST_PAUSE", timedelta(milliseconds=1))


async def buy(stage: Stage, gesture: dict[str, str]) -> httpx.Response:
    wish = {"plan": "starter", "interval": "month"}
    return await stage.owner.post("/v1/checkouts", json=wish, headers=gesture)


async def upgrade(stage: Stage, gesture: dict[str, str]) -> httpx.Response:
    wish = {"plan": "business", "interval": "month"}
    return await stage.owner.post("/v1/subscription/changes", json=wish, headers=gesture)


async def cancel(stage: Stage, gesture: dict[str, str]) -> httpx.Response:
    return await stage.owner.post("/v1/subscription/cancellation", headers=gesture)


async def preview(stage: Stage, gesture: dict[str, str]) -> httpx.Response:
    wish = {"plan": "business", "interval": "year"}
    return await stage.owner.post("/v1/subscription/previews", json=wish)


async def portal(stage: Stage, gesture: dict[str, str]) -> httpx.Response:
    return await stage.owner.post("/v1/billing-portal-sessions")


ASKED: list[Ask] = [buy, upgrade, cancel, preview, portal]


async def ready_for(stage: Stage, ask: Ask) -> dict[str, Any]:
    """A subscription past its trial, unless one is to be bought. Returns what is shown."""
    if ask is not buy:
        await stage.subscribe()
        await stage.advance(days=31)
        await stage.hear()
    return await stage.shown()


def things(stripe: FakeStripe) -> dict[str, int]:
    kinds = ("customer", "checkout.session", "subscription", "invoice", "charge")
    return {kind: len(stripe.all(kind)) for kind in kinds}


FAILURES: dict[str, Callable[[FakeStripe], None]] = {
    "does not answer": lambda stripe: stripe.drop_connections(),
    "cannot work": lambda stripe: stripe.fail_next(50, 503),
    "has an accident": lambda stripe: stripe.fail_next(50, 500),
    "is slow": lambda stripe: stripe.slow(1),
}


@pytest.mark.parametrize("ask", ASKED)
async def test_out_of_reach_changes_nothing_and_the_same_gesture_goes_on(
    stage: Stage, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, gesture, stripe = await ready_for(stage, ask), key(), stage.stripe
    for how, fail in FAILURES.items():
        fail(stripe)
        with monkeypatch.context() as patience:
            if how == "is slow":
                patience.setattr(stripe_api, "WAITING", AT_ITS_END)
            answer = await ask(stage, gesture)
        assert answer.status_code == 503, (how, answer.text)
        assert answer.json()["code"] == "STRIPE_UNAVAILABLE"
        assert int(answer.headers["Retry-After"]) > 0
        assert await stage.shown() == before
        stripe.well_again()
    answer = await ask(stage, gesture)
    assert answer.status_code in (200, 201), answer.text
    if ask is buy:
        stripe.pay(stage.session_of(answer.json())["id"])
    await stage.hear()
    await agreement.check(stage)


@pytest.mark.parametrize("ask", [buy, upgrade, cancel])
async def test_an_answer_that_is_lost_is_no_second_deed(stage: Stage, ask: Ask) -> None:
    await ready_for(stage, ask)
    gesture, stripe = key(), stage.stripe
    answers = []
    for _ in range(12):
        # Every question once answered into the void.
        stripe.lose_answers(2)
        answers.append(await ask(stage, gesture))
        if answers[-1].is_success:
            break
    stripe.well_again()
    done = await ask(stage, gesture)
    assert done.status_code in (200, 201), done.text
    assert {answer.status_code for answer in answers} <= {503, 200, 201}
    assert answers[0].status_code == 503
    after = things(stripe)
    assert (await ask(stage, gesture)).is_success
    assert things(stripe) == after
    assert (after["customer"], after["checkout.session"]) == (1, 1)
    if ask is not buy:
        # Trial, first month, and for the upgrade the difference: each charged once.
        assert after["charge"] == (2 if ask is upgrade else 1)


@pytest.mark.parametrize("ask", ASKED)
async def test_no_transaction_is_open_while_stripe_works(
    stage: Stage, ask: Ask, server: Server, empty_database: str
) -> None:
    await ready_for(stage, ask)
    with_open_ones = watched(stage.stripe, server, empty_database)
    assert (await ask(stage, key())).is_success
    assert with_open_ones
    assert set(with_open_ones.values()) == {""}


async def test_no_transaction_is_open_while_events_are_handled_or_all_is_compared(
    stage: Stage, server: Server, empty_database: str
) -> None:
    answer = await stage.checkout()
    stage.stripe.pay(stage.session_of(answer.json())["id"])
    of_each_type = {told["type"]: told for told in stage.deliveries.taken()}
    with_open_ones = watched(stage.stripe, server, empty_database)
    for told in of_each_type.values():
        # One by one: others at work at the same time have transactions of their own.
        await stage.deliveries.all([told])
        await stage.work()
    handled = len(with_open_ones)
    assert handled
    await stage.reconcile()
    assert len(with_open_ones) > handled
    assert set(with_open_ones.values()) == {""}


OPEN = """
SELECT coalesce(string_agg(query, '; '), '') FROM pg_stat_activity
 WHERE datname = current_database() AND backend_type = 'client backend'
   AND state LIKE 'idle in transaction%'
   AND query NOT LIKE '%count(*)%jobs.pgqueuer%' AND query NOT LIKE 'BEGIN%';
"""
"""What was last done in each; but for the test's own look whether any job is left."""


def watched(stripe: FakeStripe, server: Server, database: str) -> dict[str, str]:
    """For each question to Stripe from now on, which transactions of ours wait meanwhile."""
    found: dict[str, str] = {}

    def look(call: Any) -> None:
        found[f"{len(found)} {call.method} {call.path}"] = server.run(OPEN, database)

    stripe.on_call = look
    return found
