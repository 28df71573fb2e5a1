"""What a sale would earn and redeem, without doing it: no lock, no entry, no key."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.ledger import locked, statements, tiers
from api.cards.ledger.locked import Locked
from api.cards.operations import offers, redeem, sales
from api.cards.operations.offers import Offer
from api.cards.operations.sales import Deal
from api.cards.references import Reference
from api.cards.schemas.sales import PreviewOut, Redeemable, SaleIn, TierAfter
from api.core.errors import Problem
from api.core.tenancy import merchant_of
from api.programs import lasting, levels
from api.programs.rules import plain
from api.programs.schemas.sales import Refusal


async def preview(
    db: AsyncSession, reference: Reference, body: SaleIn, location_id: UUID | None, moment: datetime
) -> PreviewOut:
    """Weigh a sale on the card as it is now. Raises ``CardNotFound``, ``CardReplaced``."""
    card = await locked.peek(db, reference)
    deal = await sales.weigh(db, card, body, location_id, moment)
    period = redeem.period_refusal(card, moment)
    redeemable = [
        _redeemable(offer, card, moment, period) for offer in await offers.all_for(db, card, moment)
    ]
    refused = deal.exchange is not None and bool(deal.exchange.refusals)
    earned = 0 if refused or deal.outcome.refusals else deal.outcome.units
    spent = deal.exchange.cost if deal.exchange and not refused else 0
    arriving = lasting.available_from(card.rules, moment) if earned else None
    balance = card.balance - spent + earned
    if earned or spent:
        balance -= await _written_off(db, card, moment)
    return PreviewOut(
        units=earned,
        breakdown=deal.outcome.lines if earned else [],
        balance_after=balance,
        refusals=_refusals(deal),
        redeemable=redeemable,
        discount_value=deal.exchange.value if deal.exchange else None,
        pending_until=arriving,
        expires_at=(
            lasting.expiry_of(card.rules, arriving or moment, card.zone) if earned else None
        ),
        tier_after=await _tier_after(db, card, earned, moment),
    )


async def _written_off(db: AsyncSession, card: Locked, moment: datetime) -> int:
    """What the operation would first write off, because inactivity has cost it."""
    if card.idle_expires_at is None or card.idle_expires_at > moment:
        return 0
    values = {
        "merchant_id": merchant_of(db),
        "card_id": card.id,
        "idle_expires_at": card.idle_expires_at,
        "until": moment,
    }
    return sum(int(row.units) for row in await db.execute(statements.EXPIRED, values))


def _refusals(deal: Deal) -> list[Refusal]:
    """In the order in which the sale itself would meet them."""
    found: list[Refusal] = []
    if deal.exchange:
        found += [Refusal(of="redemption", **plain(one)) for one in deal.exchange.refusals]
    return found + [Refusal(of="earning", **plain(one)) for one in deal.outcome.refusals]


def _redeemable(offer: Offer, card: Locked, moment: datetime, period: Problem | None) -> Redeemable:
    refusal = period or offers.refusal(offer, card.balance, card.day(moment))
    return Redeemable(
        reward_id=offer.id,
        name=offer.name,
        cost=offer.cost,
        affordable=card.balance - offer.unavailable >= offer.cost,
        available=refusal is None,
        refusal=Refusal(of="redemption", **plain(refusal)) if refusal else None,
    )


async def _tier_after(
    db: AsyncSession, card: Locked, earned: int, moment: datetime
) -> TierAfter | None:
    if card.rules.tiers is None:
        return None
    if earned:
        # The card here is nobody's but ours: what becomes of it is written nowhere.
        await tiers.follow(db, card, earned, moment)
    level = levels.level_of(card.rules, card.tier_id)
    return TierAfter(id=level.id, name=level.name) if level else None
