"""Packs load only without contradictions; a choice is clamped between floor and ceiling."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest

from api.app import JOBS
from api.core.db import Base
from api.core.personal import KEY, Declaration
from api.core.settings import Misconfigured
from api.privacy.retention import law
from api.privacy.retention.clamp import beyond, effective
from api.privacy.retention.period import Period

TODAY = date(2026, 11, 22)
PAIRS = {"customer.last_activity"}


def declared() -> set[str]:
    """The pairs of subject and retention in the models of the whole service."""
    assert JOBS, "the app imports every model"
    found = set()
    for table in Base.metadata.tables.values():
        for column in table.columns:
            declaration = column.info[KEY]
            assert isinstance(declaration, Declaration)
            if declaration.subject and declaration.retention:
                found.add(f"{declaration.subject.value}.{declaration.retention.value}")
    return found


def pack(*rules: dict[str, Any]) -> dict[str, Any]:
    return {"country": "FR", "rules": list(rules)}


def rule(
    floor: str = "P1Y", default: str = "P2Y", ceiling: str = "P3Y", **others: Any
) -> dict[str, Any]:
    return {
        "name": "customer.last_activity",
        "anchor": "last_own_act",
        "valid_from": date(2018, 5, 25),
        "floor": {"period": floor, "source": "the floor's law"},
        "default": {"period": default, "source": "the guidance"},
        "ceiling": {"period": ceiling, "source": "the ceiling's law"},
    } | others


@pytest.mark.parametrize("country", law.COUNTRIES)
def test_each_declared_pair_has_a_rule_and_no_other(country: str) -> None:
    loaded = law.load(country, frozenset(declared()), TODAY)
    assert loaded.country.lower() == country
    assert set(loaded.on(TODAY)) == declared()


@pytest.mark.parametrize("country", law.COUNTRIES)
def test_packs_hold_all_through_their_time(country: str) -> None:
    content = tomllib.loads((law.PACKS / f"{country}.toml").read_text())
    for year in range(2019, 2040):
        law.read(content, declared(), date(year, 1, 1))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ([rule(floor="P4Y")], "the floor is above the ceiling"),
        ([rule(default="P4Y")], "the default is outside"),
        ([rule(default="P11M")], "the default is outside"),
        ([rule(), rule(valid_from=date(2024, 1, 1))], "two rules on 2024-01-01"),
        (
            [rule(valid_until=date(2024, 1, 2)), rule(valid_from=date(2024, 1, 1))],
            "two rules on 2024-01-01",
        ),
        ([rule(valid_until=date(2018, 5, 25))], "ends before it begins"),
        ([], "no rule for"),
        ([rule(valid_until=TODAY)], "no rule for"),
        ([rule(), rule(name="user.logs")], "nothing declares"),
        ([rule(floor="one year")], "no period"),
        ([rule(anchor="someday")], "anchor"),
        ([rule(colour="red")], "colour"),
    ],
)
def test_a_contradiction_refuses_to_load(wrong: list[dict[str, Any]], why: str) -> None:
    with pytest.raises(Misconfigured, match=why):
        law.read(pack(*wrong), PAIRS, TODAY)


def test_a_later_rule_takes_over_on_its_day() -> None:
    day = date(2024, 1, 1)
    content = pack(rule(valid_until=day), rule(valid_from=day, default="P1Y"))
    loaded = law.read(content, PAIRS, TODAY)
    before, after = (
        loaded.rule("customer.last_activity", one) for one in (date(2023, 12, 31), day)
    )
    assert (str(before.default.period), str(after.default.period)) == ("P2Y", "P1Y")
    with pytest.raises(KeyError):
        loaded.rule("customer.last_activity", date(2018, 5, 24))


def test_the_belgian_vat_code_changed_in_2023() -> None:
    loaded = law.load("be", frozenset(declared()), TODAY)
    before, after = (
        loaded.rule("merchant.bookkeeping", day) for day in (date(2022, 12, 31), TODAY)
    )
    assert (str(before.floor.period), str(after.floor.period)) == ("P7Y", "P10Y")
    assert after.year_end


@pytest.mark.parametrize(
    ("choice", "period", "held", "source"),
    [
        (None, "P2Y", None, "the guidance"),
        ("P18M", "P18M", None, ""),
        ("P1Y", "P1Y", None, ""),
        ("P3Y", "P3Y", None, ""),
        ("P11M", "P1Y", "floor", "the floor's law"),
        ("P11Y", "P3Y", "ceiling", "the ceiling's law"),
        ("P3Y1D", "P3Y", "ceiling", "the ceiling's law"),
    ],
)
def test_clamp(choice: str | None, period: str, held: str | None, source: str) -> None:
    law_now = law.read(pack(rule()), PAIRS, TODAY).rule("customer.last_activity", TODAY)
    chosen = Period.parse(choice) if choice else None
    found = effective(law_now, chosen)
    assert (str(found.period), found.held, found.source) == (period, held, source)
    if chosen is not None:
        limit = beyond(law_now, chosen)
        assert (limit and limit[0]) == held


def test_the_merchant_chooses_about_its_customers_only() -> None:
    loaded = law.load("fr", frozenset(declared()), TODAY).on(TODAY)
    chosen = {name for name, one in loaded.items() if one.chosen_by_merchant}
    assert chosen == {"customer.last_activity", "customer.accountability"}
