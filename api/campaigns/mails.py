"""The mail of a campaign, in the shop's name."""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from typing import ClassVar

from api.accounts.models import Merchant
from api.campaigns.models import Campaign
from api.campaigns.wording import fill, paragraphs
from api.core.mail import Mail, MarketingMail
from api.core.personal import outgoing
from api.core.settings import Settings

outgoing("smtp", "card_link", why="to the reader's own card")
outgoing("smtp", "paragraphs", column="customers.first_name", why="whom the shop's news greet")
outgoing("smtp", "subject", column="customers.first_name", why="whom the shop's news greet")
outgoing("smtp", "To", column="customers.email", why="news of the shop, and the person agreed")
outgoing("smtp", "Reply-To", column="merchants.contact_email", why="who writes, and is answered")
outgoing("smtp", "contact", column="merchants.contact_email", why="who writes, and is answered")
outgoing("smtp", "merchant_name", column="merchants.name", why="who writes")
outgoing("smtp", "address", why="where the shop is that writes")


@dataclass(frozen=True, kw_only=True)
class _Letter(Mail):
    template: ClassVar[str] = "campaign"

    merchant_name: str
    address: str
    contact: str
    subject: str
    paragraphs: list[list[str]]
    card_link: str
    """To the reader's own card; empty: without a button."""

    def message(self, settings: Settings) -> EmailMessage:
        message = super().message(settings)
        sender: str = message["From"].addresses[0].addr_spec
        del message["From"]
        message["From"] = Address(self.merchant_name, addr_spec=sender)
        if self.contact:
            message["Reply-To"] = Address(addr_spec=self.contact)
        return message


@dataclass(frozen=True, kw_only=True)
class CampaignLetter(_Letter, MarketingMail):
    """To a customer: it cannot be made without the :class:`Leave` that was asked for."""


@dataclass(frozen=True, kw_only=True)
class CampaignTrial(_Letter):
    """To the member who writes it, and who is no reader: there is nothing to withdraw."""


def words(
    campaign: Campaign, merchant: Merchant, address: str, language: str, first_name: str | None
) -> dict[str, object]:
    """What both kinds say."""

    def filled(text: str) -> str:
        return fill(text, first_name=first_name, shop=merchant.name)

    return {
        "language": language,
        "merchant_name": merchant.name,
        "address": address,
        "contact": merchant.contact_email or "",
        "subject": filled(campaign.subject),
        "paragraphs": paragraphs(filled(campaign.body)),
    }
