"""A shop that writes to its customers, and what reaches them."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select, update
from uuid_utils.compat import uuid7

from api.accounts.models import Merchant
from api.campaigns import planning, sending
from api.campaigns.models import Campaign, CampaignMail
from tests.cards.counter import done
from tests.cards.nightly.night import run
from tests.mails import mails_to
from tests.world import Shop, World

EVERYONE = {"kind": "everyone"}
WORDS = {
    "subject": "Pour vous, {prénom}",
    "body": "Bonjour {prénom},\n\nÀ bientôt chez {commerce}.",
}


@dataclass
class Press:
    shop: Shop
    client: httpx.AsyncClient

    async def reader(
        self, first_name: str = "Zoé", *, agreed: bool | None = True, **who: Any
    ) -> UUID:
        """A customer who said yes, no or nothing to news."""
        who = {"email": f"{uuid7().hex}@client.example"} | who
        body = {"first_name": first_name, "allow_duplicate": True} | who
        customer_id = UUID(done(await self.client.post("/v1/customers", json=body))["id"])
        if agreed is not None:
            await self.consent(customer_id, agreed)
        return customer_id

    async def consent(self, customer_id: UUID, granted: bool) -> None:
        consent = {"purpose": "marketing_email", "granted": granted}
        path = f"/v1/customers/{customer_id}/consents"
        done(await self.client.post(path, json=consent))

    async def draft(self, audience: Any = EVERYONE, **words: Any) -> dict[str, Any]:
        body = WORDS | {"audience": audience} | words
        return done(await self.client.post("/v1/campaigns", json=body))

    async def dispatch(self, campaign: dict[str, Any], **body: Any) -> dict[str, Any]:
        path = f"/v1/campaigns/{campaign['id']}/dispatch"
        return done(await self.client.post(path, json=body, headers={"If-Match": "*"}), 200)

    async def read(self, campaign: dict[str, Any]) -> dict[str, Any]:
        return done(await self.client.get(f"/v1/campaigns/{campaign['id']}"), 200)

    async def planned(self, campaign: dict[str, Any]) -> None:
        """The job that finds the readers, as long as it asks for itself."""
        while True:
            row = await self.row(campaign)
            if row.planned_at or row.status not in ("sending", "scheduled"):
                return
            await run(self.shop, planning.plan, campaign_id=row.id, at=row.scheduled_at)

    async def printed(self, campaign: dict[str, Any], turns: int = 4) -> dict[str, Any]:
        """The job that sends, some turns of it."""
        for _ in range(turns):
            if (await self.row(campaign)).status != "sending":
                break
            await run(self.shop, sending.send, campaign_id=UUID(campaign["id"]))
        return await self.read(campaign)

    async def sent(self, audience: Any = EVERYONE, **words: Any) -> dict[str, Any]:
        campaign = await self.draft(audience, **words)
        await self.dispatch(campaign)
        await self.planned(campaign)
        return await self.printed(campaign)

    async def row(self, campaign: dict[str, Any]) -> Campaign:
        async with self.shop.db() as db:
            return (await db.scalars(select(Campaign).where(Campaign.id == campaign["id"]))).one()

    async def mails(self, campaign: dict[str, Any]) -> dict[UUID, tuple[str, str | None]]:
        """State and reason of each reader's mail."""
        query = select(CampaignMail).where(CampaignMail.campaign_id == campaign["id"])
        async with self.shop.db() as db:
            rows = (await db.scalars(query)).all()
        return {row.customer_id: (row.state, row.reason) for row in rows}

    def arrived(self, address: str) -> list[EmailMessage]:
        return mails_to(self.shop.world.settings.mail_folder, address)

    async def got(self, customer_id: UUID) -> list[EmailMessage]:
        """What is in the customer's mailbox."""
        who = done(await self.client.get(f"/v1/customers/{customer_id}"), 200)
        return self.arrived(who["email"]) if who["email"] else []


async def press_of(world: World, **limits: Any) -> Press:
    """Without quiet hours, unless asked for: tests run at night, too."""
    shop = await world.shop(name="Au Bon Pain")
    async with shop.db() as db:
        contact = {"contact_email": "contact@bonpain.example"}
        await db.execute(update(Merchant).where(Merchant.id == shop.id).values(**contact))
    client = await shop.client()
    settings = {"days_between": 7, "quiet_from": 0, "quiet_until": 0} | limits
    path = "/v1/campaign-settings"
    done(await client.put(path, json=settings, headers={"If-Match": "*"}), 200)
    return Press(shop, client)
