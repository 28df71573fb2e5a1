"""Warning holders of units that expire soon: once for each date, by mail to those who agreed to
mail, on the card's page to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, text
from uuid_utils.compat import uuid7

from api.accounts.models import Merchant
from api.cards.models import Card, ExpiryWarning
from api.cards.nightly.nights import WARN
from api.core import jobs, quotas
from api.core.clock import now
from api.core.jobs import Afterwards, Work, job
from api.core.mail import MarketingMail, send
from api.core.personal import outgoing
from api.core.tenancy import merchant_of
from api.core.wording import long_day
from api.customers import leave
from api.customers.models import Customer
from api.programs.models import Program

MAIL = "cards.mail_expiry_warning"
BATCH = 500
MAILS = quotas.declare("mails_per_month", monthly=True)
"""To customers. What tells the merchant's own team about its account is not counted."""

_EXPIRY = "CASE WHEN l.idle THEN c.idle_expires_at ELSE l.expires_at END"
_AGREED = """
    EXISTS (SELECT FROM customers u
             WHERE u.merchant_id = c.merchant_id AND u.id = c.customer_id AND u.email IS NOT NULL
               AND u.restricted_at IS NULL AND u.objected_at IS NULL
               AND (SELECT s.granted FROM consents s
                     WHERE s.merchant_id = u.merchant_id AND s.customer_id = u.id
                       AND s.purpose = 'marketing_email'
                     ORDER BY s.id DESC LIMIT 1))"""

_DUE = text(f"""
WITH soon AS (
  SELECT c.merchant_id, c.id, c.customer_id, {_EXPIRY} AS expires_at, sum(l.remaining) AS units
    FROM programs p
    JOIN cards c ON c.merchant_id = p.merchant_id AND c.program_id = p.id AND c.status = 'active'
    JOIN lots l ON l.merchant_id = c.merchant_id AND l.card_id = c.id AND l.remaining > 0
   WHERE p.merchant_id = :merchant_id AND p.status IN ('active', 'closing')
     AND (p.rules ->> 'warn_days') IS NOT NULL AND c.balance > 0
     AND {_EXPIRY} > :at
     AND {_EXPIRY} <= :at + make_interval(days => (p.rules ->> 'warn_days')::integer)
   GROUP BY 1, 2, 3, 4)
SELECT c.id, c.expires_at, c.units, {_AGREED} AS agreed
  FROM soon c
  LEFT JOIN expiry_warnings w
    ON w.merchant_id = c.merchant_id AND w.card_id = c.id AND w.expires_at = c.expires_at
 WHERE w.id IS NULL
 ORDER BY c.id, c.expires_at
 LIMIT :batch
""")

_STILL = text(f"""
SELECT coalesce(sum(l.remaining), 0) AS units
  FROM cards c
  LEFT JOIN lots l ON l.merchant_id = c.merchant_id AND l.card_id = c.id AND l.remaining > 0
   AND {_EXPIRY} = :expires_at
 WHERE c.merchant_id = :merchant_id AND c.id = :card_id
 GROUP BY c.merchant_id, c.id, c.customer_id
""")


outgoing("smtp", "To", column="customers.email", why="units expire soon, and the holder agreed")
outgoing("smtp", "first_name", column="customers.first_name", why="whom a mail greets")
for _field in ("units", "last_day"):
    outgoing("smtp", _field, why="how many expire, and when")


@dataclass(frozen=True, kw_only=True)
class UnitsExpire(MarketingMail):
    template: ClassVar[str] = "units_expire"

    first_name: str
    merchant_name: str
    units: str
    """With their name: « 12 points »."""
    last_day: str


@job(WARN)
async def warn(work: Work) -> None:
    """Note who has to be told of what, and enqueue as many mails as the plan has room for; the
    card's page tells everybody."""
    values = {"merchant_id": merchant_of(work.db), "at": now(), "batch": BATCH}
    due = (await work.db.execute(_DUE, values)).all()
    if not due:
        return
    # Counted here, once for each warning, and not where a mail may be tried several times.
    room = await quotas.foresee(work.db, MAILS)
    left = len(due) if room is None else room
    rows: list[dict[str, Any]] = []
    for row in due:
        mailed = row.agreed and left > 0
        left -= mailed
        rows.append(
            {
                "id": uuid7(),
                "card_id": row.id,
                "expires_at": row.expires_at,
                "units": int(row.units),
                "mailed": mailed,
            }
        )
    quotas.take(work.db, MAILS, sum(one["mailed"] for one in rows))
    await work.db.execute(insert(ExpiryWarning), rows)
    for one in rows:
        if one["mailed"]:
            await jobs.enqueue(work.db, MAIL, warning_id=one["id"])
    if len(due) == BATCH:
        await jobs.enqueue(work.db, WARN)


@job(MAIL)
async def mail_expiry_warning(work: Work, warning_id: UUID) -> Afterwards | None:
    """Tell the holder, unless the units are gone or the consent is."""
    query = (
        select(ExpiryWarning, Card, Program, Customer)
        .join(
            Card,
            (Card.merchant_id == ExpiryWarning.merchant_id) & (Card.id == ExpiryWarning.card_id),
        )
        .join(Program, (Program.merchant_id == Card.merchant_id) & (Program.id == Card.program_id))
        .join(
            Customer,
            (Customer.merchant_id == Card.merchant_id) & (Customer.id == Card.customer_id),
        )
        .where(ExpiryWarning.id == warning_id)
    )
    found = (await work.db.execute(query)).one_or_none()
    if found is None:
        return None
    warning, card, program, customer = found
    values = {
        "merchant_id": merchant_of(work.db),
        "card_id": card.id,
        "expires_at": warning.expires_at,
    }
    still = (await work.db.execute(_STILL, values)).one()
    merchant = await work.db.scalar(select(Merchant).where(Merchant.id == values["merchant_id"]))
    asked = await leave.ask(work.db, work.settings, customer, "marketing_email")
    if merchant is None or asked.refused or not (still.units and customer.email):
        return None
    language = customer.language or merchant.language
    ends = warning.expires_at.astimezone(ZoneInfo(merchant.time_zone)) - timedelta(minutes=1)
    mail = UnitsExpire(
        to=customer.email,
        language=language,
        first_name=customer.first_name or "",
        merchant_name=merchant.name,
        units=_named(program, int(still.units), language),
        last_day=long_day(ends.date(), language),
        leave=asked,
    )
    return partial(send, work.settings, mail)


_UNITS = {
    ("stamps", "fr"): ("tampon", "tampons"),
    ("stamps", "en"): ("stamp", "stamps"),
    ("points", "fr"): ("point", "points"),
    ("points", "en"): ("point", "points"),
}


def _named(program: Program, units: int, language: str) -> str:
    """« 1 point », « 12 graines »."""
    one, many = _UNITS[program.kind, language]
    if program.unit_name:
        one, many = program.unit_name["one"], program.unit_name["many"]
    few = units < 2 if language == "fr" else units == 1
    return f"{units}\N{NO-BREAK SPACE}{one if few else many}"
