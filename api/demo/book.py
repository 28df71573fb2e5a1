"""One card's ledger as it is written by the demonstration: by the rules of ``api.cards``, but in
memory, since 60,000 single transactions would take an evening."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from api.cards.ledger import chain
from api.cards.ledger.gestures import Kind, Recorded
from api.cards.references import NUMBER_LENGTH
from api.core.audit import By
from api.core.tokens import digest
from api.demo.chance import code, uuid7
from api.demo.programs import Program, Reward, Row
from api.demo.rhythm import ZONE
from api.programs.lasting import expiry_of
from api.programs.levels import level_of, reached
from api.programs.rules import Sale, Situation, assess


@dataclass
class Book:
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

    @classmethod
    def open(
        cls, rng: Random, now: datetime, program: Program, customer_id: UUID | None, at: datetime
    ) -> Book:
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

    @property
    def visited(self) -> datetime | None:
        """The last visit that was not taken back."""
        return max((entry.occurred_at for entry in self._standing("earn", "redeem")), default=None)

    def earn(
        self,
        at: datetime,
        units: int,
        by: By,
        *,
        recorded: datetime | None = None,
        receipt: str | None = None,
    ) -> Recorded | None:
        """Units for a visit, as many as the rules allow; None when they allow none."""
        card, rules = self.card, self.program.at(at).rules
        last, day = card["last_earned_at"], at.astimezone(ZONE).date()
        if not self.program.gives(at):
            return None
        if last and at - last < timedelta(minutes=rules.cooldown_minutes):
            return None
        earned = card["earned_units"] if card["earned_on"] == day else 0
        units = min(units, rules.max_per_operation)
        if rules.daily_cap is not None:
            units = min(units, rules.daily_cap - earned)
        if units < 1:
            return None
        entry = self._write("earn", units, by, at, recorded=recorded, receipt=receipt)
        if entry:
            self._new_lot(entry)
            card["last_earned_at"] = at
            card["earned_on"], card["earned_units"] = day, earned + units
        return entry

    def sell(
        self,
        at: datetime,
        sale: Sale,
        by: By,
        *,
        birth_month: int | None = None,
        receipt: str | None = None,
    ) -> Recorded | None:
        """What a sale earns, by the program's own rules; None when they give nothing."""
        card, rules = self.card, self.program.at(at).rules
        if not self.program.gives(at):
            return None
        local = at.astimezone(ZONE)
        earned = card["earned_units"] if card["earned_on"] == local.date() else 0
        situation = Situation(
            at=local,
            near=card["last_earned_at"] if rules.cooldown_minutes else None,
            earned_today=earned,
            first_visit=card["last_earned_at"] is None,
            birth_month=birth_month,
            tier=level_of(rules, card["tier_id"]),
        )
        outcome = assess(rules, sale, situation)
        if outcome.refusals:
            return None
        detail = {"breakdown": [line.model_dump(exclude_none=True) for line in outcome.lines]}
        entry = self._write(
            "earn", outcome.units, by, at, receipt=receipt, amount=sale.amount, detail=detail
        )
        if entry:
            self._new_lot(entry)
            card["last_earned_at"] = at
            card["earned_on"], card["earned_units"] = local.date(), earned + outcome.units
            self._follow_tier(entry)
        return entry

    @property
    def days(self) -> set[date]:
        """On which the holder was there."""
        standing = self._standing("earn", "redeem")
        return {entry.occurred_at.astimezone(ZONE).date() for entry in standing}

    def taken(self, reward: Reward) -> int:
        """How often the holder has had it."""
        return sum(entry.reward_id == reward.id for entry in self._standing("redeem"))

    @property
    def spent(self) -> int:
        """In minor units, as far as it was said at the till."""
        return sum(entry.amount or 0 for entry in self._standing("earn"))

    def _follow_tier(self, entry: Recorded) -> None:
        card, revision = self.card, self.program.at(entry.occurred_at)
        if revision.rules.tiers is None:
            return
        units = sum(one.delta for one in self._standing("earn"))
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

    def redeem(self, at: datetime, reward: Reward, by: By) -> Recorded | None:
        if self.balance < reward.cost:
            return None
        stocked = {"stock": True} if reward.more.get("stock") else None
        entry = self._write(
            "redeem",
            -reward.cost,
            by,
            at,
            reward=reward,
            value=reward.more.get("value"),
            detail=stocked,
        )
        if entry:
            self._spend(entry)
        return entry

    def adjust(self, at: datetime, delta: int, reason: str, by: By) -> Recorded | None:
        if self.balance + delta < 0:
            return None
        entry = self._write("adjust", delta, by, at, reason=reason)
        if entry and delta > 0:
            self._new_lot(entry)
        elif entry:
            self._spend(entry)
        return entry

    def reverse(
        self, at: datetime, wrong: Recorded, by: By, reason: str | None = None
    ) -> Recorded | None:
        """Take an entry back; None when its units are spent."""
        own = next((lot for lot in self.lots if lot["entry_id"] == wrong.id), None)
        if own and own["remaining"] != own["units"]:
            return None
        entry = self._write("reverse", -wrong.delta, by, at, reverses=wrong.id, reason=reason)
        if entry is None:
            return None
        self.taken_back.add(wrong.id)
        if own:
            self._use(entry, own, own["remaining"])
        else:
            by_id = {lot["id"]: lot for lot in self.lots}
            for use in [use for use in self.uses if use["entry_id"] == wrong.id]:
                self._use(entry, by_id[use["lot_id"]], -use["units"])
        if wrong.kind == "earn":
            card = self.card
            if card["earned_on"] == wrong.occurred_at.astimezone(ZONE).date():
                card["earned_units"] -= wrong.delta
            card["last_earned_at"] = max(
                (standing.occurred_at for standing in self._standing("earn")), default=None
            )
            self._follow_tier(entry)
        return entry

    def replace(self, at: datetime) -> Row:
        """New codes for a lost card; what the old ones were."""
        former = {name: self.card[name] for name in ("code", "number", "page_token")}
        self.card.update(codes(self.rng))
        return {
            "id": uuid7(self.rng, at),
            "card_id": self.card["id"],
            **former,
            "retired_at": at,
        }

    def close(self, at: datetime, reason: str) -> None:
        self.card.update(status="closed", closed_at=at, closed_reason=reason)

    def _standing(self, *kinds: Kind) -> list[Recorded]:
        return [
            entry
            for entry in self.entries
            if entry.kind in kinds and entry.id not in self.taken_back
        ]

    def _write(
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
            value=value,
            detail=detail,
        )
        entry.hash = chain.link(card["head_hash"], entry)
        card.update(seq=entry.seq, balance=entry.balance, head_hash=entry.hash)
        self.entries.append(entry)
        return entry

    def _new_lot(self, entry: Recorded) -> None:
        rules = self.program.at(entry.occurred_at).rules
        self.lots.append(
            {
                "id": uuid7(self.rng, entry.recorded_at),
                "card_id": entry.card_id,
                "entry_id": entry.id,
                "units": entry.delta,
                "remaining": entry.delta,
                "expires_at": expiry_of(rules, entry.occurred_at, ZONE),
            }
        )

    def _spend(self, entry: Recorded) -> None:
        """From the oldest lots first: they also expire first, where they expire at all."""
        wanted = -entry.delta
        for lot in self.lots:
            taken = min(lot["remaining"], wanted)
            if taken:
                self._use(entry, lot, taken)
                wanted -= taken

    def _use(self, entry: Recorded, lot: Row, units: int) -> None:
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


def codes(rng: Random) -> Row:
    return {
        "code": code(rng),
        "number": code(rng, NUMBER_LENGTH),
        "page_token": digest(code(rng)),
    }
