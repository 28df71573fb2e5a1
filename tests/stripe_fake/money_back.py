"""Refunds, disputes and credit notes."""

from __future__ import annotations

from tests.stripe_fake import invoicing
from tests.stripe_fake.calendar_months import DAY
from tests.stripe_fake.refusal import Refusal
from tests.stripe_fake.shapes import listed
from tests.stripe_fake.state import Obj, State


def charge_of(state: State, invoice: Obj) -> Obj:
    """The charge that paid for an invoice."""
    for payment in state.all("invoice_payment", invoice=invoice["id"], status="paid"):
        intent = state.objects[payment["payment"]["payment_intent"]]
        return state.objects[intent["latest_charge"]]
    raise Refusal("Nothing was charged for this invoice.")


def refund(state: State, invoice: Obj, amount: int | None = None) -> Obj:
    charge = charge_of(state, invoice)
    left = charge["amount"] - charge["amount_refunded"]
    amount = left if amount is None else amount
    if not 0 < amount <= left:
        raise Refusal("Refund amount is greater than unrefunded amount on charge.")
    made = state.add(
        {
            "id": state.new_id("re"),
            "object": "refund",
            "amount": amount,
            "charge": charge["id"],
            "created": state.now(),
            "currency": charge["currency"],
            "metadata": {},
            "payment_intent": charge["payment_intent"],
            "reason": None,
            "status": "succeeded",
        }
    )
    before = {"amount_refunded": charge["amount_refunded"], "refunded": charge["refunded"]}
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    state.emit("charge.refunded", charge, before)
    state.emit("refund.created", made)
    return made


def dispute(state: State, invoice: Obj) -> Obj:
    """The holder of the card tells the bank that this was never bought."""
    charge = charge_of(state, invoice)
    if charge["disputed"]:
        raise Refusal("This charge is disputed already.")
    charge["disputed"] = True
    made = state.add(
        {
            "id": state.new_id("du"),
            "object": "dispute",
            "amount": charge["amount"],
            "balance_transactions": [],
            "charge": charge["id"],
            "created": state.now(),
            "currency": charge["currency"],
            "evidence_details": {
                "due_by": state.now() + 7 * DAY,
                "has_evidence": False,
                "past_due": False,
                "submission_count": 0,
            },
            "is_charge_refundable": False,
            "livemode": False,
            "metadata": {},
            "payment_intent": charge["payment_intent"],
            "reason": "fraudulent",
            "status": "needs_response",
        }
    )
    state.emit("charge.dispute.created", made)
    return made


def close_dispute(state: State, dispute: Obj, won: bool) -> None:
    dispute["status"] = "won" if won else "lost"
    state.emit("charge.dispute.closed", dispute)


def credit_note(state: State, invoice: Obj, amount: int) -> Obj:
    """Takes a part off an open invoice, or gives it back of a paid one."""
    owed = invoice["status"] == "open"
    credited = invoice["post_payment_credit_notes_amount"]
    most = invoice["amount_remaining"] if owed else invoice["amount_paid"] - credited
    if invoice["status"] not in ("open", "paid") or not 0 < amount <= most:
        raise Refusal("The sum of credit amount must be at most what the invoice leaves.")
    number = len(state.all("credit_note", invoice=invoice["id"])) + 1
    id = state.new_id("cn")
    made = state.add(
        {
            "id": id,
            "object": "credit_note",
            "amount": amount,
            "amount_shipping": 0,
            "created": state.now(),
            "currency": invoice["currency"],
            "customer": invoice["customer"],
            "discount_amount": 0,
            "discount_amounts": [],
            "effective_at": state.now(),
            "invoice": invoice["id"],
            "lines": listed([], f"/v1/credit_notes/{id}/lines"),
            "livemode": False,
            "memo": None,
            "metadata": {},
            "number": f"{invoice['number']}-CN-{number:02}",
            "pdf": f"{state.url}/credit_note/{id}/pdf",
            "post_payment_amount": 0 if owed else amount,
            "pre_payment_amount": amount if owed else 0,
            "reason": None,
            "refunds": [],
            "status": "issued",
            "subtotal": amount,
            "total": amount,
            "type": "pre_payment" if owed else "post_payment",
            "voided_at": None,
        }
    )
    if owed:
        invoice["pre_payment_credit_notes_amount"] += amount
        invoice["amount_due"] -= amount
        invoice["amount_remaining"] -= amount
        for payment in state.all("invoice_payment", invoice=invoice["id"], status="open"):
            payment["amount_requested"] = invoice["amount_remaining"]
            intent = state.objects[payment["payment"]["payment_intent"]]
            intent["amount"] = invoice["amount_remaining"]
    else:
        invoice["post_payment_credit_notes_amount"] += amount
    state.emit("credit_note.created", made)
    state.emit("invoice.updated", invoice)
    if owed and invoice["amount_remaining"] == 0:
        invoicing.settle(state, invoice, None)
    return made
