"""What the bakery wrote to its customers, and what it is about to write."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.roles import Role
from api.campaigns import segments
from api.campaigns.models import Campaign, CampaignMail
from api.campaigns.schemas import LapsedSegment
from api.customers.models import Customer
from api.demo import team
from api.demo.chance import chance, uuid7
from api.demo.shop import Shop
from api.demo.shops import BAKERY

AGO = timedelta(days=16)
AWAY = LapsedSegment(kind="lapsed", days=60)


async def write(db: AsyncSession, shop: Shop, moment: datetime) -> None:
    """A campaign that was sent to whoever had agreed by then, and a draft."""
    if shop is not BAKERY:
        return
    rng, sent_at = chance("campaigns", shop.slug), moment - AGO
    (owner, *_) = team.members(shop, Role.OWNER)
    refused = segments.refusal(7, sent_at)
    joined = Customer.created_at < sent_at
    query = select(Customer.id, refused).where(*await segments.members(db, AWAY, sent_at), joined)
    found = (await db.execute(query.order_by(Customer.id))).all()
    readers = [customer_id for customer_id, reason in found if reason is None]
    reasons = Counter(reason for _, reason in found if reason is not None)
    sent = Campaign(
        id=uuid7(rng, sent_at - timedelta(hours=2)),
        version=3,
        status="sent",
        subject="{prénom}, votre croissant vous attend",
        body="Bonjour {prénom},\n\nCela fait un moment ! Cette semaine, la galette aux pommes est"
        " de retour, et votre carte garde tous ses tampons.\n\nÀ très vite,\n{commerce}",
        audience=AWAY.model_dump(mode="json"),
        scheduled_at=sent_at,
        started_at=sent_at,
        planned_at=sent_at,
        finished_at=sent_at + timedelta(minutes=4),
        counts={"planned": len(readers), "sent": len(readers), "refused": dict(reasons)},
        created_kind=owner.kind,
        created_by=owner.id,
        sent_by=owner.id,
        created_at=sent_at - timedelta(hours=2),
        changed_at=sent_at - timedelta(hours=1),
    )
    draft = Campaign(
        id=uuid7(rng, moment - timedelta(hours=20)),
        subject="Les bûches de Noël se réservent dès samedi",
        body="Bonjour {prénom},\n\nPraliné, fruits rouges ou marron : dites-nous laquelle, et"
        " elle sera prête le 24 au matin.\n\nÀ bientôt chez {commerce}",
        audience={"kind": "recent", "days": 60},
        counts={},
        created_kind=owner.kind,
        created_by=owner.id,
        created_at=moment - timedelta(hours=20),
        changed_at=moment - timedelta(hours=19),
    )
    db.add_all((sent, draft))
    await db.flush()
    rows = [
        {
            "id": uuid7(rng, sent_at),
            "campaign_id": sent.id,
            "customer_id": one,
            "state": "sent",
            "handed_at": sent_at + timedelta(seconds=number),
            "created_at": sent_at,
        }
        for number, one in enumerate(readers)
    ]
    if rows:
        await db.execute(insert(CampaignMail), rows)
