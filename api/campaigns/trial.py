"""A campaign's mail to the one who writes it."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.caller import Caller
from api.accounts.models import Membership, Merchant, User
from api.campaigns import dispatch
from api.campaigns.mails import CampaignTrial, words
from api.campaigns.models import Campaign
from api.core import jobs
from api.core.errors import Problem
from api.core.jobs import Afterwards, Work, job
from api.core.mail import send
from api.core.tenancy import merchant_of

MAIL = "campaigns.mail_trial"


class NoAddressOfOnesOwn(Problem):
    """A program has no mailbox."""

    status, code, title = 409, "NO_ADDRESS_OF_ONES_OWN", "A trial goes to a member of the team"


async def ask(db: AsyncSession, caller: Caller, row: Campaign) -> None:
    """Raises :class:`NoAddressOfOnesOwn`, ``CampaignIncomplete``."""
    if caller.user_id is None or caller.id is None:
        raise NoAddressOfOnesOwn
    if lacks := [name for name in ("subject", "body") if not getattr(row, name)]:
        raise dispatch.CampaignIncomplete(missing=lacks)
    await jobs.enqueue(db, MAIL, campaign_id=row.id, member_id=caller.id)


@job(MAIL)
async def mail_trial(work: Work, campaign_id: UUID, member_id: UUID) -> Afterwards | None:
    db = work.db
    row = await db.scalar(select(Campaign).where(Campaign.id == campaign_id))
    member = select(User).join(Membership, Membership.user_id == User.id)
    person = await db.scalar(
        member.where(Membership.id == member_id, Membership.merchant_id == merchant_of(db))
    )
    if row is None or person is None:
        return None
    found = await dispatch.sender(db)
    merchant, address = found or (await db.get_one(Merchant, merchant_of(db)), "")
    facts: dict[str, Any] = words(row, merchant, address, person.language, person.first_name)
    link = f"{work.settings.origin}/c/{merchant.slug}" if row.card_button else ""
    mail = CampaignTrial(to=person.email, card_link=link, **facts)
    return partial(send, work.settings, mail)
