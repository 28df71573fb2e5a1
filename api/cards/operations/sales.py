"""A whole sale at a till: what is redeemed with it and what it earns, in one transaction.

A preview and the sale itself weigh the same :class:`Deal`; only the sale writes it down.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.ledger import gestures, locked
from api.cards.ledger.gestures import Gesture, Recorded
from api.cards.ledger.locked import Locked
from api.cards.operations import earn, redeem
from api.cards.operations.redeem import Exchange, Wish
from api.cards.references import Reference
from api.cards.schemas.sales import SaleIn
from api.core.errors import Problem
from api.programs import rules
from api.programs.rules import Outcome, Sale, plain

_EARNING = " earning"
"""Makes the earning's key of the sale's. No client can send a key with a space in it."""


@dataclass(slots=True)
class Deal:
    """What a sale comes to."""

    sale: Sale
    outcome: Outcome
    wish: Wish | None = None
    exchange: Exchange | None = None


@dataclass(slots=True)
class Sold:
    entries: list[Recorded]
    refusals: list[dict[str, Any]]
    """Why a sale with a redemption has earned nothing, as it was said the first time."""


async def weigh(
    db: AsyncSession, card: Locked, body: SaleIn, location_id: UUID | None, moment: datetime
) -> Deal:
    """What the sale would redeem and earn; changes nothing."""
    wish = exchange = None
    spent = discount = 0
    if body.reward_id is not None or body.redeem_units is not None:
        wish = Wish(body.reward_id, body.redeem_units, location_id)
        exchange = await redeem.weigh(db, card, wish, moment)
        spent = exchange.cost
        discount = (exchange.value or 0) if body.redeem_units else 0
    sale = rules.sale_of(body, location_id, discount)
    outcome = await earn.weigh(db, card, sale, moment, spent=spent)
    return Deal(sale, outcome, wish, exchange)


async def sell(
    db: AsyncSession, reference: Reference, gesture: Gesture, body: SaleIn, location_id: UUID | None
) -> tuple[Sold, bool]:
    """Redeem and earn. Asked again with the same key it gives the first answer again (then True).

    Where something is redeemed, an earning that the rules refuse is left out and said in the
    answer; without a redemption it is the refusal of the whole. Raises ``CardClosed``,
    ``EARN_REFUSALS``, ``REDEEM_REFUSALS``, ``KeyReused``.
    """
    try:
        sold = await _sell(db, reference, gesture, body, location_id)
    except Problem:
        first = await _sold(db, gesture)
        if first is None:
            raise
        return first, True
    if sold:
        return sold, False
    first = await _sold(db, gesture)
    if first is None:
        raise RuntimeError("a sale neither written nor found")
    return first, True


async def _sell(
    db: AsyncSession, reference: Reference, gesture: Gesture, body: SaleIn, location_id: UUID | None
) -> Sold | None:
    gesture.occurred_at = earn.plausible(gesture.occurred_at)
    card = await locked.lock(db, reference)
    deal = await weigh(db, card, body, location_id, gesture.occurred_at)
    refused = [plain(problem) for problem in deal.outcome.refusals]
    if deal.exchange is None or deal.wish is None:
        if deal.outcome.refusals:
            raise deal.outcome.refusals[0]
        entry = await earn.record(db, card, gesture, deal.sale, deal.outcome)
        return Sold([entry], []) if entry else None
    if deal.exchange.refusals:
        raise deal.exchange.refusals[0]
    detail = {"refusals": refused} if refused else None
    redeemed = await redeem.record(db, card, gesture, deal.wish, deal.exchange, detail)
    if redeemed is None:
        return None
    if refused:
        return Sold([redeemed], refused)
    also = replace(gesture, key=f"{gesture.key}{_EARNING}")
    earned = await earn.record(db, card, also, deal.sale, deal.outcome)
    if earned is None:
        raise RuntimeError("an earning without its redemption")
    return Sold([redeemed, earned], [])


async def _sold(db: AsyncSession, gesture: Gesture) -> Sold | None:
    """The first answer to this key. Raises ``KeyReused``."""
    first = await gestures.recorded(db, gesture)
    if first is None:
        return None
    also = None
    if first.kind == "redeem":
        also = await gestures.recorded(db, replace(gesture, key=f"{gesture.key}{_EARNING}"))
    entries = [first, also] if also else [first]
    return Sold(entries, (first.detail or {}).get("refusals", []))
