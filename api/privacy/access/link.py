"""Handing a file out.

A member downloads it signed in, as often as the seven days last. For the person there is a link
that works once. Once means: until the last byte was sent. Whoever loses the connection before
may try again with the same link, but nobody else meanwhile; and while the file is there, a new
link can always be made, which ends the one before.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import audit
from api.core.audit import Actor
from api.core.clock import now
from api.core.db import Database
from api.core.errors import Problem
from api.core.settings import Settings
from api.core.tenancy import enter
from api.core.tokens import digest, new_token
from api.privacy.access import trail
from api.privacy.access.models import CHUNKS, AccountExtract, AnyExtract, Extract

_HELD = timedelta(minutes=2)
"""From one piece to the next. After that, whoever holds it is gone."""


class ExtractNotReady(Problem):
    status, code, title = 409, "EXTRACT_NOT_READY", "The file is not ready"


class ExtractExpired(Problem):
    status, code, title = 410, "EXTRACT_EXPIRED", "The file was kept for seven days; ask again"


class ExtractLinkUsed(Problem):
    """``used_at``: when."""

    status, code, title = 410, "EXTRACT_LINK_USED", "This link has been used; ask for a new one"


class ExtractLinkUnknown(Problem):
    status, code, title = 404, "EXTRACT_LINK_UNKNOWN", "There is no such link, or a newer one"


class ExtractInUse(Problem):
    status, code, title = 409, "EXTRACT_IN_USE", "The file is being downloaded by this link"


def check_ready(row: AnyExtract) -> None:
    """Raises :class:`ExtractNotReady`, :class:`ExtractExpired`."""
    if row.status == "expired" or row.expires_at <= now():
        raise ExtractExpired
    if row.status != "ready":
        raise ExtractNotReady(state=row.status)


async def check_there(db: AsyncSession, row: AnyExtract) -> None:
    """The same, and also where the file is gone before its time: the person was erased. Raises
    :class:`ExtractNotReady`, :class:`ExtractExpired`."""
    check_ready(row)
    chunk = CHUNKS[type(row)]
    if await db.scalar(select(chunk.id).where(chunk.extract_id == row.id).limit(1)) is None:
        raise ExtractExpired


async def take_along(db: AsyncSession, actor: Actor, row: AnyExtract) -> None:
    """Somebody signed in downloads it. Raises :class:`ExtractNotReady`,
    :class:`ExtractExpired`."""
    await check_there(db, row)
    trail.note(db, actor, row, "downloaded")


def renew(db: AsyncSession, actor: Actor, row: Extract) -> str:
    """The secret of a new link; the one before works no more. Raises
    :class:`ExtractNotReady`, :class:`ExtractExpired`."""
    check_ready(row)
    token = new_token()
    row.token_hash, row.linked_at = digest(token), now()
    row.used_at, row.held_until = None, None
    trail.note(db, actor, row, "linked")
    return token


def url(settings: Settings, slug: str, token: str) -> str:
    """The page that the link opens; the secret stands where no server's log sees it."""
    return f"{settings.origin}/x/{slug}#{token}"


async def find(db: AsyncSession, token: str) -> Extract:
    """What the link leads to. Raises :class:`ExtractLinkUnknown`, :class:`ExtractLinkUsed`,
    :class:`ExtractExpired`."""
    row = await db.scalar(select(Extract).where(Extract.token_hash == digest(token)))
    if row is None:
        raise ExtractLinkUnknown
    if row.used_at is not None:
        raise ExtractLinkUsed(used_at=row.used_at)
    await check_there(db, row)
    return row


async def hold(db: AsyncSession, row: Extract) -> None:
    """Begin the download. Raises :class:`ExtractInUse`, and what :func:`find` raises."""
    free = or_(Extract.held_until.is_(None), Extract.held_until < now())
    if not await _hold(db, row.id, row.token_hash, free):
        await db.refresh(row)
        if row.used_at is not None:
            raise ExtractLinkUsed(used_at=row.used_at)
        raise ExtractInUse(retry_after=int(_HELD.total_seconds()))


async def _hold(
    db: AsyncSession, id: UUID, token_hash: bytes | None, *more: ColumnElement[bool]
) -> bool:
    mine = (Extract.id == id, Extract.token_hash == token_hash, Extract.used_at.is_(None))
    held = update(Extract).where(*mine, *more).values(held_until=now() + _HELD)
    found = await db.scalar(held.returning(Extract.id))
    return found is not None


async def once(database: Database, row: Extract) -> AsyncIterator[bytes]:
    """The file by its link, which is used when the last piece has gone."""
    whole = False
    try:
        async for body in pieces(database, row):
            yield body
            async with database.session() as db:
                await enter(db, row.merchant_id)
                await _hold(db, row.id, row.token_hash)
        whole = True
    finally:
        # Also when the connection is lost, which cancels us here.
        await asyncio.shield(_let_go(database, row, used=whole))


async def _let_go(database: Database, row: Extract, *, used: bool) -> None:
    async with database.session() as db:
        await enter(db, row.merchant_id)
        mine = (Extract.id == row.id, Extract.token_hash == row.token_hash)
        values = {"held_until": None, "used_at": now() if used else None}
        await db.execute(update(Extract).where(*mine).values(**values))
        if used:
            trail.note(db, audit.By("holder"), row, "downloaded")


async def pieces(database: Database, row: AnyExtract) -> AsyncIterator[bytes]:
    """The file, each piece in a transaction of its own: none waits for a slow reader."""
    chunk = CHUNKS[type(row)]
    number = 0
    while True:
        async with database.session() as db:
            if not isinstance(row, AccountExtract):
                await enter(db, row.merchant_id)
            body = await db.scalar(
                select(chunk.body).where(chunk.extract_id == row.id, chunk.number == number)
            )
        if body is None:
            return
        yield body
        number += 1
