"""The fields that bodies of accounts share."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, ConfigDict, EmailStr, StringConstraints
from pydantic_core import PydanticCustomError

from api.accounts.currencies import CURRENCIES
from api.accounts.passwords import strong_enough

Language = Literal["fr", "en"]

ID = "019a3c1e-7a40-7c53-9d0b-2f6a4be0c1d2"
OLD, NEW = "un long mot de passe", "un autre mot de passe"
LINK = "0123456789ABCDEFGHJKMNPQRS"


def taken(**example: Any) -> ConfigDict:
    """Of a body: nothing but its own fields, and an example for the documentation."""
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [example]})


def given(**example: Any) -> ConfigDict:
    """Of an answer that is made from a row."""
    return ConfigDict(from_attributes=True, json_schema_extra={"examples": [example]})


def _lower(email: str) -> str:
    if len(email) > 200:
        raise ValueError("at most 200 characters")
    return email.lower()


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("not a time zone, such as Europe/Paris")
    return ZoneInfo(name).key


def _currency(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError("not a currency of ISO 4217, such as EUR")
    return code


Currency = Annotated[str, StringConstraints(max_length=3), AfterValidator(_currency)]
Email = Annotated[EmailStr, AfterValidator(_lower)]
"""Lower case throughout: nobody has two accounts by a capital letter."""
TimeZone = Annotated[str, StringConstraints(max_length=60), AfterValidator(_zone)]


def _strong(password: str) -> str:
    if not strong_enough(password):
        raise PydanticCustomError(
            "weak_password", "too easy to guess: make it longer, or mix kinds of characters"
        )
    return password


Password = Annotated[str, StringConstraints(min_length=10, max_length=200), AfterValidator(_strong)]
"""CNIL's recommendation (2022-100): 50 bits where attempts are delayed after failures."""
GivenPassword = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""One that exists already, to be compared."""
Token = Annotated[str, StringConstraints(min_length=10, max_length=80, pattern=r"^[0-9A-Za-z_-]+$")]
