"""Mails to a team: invitations, and that a PIN was tried too often."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from api.accounts import invitations, merchant_tokens, pins
from api.accounts.mails import no_link
from api.accounts.models import Device, Invitation, Membership, Merchant, User
from api.accounts.roles import Role
from api.core.clock import now
from api.core.jobs import Afterwards, Work, job
from api.core.mail import Mail, send
from api.core.personal import outgoing
from api.core.tenancy import merchant_of
from api.core.tokens import digest, new_token

outgoing("smtp", "To", column="invitations.email", why="an invitation into a team")
outgoing("smtp", "inviter", column="users.first_name", why="who invites")
outgoing("smtp", "member", column="users.first_name", why="whose PIN was locked, to the owners")
outgoing("smtp", "role", why="the role that is offered")
outgoing("smtp", "device", why="the name of a counter device")


@dataclass(frozen=True, kw_only=True)
class InvitationMail(Mail):
    template: ClassVar[str] = "invitation"

    merchant_name: str
    inviter: str
    role: str
    link: str


@dataclass(frozen=True, kw_only=True)
class PinLockedMail(Mail):
    template: ClassVar[str] = "pin_locked"

    first_name: str
    member: str
    merchant_name: str
    device: str
    link: str


@job(invitations.MAIL)
async def mail_invitation(work: Work, invitation_id: UUID) -> Afterwards | None:
    """The link to join; its secret is made here, and the one of an earlier mail is void."""
    db = work.db
    row = await db.scalar(
        select(Invitation).where(Invitation.id == invitation_id).with_for_update()
    )
    if row is None or row.expires_at <= now() or row.accepted_at or row.revoked_at:
        return None
    merchant = await db.get_one(Merchant, merchant_of(db))
    inviter = await db.scalar(
        select(User.first_name)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.id == row.invited_by)
    )
    secret = new_token()
    row.token_hash = digest(secret)
    token = merchant_tokens.joined(merchant.id, secret)
    mail = InvitationMail(
        to=row.email,
        language=row.language,
        merchant_name=no_link(merchant.name),
        inviter=no_link(inviter or merchant.name),
        role=row.role,
        link=f"{work.settings.origin}/invitation#{token}",
    )
    return partial(send, work.settings, mail)


@job(pins.LOCKED_MAIL)
async def mail_pin_locked(work: Work, membership_id: UUID, device_id: UUID) -> Afterwards | None:
    """Tells the owners that somebody tries PINs, and where."""
    db = work.db
    who = await db.scalar(
        select(User.first_name)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.id == membership_id)
    )
    device = await db.scalar(select(Device).where(Device.id == device_id))
    if who is None or device is None:
        return None
    merchant = await db.get_one(Merchant, merchant_of(db))
    owners = await db.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.merchant_id == merchant.id, Membership.role == Role.OWNER)
    )
    mails = [
        PinLockedMail(
            to=owner.email,
            language=owner.language,
            first_name=owner.first_name,
            member=no_link(who),
            merchant_name=no_link(merchant.name),
            device=no_link(device.name),
            link=f"{work.settings.origin}/team",
        )
        for owner in owners
    ]

    async def send_all() -> None:
        for mail in mails:
            await send(work.settings, mail)

    return send_all
