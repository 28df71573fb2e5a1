"""The columns of each kind of export and what they are called. Those of customers are called so
that an import knows them again."""

from __future__ import annotations

from typing import Literal

from api.customers.fields import Language

What = Literal["customers", "cards", "entries"]

Labels = dict[str, tuple[str, str]]

_CUSTOMERS: Labels = {
    "id": ("Identifiant", "Id"),
    "title": ("Civilité", "Title"),
    "first_name": ("Prénom", "First name"),
    "last_name": ("Nom", "Last name"),
    "company": ("Société", "Company"),
    "siret": ("SIRET", "SIRET"),
    "email": ("E-mail", "E-mail"),
    "phone": ("Téléphone", "Phone"),
    "line1": ("Adresse", "Address"),
    "line2": ("Complément d’adresse", "Address line 2"),
    "postcode": ("Code postal", "Postcode"),
    "city": ("Ville", "City"),
    "region": ("Région", "Region"),
    "country": ("Pays", "Country"),
    "language": ("Langue", "Language"),
    "birthday": ("Anniversaire", "Birthday"),
    "age": ("Tranche d’âge", "Age group"),
    "preferred_contact": ("Contact préféré", "Preferred contact"),
    "tags": ("Étiquettes", "Tags"),
    "notes": ("Notes", "Notes"),
    "consent_email": ("Consentement e-mail", "Consent email"),
    "consent_sms": ("Consentement SMS", "Consent SMS"),
    "consent_post": ("Consentement courrier", "Consent post"),
    "visits": ("Visites", "Visits"),
    "spent": ("Dépensé", "Spent"),
    "source": ("Origine", "Source"),
    "created_at": ("Créé le", "Created"),
    "last_visit_at": ("Dernière visite", "Last visit"),
}
_CARDS: Labels = {
    "id": ("Identifiant", "Id"),
    "number": ("Numéro de carte", "Card number"),
    "program": ("Programme", "Programme"),
    "status": ("État", "Status"),
    "balance": ("Solde", "Balance"),
    "first_name": ("Prénom", "First name"),
    "last_name": ("Nom", "Last name"),
    "email": ("E-mail", "E-mail"),
    "phone": ("Téléphone", "Phone"),
    "created_at": ("Créée le", "Created"),
    "last_earned_at": ("Dernier gain", "Last earned"),
    "closed_at": ("Fermée le", "Closed"),
    "customer_id": ("Identifiant client", "Customer id"),
}
_ENTRIES: Labels = {
    "id": ("Identifiant", "Id"),
    "recorded_at": ("Enregistrée le", "Recorded"),
    "occurred_at": ("Faite le", "Occurred"),
    "card_number": ("Numéro de carte", "Card number"),
    "program": ("Programme", "Programme"),
    "kind": ("Opération", "Kind"),
    "delta": ("Unités", "Units"),
    "balance": ("Solde", "Balance"),
    "amount": ("Montant", "Amount"),
    "reward": ("Récompense", "Reward"),
    "value": ("Valeur", "Value"),
    "location": ("Lieu", "Location"),
    "reason": ("Motif", "Reason"),
    "receipt": ("Ticket", "Receipt"),
    "first_name": ("Prénom", "First name"),
    "last_name": ("Nom", "Last name"),
    "actor": ("Auteur", "Actor"),
    "card_id": ("Identifiant carte", "Card id"),
    "customer_id": ("Identifiant client", "Customer id"),
}
COLUMNS: dict[What, Labels] = {"customers": _CUSTOMERS, "cards": _CARDS, "entries": _ENTRIES}

_WORDS: dict[str, Labels] = {
    "title": {"mrs": ("Mme", "Mrs"), "mr": ("M.", "Mr")},
    "age": {
        "under_15": ("moins de 15 ans", "under 15"),
        "minor": ("mineur", "minor"),
        "adult": ("majeur", "adult"),
    },
    "preferred_contact": {
        "email": ("e-mail", "e-mail"),
        "sms": ("SMS", "SMS"),
        "phone": ("téléphone", "phone"),
        "post": ("courrier", "post"),
    },
    "status": {
        "active": ("active", "active"),
        "closed": ("fermée", "closed"),
        "merged": ("fusionnée", "merged"),
    },
    "kind": {
        "earn": ("gain", "earned"),
        "redeem": ("récompense", "redeemed"),
        "adjust": ("correction", "adjusted"),
        "expire": ("expiration", "expired"),
        "reverse": ("annulation", "reversed"),
        "import": ("reprise", "imported"),
        "transfer": ("transfert", "transferred"),
    },
    "source": {
        "counter": ("comptoir", "counter"),
        "join": ("inscription", "joined"),
        "desk": ("bureau", "desk"),
        "api": ("API", "API"),
        "import": ("import", "import"),
        "demo": ("démonstration", "demo"),
    },
    "actor": {
        "member": ("équipe", "team"),
        "api_key": ("logiciel", "software"),
        "holder": ("client", "customer"),
        "system": ("système", "system"),
    },
}
_YES: dict[bool, tuple[str, str]] = {True: ("oui", "yes"), False: ("non", "no")}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def header(what: What, columns: list[str], language: Language) -> list[str]:
    return [COLUMNS[what][name][language == "en"] for name in columns]


def word(column: str, value: str, language: Language) -> str:
    """One of our words as people read it; anything else as it is."""
    found = _WORDS.get(column, {}).get(value)
    return found[language == "en"] if found else value


def yes(value: bool, language: Language) -> str:
    return _YES[value][language == "en"]


def day_of_year(month: int, day: int, language: Language) -> str:
    return f"{day} {_MONTHS[month - 1]}" if language == "en" else f"{day:02}/{month:02}"
