"""The rules of the ledger without a database: what the real one is held against, step by step.

Nothing is computed by the service's own functions, or both would be wrong together.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from hashlib import md5
from math import ceil, floor
from uuid import UUID
from zoneinfo import ZoneInfo

from api.programs.schemas.rules import Rules


def moved_id(entry: UUID, lot: UUID | None) -> UUID:
    """Of the lot that a transfer makes of another one."""
    return UUID(bytes=md5(f"{entry}{lot}".encode(), usedforsecurity=False).digest())


def short(year: int, month: int, day: int) -> date:
    """That day, or the month's last."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return short(day.year + years, month + 1, day.day)


NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(eq=False)
class Lot:
    units: int
    left: int
    expires: datetime | None
    idle: bool
    available: datetime | None
    id: UUID | None = None
    """As the database chose it: of two lots that expire together the smaller id goes first."""
    moved_from: Lot | None = None


@dataclass(eq=False)
class Entry:
    kind: str
    delta: int
    at: datetime
    amount: int = 0
    reverses: Entry | None = None
    came: list[Lot] = field(default_factory=list)
    took: list[tuple[Lot, int]] = field(default_factory=list)
    taken_back: bool = False


@dataclass(eq=False)
class Hold:
    units: int
    at: datetime
    ends: datetime
    amount: int
    status: str = "open"


@dataclass(eq=False)
class Card:
    entries: list[Entry] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    idle_until: datetime | None = None
    into: Card | None = None
    absorbed: list[Card] = field(default_factory=list)
    tier: str | None = None

    @property
    def balance(self) -> int:
        return sum(lot.left for lot in self.lots)

    def ends(self, lot: Lot) -> datetime | None:
        return self.idle_until if lot.idle else lot.expires

    def spendable(self, at: datetime) -> list[Lot]:
        """Soonest-expiring first."""
        found = [
            lot
            for lot in self.lots
            if lot.left
            and (self.ends(lot) or NEVER) > at
            and (lot.available is None or lot.available <= at)
        ]
        return sorted(found, key=lambda lot: (self.ends(lot) or NEVER, str(lot.id)))

    def available(self, at: datetime) -> int:
        return sum(lot.left for lot in self.spendable(at))

    def next_expiry(self, at: datetime) -> tuple[int, datetime] | None:
        coming = [(self.ends(lot), lot.left) for lot in self.lots if lot.left]
        soon = min((end for end, _ in coming if end and end > at), default=None)
        return (sum(left for end, left in coming if end == soon), soon) if soon else None

    def standing(self, kinds: tuple[str, ...]) -> Iterator[Entry]:
        return (one for one in self.entries if one.kind in kinds and not one.taken_back)


@dataclass
class Model:
    """One program. Every method does what the ledger has to do when it allows the operation."""

    rules: Rules
    zone: ZoneInfo

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def units_of(
        self, card: Card, units: int, amount: int, at: datetime, now: datetime
    ) -> int | None:
        """What a sale earns: ``units`` said by hand, whole or not at all, and what follows from
        the amount as far as there is room; None where it is refused."""
        rules = self.rules
        earned = sum(one.delta for one in card.standing(("earn",)) if self._same(one.at, at))
        held = sum(
            one.units
            for one in card.holds
            if one.status == "open" and one.ends > now and self._same(one.at, at)
        )
        left = (rules.daily_cap or 10**9) - earned - held
        if units > rules.max_per_operation or units > left:
            return None
        more = 0
        if rules.per_amount:
            exact = Fraction(amount * rules.per_amount.units, rules.per_amount.per)
            half = Fraction(1, 2)
            more = {"down": floor(exact), "up": ceil(exact), "nearest": floor(exact + half)}[
                rules.rounding
            ]
        return min(units + more, rules.max_per_operation, left)

    def may_earn(self, card: Card, units: int, at: datetime, now: datetime) -> bool:
        return self.units_of(card, units, 0, at, now) is not None

    def _same(self, one: datetime, other: datetime) -> bool:
        return self.day(one) == self.day(other)

    def earn(self, card: Card, units: int, at: datetime, now: datetime, amount: int = 0) -> None:
        self._mark_time(card, at, visit=True)
        pending = self.rules.pending_days
        available = at + timedelta(days=pending) if pending else None
        self._come(card, "earn", units, at, available, amount)
        self.place(card, now)

    def redeem(self, card: Card, cost: int, at: datetime) -> None:
        self._mark_time(card, at, visit=True)
        self._spend(card, "redeem", cost, at)

    def adjust(self, card: Card, delta: int, at: datetime) -> None:
        if delta < 0:
            self._spend(card, "adjust", -delta, at)
            return
        self._mark_time(card, at, visit=False)
        self._come(card, "adjust", delta, at, None)

    def may_reverse(self, entry: Entry) -> bool:
        if entry.kind in ("reverse", "expire", "transfer") or entry.taken_back:
            return False
        return all(lot.left == lot.units for lot in entry.came)

    def reverse(self, card: Card, entry: Entry, at: datetime, now: datetime) -> None:
        entry.taken_back = True
        written = Entry("reverse", -entry.delta, at, reverses=entry)
        card.entries.append(written)
        for lot in entry.came:
            written.took.append((lot, lot.left))
            lot.left = 0
        for lot, units in entry.took:
            written.took.append((lot, -units))
            lot.left += units
        if entry.kind == "earn":
            self.place(card, now)

    def write_off(self, card: Card, at: datetime) -> None:
        """An entry for each moment at which something expired."""
        ends = {card.ends(lot) for lot in card.lots if lot.left}
        for end in sorted(end for end in ends if end and end <= at):
            gone = [lot for lot in card.lots if lot.left and card.ends(lot) == end]
            written = Entry("expire", -sum(lot.left for lot in gone), end)
            written.took = [(lot, lot.left) for lot in gone]
            for lot in gone:
                lot.left = 0
            card.entries.append(written)

    def move(self, source: Card, target: Card, at: datetime) -> None:
        self.write_off(source, at)
        self.write_off(target, at)
        target.idle_until = max(filter(None, (source.idle_until, target.idle_until)), default=None)
        if source.balance:
            out = Entry("transfer", -source.balance, at)
            into = Entry("transfer", source.balance, at)
            for lot in [lot for lot in source.lots if lot.left]:
                out.took.append((lot, lot.left))
                copy = Lot(lot.left, lot.left, lot.expires, lot.idle, lot.available, moved_from=lot)
                into.came.append(copy)
                target.lots.append(copy)
                lot.left = 0
            source.entries.append(out)
            target.entries.append(into)
        source.into = target
        target.absorbed.append(source)

    def move_back(
        self, source: Card, target: Card, idle_before: datetime | None, at: datetime
    ) -> None:
        source.into = None
        target.absorbed.remove(source)
        last = target.entries[-1] if target.entries else None
        if last is None or last.kind != "transfer" or not last.came:
            return
        target.idle_until = idle_before
        back = Entry("reverse", -last.delta, at, reverses=last)
        given = Entry("reverse", last.delta, at, reverses=source.entries[-1])
        for lot in last.came:
            back.took.append((lot, lot.left))
            lot.left = 0
        for lot, units in source.entries[-1].took:
            given.took.append((lot, -units))
            lot.left += units
        last.taken_back = source.entries[-1].taken_back = True
        target.entries.append(back)
        source.entries.append(given)

    def place(self, card: Card, now: datetime) -> None:
        """The card's tier by what it, and what was merged into it, earned."""
        assert self.rules.tiers
        earned = sorted(
            (self.day(one.at), one.delta)
            for each in self._with_absorbed(card)
            for one in each.standing(("earn",))
        )
        months, today = self.rules.tiers.window_months, self.day(now)
        counted = sum(
            units for day, units in earned if months is None or later(day, months) >= today
        )
        reached = [one.id for one in self.rules.tiers.levels if one.threshold <= counted]
        card.tier = reached[-1] if reached else None

    def _with_absorbed(self, card: Card) -> Iterator[Card]:
        yield card
        for one in card.absorbed:
            yield from self._with_absorbed(one)

    def visits(self, cards: list[Card]) -> int:
        return len(
            {self.day(one.at) for card in cards for one in card.standing(("earn", "redeem"))}
        )

    @property
    def idles(self) -> bool:
        return self.rules.expiry.kind == "inactivity"

    def expiry(self, at: datetime) -> datetime | None:
        """The first moment, by the shop's clock, at which units of this one are no more."""
        rule, day = self.rules.expiry, self.day(at)
        if rule.kind == "none":
            return None
        if rule.kind == "after_earning":
            gone = later(day.replace(day=1), rule.months + 1)
        elif rule.kind == "inactivity":
            gone = later(day, rule.months) + timedelta(days=1)
        else:
            years = (short(year, rule.month, rule.day) for year in (day.year, day.year + 1))
            gone = min(one for one in years if one >= day) + timedelta(days=1)
        return datetime(gone.year, gone.month, gone.day, tzinfo=self.zone)

    def _mark_time(self, card: Card, at: datetime, *, visit: bool) -> None:
        until = card.idle_until
        if until and until <= at:
            self.write_off(card, at)
            until = None
        fresh = self.expiry(at) if self.idles else None
        if visit:
            card.idle_until = max(until, fresh) if until and fresh else fresh
        else:
            card.idle_until = until or fresh

    def _come(
        self,
        card: Card,
        kind: str,
        units: int,
        at: datetime,
        available: datetime | None,
        amount: int = 0,
    ) -> None:
        expires = None if self.idles else self.expiry(available or at)
        lot = Lot(units, units, expires, self.idles, available)
        card.lots.append(lot)
        card.entries.append(Entry(kind, units, at, amount, came=[lot]))

    def _spend(self, card: Card, kind: str, units: int, at: datetime) -> None:
        written = Entry(kind, -units, at)
        for lot in card.spendable(at):
            part = min(lot.left, units - sum(taken for _, taken in written.took))
            if part:
                lot.left -= part
                written.took.append((lot, part))
        assert sum(taken for _, taken in written.took) == units
        card.entries.append(written)
