"""Whom a person may turn to who is not content with the answer (GDPR art. 12(4), 13(2)(d))."""

from __future__ import annotations

from api.privacy.requests.holidays import Calendar

_CNIL = {
    "fr": "CNIL, 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07, cnil.fr",
    "en": "CNIL, 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07, France, cnil.fr",
}
_APD = {
    "fr": "Autorité de protection des données, rue de la Presse 35, 1000 Bruxelles,"
    " autoriteprotectiondonnees.be",
    "en": "Data Protection Authority, Drukpersstraat 35, 1000 Brussels, Belgium,"
    " dataprotectionauthority.be",
}


def authority(calendar: Calendar, language: str) -> str:
    """The merchant's data protection authority, and where it is found."""
    return (_APD if calendar is Calendar.BELGIUM else _CNIL)[language]
