"""The mails of an account's life. Each is sent by a job, which makes the secret of its link: the
queue holds an id, the table a digest, and only the mail the secret itself.

Whether an address has an account is looked up here and not while a request is answered, so that
no answer, and no answer's timing, tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from api.accounts import password, second_factor, sign_up
from api.accounts.models import Membership, Merchant, PasswordReset, SignUp, User
from api.core.clock import now
from api.core.jobs import Afterwards, Work, job
from api.core.mail import Mail, send
from api.core.personal import outgoing
from api.core.tokens import digest, new_token

for _table in ("users", "sign_ups"):
    outgoing("smtp", "To", column=f"{_table}.email", why="a mail about the account")
    outgoing("smtp", "first_name", column=f"{_table}.first_name", why="whom a mail greets")
outgoing("smtp", "To", column="password_resets.email", why="a link for a new password")
outgoing("smtp", "merchant_name", column="merchants.name", why="whose shop a mail is about")
outgoing("smtp", "merchant_name", column="sign_ups.merchant_name", why="the shop to come")
outgoing("smtp", "change", why="which of a few things about signing in was changed")


@dataclass(frozen=True, kw_only=True)
class ConfirmAddress(Mail):
    template: ClassVar[str] = "confirm_address"

    first_name: str
    merchant_name: str
    link: str


@dataclass(frozen=True, kw_only=True)
class Welcome(Mail):
    template: ClassVar[str] = "welcome"

    first_name: str
    merchant_name: str
    link: str


@dataclass(frozen=True, kw_only=True)
class AlreadyHaveAccount(Mail):
    template: ClassVar[str] = "already_have_account"

    first_name: str
    link: str


@dataclass(frozen=True, kw_only=True)
class ResetPassword(Mail):
    template: ClassVar[str] = "password_reset"

    first_name: str
    link: str


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Mail):
    template: ClassVar[str] = "password_changed"

    first_name: str
    link: str


@dataclass(frozen=True, kw_only=True)
class SecondFactorChanged(Mail):
    template: ClassVar[str] = "second_factor_changed"

    first_name: str
    change: str
    link: str


_LINK = re.compile(r"[/@:]+|(?<=\w)\.(?=\w)")


def no_link(name: str) -> str:
    """A name that no mail program turns into a link: whoever signs up with somebody else's
    address chooses the names that this person reads."""
    return _LINK.sub(" ", name)


@job(sign_up.MAIL)
async def mail_sign_up(work: Work, sign_up_id: UUID) -> Afterwards | None:
    """The link that confirms the address; to somebody who has an account, that it exists."""
    form = await work.db.get(SignUp, sign_up_id, with_for_update=True)
    if form is None or form.expires_at <= now():
        return None
    user = await work.db.scalar(select(User).where(User.email == form.email))
    if user is not None:
        await work.db.delete(form)
        known = AlreadyHaveAccount(
            to=user.email,
            language=user.language,
            first_name=user.first_name,
            link=f"{work.settings.origin}/sign-in",
        )
        return partial(send, work.settings, known)
    token = new_token()
    form.token_hash = digest(token)
    asked = ConfirmAddress(
        to=form.email,
        language=form.language,
        first_name=no_link(form.first_name),
        merchant_name=no_link(form.merchant_name),
        link=f"{work.settings.origin}/verify#{token}",
    )
    return partial(send, work.settings, asked)


@job(sign_up.WELCOME)
async def mail_welcome(work: Work, membership_id: UUID) -> Afterwards | None:
    """What to do first, to somebody who has just opened a shop."""
    found = await work.db.execute(
        select(User, Merchant.name)
        .join(Membership, Membership.user_id == User.id)
        .join(Merchant, Merchant.id == Membership.merchant_id)
        .where(Membership.id == membership_id)
    )
    row = found.one_or_none()
    if row is None:
        return None
    user, merchant_name = row
    mail = Welcome(
        to=user.email,
        language=user.language,
        first_name=user.first_name,
        merchant_name=merchant_name,
        link=f"{work.settings.origin}/",
    )
    return partial(send, work.settings, mail)


@job(password.RESET_MAIL)
async def mail_reset(work: Work, reset_id: UUID) -> Afterwards | None:
    """The link to set a new password, if the address has an account; else nothing, and the
    address is forgotten."""
    reset = await work.db.get(PasswordReset, reset_id, with_for_update=True)
    if reset is None or reset.expires_at <= now():
        return None
    user = await work.db.scalar(select(User).where(User.email == reset.email))
    if user is None:
        await work.db.delete(reset)
        return None
    token = new_token()
    reset.token_hash = digest(token)
    mail = ResetPassword(
        to=user.email,
        language=user.language,
        first_name=user.first_name,
        link=f"{work.settings.origin}/reset#{token}",
    )
    return partial(send, work.settings, mail)


@job(password.CHANGED_MAIL)
async def mail_password_changed(work: Work, user_id: UUID) -> Afterwards | None:
    """Tells the owner, who may not be the one who did it."""
    user = await work.db.get(User, user_id)
    if user is None:
        return None
    mail = PasswordChanged(
        to=user.email,
        language=user.language,
        first_name=user.first_name,
        link=f"{work.settings.origin}/forgot",
    )
    return partial(send, work.settings, mail)


@job(second_factor.CHANGED_MAIL)
async def mail_second_factor_changed(work: Work, user_id: UUID, change: str) -> Afterwards | None:
    """Tells the owner, who may not be the one who did it."""
    user = await work.db.get(User, user_id)
    if user is None:
        return None
    mail = SecondFactorChanged(
        to=user.email,
        language=user.language,
        first_name=user.first_name,
        change=change,
        link=f"{work.settings.origin}/forgot",
    )
    return partial(send, work.settings, mail)
