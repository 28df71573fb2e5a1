"""A request that reaches the operator about a merchant's customer is the merchant's to answer: it
is forwarded, and the person is written to by nobody (DPA: forwarded, not answered)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast, get_args
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Merchant
from api.core import jobs
from api.core.audit import SYSTEM
from api.core.clock import now
from api.core.db import Database
from api.core.settings import Settings
from api.core.tenancy import enter
from api.core.texts import line, paragraph
from api.privacy.requests import deadlines, history, intake, reminders
from api.privacy.requests.models import PrivacyRequest
from api.privacy.requests.owner_mails import FORWARDED_MAIL
from api.privacy.requests.wishes import Kind, Wish

_LONGEST = 2000


def wish_from(kind: str, asked_by: str, words: str, received_at: datetime | None) -> Wish:
    """What the operator has typed, checked. Raises :class:`ValueError` with what is wrong."""
    kinds = get_args(Kind)
    if kind not in kinds:
        raise ValueError(f"{kind}: one of {', '.join(kinds)}")
    if len(asked_by) > _LONGEST or len(words) > _LONGEST:
        raise ValueError(f"at most {_LONGEST} characters")
    return Wish(
        kind=cast(Kind, kind),
        channel="operator",
        received_at=received_at,
        asked_by=line(asked_by.strip()) or None,
        details=paragraph(words.strip()) or None,
    )


class NoSuchMerchant(LookupError):
    """Nobody has this address. ``near`` are those that are called, or written, like it."""

    def __init__(self, address: str, near: Sequence[str]) -> None:
        super().__init__(address)
        self.near = near


async def forward(
    database: Database, settings: Settings, address: str, wish: Wish, customer_id: UUID | None
) -> PrivacyRequest:
    """Write the request down where the merchant reads it, and tell its owners. Of a complaint the
    merchant has to know within 72 hours. Raises :class:`NoSuchMerchant`, ``CustomerNotFound``,
    :class:`ValueError`."""
    if wish.received_at is not None and wish.received_at > now():
        raise ValueError("It cannot have reached you in the future.")
    async with database.session() as db:
        await enter(db, await _merchant(db, address))
        row = await intake.receive(db, settings, SYSTEM, wish, customer_id)
        if row.kind == "complaint":
            row.notice_due_at = row.received_at + deadlines.NOTICE
        history.tell(db, SYSTEM, row, "request.forwarded")
        await db.flush()
        await jobs.enqueue(db, FORWARDED_MAIL, request_id=row.id, again=False)
        if row.notice_due_at is not None:
            await reminders.watch(db, row)
        return row


async def _merchant(db: AsyncSession, address: str) -> UUID:
    """By the public address, alone or as it stands in a card's or a poster's link."""
    slug = slug_in(address)
    found = await db.scalar(select(Merchant.id).where(Merchant.slug == slug))
    if found is None:
        like = Merchant.name.icontains(address, autoescape=True) | Merchant.slug.icontains(
            slug, autoescape=True
        )
        near = await db.scalars(select(Merchant.slug).where(like).order_by(Merchant.slug).limit(9))
        raise NoSuchMerchant(slug, near.all())
    return found


def slug_in(address: str) -> str:
    """``les-deux-epis`` of ``https://…/c/les-deux-epis#…``."""
    path = address.strip().partition("#")[0].partition("?")[0].rstrip("/")
    return path.rpartition("/")[2].lower()
