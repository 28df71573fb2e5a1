"""From the cells of a row to what the notebook shall know: each field checked as it would be
when typed in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from api.core.texts import Name, Notes
from api.customers.fields import Address, Email, LongName, Phone, Siret, Tags
from api.customers.schemas import ConsentPurpose
from api.imports import words
from api.imports.dates import birthday, years
from api.imports.packing import Row
from api.imports.schemas import Cause, ImportField, ImportOptions

MOST_UNITS = 1_000_000
_NAMING = ("first_name", "last_name", "company", "email", "phone")
_CONSENTS: dict[str, ConsentPurpose] = {
    "consent_email": "marketing_email",
    "consent_sms": "marketing_sms",
    "consent_post": "marketing_post",
}
_CHECKED: dict[str, tuple[TypeAdapter[Any], Cause]] = {
    "first_name": (TypeAdapter(Name), "INVALID_TEXT"),
    "last_name": (TypeAdapter(Name), "INVALID_TEXT"),
    "company": (TypeAdapter(LongName), "INVALID_TEXT"),
    "siret": (TypeAdapter(Siret), "INVALID_SIRET"),
    "email": (TypeAdapter(Email), "INVALID_EMAIL"),
    "phone": (TypeAdapter(Phone), "INVALID_PHONE"),
    "notes": (TypeAdapter(Notes), "INVALID_TEXT"),
    "tags": (TypeAdapter(Tags), "INVALID_TEXT"),
}
_ADDRESS = ("line1", "line2", "postcode", "city", "region")
_WHOLE = re.compile(r"\d+([.,]0+)?")


class RowFault(Exception):
    """A row is rejected."""

    def __init__(self, code: Cause, field: ImportField | None = None) -> None:
        super().__init__(code)
        self.code: Cause = code
        self.field = field


@dataclass(slots=True)
class Wish:
    """What a row says about a customer: the customer's columns, and what goes elsewhere."""

    number: int
    columns: dict[str, Any] = field(default_factory=dict)
    consents: dict[ConsentPurpose, bool] = field(default_factory=dict)
    balance: int = 0


class Reader:
    """Reads rows by a mapping."""

    def __init__(self, mapping: dict[str, ImportField], options: ImportOptions, today: date):
        self.mapping = {int(index): one for index, one in mapping.items()}
        self.options = options
        self.today = today

    def read(self, row: Row) -> Wish:
        """Raises :class:`RowFault`, for the first thing wrong with it."""
        cells = row.cells or []
        texts: dict[ImportField, str] = {}
        for index, one in self.mapping.items():
            text = " ".join(cells[index].split("\0")).strip() if index < len(cells) else ""
            if text:
                texts[one] = f"{texts[one]}{_JOIN[one]}{text}" if one in texts else text
        wish = Wish(row.number)
        for one, text in texts.items():
            self._put(wish, one, text)
        self._address(wish)
        if not any(wish.columns.get(name) for name in _NAMING):
            raise RowFault("NOBODY_NAMED")
        if wish.columns.get("age") == "under_15" and any(wish.consents.values()):
            raise RowFault("NO_MARKETING_UNDER_15")
        return wish

    def _put(self, wish: Wish, one: ImportField, text: str) -> None:
        columns = wish.columns
        if one in _CHECKED:
            columns[one] = _checked(one, _split(text) if one == "tags" else text)
        elif one in _ADDRESS:
            columns[one] = text
        elif one == "full_name":
            for name, part in _parted(text).items():
                columns.setdefault(name, _checked(cast(ImportField, name), part))
        elif one in words.CHOICES:
            columns[one] = words.choice(one, text)
            if columns[one] is None:
                raise RowFault("INVALID_CHOICE", one)
        elif one == "birthday":
            self._birthday(columns, text)
        elif one == "balance":
            wish.balance = _units(text)
        else:
            given = words.yes(text)
            if given is None:
                raise RowFault("INVALID_CHOICE", one)
            wish.consents[_CONSENTS[one]] = given

    def _birthday(self, columns: dict[str, Any], text: str) -> None:
        day_first = self.options.date_order == "dmy"
        found = birthday(text, day_first=day_first, today=self.today)
        if found is None:
            raise RowFault("INVALID_DATE", "birthday")
        columns["birth_month"], columns["birth_day"], year = found
        # The year is not kept; that somebody is a child is, because it protects.
        if year is not None and (old := years(*found[:2], year, self.today)) < 18:
            columns["age"] = words.age(old)

    @staticmethod
    def _address(wish: Wish) -> None:
        parts = {name: wish.columns[name] for name in _ADDRESS if name in wish.columns}
        if not parts:
            return
        country = wish.columns.get("country")
        if country == "FR" and re.fullmatch(r"\d{4}", parts.get("postcode", "")):
            parts["postcode"] = f"0{parts['postcode']}"  # a spreadsheet took it for a number
        try:
            address = Address(**parts, country=country)
        except ValidationError as error:
            where = error.errors()[0]
            name = where["loc"][0] if where["loc"] else "postcode"
            raise RowFault(_cause(where["type"], "INVALID_TEXT"), cast(ImportField, name)) from None
        wish.columns |= address.model_dump(include=set(parts))


_JOIN: dict[ImportField, str] = {"notes": "\n", "tags": ";"}


def _cause(kind: str, otherwise: Cause) -> Cause:
    return "TOO_LONG" if kind in ("string_too_long", "too_long") else otherwise


def _checked(one: ImportField, value: Any) -> Any:
    adapter, cause = _CHECKED[one]
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        raise RowFault(_cause(error.errors()[0]["type"], cause), one) from None


def _split(text: str) -> list[str]:
    return [part for part in map(str.strip, re.split(r"[;,|\n]", text)) if part]


def _units(text: str) -> int:
    text = re.sub(r"[\s\u202f\xa0]", "", text)
    if not _WHOLE.fullmatch(text) or not text.isascii():
        raise RowFault("INVALID_NUMBER", "balance")
    units = int(re.split("[.,]", text)[0]) if len(text) < 20 else MOST_UNITS + 1
    if units > MOST_UNITS:
        raise RowFault("INVALID_NUMBER", "balance")
    return units


def _parted(name: str) -> dict[str, str]:
    """First and last name of a whole one. Capitals tell the last name (« DUPONT Marie »); else
    the first word is the first name."""
    parts = name.replace(",", " ").split()
    loud = [part for part in parts if len(part) > 1 and part.isupper()]
    if loud and len(loud) < len(parts):
        return {
            "first_name": " ".join(part for part in parts if part not in loud),
            "last_name": " ".join(loud),
        }
    if len(parts) < 2:
        return {"last_name": name}
    if "," in name:
        last, _, first = name.partition(",")
        return {"first_name": first.strip(), "last_name": last.strip()}
    return {"first_name": parts[0], "last_name": " ".join(parts[1:])}
