"""What a sale earns: the one function that previews, earnings, sales and holds all ask.

It is pure. Whatever it needs to know of the card and the customer stands in the
:class:`Situation`, so that a preview and the earning after it cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from api.core.errors import Problem
from api.programs import bonus
from api.programs.schemas.rules import Rounding, Rules, TierLevel
from api.programs.schemas.sales import EarningIn, Line, RuleName


class NotHere(Problem):
    status, code, title = 409, "NOT_HERE", "The program is not valid at this place"


class BelowMinimum(Problem):
    status, code, title = 409, "BELOW_MINIMUM", "The sale is too small to earn anything"


class TooManyUnits(Problem):
    status, code, title = 422, "TOO_MANY_UNITS", "More units than the program allows at once"


class Cooldown(Problem):
    status, code, title = 409, "COOLDOWN", "This card was stamped a moment ago"


class DailyCap(Problem):
    status, code, title = 409, "DAILY_CAP", "This card has had all it can earn in a day"


class MonthlyCap(Problem):
    status, code, title = 409, "MONTHLY_CAP", "This card has had all it can earn in a month"


class NothingToEarn(Problem):
    status, code, title = 409, "NOTHING_TO_EARN", "By the program's rules this earns nothing"


REFUSALS = (
    NotHere, BelowMinimum, TooManyUnits, Cooldown, DailyCap, MonthlyCap, NothingToEarn,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sale:
    """What was sold, as far as units can follow from it."""

    units: int | None = None
    """Said by the member, in place of the units of a visit."""
    amount: int | None = None
    """What can earn: the receipt without rewards, discounts, tips and gift cards."""
    items: tuple[tuple[str, int], ...] = ()
    """Article and quantity."""
    location_id: UUID | None = None


def sale_of(body: EarningIn, location_id: UUID | None, discount: int = 0) -> Sale:
    """The sale that a request describes. ``discount``: what units redeemed with it take off the
    price, unless the till has listed that among what is excluded."""
    amount = body.amount
    if amount is not None:
        listed = any(one.kind == "reward" for one in body.excluded)
        amount -= sum(one.amount for one in body.excluded) + (0 if listed else discount)
    return Sale(
        units=body.units,
        amount=None if amount is None else max(0, amount),
        items=tuple((item.sku, item.quantity) for item in body.items),
        location_id=location_id,
    )


@dataclass(frozen=True, slots=True)
class Situation:
    """The card and its holder as they are before the sale."""

    at: datetime
    """When it happens, in the merchant's time zone."""
    near: datetime | None = None
    """The earning closest to it, when a cooldown has to be kept."""
    earned_today: int = 0
    earned_this_month: int = 0
    first_visit: bool = False
    birth_month: int | None = None
    tier: TierLevel | None = None
    sponsored: bool = False
    """Somebody sent the holder, and this would be the first earning."""


@dataclass(slots=True)
class Outcome:
    """``units`` is what the lines add up to; with a refusal nothing is earned."""

    lines: list[Line] = field(default_factory=list)
    refusals: list[Problem] = field(default_factory=list)
    sponsor_units: int = 0
    """What the sponsor is owed for it."""

    @property
    def units(self) -> int:
        return sum(line.units for line in self.lines)

    def add(
        self, rule: RuleName, units: int, id: str | None = None, name: str | None = None
    ) -> None:
        if units:
            self.lines.append(Line(rule=rule, id=id, name=name, units=units))


def assess(rules: Rules, sale: Sale, situation: Situation) -> Outcome:
    """What the sale earns, step by step, and every reason why it would not.

    What is given per visit or said by the member is given whole or refused; what follows from
    an amount, from articles or a bonus is cut down to the maximum and the caps.
    """
    outcome = Outcome()
    outcome.refusals += _never_mind_how_much(rules, sale, situation)
    fixed = rules.units_per_visit if sale.units is None else sale.units
    # What a visit gives is never too much, whatever the maximum says.
    maximum = max(rules.max_per_operation, rules.units_per_visit)
    if fixed > maximum:
        outcome.refusals.append(TooManyUnits(maximum=maximum))
    outcome.add("visit", fixed)
    _by_amount_and_items(rules, sale, outcome)
    outcome.add("cap", min(0, max(maximum, fixed) - outcome.units), "max_per_operation")
    _bonuses(rules, situation, outcome)
    for cap, earned, refusal, name in (
        (rules.daily_cap, situation.earned_today, DailyCap, "daily_cap"),
        (rules.monthly_cap, situation.earned_this_month, MonthlyCap, "monthly_cap"),
    ):
        if cap is None:
            continue
        left = cap - earned
        if fixed > left or (left <= 0 and outcome.units > 0):
            outcome.refusals.append(refusal(cap=cap, earned=earned))
        else:
            outcome.add("cap", min(0, left - outcome.units), name)
    if situation.sponsored and rules.sponsorship:
        # A welcome, once: neither a visit nor a purchase could be repeated to get it again.
        outcome.add("sponsorship", rules.sponsorship.friend_units)
        outcome.sponsor_units = rules.sponsorship.sponsor_units
    if outcome.units <= 0 and not outcome.refusals:
        outcome.refusals.append(NothingToEarn())
    return outcome


def _never_mind_how_much(rules: Rules, sale: Sale, situation: Situation) -> Iterator[Problem]:
    if not valid_at(rules, sale.location_id):
        yield NotHere(location_id=sale.location_id)
    if (
        rules.minimum_amount is not None
        and sale.amount is not None
        and sale.amount < rules.minimum_amount
    ):
        yield BelowMinimum(minimum=rules.minimum_amount, amount=sale.amount)
    wait = timedelta(minutes=rules.cooldown_minutes)
    if situation.near and abs(situation.at - situation.near) < wait:
        yield Cooldown(next_earn_at=situation.near + wait)


def valid_at(rules: Rules, location_id: UUID | None) -> bool:
    return not rules.locations or place_of(rules, location_id) in rules.locations


def place_of(rules: Rules, named: UUID | None) -> UUID | None:
    """Where an operation takes place: a program that is valid at one place only leaves no doubt,
    though nobody has said it."""
    return rules.locations[0] if named is None and len(rules.locations) == 1 else named


def _by_amount_and_items(rules: Rules, sale: Sale, outcome: Outcome) -> None:
    if rules.per_amount and sale.amount:
        units = rounded(sale.amount * rules.per_amount.units, rules.per_amount.per, rules.rounding)
        outcome.add("amount", units)
    sold: dict[str, int] = {}
    for sku, quantity in sale.items:
        sold[sku] = sold.get(sku, 0) + quantity
    for item in rules.items if sold else ():
        if item.sku in sold:
            outcome.add("item", item.units * sold[item.sku], item.sku, item.name)


def _bonuses(rules: Rules, situation: Situation, outcome: Outcome) -> None:
    base = outcome.units
    if base <= 0:
        return
    found = [
        one
        for one in rules.bonuses
        if bonus.applies(
            one.when, situation.at, situation.birth_month, first_visit=situation.first_visit
        )
    ]
    best = bonus.best(found)
    for one in found:
        units = one.units or 0
        if one is best and one.percent is not None:
            units += rounded(base * (one.percent - 100), 100, rules.rounding)
        outcome.add("bonus", units, one.id, one.name)
    if situation.tier:
        units = rounded(base * (situation.tier.percent - 100), 100, rules.rounding)
        outcome.add("tier", units, situation.tier.id, situation.tier.name)


def rounded(number: int, by: int, how: Rounding) -> int:
    """``number / by`` as a whole number; no float comes near it."""
    if how == "down":
        return number // by
    if how == "up":
        return -(-number // by)
    return (2 * number + by) // (2 * by)


def plain(problem: Problem) -> dict[str, Any]:
    """A refusal as the answer and the ledger keep it."""
    document: dict[str, Any] = problem.document()
    return {name: value for name, value in document.items() if name not in ("type", "status")}
