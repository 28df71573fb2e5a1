"""Signing up: a wish first, an account once the address is confirmed.

Nothing but the wish exists until then, so nobody can take an address by being first with it, and
the answer is the same whether or not the address has an account.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.accounts import passwords
from api.accounts.counted import MEMBERS
from api.accounts.models import Membership, Merchant, SignUp, User
from api.accounts.roles import Role
from api.accounts.schemas.people import SignUpIn
from api.accounts.throttle import Limit
from api.core import audit, jobs, quotas
from api.core.clock import now
from api.core.db import sqlstate
from api.core.errors import Problem
from api.core.settings import Settings
from api.core.tenancy import enter
from api.core.texts import plain
from api.core.tokens import digest, random_code

LINK_LIFETIME = timedelta(hours=24)
BY_ADDRESS = Limit("sign-up", free=10)
BY_EMAIL = Limit("sign-up mail", free=3)
"""Nobody's mailbox is filled through us."""
MAIL = "accounts.sign_up_mail"
WELCOME = "accounts.welcome_mail"
"""The job that sends the link, or tells a person who has an account already."""

_UNIQUE_VIOLATION = "23505"
_LONGEST_SLUG = 40


class LinkExpired(Problem):
    status, code, title = 410, "LINK_EXPIRED", "This link is used, too old, or incomplete"


class PasswordRequired(Problem):
    """Whoever opens the link may not be who filled in the form: without this, a stranger could
    sign up with somebody's address, wait for the click, and share the account."""

    status, code, title = (
        403,
        "PASSWORD_REQUIRED",
        "Open the link where you signed up, or give the password chosen there",
    )


async def wish(db: AsyncSession, form: SignUpIn, password_hash: str) -> UUID:
    """Keep the wish and have the mail sent. Returns the wish's id."""
    row = SignUp(
        id=uuid7(),
        email=form.email,
        password_hash=password_hash,
        first_name=form.first_name,
        merchant_name=form.merchant_name,
        language=form.language,
        time_zone=form.time_zone,
        expires_at=now() + LINK_LIFETIME,
    )
    db.add(row)
    await db.flush()
    await jobs.enqueue(db, MAIL, sign_up_id=row.id)
    return row.id


Opening = Callable[[AsyncSession, Settings], Awaitable[None]]
openings: list[Opening] = []
"""What the domains above have for a merchant that opens, added to by them. Part of the same
transaction: there is no moment at which the merchant is there without it."""


async def confirm(
    db: AsyncSession, settings: Settings, token: str, begun_here: UUID | None, password: str | None
) -> User:
    """The account, its merchant and the role of owner.

    ``begun_here``: the wish that this browser has filled in; for another one the password is
    asked. Raises :class:`LinkExpired`, :class:`PasswordRequired`.
    """
    form = await db.scalar(
        select(SignUp).where(SignUp.token_hash == digest(token)).with_for_update()
    )
    if form is None or form.expires_at <= now():
        raise LinkExpired
    if begun_here != form.id and not await passwords.matches(
        settings, password or "", form.password_hash
    ):
        raise PasswordRequired
    user = User(
        id=uuid7(),
        email=form.email,
        password_hash=form.password_hash,
        first_name=form.first_name,
        language=form.language,
    )
    try:
        async with db.begin_nested():
            db.add(user)
    except IntegrityError as error:
        # Another link of the same address was followed first.
        if sqlstate(error) != _UNIQUE_VIOLATION:
            raise
        raise LinkExpired from error
    merchant = await _open(db, form)
    membership = Membership(
        id=uuid7(), merchant_id=merchant.id, user_id=user.id, role=Role.OWNER.value
    )
    db.add(membership)
    await db.execute(delete(SignUp).where(SignUp.email == form.email))
    await enter(db, merchant.id)
    quotas.take(db, MEMBERS)
    for opening in openings:
        await opening(db, settings)
    audit.record(db, audit.By("member", membership.id), "merchant.created", "merchant", merchant.id)
    await db.flush()
    await jobs.enqueue(db, WELCOME, membership_id=membership.id)
    return user


async def _open(db: AsyncSession, form: SignUp) -> Merchant:
    base = slug_of(form.merchant_name)
    slug = base
    while True:
        merchant = Merchant(
            id=uuid7(),
            slug=slug,
            name=form.merchant_name,
            language=form.language,
            time_zone=form.time_zone,
            contact_email=form.email,
        )
        try:
            async with db.begin_nested():
                db.add(merchant)
        except IntegrityError as error:
            if sqlstate(error) != _UNIQUE_VIOLATION:
                raise
            slug = f"{base}-{random_code(4).lower()}"
        else:
            return merchant


def slug_of(name: str) -> str:
    """A name as it can stand in an address: ``Boulangerie d'Été`` → ``boulangerie-d-ete``."""
    spelt = plain(name).replace("œ", "oe").replace("æ", "ae")
    words = re.sub(r"[^a-z0-9]+", "-", spelt)
    return words.strip("-")[:_LONGEST_SLUG].strip("-") or "commerce"
