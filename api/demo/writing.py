"""Putting the demonstration into the database, through the application's own role and locks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import ApiKey, Membership, Merchant, User
from api.accounts.passwords import hashed
from api.billing.models import Grant
from api.cards.ledger.gestures import Recorded
from api.cards.models import Card, Entry, FormerCode, Lot, LotUse, TierChange
from api.core.audit import AuditEvent, AuditWaiting
from api.core.db import Base
from api.core.settings import Settings
from api.core.tenancy import merchant_of
from api.core.tokens import digest
from api.customers import keys
from api.customers.models import Consent, Customer, CustomerKey
from api.demo import team
from api.demo.programs import Row, Written
from api.demo.rhythm import ZONE
from api.demo.shop import Shop
from api.demo.story import Scene, Story
from api.programs.models import Program, ProgramRevision, ProgramTerms, Reward

_PREFIX = 12
"""How much of an API key is kept to recognise it by."""


async def found(db: AsyncSession, settings: Settings, shop: Shop, at: datetime) -> None:
    """The merchant, its team and its key."""
    merchant = team.merchant_id(shop)
    await _add(
        db,
        Merchant,
        [
            {
                "id": merchant,
                "slug": shop.slug,
                "name": shop.name,
                "language": "fr",
                "time_zone": ZONE.key,
                "contact_email": shop.contact,
                "version": 1,
                "created_at": at,
            }
        ],
    )
    people = [person for person in team.PEOPLE if any(shop is one for one, _ in person.jobs)]
    known = set(await db.scalars(select(User.id).where(User.id.in_([one.id for one in people]))))
    users = [
        {
            "id": person.id,
            "email": person.email,
            "password_hash": await hashed(settings, team.PASSWORD),
            "first_name": person.first_name,
            "language": "fr",
            "created_at": at,
        }
        for person in people
        if person.id not in known
    ]
    await _add(db, User, users)
    memberships = [
        {
            "id": team.membership_id(shop, person),
            "merchant_id": merchant,
            "user_id": person.id,
            "role": role,
            "created_at": at,
        }
        for person in people
        for one, role in person.jobs
        if one is shop
    ]
    await _add(db, Membership, memberships)
    # A shop of eighteen months is no longer on the free plan.
    gift = {"id": team.gift_id(shop), "plan": team.PLAN, "until": None, "created_at": at}
    await _add(db, Grant, [gift])


async def give_key(db: AsyncSession, scene: Scene) -> None:
    """The key of the till, which stamps cards itself."""
    key = {
        "id": team.key_id(scene.shop),
        "name": team.KEY_NAME,
        "scopes": [str(scope) for scope in team.KEY_SCOPES],
        "prefix": team.api_key(scene.shop)[:_PREFIX],
        "secret_hash": digest(team.key_secret(scene.shop)),
        "created_by": scene.owner.id,
        "created_at": scene.till_since,
        "revoked_at": None,
    }
    await _add(db, ApiKey, [key])


async def add_programs(db: AsyncSession, written: Written) -> None:
    await _add(db, Program, written.programs)
    await _add(db, ProgramRevision, written.revisions)
    await _add(db, ProgramTerms, written.terms)
    await _add(db, Reward, written.rewards)
    await add_events(db, written.events)


async def add_stories(db: AsyncSession, told: Sequence[Story]) -> None:
    books = [book for story in told for book in story.books]
    entries = [_entry(entry) for book in books for entry in book.entries]
    customers = [story.customer for story in told if story.customer]
    await _add(db, Customer, customers)
    await _add(
        db,
        CustomerKey,
        [
            {"id": customer["id"], "key": key}
            for customer in customers
            for key in sorted(keys.of(Customer(**customer)))
        ],
    )
    await _add(db, Consent, [consent for story in told for consent in story.consents])
    await _add(db, Card, [book.card for book in books])
    await _add(db, FormerCode, [former for story in told for former in story.former])
    await _add(db, Entry, entries)
    await _add(db, Lot, [lot for book in books for lot in book.lots])
    await _add(db, LotUse, [use for book in books for use in book.uses])
    await _add(db, TierChange, [change for book in books for change in book.tiers])
    await add_events(db, [event for story in told for event in story.events])


async def count_stock(db: AsyncSession, given: Mapping[UUID, int]) -> None:
    """How many of each reward were given, once everybody's story is told."""
    for reward_id, number in sorted(given.items()):
        reward = (await db.scalars(select(Reward).where(Reward.id == reward_id))).one()
        reward.given = number


_ENTRY = tuple(name for name in Recorded.__slots__ if name in Entry.__table__.columns)


def _entry(entry: Recorded) -> dict[str, Any]:
    # No key: that is what a client sends to repeat a gesture, and there was no client.
    return {name: getattr(entry, name) for name in _ENTRY} | {"key": None, "request": None}


async def add_events(db: AsyncSession, events: Sequence[Row]) -> None:
    await _add(db, AuditEvent, events)
    merchant_id = merchant_of(db)
    waiting = [{"id": one["id"], "merchant_id": merchant_id, "at": one["at"]} for one in events]
    await _add(db, AuditWaiting, waiting)


async def _add(db: AsyncSession, table: type[Base], rows: Sequence[Row]) -> None:
    """In one statement, whatever is NULL in which row."""
    if rows:
        await db.execute(insert(table), list(rows), execution_options={"render_nulls": True})
