"""The screens of a contract's end: before it, and afterwards everywhere."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from api.accounts.models import Merchant
from api.core.audit import SYSTEM
from api.privacy.ending import course
from tests.browser.screen import Screen, click
from tests.world import GivenCard, Shop


@dataclass(frozen=True)
class ClosingStage:
    ended: Shop
    returned: Shop
    """Its owner wants no copy."""
    card: GivenCard


async def set_up_closing(shop: Shop) -> ClosingStage:
    async with shop.db() as db:
        told = select(Merchant.language).where(Merchant.id == shop.id)
        language = await db.scalar(told) or "fr"
    ended, returned = [
        await shop.world.shop(name=name, language=language)
        for name in ("Le Coin fermé", "La Suite")
    ]
    card = await ended.stamped(await ended.program(10), 4)
    for one in (ended, returned):
        async with one.db() as db:
            await course.end(db, SYSTEM, "operator")
    async with returned.db() as db:
        await course.waive(db, SYSTEM, course.NO_COPY["fr"])
    return ClosingStage(ended, returned, card)


def of_closing(stage: ClosingStage, shop: Shop) -> list[Screen]:
    path = "/settings/closing"
    confirm = ("Fermer le compte…", "Close the account…")
    purge = ("Tout effacer maintenant…", "Erase everything now…")
    return [
        Screen("closing", path, shop, primary="Close the account…"),
        Screen("closing, confirmed", path, shop, then=click(confirm)),
        Screen("closing, a manager's", path, shop, "manager"),
        Screen("closed", path, stage.ended, primary="Open the account again"),
        Screen("closed, returned", path, stage.returned, primary="Erase everything now…"),
        Screen("closed, erasing", path, stage.returned, then=click(purge)),
        Screen("home of a closed shop", "/", stage.ended),
    ]


def at_closed_counter(stage: ClosingStage) -> Screen:
    return Screen("counter of a closed shop", "/counter", stage.ended, "cashier")


def closed_card(stage: ClosingStage) -> Screen:
    page = f"/c/{stage.ended.slug}#{stage.card.token}"
    return Screen("card of a closed shop", page)
