"""The pages that Stripe hosts, as plain as can be: checkout, portal, invoice, and a dashboard with
which a person lets things happen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import escape
from urllib.parse import parse_qsl

from fpdf import FPDF
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.stripe_fake import invoicing
from tests.stripe_fake.amounts import item_of
from tests.stripe_fake.fake import FakeStripe
from tests.stripe_fake.refusal import Refusal
from tests.stripe_fake.state import Obj

LAYOUT = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
  body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 2rem auto;
         padding: 0 1rem }}
  form {{ display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: .75rem 0 }}
  button {{ font: inherit; padding: .5rem 1rem }}
  label {{ display: block; width: 100% }}
</style>
</head>
<body>
<p><small>A fake of Stripe: no money moves.</small></p>
<h1>{title}</h1>
{body}
</body>
</html>
"""


def shown(title: str, body: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(LAYOUT.format(title=escape(title), body=body), status)


def money(amount: int) -> str:
    return f"€{amount / 100:.2f}"


def day(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).date().isoformat()


def button(action: str, text: str, **hidden: str) -> str:
    fields = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in hidden.items()
    )
    return (
        f'<form method="post">{fields}'
        f'<button name="do" value="{action}">{escape(text)}</button></form>'
    )


async def form_of(request: Request) -> dict[str, str]:
    return dict(parse_qsl((await request.body()).decode()))


class Pages:
    def __init__(self, fake: FakeStripe) -> None:
        self.fake = fake

    def routes(self) -> list[Route]:
        both = ["GET", "POST"]
        return [
            Route("/", self.dashboard, methods=both),
            Route("/pay/{id}", self.checkout, methods=both),
            Route("/portal/{id}", self.portal, methods=both),
            Route("/invoice/{id}", self.invoice, methods=both),
            Route("/invoice/{id}/pdf", self.pdf),
        ]

    async def checkout(self, request: Request) -> Response:
        fake = self.fake
        session = fake.get("checkout.session", request.path_params["id"])
        asked, said = await form_of(request), ""
        if asked.get("do") == "pay":
            try:
                fake.pay(session["id"], asked.get("method", "card"), asked.get("vat") or None)
                return to(session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]))
            except Refusal as refusal:
                said = str(refusal)
        elif asked.get("do") == "decline":
            said = "Your card was declined."
        if session["status"] != "open":
            return shown("Checkout", f"<p>This page is {session['status']}.</p>", 410)
        price = fake.objects[session["_price"]]
        named = escape(fake.objects[price["product"]]["name"])
        trial = session["_asked"].within("subscription_data").whole("trial_period_days")
        free = f"<p>{trial} days free, then</p>" if trial else ""
        vat = (
            '<label>VAT number <input name="vat"></label>'
            if session["tax_id_collection"]["enabled"]
            else ""
        )
        return shown(
            f"Subscribe to {named}",
            f"""{free}<p>{money(price["unit_amount"])} per {price["recurring"]["interval"]}</p>
<p role="alert">{escape(said)}</p>
<form method="post">
<label><input type="radio" name="method" value="card" checked> Card</label>
<label><input type="radio" name="method" value="sepa"> SEPA Direct Debit</label>
{vat}
<button name="do" value="pay">Pay</button>
<button name="do" value="decline">Card declines</button>
</form>
<p><a href="{escape(session["cancel_url"] or "#")}">Back</a></p>""",
        )

    async def portal(self, request: Request) -> Response:
        fake = self.fake
        session = fake.get("billing_portal.session", request.path_params["id"])
        customer_id = session["customer"]
        asked = await form_of(request)
        acts: dict[str, Callable[[], object]] = {
            "card": lambda: fake.new_card(customer_id),
            "sepa": lambda: fake.new_card(customer_id, "sepa"),
            "pay": lambda: fake.pay_open(customer_id),
            "cancel": lambda: fake.cancel_behind(asked["of"], at_period_end=True),
            "continue": lambda: fake.continue_behind(asked["of"]),
        }
        if "do" in asked:
            acts[asked["do"]]()
            return to(str(request.url))
        parts = [button("card", "Give a card that works"), button("sepa", "Give a SEPA account")]
        owed = sum(
            invoice["amount_remaining"]
            for invoice in fake.all("invoice", customer=customer_id, status="open")
        )
        if owed:
            parts.append(button("pay", f"Pay {money(owed)}"))
        for one in fake.all("subscription", customer=customer_id):
            parts.append(f"<p>{escape(described(fake, one))}</p>")
            if one["cancel_at"] and one["status"] != "canceled":
                parts.append(button("continue", "Do not cancel", of=one["id"]))
            elif one["status"] != "canceled":
                parts.append(button("cancel", "Cancel at the end of the period", of=one["id"]))
        back = escape(session["return_url"] or "#")
        return shown("Customer portal", "\n".join(parts) + f'<p><a href="{back}">Back</a></p>')

    async def invoice(self, request: Request) -> Response:
        found = self.fake.get("invoice", request.path_params["id"])
        asked, said = await form_of(request), ""
        if asked.get("do") == "pay":
            with self.fake.lock:
                try:
                    invoicing.pay(self.fake, found)
                except Refusal as refusal:
                    said = str(refusal)
        pay = button("pay", f"Pay {money(found['amount_remaining'])}")
        return shown(
            f"Invoice {found['number']}",
            f"<p>{money(found['total'])}, {found['status']}</p><p role=alert>{escape(said)}</p>"
            + (pay if found["status"] == "open" else ""),
        )

    async def pdf(self, request: Request) -> Response:
        found = self.fake.get("invoice", request.path_params["id"])
        document = FPDF()
        document.add_page()
        document.set_font("Helvetica", size=14)
        document.cell(text=f"Invoice {found['number']}: EUR {found['total'] / 100:.2f}")
        return Response(bytes(document.output()), media_type="application/pdf")

    async def dashboard(self, request: Request) -> Response:
        fake, asked = self.fake, await form_of(request)
        acts: dict[str, Callable[[], object]] = {
            "days": lambda: fake.advance(timedelta(days=int(asked["number"]))),
            "decline": lambda: fake.decline_next(asked["of"]),
            "accept": lambda: fake.decline_next(asked["of"], 0),
            "bank": lambda: fake.require_action(asked["of"]),
            "delete": lambda: fake.delete_customer(asked["of"]),
            "end": lambda: fake.cancel_behind(asked["of"]),
            "dispute": lambda: fake.dispute(asked["of"]),
            "refund": lambda: fake.refund(asked["of"]),
        }
        if "do" in asked:
            try:
                acts[asked["do"]]()
            except Refusal as refusal:
                return shown("Stripe", f"<p role=alert>{escape(str(refusal))}</p>", 400)
            return to("/")
        parts = [f"<p>It is {day(fake.now())} at Stripe.</p>"]
        parts += [
            button("days", f"{number} days pass", number=str(number)) for number in (1, 5, 31)
        ]
        for customer in fake.all("customer"):
            of = customer["id"]
            parts.append(f"<h2>{escape(customer['name'] or of)}</h2>")
            parts.append(button("decline", "Payments fail from now on", of=of))
            parts.append(button("accept", "Payments work again", of=of))
            parts.append(button("bank", "The bank asks for authentication", of=of))
            parts.append(button("delete", "Delete the customer", of=of))
            for one in fake.all("subscription", customer=of):
                parts.append(f"<p>{escape(described(fake, one))}</p>")
                parts.append(button("end", "End it now", of=one["id"]))
            for paid in fake.all("invoice", customer=of, status="paid"):
                if paid["amount_paid"]:
                    parts.append(f"<p>{paid['number']}: {money(paid['amount_paid'])} paid</p>")
                    parts.append(button("dispute", "Dispute", of=paid["id"]))
                    parts.append(button("refund", "Refund", of=paid["id"]))
        return shown("Stripe", "\n".join(parts))


def described(fake: FakeStripe, subscription: Obj) -> str:
    price = item_of(subscription)["price"]
    end = day(item_of(subscription)["current_period_end"])
    ending = ", ends then" if subscription["cancel_at"] else ""
    named = fake.objects[price["product"]]["name"]
    return f"{named}: {subscription['status']}, until {end}{ending}"


def to(url: str) -> Response:
    return RedirectResponse(url, 303)
