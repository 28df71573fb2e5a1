"""Which of two customers' fields one person keeps, and how the fields are put back."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, get_args

from api.customers.fields import MOST_TAGS
from api.customers.models import Customer
from api.customers.schemas import ADDRESS

Side = Literal["keep", "merge"]
Field = Literal[
    "title",
    "first_name",
    "last_name",
    "company",
    "siret",
    "phone",
    "email",
    "address",
    "language",
    "notes",
    "tags",
    "birthday",
    "age",
    "preferred_contact",
    "photo",
]
FIELDS: tuple[Field, ...] = get_args(Field)
_LONGEST_NOTES = 2000


def value_of(customer: Customer, field: str) -> Any:
    """A field's value, in the form in which :func:`register.describe` takes it."""
    if field == "address":
        parts = {part: getattr(customer, part) for part in ADDRESS}
        return parts if any(parts.values()) else None
    if field == "birthday":
        if not customer.birth_month:
            return None
        return {"month": customer.birth_month, "day": customer.birth_day}
    return getattr(customer, field)


def chosen(kept: Customer, merged: Customer, wish: dict[Field, Side]) -> dict[str, Any]:
    """What changes of the customer who is kept. Where nothing is wished: its own value stands,
    an empty one is filled from the other, tags add up and notes follow each other."""
    values: dict[str, Any] = {}
    for field in FIELDS:
        mine, theirs = value_of(kept, field), value_of(merged, field)
        side = wish.get(field)
        if side == "merge":
            value = theirs
        elif side == "keep" or not theirs:
            value = mine
        elif field == "tags":
            value = _both_tags(mine, theirs)
        elif field == "notes":
            value = _both_notes(mine, theirs)
        else:
            value = mine or theirs
        if value != mine:
            values[field] = value
    if values.get("age", kept.age) == "adult":
        seen = [one.adult_verified_on for one in (kept, merged) if one.age == "adult"]
        values["adult_verified_on"] = min(filter(None, seen), default=None)
    return values


def _both_tags(mine: list[str], theirs: list[str]) -> list[str]:
    kept = {tag.casefold(): tag for tag in [*reversed(theirs), *reversed(mine)]}
    return [*reversed(kept.values())][:MOST_TAGS]


def _both_notes(mine: str | None, theirs: str) -> str:
    if not mine or mine == theirs:
        return theirs
    both = f"{mine}\n{theirs}"
    return both if len(both) <= _LONGEST_NOTES else mine


def snapshot(customer: Customer) -> dict[str, Any]:
    """All that a merge may change, as JSON."""
    verified = customer.adult_verified_on
    return {
        **{field: value_of(customer, field) for field in FIELDS},
        "adult_verified_on": verified.isoformat() if verified else None,
    }


def restored(kept: dict[str, Any]) -> dict[str, Any]:
    """What :func:`snapshot` gave, for :func:`register.describe`."""
    verified = kept["adult_verified_on"]
    return kept | {"adult_verified_on": date.fromisoformat(verified) if verified else None}
