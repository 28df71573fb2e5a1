"""How the demonstration writes a card's ledger: as ``api.cards.ledger`` does, but in memory, since
60,000 single transactions would take an evening."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Self
from uuid import UUID

from api.cards.ledger import chain
from api.cards.ledger.gestures import Kind, Recorded
from api.cards.references import NUMBER_LENGTH
from api.core.audit import By
from api.core.tokens import digest
from api.demo.chance import code, uuid7
from api.demo.programs import Program, Reward, Row
from api.demo.rhythm import ZONE
from api.programs.lasting import available_from, expiry_of
from api.programs.levels import reached


@dataclass
class Ledger:
    """One card, its entries and its lots."""

    rng: Random
    now: datetime
    """Nothing is written later than that."""
    program: Program
    card: Row
    entries: list[Recorded] = field(default_factory=list)
    lots: list[Row] = field(default_factory=list)
    uses: list[Row] = field(default_factory=list)
    tiers: list[Row] = field(default_factory=list)
    taken_back: set[UUID] = field(default_factory=set)
    place: Callable[[datetime], UUID] | None = None
    """Where the shop serves at a moment."""

    @classmethod
    def open(
        cls, rng: Random, now: datetime, program: Program, customer_id: UUID | None, at: datetime
    ) -> Self:
        card: dict[str, Any] = {
            "id": uuid7(rng, at),
            "program_id": program.id,
            "customer_id": customer_id,
            **codes(rng),
            "status": "active",
            "balance": 0,
            "seq": 0,
            "head_hash": b"",
            "last_earned_at": None,
            "earned_on": None,
            "earned_units": 0,
            "tier_id": None,
            "tier_units": 0,
            "tier_revision": None,
            "terms_version": None,
            "terms_accepted_at": None,
            "created_at": at,
            "closed_at": None,
            "closed_reason": None,
        }
        return cls(rng, now, program, card)

    @property
    def balance(self) -> int:
        units: int = self.card["balance"]
        return units

    def available(self, at: datetime) -> int:
        """What can be spent: not what is still pending."""
        return sum(lot["remaining"] for lot in self._spendable(at))

    def _spendable(self, at: datetime) -> list[Row]:
        return [lot for lot in self.lots if not lot["available_at"] or lot["available_at"] <= at]

    def standing(self, *kinds: Kind) -> list[Recorded]:
        return [
            entry
            for entry in self.entries
            if entry.kind in kinds and entry.id not in self.taken_back
        ]

    def write(
        self,
        kind: Kind,
        delta: int,
        by: By,
        at: datetime,
        *,
        recorded: datetime | None = None,
        reverses: UUID | None = None,
        reward: Reward | None = None,
        reason: str | None = None,
        receipt: str | None = None,
        amount: int | None = None,
        value: int | None = None,
        detail: dict[str, Any] | None = None,
    ) -> Recorded | None:
        card = self.card
        recorded = recorded or at + timedelta(milliseconds=self.rng.randrange(4, 40))
        before = self.entries[-1].recorded_at if self.entries else card["created_at"]
        if recorded > self.now or at < before or card["status"] != "active":
            return None
        entry = Recorded(
            id=uuid7(self.rng, recorded),
            card_id=card["id"],
            seq=card["seq"] + 1,
            kind=kind,
            delta=delta,
            balance=card["balance"] + delta,
            revision=self.program.at(at).number,
            reverses=reverses,
            reward_id=reward.id if reward else None,
            reward_name=reward.name if reward else None,
            reason=reason,
            receipt=receipt,
            actor_kind=by.kind,
            actor_id=by.id,
            occurred_at=at,
            recorded_at=recorded,
            amount=amount,
            location_id=self.place(at) if self.place and kind in ("earn", "redeem") else None,
            value=value,
            detail=detail,
        )
        entry.hash = chain.link(card["head_hash"], entry)
        card.update(seq=entry.seq, balance=entry.balance, head_hash=entry.hash)
        self.entries.append(entry)
        return entry

    def new_lot(self, entry: Recorded) -> None:
        rules, at = self.program.at(entry.occurred_at).rules, entry.occurred_at
        available_at = available_from(rules, at) if entry.kind == "earn" else None
        self.lots.append(
            {
                "id": uuid7(self.rng, entry.recorded_at),
                "card_id": entry.card_id,
                "entry_id": entry.id,
                "units": entry.delta,
                "remaining": entry.delta,
                "expires_at": expiry_of(rules, available_at or at, ZONE),
                "available_at": available_at,
            }
        )

    def spend(self, entry: Recorded) -> None:
        """From the oldest lots first: they also expire first, where they expire at all."""
        wanted = -entry.delta
        for lot in self._spendable(entry.occurred_at):
            taken = min(lot["remaining"], wanted)
            if taken:
                self.use(entry, lot, taken)
                wanted -= taken

    def use(self, entry: Recorded, lot: Row, units: int) -> None:
        lot["remaining"] -= units
        name = hashlib.md5(f"{entry.id}{lot['id']}".encode(), usedforsecurity=False)
        self.uses.append(
            {
                "id": UUID(bytes=name.digest()),
                "entry_id": entry.id,
                "lot_id": lot["id"],
                "units": units,
            }
        )

    def follow_tier(self, entry: Recorded) -> None:
        card, revision = self.card, self.program.at(entry.occurred_at)
        if revision.rules.tiers is None:
            return
        units = sum(one.delta for one in self.standing("earn"))
        level = reached(revision.rules.tiers, units)
        before, after = card["tier_id"], level.id if level else None
        card.update(tier_id=after, tier_units=units, tier_revision=revision.number)
        if before != after:
            ranks = [one.id for one in revision.rules.tiers.levels]
            promoted = before is None or (
                after is not None and ranks.index(after) > ranks.index(before)
            )
            self.tiers.append(
                {
                    "id": uuid7(self.rng, entry.recorded_at),
                    "card_id": entry.card_id,
                    "before": before,
                    "after": after,
                    "units": units,
                    "promoted": promoted,
                    "revision": revision.number,
                    "changed_at": entry.recorded_at,
                }
            )


def codes(rng: Random) -> Row:
    return {
        "code": code(rng),
        "number": code(rng, NUMBER_LENGTH),
        "page_token": digest(code(rng)),
    }
