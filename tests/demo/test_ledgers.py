"""The ledgers of the demonstration, checked as a sceptical auditor would."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from api.cards.ledger import verification
from api.cards.models import Card, Entry, Lot
from api.customers.models import Customer
from api.demo.grocer import GROCER
from api.demo.rhythm import ZONE
from api.demo.shops import BAKERY, SHOPS
from api.programs.models import Program, ProgramRevision, Reward
from tests.demo.filled import MOMENT, Filled

pytestmark = pytest.mark.xdist_group("demo")


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


def _day(moment: datetime) -> Any:
    return moment.astimezone(ZONE).date()
