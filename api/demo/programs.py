"""A shop's programs through the eighteen months, with their revisions and what the trail says."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from api.core.audit import By
from api.demo.chance import chance, uuid7
from api.demo.rhythm import ZONE
from api.demo.shop import DAYS, Offer, Shop
from api.programs.catalogue import promise
from api.programs.life import document
from api.programs.models import Reward as Stored
from api.programs.schemas.rules import Rules

Row = dict[str, Any]
_REDEEMABLE = timedelta(days=60)
"""How long a program that was closed still gave its rewards."""


@dataclass(frozen=True)
class Reward:
    id: UUID
    name: str
    cost: int
    more: Row = field(default_factory=dict, hash=False)
    """Stock, limit, worth and the like, where there are any."""


@dataclass(frozen=True)
class Revision:
    number: int
    since: datetime
    rules: Rules
    rewards: tuple[Reward, ...]


@dataclass(frozen=True)
class Program:
    id: UUID
    offer: Offer
    revisions: tuple[Revision, ...]
    created: datetime
    begins: datetime | None
    closes: datetime | None

    def at(self, moment: datetime) -> Revision:
        """The revision in force."""
        found = bisect_right(self.revisions, moment, key=lambda revision: revision.since)
        return self.revisions[max(0, found - 1)]

    def gives(self, moment: datetime) -> bool:
        """Active, so that cards are issued and units given."""
        return (
            self.begins is not None
            and self.begins <= moment
            and (self.closes is None or moment < self.closes)
        )

    @property
    def redeem_until(self) -> date | None:
        return (self.closes + _REDEEMABLE).astimezone(ZONE).date() if self.closes else None

    @property
    def archived(self) -> datetime | None:
        return self.closes + _REDEEMABLE + timedelta(days=3) if self.closes else None


def dated(shop: Shop, today: date) -> list[Program]:
    """The shop's programs when the eighteen months end today."""
    first = today - timedelta(days=DAYS)

    def moment(day: int, hour: int = 6) -> datetime:
        return datetime.combine(first + timedelta(days=day), time(hour), ZONE).astimezone(UTC)

    found = []
    for number, offer in enumerate(shop.offers):
        rng = chance("program", shop.slug, number)
        created = moment(offer.drafted, 15)
        ids = {key: uuid7(rng, created) for terms in offer.terms for key in terms.rewards}
        revisions = tuple(
            Revision(
                number=position,
                since=moment(terms.day) if position > 1 else created,
                rules=terms.rules,
                rewards=tuple(
                    Reward(ids[key], name, cost, terms.catalogue.get(key, {}))
                    for key, (name, cost) in terms.rewards.items()
                ),
            )
            for position, terms in enumerate(offer.terms, 1)
        )
        begins = None if offer.begins is None else moment(offer.begins)
        closes = None if offer.closes is None else moment(offer.closes)
        found.append(Program(uuid7(rng, created), offer, revisions, created, begins, closes))
    return found


@dataclass(frozen=True)
class Written:
    programs: list[Row]
    revisions: list[Row]
    rewards: list[Row]
    terms: list[Row]
    events: list[Row]


def rows(programs: list[Program], by: By) -> Written:
    """What stands in the database about them."""
    written = Written([], [], [], [], [])
    for program in programs:
        rng = chance("program rows", program.id)
        events: list[tuple[str, datetime, Row]] = [("created", program.created, {})]
        for revision in program.revisions:
            items = [
                promise(Stored(**_reward(program, reward)))
                for reward in sorted(revision.rewards, key=lambda reward: reward.cost)
            ]
            written.revisions.append(
                {
                    "id": uuid7(rng, revision.since),
                    "program_id": program.id,
                    "number": revision.number,
                    "rules": document(revision.rules),
                    "rewards": {"items": items},
                    "created_at": revision.since,
                    "created_by": by.id,
                }
            )
            if revision.number > 1:
                events.append(("changed", revision.since, {"revision": revision.number}))
        for verb, at in (
            ("activated", program.begins),
            ("closing", program.closes),
            ("archived", program.archived),
        ):
            if at:
                events.append((verb, at, {}))
        written.programs.append(_row(program, len(events)))
        written.rewards.extend(
            _reward(program, reward) | {"position": position}
            for position, reward in enumerate(program.revisions[-1].rewards)
        )
        if program.offer.conditions:
            written.terms.append(
                {
                    "id": uuid7(rng, program.created),
                    "program_id": program.id,
                    "version": 1,
                    "text": program.offer.conditions,
                    "created_at": program.created,
                    "created_by": by.id,
                }
            )
        written.events.extend(
            event(rng, by, at, f"program.{verb}", "program", program.id, facts)
            for verb, at, facts in events
        )
    return written


def _reward(program: Program, reward: Reward) -> Row:
    return {
        "id": reward.id,
        "program_id": program.id,
        "name": reward.name,
        "cost": reward.cost,
        "position": 0,
        "active": True,
        "given": 0,
        **dict.fromkeys(_MORE),
        **reward.more,
    }


_MORE = ("description", "stock", "limit_per_customer", "valid_from", "valid_until", "value")


def _row(program: Program, version: int) -> Row:
    offer, newest = program.offer, program.revisions[-1]
    status = "archived" if program.closes else "active" if program.begins else "draft"
    return {
        "id": program.id,
        "version": version,
        "name": offer.name,
        "kind": offer.kind,
        "unit_name": dict(zip(("one", "many"), offer.unit_name, strict=True))
        if offer.unit_name
        else None,
        "terms_version": 1 if offer.conditions else None,
        "status": status,
        "revision": newest.number,
        "rules": document(newest.rules),
        "design": offer.design.model_dump(),
        "created_at": program.created,
        "activated_at": program.begins,
        "closed_at": program.closes,
        "redeem_until": program.redeem_until,
        "archived_at": program.archived,
        "poster_opened_at": program.begins + timedelta(hours=1) if program.begins else None,
    }


def event(
    rng: Random, by: By, at: datetime, action: str, subject: str, subject_id: UUID, facts: Row
) -> Row:
    """A line of the merchant's trail."""
    return {
        "id": uuid7(rng, at),
        "at": at,
        "actor_kind": by.kind,
        "actor_id": by.id,
        "action": action,
        "subject_type": subject,
        "subject_id": subject_id,
        "facts": facts,
    }
