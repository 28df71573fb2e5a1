"""Nights of retention in a test's shop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from api.core import jobs, worker
from tests.world import Shop

Clock = Callable[[timedelta], None]


def years_before(moment: datetime, years: int) -> datetime:
    """By the calendar: some three years have a day more than others."""
    day = 28 if (moment.month, moment.day) == (2, 29) else moment.day
    return moment.replace(year=moment.year - years, day=day)


async def night(shop: Shop) -> None:
    """What is done in one night."""
    async with shop.db() as db:
        await jobs.enqueue(db, "retention.night")
    await worker.drain(shop.world.database, shop.world.settings)


async def nights(shop: Shop, clock: Clock, number: int) -> None:
    """Some nights, a day after the other."""
    for _ in range(number):
        await night(shop)
        clock(timedelta(days=1))


async def nights_after(shop: Shop, clock: Clock, days: int, number: int) -> None:
    """Some nights, after days in which the service stood still."""
    clock(timedelta(days=days))
    await nights(shop, clock, number)
