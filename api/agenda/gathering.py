"""An agenda from all domains, for whoever asks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts import local_time
from api.accounts.caller import Caller
from api.accounts.roles import Scope
from api.agenda import shop, work
from api.agenda.day import Day
from api.agenda.schemas import Matter
from api.core.clock import now

Source = Callable[[AsyncSession, Day], Awaitable[list[Matter]]]

# What one may not read, or could do nothing about, is not one's to do.
SOURCES: tuple[tuple[Scope, Source], ...] = (
    (Scope.PRIVACY_READ, work.requests),
    (Scope.PRIVACY_APPROVE, work.approvals),
    (Scope.PRIVACY_READ, work.retention),
    (Scope.CUSTOMERS_IMPORT, work.imports),
    (Scope.CUSTOMERS_EXPORT, work.exports),
    (Scope.CAMPAIGNS_READ, work.campaigns),
    (Scope.USAGE_READ, work.quota),
    (Scope.CUSTOMERS_READ, shop.birthdays),
    (Scope.CUSTOMERS_READ, shop.expiring),
    (Scope.PROGRAMS_READ, shop.programs),
    (Scope.PROGRAMS_READ, shop.rewards),
)


async def agenda(db: AsyncSession, caller: Caller) -> list[Matter]:
    zone = await local_time.zone_of(db, caller.merchant_id)
    at = now()
    day = Day(at.astimezone(zone).date(), at, zone)
    found: list[Matter] = []
    for scope, source in SOURCES:
        if scope in caller.scopes:
            found += await source(db, day)
    return sorted(found, key=Matter.place)
