"""``effective = clamp(choice, floor, ceiling)``, and which bound held it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from api.privacy.retention.law import Bound, Rule
from api.privacy.retention.period import Period

Held = Literal["floor", "ceiling"]


@dataclass(frozen=True)
class Effective:
    period: Period
    source: str
    """What the period rests on: a bound's source, or empty where the merchant's choice counts."""
    held: Held | None = None
    """The bound that the choice was beyond."""


def beyond(rule: Rule, choice: Period) -> tuple[Held, Bound] | None:
    """The bound that the choice does not respect."""
    if choice < rule.floor.period:
        return "floor", rule.floor
    if choice > rule.ceiling.period:
        return "ceiling", rule.ceiling
    return None


def effective(rule: Rule, choice: Period | None) -> Effective:
    """The period that counts. A choice made under an older law is clamped, not forgotten."""
    if choice is None:
        return Effective(rule.default.period, rule.default.source)
    bound = beyond(rule, choice)
    if bound is None:
        return Effective(choice, "")
    held, limit = bound
    return Effective(limit.period, limit.source, held)
