"""The screens of campaigns: writing one, sending it, what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update

from api.accounts.models import Merchant
from api.campaigns.models import Campaign
from api.core import clock
from tests.browser.screen import Screen, click
from tests.cards.counter import done
from tests.world import Shop

PATH = "/v1/campaigns"
WORDS = {"subject": "Pour vous, {prénom}", "body": "Bonjour {prénom},\n\nÀ bientôt."}


@dataclass(frozen=True)
class CampaignStage:
    draft: str
    scheduled: str
    sending: str
    stopped: str
    sent: str


async def set_up_campaigns(shop: Shop) -> CampaignStage:
    api = await shop.client("owner")
    contact = {"contact_email": "contact@fournil.example"}
    async with shop.db() as db:
        await db.execute(update(Merchant).where(Merchant.id == shop.id).values(**contact))

    async def write(**state: object) -> str:
        body = WORDS | {"audience": {"kind": "everyone"}}
        one: str = done(await api.post(PATH, json=body))["id"]
        if state:
            async with shop.db() as db:
                await db.execute(update(Campaign).where(Campaign.id == one).values(**state))
        return f"/campaigns/{one}"

    at = clock.now()
    counts = {"planned": 40, "sent": 25, "refused": {"no_consent": 12, "too_soon": 3}}
    begun = {"started_at": at, "planned_at": at, "counts": counts}
    return CampaignStage(
        await write(),
        await write(status="scheduled", scheduled_at=at + timedelta(days=2)),
        await write(status="sending", **begun),
        await write(status="stopped", problem="PLAN_LIMIT", **begun),
        await write(status="sent", finished_at=at, **begun),
    )


def of_campaigns(shop: Shop, empty: Shop, stage: CampaignStage) -> list[Screen]:
    send = ("Envoyer…", "Send…")
    rhythm = ("Rythme d’envoi", "How often")
    return [
        Screen("campaigns", "/campaigns", shop, primary="New campaign"),
        Screen("campaigns, none", "/campaigns", empty, primary="Start from the example"),
        Screen("campaigns, only to look at", "/campaigns", shop, "auditor"),
        Screen("campaign, how often", "/campaigns", shop, then=click(rhythm)),
        Screen("campaign, written", stage.draft, shop, primary="Send…"),
        Screen("campaign, before it leaves", stage.draft, shop, then=click(send)),
        Screen("campaign, scheduled", stage.scheduled, shop, primary="Use again"),
        Screen("campaign, under way", stage.sending, shop, primary="Stop sending"),
        Screen("campaign, stopped", stage.stopped, shop, primary="Go on"),
        Screen("campaign, sent", stage.sent, shop, primary="Use again"),
        Screen("campaign, for an auditor", stage.draft, shop, "auditor"),
    ]
