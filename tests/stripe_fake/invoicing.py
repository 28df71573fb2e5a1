"""The life of an invoice: draft, open, paid or not."""

from __future__ import annotations

from tests.stripe_fake import money_shapes
from tests.stripe_fake.amounts import spend_discounts, total_up
from tests.stripe_fake.calendar_months import DAY
from tests.stripe_fake.refusal import Refusal, declined
from tests.stripe_fake.state import Obj, State

RETRIES = (3 * DAY, 5 * DAY, 7 * DAY)
"""After the first, second and third failure."""
DEBIT_TAKES = 5 * DAY


def subscription_of(state: State, invoice: Obj) -> Obj:
    return state.objects[invoice["parent"]["subscription_details"]["subscription"]]


def draft(state: State, subscription: Obj, lines: list[Obj], reason: str) -> Obj:
    invoice = money_shapes.invoice(state, subscription, lines, billing_reason=reason)
    total_up(state, invoice, subscription)
    state.add(invoice)
    state.emit("invoice.created", invoice)
    with state.changing(subscription, "customer.subscription.updated"):
        subscription["latest_invoice"] = invoice["id"]
    return invoice


def finalize(state: State, invoice: Obj) -> None:
    if invoice["status"] != "draft":
        raise Refusal("This invoice is already finalized.", code="invoice_not_editable")
    customer, subscription = state.objects[invoice["customer"]], subscription_of(state, invoice)
    number = customer["next_invoice_sequence"]
    customer["next_invoice_sequence"] = number + 1
    customer["balance"] = invoice.pop("_balance_after", 0)
    invoice.update(
        status="open",
        number=f"{customer['invoice_prefix']}-{number:04}",
        effective_at=state.now(),
        ending_balance=customer["balance"],
        hosted_invoice_url=f"{state.url}/invoice/{invoice['id']}",
        invoice_pdf=f"{state.url}/invoice/{invoice['id']}/pdf",
    )
    invoice["status_transitions"]["finalized_at"] = state.now()
    spend_discounts(state, subscription)
    state.emit("invoice.finalized", invoice)
    paused = subscription["pause_collection"]
    if paused and paused["behavior"] == "void":
        void(state, invoice)
    elif paused and paused["behavior"] == "mark_uncollectible":
        mark_uncollectible(state, invoice)


def attempt(state: State, invoice: Obj) -> bool:
    """Tries to be paid. False: it was not, and everybody was told."""
    if invoice["amount_remaining"] == 0:
        settle(state, invoice, None)
        return True
    customer = state.objects[invoice["customer"]]
    method = (
        subscription_of(state, invoice)["default_payment_method"]
        or customer["invoice_settings"]["default_payment_method"]
    )
    invoice["attempted"], invoice["attempt_count"] = True, invoice["attempt_count"] + 1
    intent = intent_of(state, invoice, method)
    if customer["id"] in state.must_authenticate:
        state.must_authenticate.discard(customer["id"])
        intent.update(status="requires_action", next_action={"type": "use_stripe_sdk"})
        state.emit("payment_intent.requires_action", intent)
        fail(state, invoice)
        state.emit("invoice.payment_action_required", invoice)
        return False
    left = state.declines.get(customer["id"], 0)
    if method is None or left:
        state.declines[customer["id"]] = max(0, left - 1)
        charge = state.add(money_shapes.charge(state, intent, False))
        intent.update(status="requires_payment_method", latest_charge=charge["id"])
        state.emit("charge.failed", charge)
        state.emit("payment_intent.payment_failed", intent)
        fail(state, invoice)
        return False
    if state.objects[method]["type"] == "sepa_debit" and invoice["id"] not in state.debits:
        intent.update(status="processing")
        invoice["next_payment_attempt"] = None
        state.debits[invoice["id"]] = (state.now() + DEBIT_TAKES, intent["id"])
        state.emit("payment_intent.processing", intent)
        return True
    settle(state, invoice, intent)
    return True


def intent_of(state: State, invoice: Obj, method: str | None) -> Obj:
    for payment in state.all("invoice_payment", invoice=invoice["id"]):
        intent = state.objects[payment["payment"]["payment_intent"]]
        intent["payment_method"] = method
        return intent
    intent = state.add(money_shapes.payment_intent(state, invoice, method))
    state.add(money_shapes.invoice_payment(state, invoice, intent))
    return intent


def settle(state: State, invoice: Obj, intent: Obj | None) -> None:
    """Paid; ``intent`` None: nothing was due."""
    if intent is not None:
        intent.update(status="succeeded", next_action=None, amount_received=intent["amount"])
        charge = state.add(money_shapes.charge(state, intent, True))
        intent["latest_charge"] = charge["id"]
        state.emit("charge.succeeded", charge)
        state.emit("payment_intent.succeeded", intent)
        for payment in state.all("invoice_payment", invoice=invoice["id"]):
            payment.update(status="paid", amount_paid=payment["amount_requested"])
            payment["status_transitions"]["paid_at"] = state.now()
            state.emit("invoice_payment.paid", payment)
    state.debits.pop(invoice["id"], None)
    invoice.update(
        status="paid",
        amount_paid=invoice["amount_remaining"],
        amount_remaining=0,
        next_payment_attempt=None,
        attempted=True,
    )
    invoice["status_transitions"]["paid_at"] = state.now()
    state.emit("invoice.paid", invoice)
    state.emit("invoice.payment_succeeded", invoice)
    subscription = subscription_of(state, invoice)
    latest = subscription["latest_invoice"] == invoice["id"]
    with state.changing(subscription, "customer.subscription.updated"):
        if latest and subscription["status"] in ("incomplete", "past_due", "unpaid"):
            subscription["status"] = "active"
        if latest and (pending := subscription["pending_update"]):
            subscription["items"]["data"] = pending["subscription_items"]
            anchor = pending["billing_cycle_anchor"] or subscription["billing_cycle_anchor"]
            subscription["billing_cycle_anchor"] = anchor
            subscription["pending_update"] = None


def fail(state: State, invoice: Obj) -> None:
    subscription, tried = subscription_of(state, invoice), invoice["attempt_count"]
    first = subscription["status"] == "incomplete"
    retried = not first and tried <= len(RETRIES)
    invoice["next_payment_attempt"] = state.now() + RETRIES[tried - 1] if retried else None
    state.emit("invoice.payment_failed", invoice)
    state.emit("invoice.updated", invoice)
    with state.changing(subscription, "customer.subscription.updated"):
        if subscription["status"] in ("active", "trialing", "paused"):
            subscription["status"] = "past_due"
    if not first and not retried and subscription["status"] == "past_due":
        give_up(state, subscription)


def give_up(state: State, subscription: Obj) -> None:
    """All attempts have failed."""
    if state.after_retries == "canceled":
        end(state, subscription, "payment_failed")
        return
    with state.changing(subscription, "customer.subscription.updated"):
        subscription["status"] = state.after_retries


def end(state: State, subscription: Obj, reason: str) -> None:
    """The subscription is over, at once."""
    subscription.update(
        status="canceled",
        ended_at=state.now(),
        canceled_at=subscription["canceled_at"] or state.now(),
        pause_collection=None,
        pending_update=None,
    )
    subscription["cancellation_details"]["reason"] = reason
    for invoice in invoices_of(state, subscription, "draft", "open"):
        invoice.update(auto_advance=False, next_payment_attempt=None)
    state.emit("customer.subscription.deleted", subscription)


def invoices_of(state: State, subscription: Obj, *statuses: str) -> list[Obj]:
    return [
        invoice
        for invoice in state.all("invoice")
        if invoice["status"] in statuses
        and invoice["parent"]["subscription_details"]["subscription"] == subscription["id"]
    ]


def pay(state: State, invoice: Obj) -> None:
    """Somebody asks for it to be paid now."""
    if invoice["status"] == "paid":
        raise Refusal("Invoice is already paid", code="invoice_already_paid")
    if invoice["status"] == "draft":
        finalize(state, invoice)
    if invoice["status"] not in ("open", "uncollectible"):
        raise Refusal("Invoice can't be paid.", code="invoice_not_payable")
    if not attempt(state, invoice):
        raise declined()


def void(state: State, invoice: Obj) -> None:
    if invoice["status"] not in ("open", "uncollectible"):
        raise Refusal("You can only pass in open invoices.", code="invoice_not_open")
    invoice.update(status="void", next_payment_attempt=None)
    invoice["status_transitions"]["voided_at"] = state.now()
    state.debits.pop(invoice["id"], None)
    state.emit("invoice.voided", invoice)
    subscription = subscription_of(state, invoice)
    with state.changing(subscription, "customer.subscription.updated"):
        owed = invoices_of(state, subscription, "open")
        if not owed and subscription["status"] in ("past_due", "unpaid"):
            subscription["status"] = "active"


def mark_uncollectible(state: State, invoice: Obj) -> None:
    if invoice["status"] != "open":
        raise Refusal("You can only pass in open invoices.", code="invoice_not_open")
    invoice.update(status="uncollectible", next_payment_attempt=None)
    invoice["status_transitions"]["marked_uncollectible_at"] = state.now()
    state.emit("invoice.marked_uncollectible", invoice)
