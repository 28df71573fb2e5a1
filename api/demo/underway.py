"""What is under way as the demonstration is opened: sales that wait for their confirmation."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.roles import Role
from api.cards.ledger import gestures
from api.cards.models import Card, Hold
from api.cards.operations.holds import LAPSE
from api.core import jobs
from api.demo import team
from api.demo.chance import chance, uuid7
from api.demo.story import Scene
from api.programs.rules import Sale, Situation, assess

BASKETS = (3450, 1890)
"""What was ordered and will be fetched, in cents; of the two customers who came last."""
SINCE = timedelta(minutes=50)
LASTS = timedelta(days=2)


async def hold_orders(db: AsyncSession, scene: Scene) -> None:
    """Only where units follow from what is sold."""
    if not scene.shop.basket:
        return
    rng, at = chance("orders", scene.shop.slug), scene.now - SINCE
    program = scene.program(at)
    revision = program.at(at)
    (by, *_) = team.members(scene.shop, Role.CASHIER)
    regulars = select(Card.id).where(
        Card.program_id == program.id,
        Card.status == "active",
        Card.customer_id.is_not(None),
        Card.last_earned_at < at - timedelta(days=1),
    )
    latest = regulars.order_by(Card.last_earned_at.desc(), Card.id).limit(len(BASKETS))
    for card_id, amount in zip((await db.scalars(latest)).all(), BASKETS, strict=False):
        sale = Sale(amount=amount, location_id=scene.place(at))
        outcome = assess(revision.rules, sale, Situation(at=at))
        hold_id = uuid7(rng, at)
        db.add(
            Hold(
                id=hold_id,
                card_id=card_id,
                units=outcome.units,
                amount=amount,
                location_id=sale.location_id,
                detail={"breakdown": [line.model_dump() for line in outcome.lines]},
                occurred_at=at,
                expires_at=at + LASTS,
                actor_kind=by.kind,
                actor_id=by.id,
                key=f"demo order {hold_id}",
                request=gestures.request_digest("hold", {"amount": amount}),
            )
        )
        await db.execute(update(Card).where(Card.id == card_id).values(open_holds=1))
        await jobs.enqueue(db, LAPSE, delay=LASTS - SINCE, hold_id=hold_id)
    await db.flush()
