"""The law on periods, as dated data: one pack of rules for each country.

A rule is of a pair that columns declare (``customer.last_activity``): whose data, and from when
its period counts. A pack that contradicts itself, or leaves a pair out, refuses to load.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic import model_validator as checked

from api.core.settings import Misconfigured
from api.privacy.retention.period import Period

PACKS = Path(__file__).with_name("packs")
COUNTRIES = ("fr", "be")
_BELGIAN = "Europe/Brussels"

Anchor = Literal[
    "last_own_act", "last_sign_in", "contract_end", "issued", "paid", "recorded", "own_date"
]
"""From when a period counts. ``own_date``: the row says itself until when it is good."""

_Text = Annotated[str, Field(min_length=3, max_length=300)]


def _period(value: object) -> Period:
    return value if isinstance(value, Period) else Period.parse(str(value))


class _Dated(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Bound(_Dated):
    """A period and where it comes from: the article, the guidance."""

    period: Annotated[Period, BeforeValidator(_period)]
    source: _Text


class Rule(_Dated):
    """What the law says about a pair of subject and retention, from a day on."""

    name: Annotated[str, Field(pattern=r"^[a-z]+\.[a-z_]+$")]
    anchor: Anchor
    year_end: bool = False
    """The period counts from the first of January after the anchor."""
    valid_from: date
    valid_until: date | None = None
    """The first day on which the rule is no longer the law."""
    floor: Bound
    default: Bound
    ceiling: Bound

    @checked(mode="after")
    def _in_order(self) -> Rule:
        if self.floor.period > self.ceiling.period:
            raise ValueError(f"{self.name}: the floor is above the ceiling")
        if not self.floor.period <= self.default.period <= self.ceiling.period:
            raise ValueError(f"{self.name}: the default is outside floor and ceiling")
        if self.valid_until is not None and self.valid_until <= self.valid_from:
            raise ValueError(f"{self.name}: ends before it begins")
        return self

    @property
    def chosen_by_merchant(self) -> bool:
        """The merchant decides about its customers' data; the operator about all else."""
        return self.name.startswith("customer.") and self.floor.period < self.ceiling.period

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


class Pack(_Dated):
    country: Literal["FR", "BE"]
    rules: tuple[Rule, ...]

    @checked(mode="after")
    def _one_at_a_time(self) -> Pack:
        for one, other in pairwise(
            sorted(self.rules, key=lambda rule: (rule.name, rule.valid_from))
        ):
            if one.name == other.name and (
                one.valid_until is None or one.valid_until > other.valid_from
            ):
                raise ValueError(f"{one.name}: two rules on {other.valid_from}")
        return self

    def rule(self, name: str, day: date) -> Rule:
        """The rule that is the law on a day; raises KeyError where there is none."""
        for rule in self.rules:
            if rule.name == name and rule.in_force(day):
                return rule
        raise KeyError(f"{self.country}: no rule {name} on {day}")

    def on(self, day: date) -> dict[str, Rule]:
        """All rules that are the law on a day."""
        return {rule.name: rule for rule in self.rules if rule.in_force(day)}


def read(content: dict[str, Any], pairs: Iterable[str], day: date) -> Pack:
    """The pack; raises :class:`Misconfigured` where it contradicts itself, or does not have
    exactly one rule on that day for each pair that is declared."""
    try:
        pack = Pack.model_validate(content)
    except ValidationError as error:
        raise Misconfigured(f"retention pack: {error}") from error
    declared, ruled = set(pairs), set(pack.on(day))
    if missing := declared - ruled:
        raise Misconfigured(f"retention pack {pack.country}: no rule for {sorted(missing)}")
    if idle := ruled - declared:
        raise Misconfigured(f"retention pack {pack.country}: nothing declares {sorted(idle)}")
    return pack


@cache
def load(country: str, pairs: frozenset[str], day: date) -> Pack:
    """The pack of a country (``fr``, ``be``), checked once a day."""
    return read(tomllib.loads((PACKS / f"{country}.toml").read_text()), pairs, day)


def country_of(time_zone: str) -> str:
    """Whose law a merchant is under: its clock says where the shop is. France for all others,
    where the service is offered from."""
    return "be" if time_zone == _BELGIAN else "fr"
