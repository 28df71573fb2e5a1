"""The demonstration is filled small, and checked as a sceptical auditor would."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from stdnum.fr import siret

from api.accounts import devices
from api.accounts.credentials import by_api_key
from api.accounts.models import Invitation, Location, Membership, Merchant, User
from api.alerts.models import Alert
from api.cards.ledger import verification
from api.cards.models import Card, Entry, Hold, Lot, LotUse
from api.core import events
from api.core.db import Database
from api.core.events import Event
from api.core.events import feed as events_feed
from api.core.launch import CannotStart
from api.core.postgres.embedded import Server
from api.core.tenancy import enter
from api.core.tokens import digest
from api.customers.models import Consent, Customer, Duplicate
from api.demo import counters, programs, team
from api.demo import fill as demo
from api.demo.cast import stories
from api.demo.grocer import GROCER
from api.demo.rhythm import ZONE
from api.demo.shop import Shop
from api.demo.shops import BAKERY, CAFE, HAIRDRESSER, SHOPS
from api.demo.story import Scene
from api.programs.contrast import LEAST_CONTRAST, contrast
from api.programs.models import Program, ProgramRevision, Reward
from tests.conftest import make_settings
from tests.database import fresh

MOMENT = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
SCALE = 0.05
FICTION = re.compile(r"\+33(63998|19900|26191|35301|46571)\d{4}")
NOBODYS_MAIL = re.compile(r"[a-z0-9.-]+@(example\.(com|org|net)|[a-z-]+\.example)")


@pytest.fixture(scope="module")
async def filled(server: Server, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Filled]:
    with fresh(server, "demo") as name:
        made = Filled(Database(server.url(database=name), 2), tmp_path_factory.mktemp("data"))
        await made.fill()
        yield made
        await made.database.close()


class Filled:
    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.settings = make_settings("", folder)
        self.said: list[str] = []

    async def fill(self, moment: datetime = MOMENT) -> demo.Demo:
        return await demo.fill(
            self.database, self.settings, self.said.append, moment=moment, scale=SCALE
        )

    @asynccontextmanager
    async def at(self, shop: Shop) -> AsyncIterator[Any]:
        async with self.database.session() as db:
            await enter(db, team.merchant_id(shop))
            yield db

    async def rows(self) -> list[Any]:
        """Everything, ids and codes included."""
        found: list[Any] = []
        for shop in SHOPS:
            async with self.at(shop) as db:
                for query in (
                    select(Customer).order_by(Customer.id),
                    select(Card).order_by(Card.id),
                    select(Entry).order_by(Entry.id),
                    select(LotUse).order_by(LotUse.id),
                    select(Consent).order_by(Consent.id),
                ):
                    found += [_values(row) for row in await db.scalars(query)]
        return found


async def test_each_shop_has_its_size(filled: Filled) -> None:
    for shop in SHOPS:
        async with filled.at(shop) as db:
            customers = await db.scalar(select(func.count()).select_from(Customer))
            assert customers == round(shop.customers * SCALE)
            cards = await db.scalar(
                select(func.count(func.distinct(Card.customer_id)))
                .select_from(Card)
                .where(Card.customer_id.is_not(None))
            )
            assert cards == customers
            anonymous = select(func.count()).select_from(Card).where(Card.customer_id.is_(None))
            assert (await db.scalar(anonymous) or 0) >= max(1, round(customers * shop.anonymous))
            assert await db.scalar(select(func.count()).select_from(Entry)) > customers * 4
    assert [line.partition(":")[0] for line in filled.said[: len(SHOPS)]] == [
        shop.name for shop in SHOPS
    ]


async def test_every_ledger_verifies(filled: Filled) -> None:
    for shop in SHOPS:
        async with filled.at(shop) as db:
            ids = list(await db.scalars(select(Card.id).order_by(Card.id)))
        # All of the smaller shops, a sample of the bakery.
        for card_id in ids[:: 5 if shop is BAKERY else 1]:
            async with filled.at(shop) as db:
                card = (await db.scalars(select(Card).where(Card.id == card_id))).one()
                found = await verification.verify(db, card)
                assert found.valid, found


async def test_cards_and_customers_say_what_their_entries_say(filled: Filled) -> None:
    for shop in SHOPS:
        async with filled.at(shop) as db:
            cards = {card.id: card for card in await db.scalars(select(Card))}
            customers = {one.id: one for one in await db.scalars(select(Customer))}
            entries = list(await db.scalars(select(Entry).order_by(Entry.card_id, Entry.seq)))
        taken_back = {entry.reverses for entry in entries}
        standing = [entry for entry in entries if entry.id not in taken_back]
        visits: dict[UUID | None, list[datetime]] = {}
        earned: dict[UUID, list[Entry]] = {}
        for entry in standing:
            if entry.kind in ("earn", "redeem"):
                holder = cards[entry.card_id].customer_id
                visits.setdefault(holder, []).append(entry.occurred_at)
            if entry.kind == "earn":
                earned.setdefault(entry.card_id, []).append(entry)
        for customer in customers.values():
            last = max(visits.get(customer.id, []), default=None)
            assert customer.last_visit_at == last
            assert customer.last_active_at == max(customer.created_at, last or customer.created_at)
            assert customer.visits == len({_day(at) for at in visits.get(customer.id, [])})
            assert customer.created_at <= min(visits.get(customer.id, [MOMENT]))
        for card in cards.values():
            mine = earned.get(card.id, [])
            assert card.last_earned_at == max((one.occurred_at for one in mine), default=None)
            on_day = [one for one in mine if _day(one.occurred_at) == card.earned_on]
            assert card.earned_units == sum(one.delta for one in on_day)
        assert max(entry.recorded_at for entry in entries) <= MOMENT


def _values(row: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


def _day(moment: datetime) -> Any:
    return moment.astimezone(ZONE).date()


async def test_the_rules_were_kept(filled: Filled) -> None:
    """Cooldown, cap and maximum of the revision that each entry names, and of open days."""
    kinds: set[str] = set()
    for shop in SHOPS:
        async with filled.at(shop) as db:
            rules = {
                (revision.program_id, revision.number): revision.rules
                for revision in await db.scalars(select(ProgramRevision))
            }
            programs = {card.id: card.program_id for card in await db.scalars(select(Card))}
            query = select(Entry).order_by(Entry.card_id, Entry.seq)
            entries = list(await db.scalars(query))
        taken_back = {entry.reverses for entry in entries}
        last: dict[UUID, datetime] = {}
        days: dict[tuple[UUID, Any], int] = {}
        for entry in entries:
            if entry.kind != "earn" or entry.id in taken_back:
                continue
            rule = rules[programs[entry.card_id], entry.revision]
            assert entry.delta <= rule["max_per_operation"]
            if before := last.get(entry.card_id):
                assert entry.occurred_at - before >= timedelta(minutes=rule["cooldown_minutes"])
            last[entry.card_id] = entry.occurred_at
            key = entry.card_id, _day(entry.occurred_at)
            days[key] = days.get(key, 0) + entry.delta
            assert days[key] <= (rule["daily_cap"] or 1000)
            assert shop.rhythm.openness(_day(entry.occurred_at)) > 0
        assert {entry.revision for entry in entries} == {1, 2, *([3] if shop is GROCER else [])}
        kinds |= {entry.kind for entry in entries}
    assert kinds == {"earn", "redeem", "adjust", "reverse"}


async def test_the_grocers_points_add_up(filled: Filled) -> None:
    async with filled.at(GROCER) as db:
        entries = list(await db.scalars(select(Entry).order_by(Entry.card_id, Entry.seq)))
        cards = {card.id: card for card in await db.scalars(select(Card))}
        customers = list(await db.scalars(select(Customer)))
        rewards = list(await db.scalars(select(Reward)))
        lots = list(await db.scalars(select(Lot)))
        program = (await db.scalars(select(Program))).one()
    taken_back = {entry.reverses for entry in entries}
    standing = [entry for entry in entries if entry.id not in taken_back]
    earned = [entry for entry in standing if entry.kind == "earn"]
    rules_used = set()
    for entry in earned:
        assert entry.amount
        assert entry.detail
        lines = entry.detail["breakdown"]
        assert sum(line["units"] for line in lines) == entry.delta
        rules_used |= {line.get("id") or line["rule"] for line in lines}
    assert rules_used >= {"amount", "mardi", "bienvenue", "anniversaire", "MIEL-500", "habitue"}
    by_card: dict[UUID, int] = {}
    for entry in earned:
        by_card[entry.card_id] = by_card.get(entry.card_id, 0) + entry.delta
    tiers = program.rules["tiers"]["levels"]
    for card in cards.values():
        units = by_card.get(card.id, 0)
        assert card.tier_units == units
        level = [one["id"] for one in tiers if one["threshold"] <= units]
        assert card.tier_id == (level[-1] if level else None)
    assert sum(customer.spent for customer in customers) == sum(
        entry.amount or 0 for entry in earned if cards[entry.card_id].customer_id
    )
    for reward in rewards:
        had = [one for one in standing if one.kind == "redeem" and one.reward_id == reward.id]
        assert had or reward.stock
        assert reward.given == (len(had) if reward.stock else 0)
        assert reward.stock is None or reward.given <= reward.stock
    assert all(lot.expires_at and lot.expires_at > MOMENT for lot in lots)
    assert {card.terms_version for card in cards.values()} == {1, None}


async def test_there_is_something_to_see_under_way(filled: Filled) -> None:
    """Orders held, units pending and expiring soon, and entries of more than one place."""
    async with filled.at(GROCER) as db:
        held = (await db.scalars(select(Hold))).all()
        cards = {card.id: card for card in await db.scalars(select(Card))}
    assert {hold.units for hold in held if hold.expires_at > MOMENT} == {34, 18}
    assert {hold.card_id for hold in held} == {
        card.id for card in cards.values() if card.open_holds == 1
    }
    # Among all customers, not only the few that this test writes down.
    scene = Scene(GROCER, MOMENT, programs.dated(GROCER, MOMENT.astimezone(ZONE).date()))
    books = [book for story in stories(scene, 1.0) for book in story.books]
    lots = [lot for book in books for lot in book.lots if lot["remaining"]]
    assert sum(bool(lot["available_at"] and lot["available_at"] > MOMENT) for lot in lots) > 20
    warned = MOMENT + timedelta(days=scene.program(MOMENT).at(MOMENT).rules.warn_days or 0)
    assert sum(lot["expires_at"] < warned for lot in lots) > 20
    async with filled.at(BAKERY) as db:
        rows = await db.execute(
            select(Location.name, func.count().label("entries"))
            .join(
                Entry,
                (Entry.merchant_id == Location.merchant_id) & (Entry.location_id == Location.id),
            )
            .group_by(Location.name)
        )
        served = {row.name: row.entries for row in rows}
    assert served.keys() == {BAKERY.name, counters.SECOND}
    assert served[BAKERY.name] > served[counters.SECOND] > 10


async def test_an_unusual_hour_stands_in_the_ledger_and_is_told(filled: Filled) -> None:
    async with filled.at(BAKERY) as db:
        alert = (await db.scalars(select(Alert))).one()
        in_it = select(func.sum(Entry.delta)).where(
            Entry.kind == "earn",
            Entry.actor_id == alert.member_id,
            Entry.occurred_at >= alert.hour,
            Entry.occurred_at < alert.hour + timedelta(hours=1),
        )
        assert alert.stamps == await db.scalar(in_it) > alert.bound
        assert alert.usual is not None
        assert MOMENT - timedelta(days=1) < alert.hour < MOMENT
        assert alert.member_id == team.membership_id(BAKERY, team.CASHIER)
        assert alert.mailed


async def test_the_feed_tells_the_last_days(filled: Filled) -> None:
    for shop in SHOPS:
        async with filled.at(shop) as db:
            since = MOMENT - events.KEPT
            recent = select(Entry).where(Entry.recorded_at >= since)
            last = {entry.card_id: 0 for entry in await db.scalars(recent)}
            for entry in await db.scalars(recent.order_by(Entry.seq)):
                last[entry.card_id] = entry.balance
            assert len(last) > 3
            head = await events_feed.lock(db, make=True)
            assert head is not None
            await events_feed.number(db, head, 1_000_000)
            told: dict[UUID, int] = {}
            feed = select(Event).order_by(Event.position)
            for event in await db.scalars(feed.where(Event.type == "entry.recorded")):
                told[UUID(event.data["card_id"])] = event.data["balance"]
            assert told == last
            await db.rollback()


async def test_the_notebooks_are_written_in(filled: Filled) -> None:
    countries: set[str | None] = set()
    companies = twice = tagged = born = 0
    for shop in SHOPS:
        async with filled.at(shop) as db:
            customers = list(await db.scalars(select(Customer)))
            pairs = list(await db.scalars(select(Duplicate)))
        for customer in customers:
            countries.add(customer.country)
            if customer.siret:
                companies += 1
                assert siret.is_valid(customer.siret)
                assert customer.siret.startswith("00000"), "no company's"
            if customer.adult_verified_on:
                assert customer.age == "adult"
            tagged += bool(customer.tags)
            born += customer.birth_month is not None
        twice += sum(pair.reasons[0] == "phone" for pair in pairs)
    assert countries >= {None, "FR"}
    assert len(countries) > 2
    assert companies
    assert tagged > 20
    assert born > 20
    assert 0 < twice < 40


async def test_nobody_real_can_be_reached(filled: Filled) -> None:
    async with filled.database.session() as db:
        mails = list(await db.scalars(select(User.email)))
        mails += [mail for mail in await db.scalars(select(Merchant.contact_email)) if mail]
    for shop in SHOPS:
        async with filled.at(shop) as db:
            rows = (await db.execute(select(Customer.phone, Customer.email))).all()
            assert await db.scalar(select(func.count()).select_from(Consent)) > 0
        mails += [row.email for row in rows if row.email]
        assert [row.phone for row in rows if row.phone and not FICTION.fullmatch(row.phone)] == []
    assert [mail for mail in mails if not NOBODYS_MAIL.fullmatch(mail)] == []


async def test_programs_can_be_read_and_have_a_history(filled: Filled) -> None:
    found: dict[str, list[str]] = {}
    for shop in SHOPS:
        async with filled.at(shop) as db:
            for program in await db.scalars(select(Program).order_by(Program.id)):
                colours = program.design["background"], program.design["foreground"]
                assert contrast(*colours) >= LEAST_CONTRAST
                assert await db.scalar(
                    select(func.count()).select_from(Reward).where(Reward.program_id == program.id)
                )
                found.setdefault(shop.slug, []).append(f"{program.status} {program.revision}")
    assert found == {
        BAKERY.slug: ["archived 2", "active 2"],
        HAIRDRESSER.slug: ["active 2"],
        CAFE.slug: ["active 2", "draft 1"],
        GROCER.slug: ["active 3"],
    }


async def test_what_is_printed_opens_the_doors(filled: Filled) -> None:
    printed = await filled.fill()
    assert {login.role for login in printed.logins} == {"owner", "cashier", "auditor"}
    async with filled.database.session() as db:
        for login in printed.logins:
            query = select(Membership.role).join(User, User.id == Membership.user_id)
            assert login.role in list(await db.scalars(query.where(User.email == login.email)))
    async with filled.database.session() as db:
        caller = await by_api_key(db, printed.api_key)
        assert caller.merchant_id == team.merchant_id(BAKERY)
    address, _, token = printed.page_url.partition("#")
    assert address == f"http://localhost:8000/c/{BAKERY.slug}"
    async with filled.at(BAKERY) as db:
        card = (await db.scalars(select(Card).where(Card.page_token == digest(token)))).one()
        assert card.status == "active"
        assert 7 <= card.balance < 10
    assert all(what and value for what, value in printed.lines())


async def test_the_tablet_is_paired_and_opened_as_printed(filled: Filled) -> None:
    printed = dict((await filled.fill()).lines())
    code = printed["Code of a counter tablet"].split()[0]
    pins_printed = re.findall(r"(\w+) (\d+)", printed["PINs at the counter"])
    assert [name for name, _ in pins_printed] == [person.first_name for person, _ in counters.PINS]
    async with filled.database.session() as db:
        cookie = await devices.pair(db, filled.settings, code, "")
    async with filled.database.session() as db:
        placed = await devices.at(db, cookie)
        assert placed.location.name == BAKERY.name
    for (person, _), (_, pin) in zip(counters.PINS, pins_printed, strict=True):
        async with filled.database.session() as db:
            member_id = team.membership_id(BAKERY, person)
            session, *_ = await devices.open_session(
                filled.database, db, filled.settings, cookie, member_id, pin
            )
            assert session.membership_id == member_id
    async with filled.at(BAKERY) as db:
        assert await db.scalar(select(func.count()).select_from(Location)) == 2
        assert (await db.scalars(select(Invitation.email))).all() == [counters.GUEST]


async def test_a_second_start_finds_everything_there(filled: Filled) -> None:
    before, said = await filled.rows(), len(filled.said)
    again = await filled.fill(moment=MOMENT + timedelta(days=40))
    assert again == await filled.fill()
    assert (await filled.rows(), len(filled.said)) == (before, said)


async def test_what_a_crash_left_out_is_made_up_for(
    filled: Filled, empty_database: str, server: Server, tmp_path: Path
) -> None:
    """And two fills that lead up to the same moment are the same to the last byte."""
    other = Filled(Database(server.url(database=empty_database), 2), tmp_path)

    class Crash(Exception):
        pass

    def crash(line: str) -> None:
        if line.startswith(CAFE.name):
            raise Crash

    try:
        with pytest.raises(Crash):
            await demo.fill(other.database, other.settings, crash, moment=MOMENT, scale=SCALE)
        async with other.database.session() as db:
            assert await db.scalar(select(func.count()).select_from(Merchant)) == 2
        async with other.at(CAFE) as db:
            assert await db.scalar(select(func.count()).select_from(Customer)) == 0
        await other.fill()
        assert await other.rows() == await filled.rows()
    finally:
        await other.database.close()


async def test_a_database_in_use_is_left_alone(
    empty_database: str, server: Server, tmp_path: Path
) -> None:
    other = Filled(Database(server.url(database=empty_database), 2), tmp_path)
    try:
        async with other.database.session() as db:
            db.add(Merchant(slug="chez-paul", name="Chez Paul", language="fr", time_zone="UTC"))
        with pytest.raises(CannotStart, match="holds merchants"):
            await other.fill()
        async with other.database.session() as db:
            assert await db.scalar(select(func.count()).select_from(Merchant)) == 1
    finally:
        await other.database.close()
