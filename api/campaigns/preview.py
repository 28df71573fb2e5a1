"""A mail as a reader would get it, without sending it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Merchant
from api.campaigns import dispatch
from api.campaigns.mails import CampaignLetter, words
from api.campaigns.models import Campaign
from api.campaigns.schemas import CampaignPreviewIn, CampaignPreviewOut
from api.core.mail import Leave
from api.core.settings import Settings
from api.core.tenancy import merchant_of

_NOBODY = "reader@example.invalid"


async def preview(
    db: AsyncSession, settings: Settings, wish: CampaignPreviewIn
) -> CampaignPreviewOut:
    found = await dispatch.sender(db)
    merchant, address = found or (await db.get_one(Merchant, merchant_of(db)), "")
    draft = Campaign(subject=wish.subject, body=wish.body, card_button=wish.card_button)
    facts: dict[str, Any] = words(draft, merchant, address, merchant.language, wish.first_name)
    letter = CampaignLetter(
        to=_NOBODY,
        card_link=f"{settings.origin}/c/{merchant.slug}" if wish.card_button else "",
        leave=Leave(None, f"{settings.origin}/v1/unsubscribe/…"),
        **facts,
    )
    message = letter.message(settings)
    parts = {kind: message.get_body((kind,)) for kind in ("plain", "html")}
    text, html = (part.get_content() if part else "" for part in parts.values())
    sender = str(message["From"])
    return CampaignPreviewOut(sender=sender, subject=str(message["Subject"]), text=text, html=html)
