"""What the fields of a customer may hold."""

from __future__ import annotations

import re
from typing import Annotated, Literal

import phonenumbers
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    EmailStr,
    Field,
    StringConstraints,
    model_validator,
)
from stdnum.exceptions import ValidationError as NotANumber
from stdnum.fr import siret

from api.core.texts import Name, line

REGION = "FR"
"""Where a phone number without a country code is from."""

_COUNTRIES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE
EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM
HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC
LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
COUNTRIES = frozenset(_COUNTRIES.split())
"""ISO 3166-1."""

_POSTCODES = {"FR": re.compile(r"\d{5}"), "BE": re.compile(r"[1-9]\d{3}")}
_POSTCODE = re.compile(r"[A-Z0-9][A-Z0-9 -]{0,11}")
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

Language = Literal["fr", "en"]
Title = Literal["mrs", "mr"]
Age = Literal["under_15", "minor", "adult"]
ContactWay = Literal["email", "sms", "phone", "post"]


def normalised(text: str) -> str | None:
    """The phone number in E.164 (``+33639980102``), or None where it cannot be a number."""
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


def _short(email: str) -> str:
    if len(email) > 200:
        raise ValueError("at most 200 characters")
    return email


def _siret(text: str) -> str:
    try:
        return str(siret.validate(text))
    except NotANumber:
        raise ValueError("not a SIRET: 14 digits, the last of which checks the others") from None


def _country(text: str) -> str:
    if text.upper() not in COUNTRIES:
        raise ValueError("not a country of ISO 3166-1 (two letters)")
    return text.upper()


def _tags(tags: list[str]) -> list[str]:
    kept: dict[str, str] = {}
    for tag in tags:
        kept.setdefault(tag.casefold(), tag)
    if len(kept) > MOST_TAGS:
        raise ValueError(f"at most {MOST_TAGS} tags")
    return list(kept.values())


MOST_TAGS = 20

Phone = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=4, max_length=40),
    AfterValidator(_phone),
]
Email = Annotated[EmailStr, AfterValidator(_short)]
LongName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120),
    AfterValidator(line),
]
Siret = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=14, max_length=20),
    AfterValidator(_siret),
]
Country = Annotated[str, StringConstraints(min_length=2, max_length=2), AfterValidator(_country)]
Tag = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=30), AfterValidator(line)
]
Tags = Annotated[list[Tag], Field(max_length=100), AfterValidator(_tags)]
"""In the order given; one that is there in other letters only (VIP, vip) counts once."""
_Postcode = Annotated[
    str, StringConstraints(strip_whitespace=True, to_upper=True, min_length=1, max_length=12)
]


class Address(BaseModel):
    model_config = ConfigDict(extra="forbid", from_attributes=True)

    line1: LongName | None = None
    line2: LongName | None = None
    postcode: _Postcode | None = Field(
        None, description="Five digits in France, four in Belgium; else letters and digits."
    )
    city: Name | None = None
    region: Name | None = None
    country: Country | None = Field(None, description="ISO 3166-1, two letters.")

    @model_validator(mode="after")
    def _of_its_country(self) -> Address:
        if self.postcode is not None:
            form = _POSTCODES.get(self.country or "", _POSTCODE)
            if not (self.postcode.isascii() and form.fullmatch(self.postcode)):
                raise ValueError("not a postcode of this country")
        return self


class Birthday(BaseModel):
    """A day to wish well on; the year is not asked (GDPR art. 5(1)(c))."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31, description="29 February exists here.")

    @model_validator(mode="after")
    def _exists(self) -> Birthday:
        if self.day > _LONGEST_MONTHS[self.month - 1]:
            raise ValueError("no such day")
        return self
