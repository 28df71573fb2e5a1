"""What a sale earns: the pure rules, one test for each, and what holds for any of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.programs import bonus
from api.programs.rules import Outcome, Sale, Situation, assess, rounded
from api.programs.schemas.rules import BonusWhen, Rules, TierLevel

PARIS = ZoneInfo("Europe/Paris")
FRIDAY = datetime(2026, 11, 20, 15, 30, tzinfo=PARIS)
PLACE, OTHER = UUID(int=1), UUID(int=2)


def points(**rules: Any) -> Rules:
    return Rules.model_validate(rules).as_for("points")


def stamps(**rules: Any) -> Rules:
    return Rules.model_validate(rules)


def of(rules: Rules, sale: Sale | None = None, **situation: Any) -> Outcome:
    return assess(rules, sale or Sale(), Situation(**{"at": FRIDAY, **situation}))


def lines(outcome: Outcome) -> list[tuple[str, int]]:
    return [(line.rule, line.units) for line in outcome.lines]


def codes(outcome: Outcome) -> list[str]:
    return [refusal.code for refusal in outcome.refusals]


def test_a_visit_is_a_stamp() -> None:
    outcome = of(stamps())
    assert (outcome.units, lines(outcome), codes(outcome)) == (1, [("visit", 1)], [])
    assert of(stamps(units_per_visit=4)).units == 4
    assert of(stamps(units_per_visit=4), Sale(units=2)).units == 2


def test_a_points_program_gives_nothing_for_a_mere_visit() -> None:
    assert codes(of(points())) == ["NOTHING_TO_EARN"]
    assert of(points(units_per_visit=3)).units == 3
    assert of(points(), Sale(units=70)).units == 70


@pytest.mark.parametrize(
    ("rounding", "amount", "units"),
    [
        ("down", 1999, 19),
        ("nearest", 1949, 19),
        ("nearest", 1950, 20),
        ("up", 1901, 20),
        ("up", 1900, 19),
        ("down", 100, 1),
    ],
)
def test_units_per_amount(rounding: str, amount: int, units: int) -> None:
    rules = points(per_amount={"units": 1, "per": 100}, rounding=rounding)
    assert lines(of(rules, Sale(amount=amount))) == [("amount", units)]


def test_units_of_a_rule_that_is_no_whole_number_per_cent() -> None:
    rules = points(per_amount={"units": 3, "per": 250})
    assert of(rules, Sale(amount=999)).units == 11
    assert codes(of(rules, Sale(amount=83))) == ["NOTHING_TO_EARN"]


def test_units_per_article() -> None:
    rules = points(
        items=[
            {"sku": "MIEL", "name": "Miel", "units": 15},
            {"sku": "THE", "name": "Thé", "units": 4},
        ]
    )
    outcome = of(rules, Sale(items=(("THE", 2), ("PAIN", 9), ("THE", 1), ("MIEL", 1))))
    assert lines(outcome) == [("item", 15), ("item", 12)]
    assert [line.id for line in outcome.lines] == ["MIEL", "THE"]


def test_the_minimum_is_of_the_amount() -> None:
    rules = points(per_amount={"units": 1, "per": 100}, units_per_visit=1, minimum_amount=500)
    refused = of(rules, Sale(amount=499))
    assert codes(refused) == ["BELOW_MINIMUM"]
    assert refused.refusals[0].facts == {"minimum": 500, "amount": 499}
    assert of(rules, Sale(amount=500)).units == 6
    # Whoever stamps by hand has seen the sale.
    assert of(rules).units == 1


def test_what_is_typed_is_refused_above_the_maximum_and_what_follows_is_cut() -> None:
    assert codes(of(stamps(max_per_operation=3), Sale(units=4))) == ["TOO_MANY_UNITS"]
    assert of(stamps(max_per_operation=3, units_per_visit=8)).units == 8
    rules = points(per_amount={"units": 1, "per": 100}, max_per_operation=50)
    assert lines(of(rules, Sale(amount=9900))) == [("amount", 99), ("cap", -49)]


def test_the_cooldown_is_kept_in_both_directions() -> None:
    rules = stamps(cooldown_minutes=30)
    near = FRIDAY - timedelta(minutes=29)
    refused = of(rules, near=near)
    assert codes(refused) == ["COOLDOWN"]
    assert refused.refusals[0].facts == {"next_earn_at": near + timedelta(minutes=30)}
    assert codes(of(rules, near=FRIDAY + timedelta(minutes=29))) == ["COOLDOWN"]
    assert codes(of(rules, near=FRIDAY - timedelta(minutes=30))) == []


@pytest.mark.parametrize(
    ("cap", "earned", "code"),
    [
        ("daily_cap", "earned_today", "DAILY_CAP"),
        ("monthly_cap", "earned_this_month", "MONTHLY_CAP"),
    ],
)
def test_caps_refuse_what_is_given_whole_and_cut_the_rest(cap: str, earned: str, code: str) -> None:
    whole = stamps(**{cap: 4})
    assert codes(of(whole, Sale(units=2), **{earned: 3})) == [code]
    assert of(whole, Sale(units=1), **{earned: 3}).units == 1
    cut = points(per_amount={"units": 1, "per": 100}, **{cap: 40})
    assert lines(of(cut, Sale(amount=2500), **{earned: 30})) == [("amount", 25), ("cap", -15)]
    assert codes(of(cut, Sale(amount=2500), **{earned: 40})) == [code]
    assert codes(of(cut, Sale(amount=2500), **{earned: 55})) == [code]


def test_the_best_percent_counts_and_fixed_units_add_up() -> None:
    rules = points(
        per_amount={"units": 1, "per": 100},
        bonuses=[
            {"id": "friday", "name": "Vendredi", "when": {"weekdays": [5]}, "percent": 150},
            {"id": "evening", "name": "17 h", "when": {"from": "15:00"}, "percent": 200},
            {"id": "gift", "name": "Cadeau", "units": 7},
            {"id": "both", "name": "Les deux", "percent": 120, "units": 1},
            {"id": "monday", "name": "Lundi", "when": {"weekdays": [1]}, "units": 500},
        ],
    )
    outcome = of(rules, Sale(amount=2000))
    assert [(line.id, line.units) for line in outcome.lines] == [
        (None, 20), ("evening", 20), ("gift", 7), ("both", 1),
    ]  # fmt: skip


def test_percents_of_tier_and_bonus_are_both_of_what_the_sale_gives() -> None:
    gold = TierLevel(id="gold", name="Or", threshold=100, percent=150)
    rules = points(
        per_amount={"units": 1, "per": 100}, bonuses=[{"id": "x", "name": "x", "percent": 200}]
    )
    outcome = of(rules, Sale(amount=1100), tier=gold)
    assert lines(outcome) == [("amount", 11), ("bonus", 11), ("tier", 5)]


def test_a_bonus_is_given_on_something() -> None:
    rules = points(
        per_amount={"units": 1, "per": 100}, bonuses=[{"id": "x", "name": "x", "units": 5}]
    )
    assert codes(of(rules, Sale(amount=10))) == ["NOTHING_TO_EARN"]
    assert codes(of(rules)) == ["NOTHING_TO_EARN"]


def test_a_double_stamp_may_pass_the_maximum_but_not_the_cap() -> None:
    rules = stamps(max_per_operation=3, bonuses=[{"id": "x", "name": "x", "percent": 200}])
    assert of(rules, Sale(units=3)).units == 6
    capped = stamps(daily_cap=3, bonuses=[{"id": "x", "name": "x", "percent": 200}])
    assert lines(of(capped, Sale(units=2))) == [("visit", 2), ("bonus", 2), ("cap", -1)]


def test_a_friend_is_welcomed_past_every_cap() -> None:
    rules = stamps(daily_cap=1, sponsorship={"sponsor_units": 2, "friend_units": 3})
    assert lines(of(rules, sponsored=True)) == [("visit", 1), ("sponsorship", 3)]
    assert of(rules).units == 1


def test_where_a_program_is_valid() -> None:
    rules = stamps(locations=[str(PLACE)])
    assert codes(of(rules, Sale(location_id=PLACE))) == []
    assert codes(of(rules, Sale(location_id=OTHER))) == ["NOT_HERE"]
    # Nobody said where, but it can be here only.
    assert codes(of(rules)) == []
    both = stamps(locations=[str(PLACE), str(UUID(int=7))])
    assert codes(of(both)) == ["NOT_HERE"]
    assert codes(of(stamps(), Sale(location_id=OTHER))) == []


def test_every_reason_is_named() -> None:
    rules = stamps(locations=[str(PLACE)], cooldown_minutes=5, daily_cap=1, monthly_cap=1)
    outcome = of(
        rules, Sale(units=9, location_id=OTHER), near=FRIDAY, earned_today=1, earned_this_month=1
    )
    assert codes(outcome) == ["NOT_HERE", "COOLDOWN", "TOO_MANY_UNITS", "DAILY_CAP", "MONTHLY_CAP"]


def at(day: int, clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("when", "moment", "applies"),
    [
        ({}, at(20, "12:00"), True),
        ({"weekdays": [5]}, at(20, "12:00"), True),
        ({"weekdays": [6, 7]}, at(20, "12:00"), False),
        ({"from": "17:00", "to": "19:00"}, at(20, "16:59"), False),
        ({"from": "17:00", "to": "19:00"}, at(20, "17:00"), True),
        ({"from": "17:00", "to": "19:00"}, at(20, "18:59"), True),
        ({"from": "17:00", "to": "19:00"}, at(20, "19:00"), False),
        ({"from": "17:00"}, at(20, "23:59"), True),
        ({"to": "09:00"}, at(20, "08:59"), True),
        ({"to": "09:00"}, at(20, "09:00"), False),
        # Friday night goes on until two on Saturday.
        ({"weekdays": [5], "from": "22:00", "to": "02:00"}, at(21, "01:59"), True),
        ({"weekdays": [5], "from": "22:00", "to": "02:00"}, at(20, "01:59"), False),
        ({"weekdays": [5], "from": "22:00", "to": "02:00"}, at(21, "02:00"), False),
        ({"weekdays": [5], "from": "22:00", "to": "02:00"}, at(20, "22:00"), True),
        ({"valid_from": "2026-11-21"}, at(20, "12:00"), False),
        ({"valid_from": "2026-11-20", "valid_until": "2026-11-20"}, at(20, "23:59"), True),
        ({"valid_until": "2026-11-19"}, at(20, "00:00"), False),
        ({"birthday_month": True}, at(20, "12:00"), False),
        ({"first_visit": True}, at(20, "12:00"), False),
    ],
)
def test_when_a_bonus_applies(when: dict[str, Any], moment: datetime, applies: bool) -> None:
    condition = BonusWhen.model_validate(when)
    assert bonus.applies(condition, moment, None, first_visit=False) is applies


def test_the_birthday_month_and_the_first_visit() -> None:
    birthday = BonusWhen(birthday_month=True)
    assert bonus.applies(birthday, FRIDAY, 11, first_visit=False)
    assert not bonus.applies(birthday, FRIDAY, 12, first_visit=False)
    first = BonusWhen(first_visit=True)
    assert bonus.applies(first, FRIDAY, None, first_visit=True)
    assert not bonus.applies(first, FRIDAY, None, first_visit=False)


def test_the_hour_is_the_shops() -> None:
    """The same moment is Friday evening in Paris and Saturday morning in Auckland."""
    when = BonusWhen(weekdays=[6])
    auckland = FRIDAY.astimezone(ZoneInfo("Pacific/Auckland"))
    assert bonus.applies(when, auckland, None, first_visit=False)
    assert not bonus.applies(when, FRIDAY, None, first_visit=False)


@given(st.integers(0, 10**12), st.integers(1, 10**6))
def test_rounding_is_exact(number: int, by: int) -> None:
    down, up, nearest = (rounded(number, by, how) for how in ("down", "up", "nearest"))
    assert down * by <= number < (down + 1) * by
    assert (up - 1) * by < number <= up * by
    assert nearest in (down, up)
    assert abs(nearest * by - number) * 2 <= by


_caps = st.none() | st.integers(1, 200)
_rules = st.builds(
    lambda **said: Rules.model_validate(said),
    units_per_visit=st.integers(0, 20),
    daily_cap=_caps,
    monthly_cap=_caps,
    max_per_operation=st.integers(1, 200),
    per_amount=st.none() | st.builds(dict, units=st.integers(1, 20), per=st.integers(1, 500)),
    rounding=st.sampled_from(["down", "nearest", "up"]),
    minimum_amount=st.none() | st.integers(1, 5000),
    cooldown_minutes=st.integers(0, 60),
    bonuses=st.lists(
        st.builds(
            dict,
            name=st.just("b"),
            percent=st.integers(101, 400),
            units=st.none() | st.integers(1, 30),
            when=st.builds(dict, first_visit=st.booleans(), birthday_month=st.booleans()),
        ),
        max_size=3,
    ),
    sponsorship=st.none()
    | st.builds(dict, sponsor_units=st.just(1), friend_units=st.integers(0, 50)),
)
_sales = st.builds(
    Sale, units=st.none() | st.integers(1, 300), amount=st.none() | st.integers(0, 9000)
)
_situations = st.builds(
    Situation,
    at=st.just(FRIDAY),
    near=st.none() | st.integers(-90, 90).map(lambda m: FRIDAY + timedelta(minutes=m)),
    earned_today=st.integers(0, 250),
    earned_this_month=st.integers(0, 250),
    first_visit=st.booleans(),
    birth_month=st.none() | st.integers(1, 12),
    sponsored=st.booleans(),
)


@given(_rules, _sales, _situations)
def test_whatever_the_rules(rules: Rules, sale: Sale, situation: Situation) -> None:
    outcome = assess(rules, sale, situation)
    again = assess(rules, sale, situation)
    assert (lines(again), codes(again)) == (lines(outcome), codes(outcome))
    if outcome.refusals:
        return
    assert outcome.units > 0
    welcome = sum(line.units for line in outcome.lines if line.rule == "sponsorship")
    for cap, earned in (
        (rules.daily_cap, situation.earned_today),
        (rules.monthly_cap, situation.earned_this_month),
    ):
        assert cap is None or earned + outcome.units - welcome <= cap
    assert all(line.units > 0 for line in outcome.lines if line.rule != "cap")
    # More spent never earns less.
    if sale.amount is not None:
        more = Sale(units=sale.units, amount=sale.amount + 100)
        assert assess(rules, more, situation).units >= outcome.units
