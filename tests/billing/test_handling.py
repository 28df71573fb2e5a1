"""Every kind of event that is handled, in any order; what fails is seen and can be replayed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from api.billing import handle
from api.billing.models import StripeCustomer, StripeEvent
from api.core import attempts
from api.core.db import Database
from tests.billing.stage import Stage

pytestmark = pytest.mark.xdist_group("jobs")

ISSUE = {
    "checkout.session.completed", "checkout.session.expired",
    "customer.subscription.created", "customer.subscription.updated",
    "customer.subscription.deleted", "customer.subscription.paused",
    "customer.subscription.resumed", "customer.subscription.trial_will_end",
    "invoice.created", "invoice.finalized", "invoice.paid", "invoice.payment_failed",
    "invoice.payment_action_required", "invoice.voided", "credit_note.created",
    "customer.updated", "customer.deleted", "payment_method.attached",
    "payment_method.detached", "charge.refunded", "charge.dispute.created",
}  # fmt: skip


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that fails is tried again at once."""
    monkeypatch.setattr(attempts, "FIRST_PAUSE", timedelta(milliseconds=1))
    monkeypatch.setattr(attempts, "LONGEST_PAUSE", timedelta(milliseconds=1))


def test_all_that_was_asked_for_is_handled() -> None:
    assert set(handle.HANDLED) >= ISSUE


async def events(pool: Database, **wanted: str) -> list[StripeEvent]:
    async with pool.session() as db:
        query = select(StripeEvent).filter_by(**wanted).order_by(StripeEvent.received_at)
        return list((await db.scalars(query)).all())


async def paid(stage: Stage) -> str:
    """A paid month; the invoice's id at Stripe."""
    await stage.subscribe()
    await stage.advance(days=31)
    await stage.hear()
    return str(next(one for one in stage.stripe.all("invoice") if one["amount_paid"])["id"])


async def newest(stage: Stage) -> dict[str, object]:
    items = (await stage.owner.get("/v1/invoices")).json()["items"]
    found: dict[str, object] = next(one for one in items if one["amount_due"])
    return found


async def test_refunds_and_credit_notes_are_on_the_invoice(stage: Stage) -> None:
    invoice = await paid(stage)
    stage.stripe.refund(invoice, 500)
    stage.stripe.credit_note(invoice, 300)
    await stage.hear()
    shown = await newest(stage)
    assert shown["amount_refunded"] == 500
    assert shown["amount_credited"] == 300


@pytest.mark.parametrize("won", [True, False])
async def test_a_dispute_is_shown_until_it_is_won(stage: Stage, won: bool) -> None:
    dispute = stage.stripe.dispute(await paid(stage))
    await stage.hear()
    assert (await newest(stage))["disputed"]
    assert (await stage.shown())["disputed"]
    stage.stripe.close_dispute(dispute["id"], won)
    await stage.hear()
    assert (await newest(stage))["disputed"] is not won


async def test_paused_and_resumed(stage: Stage) -> None:
    await paid(stage)
    stage.stripe.pause(stage.subscription["id"])
    await stage.hear()
    shown = await stage.shown()
    assert (shown["plan"], shown["status"]) == ("free", "paused")
    stage.stripe.resume(stage.subscription["id"])
    await stage.hear()
    shown = await stage.shown()
    assert (shown["plan"], shown["state"]) == ("starter", "active")


async def test_means_of_payment_come_and_go(stage: Stage) -> None:
    await stage.subscribe()
    customer = stage.subscription["customer"]
    stage.stripe.remove_cards(customer)
    await stage.hear()
    assert (await stage.shown())["payment_method"] is None
    stage.stripe.new_card(customer, "sepa")
    await stage.hear()
    assert (await stage.shown())["payment_method"] == "sepa_debit"


async def test_a_deleted_customer_is_on_the_free_plan_and_can_subscribe_again(
    stage: Stage, pool: Database
) -> None:
    await paid(stage)
    stage.stripe.delete_customer(stage.subscription["customer"])
    await stage.hear()
    assert (await stage.shown())["state"] == "free"
    await stage.subscribe("business")
    assert (await stage.shown())["plan"] == "business"
    async with pool.session() as db:
        kept = (await db.scalars(select(StripeCustomer))).all()
    assert len(kept) == 2
    assert len([one for one in kept if one.deleted_at is None]) == 1


async def test_the_order_of_events_means_nothing(stage: Stage) -> None:
    answer = await stage.checkout()
    stage.stripe.pay(stage.session_of(answer.json())["id"])
    await stage.advance(days=31)
    told = stage.deliveries.taken()
    for event in reversed(told):
        assert (await stage.deliveries.one(event)).status_code == 200
        await stage.work()
    shown = await stage.shown()
    assert (shown["plan"], shown["state"]) == ("starter", "active")
    assert (await newest(stage))["status"] == "paid"


async def test_a_replay_after_days_changes_nothing(stage: Stage, pool: Database) -> None:
    await paid(stage)
    await stage.cancel()
    await stage.advance(days=60)
    await stage.hear()
    before = await stage.shown()
    for event in await events(pool):
        async with pool.session() as db:
            await handle.replay(db, await db.get_one(StripeEvent, event.id))
    await stage.work()
    assert await stage.shown() == before
    assert {event.state for event in await events(pool)} <= {"handled", "ignored"}


async def test_events_of_other_customers_and_other_kinds_are_ignored(
    stage: Stage, pool: Database
) -> None:
    about = {"id": "sub_x", "object": "subscription", "customer": "cus_of_another_service"}
    odd = {"id": "tr_x", "object": "topup"}
    for number, (kind, subject) in enumerate(
        [("customer.subscription.updated", about), ("topup.created", odd)]
    ):
        event = {
            "id": f"evt_odd{number}", "object": "event", "type": kind,
            "created": stage.stripe.now(), "data": {"object": subject},
        }  # fmt: skip
        assert (await stage.deliveries.one(event)).status_code == 200
    before = len(stage.stripe.calls)
    await stage.work()
    assert [event.state for event in await events(pool)] == ["ignored", "ignored"]
    assert len(stage.stripe.calls) == before


@pytest.mark.usefixtures("hasty")
async def test_what_fails_is_tried_again_seen_and_replayed(stage: Stage, pool: Database) -> None:
    answer = await stage.checkout()
    stage.stripe.pay(stage.session_of(answer.json())["id"])
    stage.stripe.fail_next(10_000, 400)
    await stage.hear()
    failed = await events(pool, state="failed")
    assert failed
    assert {event.attempts for event in failed} == {handle.ATTEMPTS}
    assert all("StripeRefused STRIPE_REFUSED at billing/" in str(one.error) for one in failed)
    assert (await stage.shown())["state"] == "free"
    stage.stripe.well_again()
    for event in failed:
        async with pool.session() as db:
            await handle.replay(db, await db.get_one(StripeEvent, event.id))
    await stage.work()
    assert await events(pool, state="failed") == []
    assert (await stage.shown())["state"] == "trial"


@pytest.mark.usefixtures("hasty")
async def test_a_bad_moment_is_overcome(stage: Stage, pool: Database) -> None:
    answer = await stage.checkout()
    stage.stripe.pay(stage.session_of(answer.json())["id"])
    stage.stripe.fail_next(3, 503)
    await stage.hear()
    assert (await stage.shown())["state"] == "trial"
    assert {event.state for event in await events(pool)} <= {"handled", "ignored"}
