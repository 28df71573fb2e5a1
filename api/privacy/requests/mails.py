"""What the person is told by mail: a code, an extension, the result. All of it is about the
person's own request, so it needs no consent (transactional)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from api.accounts.mails import no_link
from api.accounts.models import Merchant
from api.accounts.sealing import unseal
from api.core.clock import now
from api.core.jobs import Afterwards, Work, job
from api.core.mail import Mail, send
from api.core.personal import outgoing
from api.core.tenancy import enter, merchant_of
from api.core.wording import long_day
from api.customers.models import Customer
from api.privacy.requests import counting, decide, handing_over, history, identify
from api.privacy.requests.models import PrivacyRequest
from api.privacy.requests.remedies import authority
from api.privacy.requests.states import State
from api.privacy.requests.words import right

outgoing("smtp", "To", column="customers.email", why="the answer to the person's own request")
outgoing("smtp", "first_name", column="customers.first_name", why="whom a mail greets")
outgoing("smtp", "words", column="privacy_requests.answer", why="what the merchant answers")
outgoing("smtp", "words", column="privacy_requests.extension_reason", why="why it takes longer")
outgoing("smtp", "contact", column="merchants.contact_email", why="whom to ask back")
for _field in ("right", "code", "received_on", "authority", "file_link", "ground"):
    outgoing("smtp", _field, why="which right, since when, and where one may turn to")


@dataclass(frozen=True, kw_only=True)
class RequestCode(Mail):
    template: ClassVar[str] = "request_code"

    first_name: str
    merchant_name: str
    right: str
    code: str


@dataclass(frozen=True, kw_only=True)
class RequestExtended(Mail):
    template: ClassVar[str] = "request_extended"

    first_name: str
    merchant_name: str
    right: str
    received_on: str
    words: str
    contact: str
    authority: str
    last_day: str


@dataclass(frozen=True, kw_only=True)
class RequestAnswered(Mail):
    template: ClassVar[str] = "request_answered"

    first_name: str
    merchant_name: str
    right: str
    received_on: str
    words: str
    contact: str
    authority: str
    file_link: str = ""


@dataclass(frozen=True, kw_only=True)
class RequestRefused(Mail):
    template: ClassVar[str] = "request_refused"

    first_name: str
    merchant_name: str
    right: str
    received_on: str
    words: str
    contact: str
    authority: str
    ground: str


@job(identify.MAIL)
async def mail_code(work: Work, request_id: UUID) -> Afterwards | None:
    """The code is made here: the queue holds an id, the row a fingerprint, the mail the code."""
    row = await history.locked(work.db, request_id)
    if row is None or row.state != State.RECEIVED or row.reply_to is None:
        return None
    if row.code_expires_at is None or row.code_expires_at <= now():
        return None
    first_name, merchant = await _who(work, row)
    mail = RequestCode(
        to=_address(work, row),
        language=row.language,
        first_name=first_name,
        merchant_name=no_link(merchant.name),
        right=right(row.kind, row.language),
        code=identify.new_code(work.settings, row),
    )
    return partial(send, work.settings, mail)


@job(decide.EXTENDED_MAIL)
async def mail_extension(work: Work, request_id: UUID) -> Afterwards | None:
    """Why it takes longer, and until when."""
    row = await history.locked(work.db, request_id)
    if row is None or row.reply_to is None or row.extended_at is None:
        return None
    common = await _common(work, row, row.extension_reason)
    mail = RequestExtended(**common, last_day=long_day(row.due_on, row.language))
    return partial(send, work.settings, mail)


@job(decide.CLOSED_MAIL)
async def mail_result(work: Work, request_id: UUID) -> Afterwards | None:
    """What was done or why not, and whom to turn to; then the address is forgotten."""
    row = await history.locked(work.db, request_id)
    if row is None or row.reply_to is None:
        return None
    common = await _common(work, row, row.answer)
    mail: Mail
    if row.state == State.REFUSED:
        mail = RequestRefused(**common, ground=row.refusal_ground or "law")
    else:
        ready, file_link = await handing_over.link_to(work, row)
        if not ready:
            return None
        mail = RequestAnswered(**common, file_link=file_link)
    return _send_and_forget(work, mail, row.id)


def _send_and_forget(work: Work, mail: Mail, request_id: UUID) -> Callable[[], Any]:
    merchant_id = merchant_of(work.db)

    async def last() -> None:
        await send(work.settings, mail)
        async with work.database.session() as db:
            await enter(db, merchant_id)
            row = await history.locked(db, request_id)
            if row is not None:
                row.reply_to = None

    return last


async def _who(work: Work, row: PrivacyRequest) -> tuple[str, Merchant]:
    """The person's first name, as far as it is still known, and the merchant."""
    named = select(Customer.first_name).where(Customer.id == row.customer_id)
    first_name = await work.db.scalar(named)
    merchant = await work.db.get_one(Merchant, merchant_of(work.db))
    return no_link(first_name or ""), merchant


async def _common(work: Work, row: PrivacyRequest, words: str | None) -> dict[str, Any]:
    first_name, merchant = await _who(work, row)
    calendar = await counting.calendar_of(work.db)
    return {
        "to": _address(work, row),
        "language": row.language,
        "first_name": first_name,
        "merchant_name": no_link(merchant.name),
        "right": right(row.kind, row.language),
        "received_on": _day(row.received_at, merchant, row.language),
        "words": words or "",
        "contact": merchant.contact_email or "",
        "authority": authority(calendar, row.language),
    }


def _address(work: Work, row: PrivacyRequest) -> str:
    return unseal(work.settings.secret, row.id.bytes, row.reply_to or b"").decode()


def _day(at: datetime, merchant: Merchant, language: str) -> str:
    return long_day(at.astimezone(ZoneInfo(merchant.time_zone)).date(), language)
