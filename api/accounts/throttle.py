"""Attempts are counted per bucket; past a few, each one makes the next wait longer, up to a
quarter of an hour and never more: nobody is locked out for good.

CNIL, recommendation on passwords (deliberation 2022-100 of 21 July 2022): a password of 50 bits
of entropy is enough where access is delayed after failures, the delay growing each time.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Throttle
from api.core.clock import now
from api.core.db import Database
from api.core.errors import Problem
from api.core.settings import Settings
from api.core.tokens import sign


class TooManyAttempts(Problem):
    status, code, title = 429, "TOO_MANY_ATTEMPTS", "Too many attempts; wait a little"


@dataclass(frozen=True)
class Limit:
    """``free`` attempts without a wait, then ``wait`` doubled at each further one up to
    ``ceiling``; forgotten when nothing was counted for ``memory``."""

    name: str
    free: int
    wait: timedelta = timedelta(seconds=15)
    ceiling: timedelta = timedelta(minutes=15)
    memory: timedelta = timedelta(hours=2)

    def bucket(self, *key: str) -> Bucket:
        """The counter of this limit for an address, an account, or both."""
        return Bucket(self, "\0".join(key))

    def pause(self, failures: int) -> timedelta:
        """How long to wait after so many attempts."""
        if failures <= self.free:
            return timedelta()
        doublings = min(failures - self.free - 1, 20)
        return min(self.wait * (1 << doublings), self.ceiling)


@dataclass(frozen=True)
class Bucket:
    limit: Limit
    key: str

    def fingerprint(self, settings: Settings) -> bytes:
        """The row's key: an HMAC, so that the table is no list of addresses or accounts."""
        return bytes.fromhex(sign(settings.secret, f"throttle {self.limit.name}", self.key))


async def hit(database: Database, settings: Settings, *buckets: Bucket) -> None:
    """Count an attempt in every bucket, or raise :class:`TooManyAttempts` (with the seconds to
    wait) and count nothing when one of them is closed.

    In a transaction of its own, so that the count outlives a request that is refused; and before
    the attempt is judged, so that attempts sent at once cannot overtake the counter. Call it
    before the request's own session is used: one request then never holds two connections.
    """
    limits = {bucket.fingerprint(settings): bucket.limit for bucket in buckets}
    async with database.session() as db:
        at = now()
        await db.execute(
            insert(Throttle)
            .values(
                [
                    {"bucket": key, "failures": 0, "counted_at": at, "blocked_until": at}
                    for key in sorted(limits)
                ]
            )
            .on_conflict_do_nothing()
        )
        rows = await db.scalars(
            select(Throttle)
            .where(Throttle.bucket.in_(limits))
            .order_by(Throttle.bucket)
            .with_for_update()
        )
        counters = rows.all()
        # Only now: whoever held the rows meanwhile has written a later time than we came with.
        at = now()
        wait = max((row.blocked_until - at for row in counters), default=timedelta())
        if wait > timedelta():
            raise TooManyAttempts(retry_after=math.ceil(wait.total_seconds()))
        for row in counters:
            limit = limits[row.bucket]
            row.failures = 1 if row.counted_at < at - limit.memory else row.failures + 1
            row.counted_at = at
            row.blocked_until = at + limit.pause(row.failures)


async def forgive(database: Database, settings: Settings, *buckets: Bucket) -> None:
    """Take back the attempt that :func:`hit` has counted: it succeeded."""
    async with database.session() as db:
        await db.execute(
            update(Throttle)
            .where(Throttle.bucket.in_(_keys(settings, buckets)), Throttle.failures > 0)
            .values(failures=Throttle.failures - 1, blocked_until=now())
        )


async def clear(db: AsyncSession, settings: Settings, *buckets: Bucket) -> None:
    """Forget all attempts of these buckets, in the transaction that makes them void."""
    await db.execute(delete(Throttle).where(Throttle.bucket.in_(_keys(settings, buckets))))


def _keys(settings: Settings, buckets: Iterable[Bucket]) -> list[bytes]:
    return sorted(bucket.fingerprint(settings) for bucket in buckets)
