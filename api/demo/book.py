"""What happens to a card of the demonstration, by the rules of its program."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from api.cards.ledger.gestures import Recorded
from api.core.audit import By
from api.demo.chance import uuid7
from api.demo.ledger import Ledger, codes
from api.demo.programs import Reward, Row
from api.demo.rhythm import ZONE
from api.programs.levels import level_of
from api.programs.rules import Sale, Situation, assess


class Book(Ledger):
    """A card's ledger and all that a shop does with it."""

    @property
    def visited(self) -> datetime | None:
        """The last visit that was not taken back."""
        return max((entry.occurred_at for entry in self.standing("earn", "redeem")), default=None)

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
        entry = self.write("earn", units, by, at, recorded=recorded, receipt=receipt)
        if entry:
            self.new_lot(entry)
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
        entry = self.write(
            "earn", outcome.units, by, at, receipt=receipt, amount=sale.amount, detail=detail
        )
        if entry:
            self.new_lot(entry)
            card["last_earned_at"] = at
            card["earned_on"], card["earned_units"] = local.date(), earned + outcome.units
            self.follow_tier(entry)
        return entry

    @property
    def days(self) -> set[date]:
        """On which the holder was there."""
        standing = self.standing("earn", "redeem")
        return {entry.occurred_at.astimezone(ZONE).date() for entry in standing}

    def taken(self, reward: Reward) -> int:
        """How often the holder has had it."""
        return sum(entry.reward_id == reward.id for entry in self.standing("redeem"))

    @property
    def spent(self) -> int:
        """In minor units, as far as it was said at the till."""
        return sum(entry.amount or 0 for entry in self.standing("earn"))

    def redeem(self, at: datetime, reward: Reward, by: By) -> Recorded | None:
        if self.available(at) < reward.cost:
            return None
        stocked = {"stock": True} if reward.more.get("stock") else None
        entry = self.write(
            "redeem",
            -reward.cost,
            by,
            at,
            reward=reward,
            value=reward.more.get("value"),
            detail=stocked,
        )
        if entry:
            self.spend(entry)
        return entry

    def adjust(self, at: datetime, delta: int, reason: str, by: By) -> Recorded | None:
        if self.balance + delta < 0:
            return None
        entry = self.write("adjust", delta, by, at, reason=reason)
        if entry and delta > 0:
            self.new_lot(entry)
        elif entry:
            self.spend(entry)
        return entry

    def reverse(
        self, at: datetime, wrong: Recorded, by: By, reason: str | None = None
    ) -> Recorded | None:
        """Take an entry back; None when its units are spent."""
        own = next((lot for lot in self.lots if lot["entry_id"] == wrong.id), None)
        if own and own["remaining"] != own["units"]:
            return None
        entry = self.write("reverse", -wrong.delta, by, at, reverses=wrong.id, reason=reason)
        if entry is None:
            return None
        self.taken_back.add(wrong.id)
        if own:
            self.use(entry, own, own["remaining"])
        else:
            by_id = {lot["id"]: lot for lot in self.lots}
            for use in [use for use in self.uses if use["entry_id"] == wrong.id]:
                self.use(entry, by_id[use["lot_id"]], -use["units"])
        if wrong.kind == "earn":
            card = self.card
            if card["earned_on"] == wrong.occurred_at.astimezone(ZONE).date():
                card["earned_units"] -= wrong.delta
            card["last_earned_at"] = max(
                (standing.occurred_at for standing in self.standing("earn")), default=None
            )
            self.follow_tier(entry)
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
