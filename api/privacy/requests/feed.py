"""The deadlines as a calendar that programs subscribe to (RFC 5545), under a secret address.

It tells which right is exercised and until when, never by whom: a calendar is copied to phones
and to whoever hosts the team's calendars.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.core import audit
from api.core.audit import Actor
from api.core.clock import now
from api.core.errors import Problem
from api.core.tenancy import merchant_of
from api.core.tokens import digest, new_token
from api.privacy.requests import counting
from api.privacy.requests.holidays import Calendar
from api.privacy.requests.models import PrivacyRequest, RequestCalendar
from api.privacy.requests.words import right

_OCTETS = 75
MOST = 500


class FeedNotFound(Problem):
    """The same answer whether the address was revoked or never given out."""

    status, code, title = 404, "FEED_NOT_FOUND", "This calendar address is not, or no longer, good"


async def settings_of(db: AsyncSession) -> RequestCalendar | None:
    found: RequestCalendar | None = await db.scalar(select(RequestCalendar).with_for_update())
    return found


async def choose(db: AsyncSession, actor: Actor, holidays: Calendar) -> None:
    """Count deadlines by these holidays from now on; those that run stay as they were told."""
    row = await _own(db)
    row.holidays = holidays.value
    audit.record(db, actor, "request.feed_changed", "merchant", merchant_of(db), how="holidays")


async def renew(db: AsyncSession, actor: Actor) -> str:
    """A new secret for the address; the one before opens nothing any more."""
    row = await _own(db)
    token = new_token()
    row.feed_hash, row.feed_made_at = digest(token), now()
    audit.record(db, actor, "request.feed_changed", "merchant", merchant_of(db), how="made")
    return token


async def revoke(db: AsyncSession, actor: Actor) -> None:
    row = await settings_of(db)
    if row is not None and row.feed_hash is not None:
        row.feed_hash = row.feed_made_at = None
        audit.record(db, actor, "request.feed_changed", "merchant", merchant_of(db), how="revoked")


async def _own(db: AsyncSession) -> RequestCalendar:
    row = await settings_of(db)
    if row is None:
        row = RequestCalendar(id=uuid7(), holidays=(await counting.calendar_of(db)).value)
        db.add(row)
    return row


async def read(db: AsyncSession, token: str, language: str, site: str) -> str:
    """The calendar behind the address. Raises :class:`FeedNotFound`."""
    known = await db.scalar(
        select(RequestCalendar.id).where(RequestCalendar.feed_hash == digest(token))
    )
    if known is None:
        raise FeedNotFound
    rows = await db.scalars(
        select(PrivacyRequest)
        .where(PrivacyRequest.closed_at.is_(None))
        .order_by(PrivacyRequest.due_at)
        .limit(MOST)
    )
    return written(rows.all(), language, site, now())


def written(rows: Iterable[PrivacyRequest], language: str, site: str, at: datetime) -> str:
    """RFC 5545: one all-day event for each last day."""
    name = "Demandes RGPD" if language == "fr" else "Privacy requests"
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Mon Carnet Client//Privacy//FR"),
        *(f"X-WR-CALNAME:{name}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"),
    ]
    for row in rows:
        last = "Dernier jour" if language == "fr" else "Last day"
        lines += [
            "BEGIN:VEVENT",
            f"UID:{row.id}@mon-carnet-client",
            f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{row.due_on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{row.due_on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(f'{last} : ' if language == 'fr' else f'{last}: ')}"
            f"{_escaped(right(row.kind, language))}",
            f"SEQUENCE:{row.version}",
            f"URL:{site}/privacy/requests/{row.id}",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _escaped(text: str) -> str:
    """RFC 5545, 3.3.11."""
    for char in "\\;,":
        text = text.replace(char, f"\\{char}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """RFC 5545, 3.1: at most 75 octets a line, no character torn."""
    parts: list[str] = []
    part = ""
    for char in line:
        if len((part + char).encode()) > _OCTETS - bool(parts):
            parts.append(part)
            part = ""
        part += char
    return "\r\n ".join([*parts, part])
