"""The statistics: of a shop with a past, of one program, of a shop before its first stamp."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from api.accounts.models import Merchant
from tests.browser.screen import Screen
from tests.statistics.given import days_ago, past
from tests.world import Shop


@dataclass(frozen=True)
class StatisticsStage:
    shop: Shop
    small: str
    """A program with too few people."""


async def set_up_statistics(beside: Shop) -> StatisticsStage:
    """A shop of its own, with a past, whose people read what those of the other one read."""
    async with beside.db() as db:
        told = select(Merchant.language).where(Merchant.id == beside.id)
        shop = await beside.world.shop(language=(await db.scalars(told)).one())
    program, small = await shop.program(), await shop.program(name="Les habitués")
    regulars = [f"r{number}" for number in range(12)]
    stamps = [(who, days_ago(back)) for who in regulars for back in range(5, 100, 10)]
    stamps += [(f"n{number}", days_ago(6)) for number in range(20)]
    await past(shop, program, stamps, redeemed=[(who, days_ago(15)) for who in regulars])
    await past(shop, small, [(f"s{number}", days_ago(3)) for number in range(4)])
    return StatisticsStage(shop, str(small.id))


def of_statistics(stage: StatisticsStage, empty: Shop) -> list[Screen]:
    shop = stage.shop
    return [
        Screen("statistics", "/statistics", shop),
        Screen(
            "statistics, a year beside the year before",
            "/statistics?period=12m&compare=year&figure=new_customers",
            shop,
        ),
        Screen("statistics, too few people", f"/statistics?program_id={stage.small}", shop),
        Screen("statistics, none", "/statistics", empty),
        Screen("statistics, for an auditor", "/statistics?period=7d", shop, "auditor"),
    ]
