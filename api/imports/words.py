"""What people write for what can be chosen."""

from __future__ import annotations

import re

from api.core.texts import plain
from api.customers.fields import COUNTRIES

_TITLES = {
    "mr": ("m", "mr", "monsieur", "mister", "homme", "h"),
    "mrs": ("mme", "mlle", "madame", "mademoiselle", "mrs", "ms", "miss", "mm", "femme", "f"),
}
_LANGUAGES = {
    "fr": ("fr", "fra", "fre", "francais", "french"),
    "en": ("en", "eng", "anglais", "english"),
}
_CONTACTS = {
    "email": ("email", "e mail", "mail", "courriel"),
    "sms": ("sms", "texto"),
    "phone": ("phone", "telephone", "tel", "appel", "call"),
    "post": ("post", "courrier", "postal", "poste", "lettre", "mail postal"),
}
_AGES = {
    "under_15": ("under 15", "moins de 15", "moins de 15 ans", "enfant", "child"),
    "minor": ("minor", "mineur", "mineure", "15 17", "15 17 ans"),
    "adult": ("adult", "adulte", "majeur", "majeure", "18", "18 ans et plus"),
}
_COUNTRIES = {
    "FR": ("france", "fra"),
    "BE": ("belgique", "belgium", "bel"),
    "CH": ("suisse", "switzerland", "che"),
    "LU": ("luxembourg", "lux"),
    "DE": ("allemagne", "germany", "deutschland", "deu"),
    "ES": ("espagne", "spain", "esp"),
    "IT": ("italie", "italy", "ita"),
    "PT": ("portugal", "prt"),
    "NL": ("pays bas", "netherlands", "nld"),
    "GB": ("royaume uni", "united kingdom", "angleterre", "england", "uk", "gbr"),
    "IE": ("irlande", "ireland", "irl"),
    "MC": ("monaco", "mco"),
    "US": ("etats unis", "united states", "usa"),
    "CA": ("canada", "can"),
}
_YES = {"oui", "o", "yes", "y", "1", "true", "vrai", "x", "ok", "accepte", "opt in", "abonne"}
_NO = {"non", "n", "no", "0", "false", "faux", "refuse", "opt out", "desabonne"}


def _table(words: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {one: meaning for meaning, written in words.items() for one in written}


CHOICES = {
    "title": _table(_TITLES),
    "language": _table(_LANGUAGES),
    "preferred_contact": _table(_CONTACTS),
    "age": _table(_AGES),
    "country": _table(_COUNTRIES),
}


def simple(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain(text)).split())


def choice(field: str, text: str) -> str | None:
    """What was chosen, or None for what nobody would have offered."""
    words = simple(text)
    if field == "country" and text.upper() in COUNTRIES:
        return text.upper()
    if field == "language" and text[2:3] in ("-", "_"):
        words = words[:2]
    if field == "age" and (found := re.fullmatch(r"(\d{1,3})(?: ans| years)?", words)):
        return age(int(found[1]))
    return CHOICES[field].get(words) or (
        # Our own words, as an export writes them.
        text if text in CHOICES[field].values() else None
    )


def age(years: int) -> str:
    return "under_15" if years < 15 else "minor" if years < 18 else "adult"


def yes(text: str) -> bool | None:
    """Whether a tick box was ticked; None for neither."""
    words = simple(text)
    return True if words in _YES else False if words in _NO else None
