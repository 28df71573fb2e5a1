"""What there is to see in the shops of the demonstration, and that nobody in them is real."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from stdnum.fr import siret

from api.accounts.models import Location, Merchant, User
from api.alerts.models import Alert
from api.cards.models import Card, Entry, Hold
from api.core import events
from api.core.events import Event
from api.core.events import feed as events_feed
from api.customers.models import Consent, Customer, Duplicate
from api.demo import counters, programs, team
from api.demo.cast import stories
from api.demo.grocer import GROCER
from api.demo.rhythm import ZONE
from api.demo.shops import BAKERY, CAFE, HAIRDRESSER, SHOPS
from api.demo.story import Scene
from api.privacy.requests.models import PrivacyRequest, RequestEvent
from api.programs.contrast import LEAST_CONTRAST, contrast
from api.programs.models import Program, Reward
from tests.demo.filled import MOMENT, SCALE, Filled

pytestmark = pytest.mark.xdist_group("demo")


FICTION = re.compile(r"\+33(63998|19900|26191|35301|46571)\d{4}")
NOBODYS_MAIL = re.compile(r"[a-z0-9.-]+@(example\.(com|org|net)|[a-z-]+\.example)")


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


async def test_customers_have_exercised_their_rights(filled: Filled) -> None:
    """One answered, one whose month is nearly over, one that just came in; the history of each
    leads to where it stands."""
    async with filled.at(BAKERY) as db:
        asked = (await db.scalars(select(PrivacyRequest).order_by(PrivacyRequest.id))).all()
        assert [(one.kind, one.state) for one in asked] == [
            ("rectification", "answered"),
            ("access", "identified"),
            ("erasure", "received"),
        ]
        for one in asked:
            steps = select(RequestEvent).where(RequestEvent.request_id == one.id)
            history = (await db.scalars(steps.order_by(RequestEvent.id))).all()
            assert history[-1].state == one.state
            assert len(history) == one.version
            assert history[0].at == one.received_at
        _, pressing, new = asked
        assert timedelta(0) < pressing.due_at - MOMENT < timedelta(days=10)
        assert new.due_at - MOMENT > timedelta(days=25)


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
