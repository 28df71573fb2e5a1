"""Which row is the header, and what its columns probably are: by their names in French and
English, and where these say nothing, by what stands below."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.core.texts import plain
from api.imports.packing import Row
from api.imports.schemas import ImportField

SAMPLES = 3
_LONGEST_SAMPLE = 60
_LOOKED_AT = 50
_HEADER_WITHIN = 15

NAMES: dict[ImportField, tuple[str, ...]] = {
    "title": ("civilite", "civ", "titre", "title", "salutation", "mr mme"),
    "first_name": ("prenom", "prenoms", "first name", "firstname", "given name", "forename"),
    "last_name": (
        "nom", "nom de famille", "last name", "lastname", "surname", "family name", "nom usuel",
    ),
    "full_name": (
        "nom complet", "nom et prenom", "nom prenom", "prenom nom", "full name", "name", "client",
        "customer", "contact", "nom du client", "customer name",
    ),
    "company": (
        "societe", "entreprise", "raison sociale", "organisation", "company", "company name",
        "business", "organization",
    ),
    "siret": ("siret", "n siret", "numero siret"),
    "email": (
        "email", "e mail", "mail", "courriel", "adresse email", "adresse e mail", "adresse mail",
        "email address", "e mail address", "mel",
    ),
    "phone": (
        "telephone", "tel", "portable", "mobile", "gsm", "telephone portable", "telephone mobile",
        "numero de telephone", "n de telephone", "phone", "phone number", "mobile phone", "cell",
        "tel portable", "tel mobile", "numero",
    ),
    "line1": (
        "adresse", "adresse 1", "rue", "adresse postale", "address", "address 1", "address line 1",
        "street", "street address", "ligne 1",
    ),
    "line2": (
        "complement", "complement d adresse", "complement adresse", "adresse 2", "address 2",
        "address line 2", "ligne 2",
    ),
    "postcode": (
        "code postal", "cp", "codepostal", "c p", "postcode", "post code", "postal code", "zip",
        "zip code", "zipcode",
    ),
    "city": ("ville", "commune", "localite", "city", "town"),
    "region": ("region", "departement", "state", "county", "province"),
    "country": ("pays", "country", "code pays", "country code"),
    "language": ("langue", "language", "lang"),
    "notes": (
        "notes", "note", "commentaire", "commentaires", "remarque", "remarques", "observations",
        "observation", "comment", "comments", "memo",
    ),
    "tags": (
        "tags", "tag", "etiquettes", "etiquette", "groupe", "groupes", "categorie", "categories",
        "group", "groups", "segment", "labels",
    ),
    "birthday": (
        "anniversaire", "date de naissance", "naissance", "date d anniversaire", "ne le", "nee le",
        "birthday", "birth date", "birthdate", "date of birth", "dob",
    ),
    "age": ("tranche d age", "age", "majorite", "age group"),
    "preferred_contact": (
        "contact prefere", "moyen de contact", "canal prefere", "preferred contact",
    ),
    "consent_email": (
        "consentement email", "consentement e mail", "optin email", "opt in email", "optin",
        "opt in", "newsletter", "accepte les emails", "email consent", "consent email",
        "accepte email", "consentement marketing email",
    ),
    "consent_sms": (
        "consentement sms", "optin sms", "opt in sms", "accepte les sms", "sms consent",
        "consent sms", "accepte sms", "sms",
    ),
    "consent_post": (
        "consentement courrier", "optin courrier", "opt in courrier", "postal consent",
        "consent post", "accepte courrier",
    ),
    "balance": (
        "solde", "points", "solde de points", "nombre de points", "tampons", "solde points",
        "nb points", "fidelite", "balance", "points balance", "stamps", "nombre de tampons",
        "cagnotte", "unites", "units",
    ),
}  # fmt: skip
_BY_NAME = {name: field for field, names in NAMES.items() for name in names}
_SHOWS_CONTENT: tuple[tuple[ImportField, re.Pattern[str]], ...] = (
    ("email", re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")),
    ("siret", re.compile(r"(?:\d[ .]?){13}\d")),
    ("phone", re.compile(r"(?:\+|00)\d[\d .()-]{7,18}|0[1-9](?:[ .-]?\d{2}){4}")),
    ("birthday", re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}|(?:19|20)\d{2}-\d\d-\d\d")),
    ("title", re.compile(r"(?:m|mr|mme|mlle|monsieur|madame|mrs|ms)\.?", re.IGNORECASE)),
)
_NUMBER = re.compile(r"[-+]?[\d .,/:-]+")


@dataclass(frozen=True)
class Head:
    """What the first rows tell."""

    header: Row | None
    columns: list[dict[str, Any]]
    fingerprint: bytes | None
    """None without a header: nothing to know the file again by."""

    def mapping(self) -> dict[str, ImportField]:
        return {
            str(column["index"]): column["suggestion"]
            for column in self.columns
            if column["suggestion"]
        }


def head(rows: Sequence[Row]) -> Head:
    """Look at the first rows of a file."""
    header = _header(rows)
    below = [row for row in rows if header is None or row.number > header.number][:_LOOKED_AT]
    width = max((len(row.cells or []) for row in rows[: _LOOKED_AT + 1]), default=0)
    names = [*(header.cells or [] if header else []), *[""] * width][:width]
    taken: set[ImportField] = set()
    columns: list[dict[str, Any]] = []
    for index, name in enumerate(names):
        values = [row.cells[index] for row in below if row.cells and index < len(row.cells)]
        samples = [_shown(value) for value in values if value][:SAMPLES]
        field = _BY_NAME.get(_simple(name))
        if field in taken:
            field = None
        if field:
            taken.add(field)
        columns.append(
            {
                "index": index,
                "header": _shown(name) or None,
                "samples": samples,
                "suggestion": field,
                "values": values,
            }
        )
    for column in columns:
        values = column.pop("values")
        if column["suggestion"] is None and (field := _by_content(values)) and field not in taken:
            taken.add(field)
            column["suggestion"] = field
    _names_together(columns, taken)
    return Head(header, columns, _fingerprint(names) if header else None)


def _header(rows: Sequence[Row]) -> Row | None:
    """The first row that names known columns, two at least where there are several; else the
    first one, if it looks different from what stands below it."""
    for row in rows[:_HEADER_WITHIN]:
        cells = row.cells or []
        known = sum(_simple(cell) in _BY_NAME for cell in cells)
        filled = sum(bool(cell) for cell in cells)
        if known >= min(2, filled) and known:
            return row
    if len(rows) < 2:
        return None
    first, below = rows[0].cells or [], rows[1:_LOOKED_AT]
    if not all(first) or len(set(first)) < len(first) or any(_is_data(cell) for cell in first):
        return None
    if any(_simple(cell) in _BY_NAME for cell in first):
        return rows[0]
    data = [_is_data(cell) for row in below for cell in row.cells or []]
    return rows[0] if any(data) else None


def _is_data(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell)) or any(
        pattern.fullmatch(cell) for field, pattern in _SHOWS_CONTENT if field != "title"
    )


def _by_content(values: list[str]) -> ImportField | None:
    filled = [value for value in values if value]
    for field, pattern in _SHOWS_CONTENT:
        fitting = sum(bool(pattern.fullmatch(value)) for value in filled)
        if filled and fitting >= 0.8 * len(filled):
            return field
    return None


def _names_together(columns: list[dict[str, Any]], taken: set[ImportField]) -> None:
    """« Nom » without « Prénom » holds both, where most of its cells have two words."""
    if "last_name" not in taken or taken & {"first_name", "full_name"}:
        return
    for column in columns:
        samples = column["samples"]
        if column["suggestion"] == "last_name" and samples:
            if sum(" " in sample for sample in samples) * 2 > len(samples):
                column["suggestion"] = "full_name"
            return


def _simple(name: str) -> str:
    """A header as it is compared: without accents, case, signs and what stands in brackets."""
    name = re.sub(r"\(.*?\)|\[.*?\]", " ", plain(name))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", name).split())


def _fingerprint(names: Sequence[str]) -> bytes:
    return hashlib.sha256("\x1f".join(_simple(name) for name in names).encode()).digest()


def _shown(text: str) -> str:
    clean = "".join(char if char.isprintable() else " " for char in text).strip()
    return clean[:_LONGEST_SAMPLE].encode("utf-8", "replace").decode()
