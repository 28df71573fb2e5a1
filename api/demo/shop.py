"""What is said of a shop of the demonstration."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from api.demo.rhythm import Rhythm
from api.programs.schemas.programs import Design
from api.programs.schemas.rules import Kind, Rules

DAYS = 548
"""Eighteen months."""


@dataclass(frozen=True)
class Terms:
    """Rules and rewards from a day on. ``rewards``: key → name and cost; the same key in later
    terms is the same reward. ``catalogue``: what else is said of some of them."""

    day: int
    rules: Rules
    rewards: dict[str, tuple[str, int]]
    catalogue: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Offer:
    """A program. Days count from the beginning of the eighteen months."""

    name: str
    design: Design
    terms: tuple[Terms, ...]
    drafted: int
    begins: int | None
    """None: still a draft."""
    closes: int | None = None
    kind: Kind = "stamps"
    unit_name: tuple[str, str] | None = None
    conditions: str | None = None
    """The merchant's own text, which who joins by the poster has accepted."""


@dataclass(frozen=True)
class Habit:
    """How often some of the customers come: about every ``gap`` days."""

    share: float
    gap: float


@dataclass(frozen=True)
class Shop:
    slug: str
    name: str
    contact: str
    customers: int
    anonymous: float
    """Anonymous cards, as a share of the customers."""
    at_counter: float
    """Share of the customers that the team enters; the others join by the poster."""
    noted: float
    """Share of those that the team entered and wrote something down about."""
    rhythm: Rhythm
    habits: tuple[Habit, ...]
    units: tuple[float, ...]
    """How often one, two, three units are given at once."""
    offers: tuple[Offer, ...]
    notes: tuple[str, ...]
    gestures: tuple[str, ...]
    """Why units were given without a visit."""
    basket: tuple[float, float] | None = None
    """What a sale usually comes to, in euros, and how much that varies, where units follow from
    the amount."""
