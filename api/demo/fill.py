"""Filling a database with the demonstration: a bakery, a hairdresser, a café and a grocer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Merchant
from api.accounts.roles import Role
from api.alerts.watching import watch
from api.billing import in_force, plans
from api.core.clock import now
from api.core.db import Database
from api.core.launch import CannotStart
from api.core.settings import Settings
from api.core.tenancy import enter
from api.customers import duplicates
from api.demo import counters, feed, files, looks, news, programs, rights, team, underway, writing
from api.demo.cast import stories, unusual_hour
from api.demo.rhythm import ZONE
from api.demo.shop import DAYS, Shop
from api.demo.shops import BAKERY, SHOPS
from api.demo.story import Scene
from api.statistics import following

_STORIES_AT_ONCE = 200


@dataclass(frozen=True)
class Login:
    role: Role
    shop: str
    email: str
    password: str


@dataclass(frozen=True)
class Demo:
    """What one needs to look around, as it was filled: whoever renews the card's page or changes
    a password in the demonstration knows better."""

    logins: tuple[Login, ...]
    api_key: str
    page_url: str

    def lines(self) -> list[tuple[str, str]]:
        """For printing: what it is, and the value."""
        return [
            *(
                (f"{login.role.capitalize()}, {login.shop}", f"{login.email}  {login.password}")
                for login in self.logins
            ),
            ("API key", self.api_key),
            *counters.lines(),
            ("A customer's card", self.page_url),
        ]


async def fill(
    database: Database,
    settings: Settings,
    say: Callable[[str], None],
    *,
    moment: datetime | None = None,
    scale: float = 1.0,
) -> Demo:
    """Make what is missing of the demonstration, and tell how to get in.

    Everything follows from a seed and the ``moment`` that it leads up to (by default now). Each
    merchant is one transaction: after a crash it is there whole or not at all, and the next call
    goes on. Raises :class:`CannotStart` on a database that is used for something else.
    """
    moment = moment or now()
    async with database.session() as db:
        known = set(await db.scalars(select(Merchant.id)))
    missing = [shop for shop in SHOPS if team.merchant_id(shop) not in known]
    if known and len(missing) == len(SHOPS):
        raise CannotStart(
            "This database holds merchants already. The demonstration, whose passwords everybody "
            "knows, is not added to them."
        )
    for shop in missing:
        async with database.session() as db:
            await enter(db, team.merchant_id(shop))
            say(await _open(db, settings, shop, moment, scale))
    return _demo(settings)


def _demo(settings: Settings) -> Demo:
    logins = tuple(
        Login(person.jobs[0][1], person.jobs[0][0].name, person.email, team.PASSWORD)
        for person in team.PEOPLE
    )
    page = f"{settings.origin}/c/{BAKERY.slug}#{team.page_token(BAKERY)}"
    return Demo(logins, team.api_key(BAKERY), page)


async def _open(
    db: AsyncSession, settings: Settings, shop: Shop, moment: datetime, scale: float
) -> str:
    """Everything of one shop; what it came to."""
    await writing.found(db, settings, shop, moment - timedelta(days=DAYS + 4))
    await counters.furnish(db, settings, shop, moment - timedelta(days=DAYS + 4), moment)
    scene = Scene(shop, moment, programs.dated(shop, moment.astimezone(ZONE).date()))
    if team.has_key(shop):
        await writing.give_key(db, scene)
    await writing.add_programs(db, programs.rows(scene.programs, scene.owner))
    await looks.dress(db, settings, shop, moment - timedelta(days=DAYS + 4))
    customers = entries = 0
    telling = stories(scene, scale)
    while told := list(islice(telling, _STORIES_AT_ONCE)):
        await writing.add_stories(db, told)
        customers += sum(story.customer is not None for story in told)
        entries += sum(len(book.entries) for story in told for book in story.books)
    await writing.count_stock(db, scene.given)
    await underway.hold_orders(db, scene)
    await news.write(db, shop, moment)
    await duplicates.find(db)
    await feed.tell(db, moment)
    if shop is BAKERY:
        await files.bring(db, scene)
        await rights.exercise(db, settings, scene)
    if rush := unusual_hour(scene):
        await watch(db, at=rush.end)
    await in_force.follow(db, plans.load(settings.plans_file))
    await following.follow(db, batches=1_000)
    return f"{shop.name}: {customers:,} customers, {entries:,} ledger entries"
