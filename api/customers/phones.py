"""Phone numbers, kept in E.164 whatever way they were typed."""

from __future__ import annotations

from typing import Annotated

import phonenumbers
from pydantic import AfterValidator, StringConstraints

REGION = "FR"
"""Where a number without a country code is from."""


def normalised(text: str) -> str | None:
    """The number in E.164 (``+33639980102``), or None where it cannot be a number."""
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _phone(text: str) -> str:
    number = normalised(text)
    if number is None:
        raise ValueError("not a phone number")
    return number


Phone = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=4, max_length=40),
    AfterValidator(_phone),
]
