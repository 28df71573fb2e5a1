"""What happens at Stripe by itself while time passes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from tests.stripe_fake import checkout, invoicing, subscribing
from tests.stripe_fake.amounts import item_of
from tests.stripe_fake.calendar_months import DAY, HOUR
from tests.stripe_fake.state import Obj, State

Due = tuple[int, Callable[[], object]]


def pass_time(state: State, seconds: int) -> None:
    """Each thing at its moment, in order."""
    until = state.now() + seconds
    while due := min(
        (each for each in _awaited(state) if each[0] <= until), key=lambda one: one[0], default=None
    ):
        state.hold(max(due[0], state.now()))
        due[1]()
    state.hold(until)
    state.hold(None)


def _awaited(state: State) -> Iterator[Due]:
    for session in state.all("checkout.session", status="open"):
        yield session["expires_at"], partial(checkout.expire, state, session)
    for invoice in state.all("invoice"):
        yield from _of_invoice(state, invoice)
    for subscription in state.all("subscription"):
        yield from _of_subscription(state, subscription)


def _of_invoice(state: State, invoice: Obj) -> Iterator[Due]:
    if invoice["status"] == "draft" and invoice["auto_advance"]:
        yield invoice["created"] + HOUR, partial(_collect, state, invoice)
    if invoice["status"] == "open" and invoice["next_payment_attempt"]:
        yield invoice["next_payment_attempt"], partial(invoicing.attempt, state, invoice)
    if invoice["id"] in state.debits:
        yield state.debits[invoice["id"]][0], partial(_debit_arrives, state, invoice)


def _collect(state: State, invoice: Obj) -> None:
    paused = invoicing.subscription_of(state, invoice)["pause_collection"]
    if paused and paused["behavior"] == "keep_as_draft":
        invoice["auto_advance"] = False
        return
    invoicing.finalize(state, invoice)
    if invoice["status"] == "open":
        invoicing.attempt(state, invoice)


def _debit_arrives(state: State, invoice: Obj) -> None:
    _, intent_id = state.debits[invoice["id"]]
    intent = state.objects[intent_id]
    sessions = [one for one in state.all("checkout.session") if one["invoice"] == invoice["id"]]
    left = state.declines.get(invoice["customer"], 0)
    outcome = "failed" if left else "succeeded"
    if left:
        state.declines[invoice["customer"]] = left - 1
        del state.debits[invoice["id"]]
        intent.update(status="requires_payment_method")
        invoicing.fail(state, invoice)
    else:
        invoicing.settle(state, invoice, intent)
        for session in sessions:
            session["payment_status"] = "paid"
    for session in sessions:
        state.emit(f"checkout.session.async_payment_{outcome}", session)


def _of_subscription(state: State, subscription: Obj) -> Iterator[Due]:
    status = subscription["status"]
    if status in ("canceled", "incomplete_expired"):
        return
    if status == "incomplete":
        yield subscription["created"] + 23 * HOUR, partial(_incomplete_expires, state, subscription)
        return
    if subscription["cancel_at"]:
        reason = "cancellation_requested"
        yield subscription["cancel_at"], partial(invoicing.end, state, subscription, reason)
    if status == "paused":
        return
    if subscription["pending_update"]:
        expiry = subscription["pending_update"]["expires_at"]
        yield expiry, partial(_pending_update_expires, state, subscription)
    if status == "trialing":
        if subscription["id"] not in state.announced:
            moment = subscription["trial_end"] - 3 * DAY
            yield moment, partial(_announce_end_of_trial, state, subscription)
        yield subscription["trial_end"], partial(_trial_ends, state, subscription)
    else:
        end = item_of(subscription)["current_period_end"]
        yield end, partial(subscribing.renew, state, subscription)


def _announce_end_of_trial(state: State, subscription: Obj) -> None:
    state.announced.add(subscription["id"])
    state.emit("customer.subscription.trial_will_end", subscription)


def _trial_ends(state: State, subscription: Obj) -> None:
    with state.changing(subscription, "customer.subscription.updated"):
        subscribing.end_trial(state, subscription)


def _pending_update_expires(state: State, subscription: Obj) -> None:
    subscribing.drop_pending(state, subscription)
    state.emit("customer.subscription.pending_update_expired", subscription)


def _incomplete_expires(state: State, subscription: Obj) -> None:
    for invoice in invoicing.invoices_of(state, subscription, "open"):
        invoicing.void(state, invoice)
    with state.changing(subscription, "customer.subscription.updated"):
        subscription.update(status="incomplete_expired", ended_at=state.now())
