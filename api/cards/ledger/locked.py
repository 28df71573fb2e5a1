"""Holding a card for an operation, with the rules in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, TextClause
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.ledger import statements
from api.cards.references import Reference, merged_into, missing
from api.core.errors import Problem
from api.core.tenancy import merchant_of
from api.programs.schemas.rules import Rules


class CardClosed(Problem):
    status, code, title = 409, "CARD_CLOSED", "This card is closed"


@dataclass(slots=True)
class Locked:
    """A card held for this transaction, with the rules in force."""

    id: UUID
    status: str
    balance: int
    seq: int
    head_hash: bytes
    last_earned_at: datetime | None
    earned_on: date | None
    earned_units: int
    customer_id: UUID | None
    program_id: UUID
    program_status: str
    frozen_at: datetime | None
    program_frozen_at: datetime | None
    rules: Rules
    revision: int
    redeem_until: date | None
    zone: ZoneInfo
    idle_expires_at: datetime | None
    """When the units that expire with inactivity do so."""
    tier_id: str | None
    tier_units: int
    tier_until: date | None
    tier_revision: int | None
    open_holds: int

    def day(self, moment: datetime) -> date:
        """The calendar day of a moment in the merchant's time zone."""
        return moment.astimezone(self.zone).date()

    def start_of(self, day: date) -> datetime:
        """The first moment of a calendar day in the merchant's time zone."""
        return datetime(day.year, day.month, day.day, tzinfo=self.zone)


_zones: dict[str, ZoneInfo] = {}
_rules: dict[tuple[UUID, int], Rules] = {}
_RULES_KEPT = 10_000


def _rules_of(program_id: UUID, revision: int, document: dict[str, Any]) -> Rules:
    """A revision never changes, so it is read once."""
    kept = _rules.get((program_id, revision))
    if kept is None:
        if len(_rules) >= _RULES_KEPT:
            _rules.clear()
        kept = _rules[program_id, revision] = Rules.model_validate(document)
    return kept


async def lock(db: AsyncSession, reference: Reference) -> Locked:
    """Hold the card until the transaction ends; a merged one's name stands for the card that it
    went into. Raises ``CardNotFound``, ``CardReplaced``."""
    return await _find(db, reference, statements.LOCK)


async def peek(db: AsyncSession, reference: Reference) -> Locked:
    """The card as :func:`lock` gives it, but not held: for looking ahead, never for writing."""
    return await _find(db, reference, statements.PEEK)


async def _find(
    db: AsyncSession, reference: Reference, statement: Mapping[str, TextClause]
) -> Locked:
    asked = reference
    row = await _row(db, reference, statement)
    while row is None:
        into = await merged_into(db, reference)
        if into is None:
            raise await missing(db, asked)
        reference = into
        row = await _row(db, reference, statement)
    if reference is not asked and await merged_into(db, asked) is None:
        # The merge was undone while we waited for the other card.
        return await _find(db, asked, statement)
    values = dict(row._mapping)
    name = values.pop("time_zone")
    zone = _zones.get(name) or _zones.setdefault(name, ZoneInfo(name))
    rules = _rules_of(row.program_id, row.revision, values.pop("rules"))
    return Locked(**values, rules=rules, zone=zone)


async def _row(
    db: AsyncSession, reference: Reference, statement: Mapping[str, TextClause]
) -> Row[Any] | None:
    values = {"merchant_id": merchant_of(db), "value": reference.value}
    return (await db.execute(statement[reference.by], values)).one_or_none()


async def unavailable(db: AsyncSession, card: Locked, moment: datetime) -> int:
    """How much of the balance cannot be spent at a moment."""
    values = {
        "merchant_id": merchant_of(db),
        "card_id": card.id,
        "occurred_at": moment,
        "idle_expires_at": card.idle_expires_at,
    }
    found: int = (await db.execute(statements.UNAVAILABLE, values)).scalar_one()
    return found
