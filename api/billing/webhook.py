"""What Stripe sends: proven, stored once, put into the queue, answered. Nothing else happens while
Stripe waits."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.billing.models import StripeEvent
from api.core import jobs
from api.core.clock import now
from api.core.errors import Problem

HANDLE = "billing.handle_event"
TOLERANCE = timedelta(minutes=5)
LARGEST = 256 << 10

_ID = re.compile(r"[A-Za-z]+_[A-Za-z0-9_]{1,50}")
_TYPE = re.compile(r"[a-z0-9_.]{1,100}")


class WebhookSignature(Problem):
    status, code, title = 400, "WEBHOOK_SIGNATURE", "This was not signed by Stripe just now"


class WebhookUnreadable(Problem):
    status, code, title = 400, "WEBHOOK_UNREADABLE", "Signed, but not an event of Stripe's"


@dataclass(frozen=True)
class Told:
    """Of an event only what it is about: what has become of that is asked of Stripe."""

    id: str
    type: str
    created_at: datetime
    object_type: str
    object_id: str | None
    customer_id: str | None


def verify(body: bytes, header: str | None, secrets: tuple[str, ...]) -> None:
    """Stripe's scheme: an HMAC over time and raw body, by any secret in force. Raises
    :class:`WebhookSignature`. Written out, since the library takes seconds to load and this is
    asked of every process that answers requests."""
    parts = [part.partition("=")[::2] for part in (header or "").split(",")]
    times = [value for name, value in parts if name.strip() == "t"]
    given = [value.encode() for name, value in parts if name.strip() == "v1"]
    if not times or not re.fullmatch(r"\d{1,12}", times[0], re.ASCII):
        raise WebhookSignature
    signed = times[0].encode() + b"." + body
    expected = [
        hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest().encode() for secret in secrets
    ]
    matches = [hmac.compare_digest(one, other) for one in expected for other in given]
    if not any(matches):
        raise WebhookSignature
    if abs(now() - datetime.fromtimestamp(int(times[0]), UTC)) > TOLERANCE:
        raise WebhookSignature


def read(body: bytes) -> Told:
    """Raises :class:`WebhookUnreadable`."""
    try:
        return told(json.loads(body))
    except (
        ValueError, TypeError, KeyError, AttributeError, OverflowError, OSError, RecursionError,
    ) as error:  # fmt: skip
        raise WebhookUnreadable from error


def told(event: dict[str, Any]) -> Told:
    """Of an event as Stripe sends or lists it."""
    if not _ID.fullmatch(event["id"]) or not _TYPE.fullmatch(event["type"]):
        raise ValueError("not an event's id and type")
    about = event["data"]["object"]
    return Told(
        event["id"],
        event["type"],
        datetime.fromtimestamp(event["created"], UTC),
        str(about["object"])[:100],
        _id(about.get("id")),
        _customer(about, event["data"].get("previous_attributes") or {}),
    )


def _id(one: Any) -> str | None:
    found = one.get("id") if isinstance(one, dict) else one
    return found if isinstance(found, str) and _ID.fullmatch(found) else None


def _customer(about: dict[str, Any], before: dict[str, Any]) -> str | None:
    """What was detached from a customer names it only among what it was before."""
    if about["object"] == "customer":
        return _id(about["id"])
    return _id(about.get("customer")) or _id(before.get("customer"))


async def store(db: AsyncSession, event: Told) -> bool:
    """Once, with its job; False when it is known."""
    made = await db.scalar(
        insert(StripeEvent)
        .values(
            id=event.id,
            type=event.type,
            object_type=event.object_type,
            object_id=event.object_id,
            customer_id=event.customer_id,
            created_at=event.created_at,
            received_at=now(),
            state="received",
            attempts=0,
        )
        .on_conflict_do_nothing()
        .returning(StripeEvent.id)
    )
    if made is None:
        return False
    await jobs.enqueue(db, HANDLE, event_id=made)
    return True
