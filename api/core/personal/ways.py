"""How the rows of a table lead to a person: what ``__persons__`` of a model says.

__persons__ = {Subject.CUSTOMER: Via("card_id", "cards")}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.core.personal.vocabulary import Subject


@dataclass(frozen=True)
class Itself:
    """A row is the person."""

    merged_into: str | None = None
    """The column that names the row whom this one turned out to be: the same person."""


@dataclass(frozen=True)
class Via:
    """A row leads where the row of another table leads: that whose ``on`` its column holds."""

    column: str
    table: str
    on: str = "id"


@dataclass(frozen=True)
class Anywhere:
    """Any row of the merchant may tell about any of its persons, and none says about whom."""

    because: str


@dataclass(frozen=True)
class Nobody:
    """No row can be traced to its person, by whatever means the operator has."""

    because: str


Way = Itself | Via | Anywhere | Nobody | tuple[Via, ...]
"""Several: a row leads to the person by any of them."""

Persons = Mapping[Subject, Way]
