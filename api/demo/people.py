"""Customers: names, telephone numbers that ring nowhere, addresses that no mail reaches."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from api.cards.routes.public import NOTICE_VERSION
from api.core.texts import plain
from api.customers.schemas import CONSENT_TEXT
from api.demo import names
from api.demo.chance import chance, uuid7
from api.demo.programs import Row
from api.demo.shop import Shop

MOBILE = "63998"
LANDLINES = ("19900", "26191", "35301", "46571")
"""What ARCEP keeps free for films and books (décision 2018-0881), without the leading 0. The
fifth, 05 36 49, is for rehearsed erasures (``carnet privacy plant``): nobody else has it."""
SHOWN_MOBILE = 102
SHOWN_ADDRESS = "camille.moreau@example.com"
MAIL_DOMAINS = {
    "example.com": 30,
    "example.org": 20,
    "example.net": 15,
    "courriel.example": 20,
    "messagerie.example": 15,
}
_BIRTH = (1945, 1962, 1979, 1991, 2001)
_ENGLISH = 0.05


class Neighbourhood:
    """Who comes to one shop. No two of them have the same telephone or address."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._mobiles = [number for number in range(10_000) if number != SHOWN_MOBILE]
        chance("mobiles", shop.slug).shuffle(self._mobiles)
        self._landlines = [*range(10_000 * len(LANDLINES))]
        chance("landlines", shop.slug).shuffle(self._landlines)
        self._addresses = {SHOWN_ADDRESS}

    def customer(self, rng: Random, at: datetime) -> Row:
        """Somebody who was entered at the counter, or joined by the poster, at that moment."""
        english = rng.random() < _ENGLISH
        if english:
            generation, (first, last) = 3, names.foreign(rng)
        else:
            generation, first, last = names.french(rng)
        values: Row
        if rng.random() < self._shop.at_counter:
            values = self._at_counter(rng, generation, first, last)
        else:
            values = self._by_poster(rng, generation, first, last)
        language = "en" if english else "fr" if rng.random() < 0.97 else None
        if values["source"] == "join":
            language = language or "fr"
        return _row(rng, at, values | {"language": language})

    def regular(self, rng: Random, at: datetime) -> Row:
        """The one whose card is shown to whoever tries the demonstration."""
        values = {
            "first_name": "Camille",
            "last_name": "Moreau",
            "phone": f"+33{MOBILE}{SHOWN_MOBILE:04}",
            "email": SHOWN_ADDRESS,
            "notes": self._shop.notes[0],
            "source": "counter",
            "language": "fr",
        }
        return _row(rng, at, values)

    def _at_counter(self, rng: Random, generation: int, first: str, last: str) -> Row:
        nameless = rng.random() < 0.02
        phone = nameless or rng.random() < 0.80
        mail = not nameless and rng.random() < 0.62 - 0.1 * (generation == 0)
        note = rng.choice(self._shop.notes) if rng.random() < self._shop.noted else None
        return {
            "first_name": None if nameless else first,
            "last_name": None if nameless or rng.random() < 0.12 else last,
            "phone": self._phone(rng, generation) if phone else None,
            "email": self._address(rng, first, last, _BIRTH[generation]) if mail else None,
            "notes": note,
            "source": "counter",
        }

    def _by_poster(self, rng: Random, generation: int, first: str, last: str) -> Row:
        """The page asks for a first name and one way to be reached; the rest came later."""
        phone = rng.random() < 0.48
        mail = not phone or rng.random() < 0.25
        return {
            "first_name": first,
            "last_name": last if rng.random() < 0.45 else None,
            "phone": self._phone(rng, generation) if phone else None,
            "email": self._address(rng, first, last, _BIRTH[generation]) if mail else None,
            "notes": None,
            "source": "join",
        }

    def _phone(self, rng: Random, generation: int) -> str:
        if rng.random() < (0.35 if generation == 0 else 0.05):
            prefix, number = divmod(self._landlines.pop(), 10_000)
            return f"+33{LANDLINES[prefix]}{number:04}"
        return f"+33{MOBILE}{self._mobiles.pop():04}"

    def _address(self, rng: Random, first: str, last: str, birth: int) -> str:
        one, other = (_letters(name) for name in (first, last))
        year = birth + rng.randrange(-7, 8)
        local = rng.choices(
            (f"{one}.{other}", f"{one[0]}.{other}", f"{one}{other}", f"{one}.{other}{year % 100}"),
            (5, 2, 1, 2),
        )[0]
        (domain,) = rng.choices(list(MAIL_DOMAINS), list(MAIL_DOMAINS.values()))
        address, number = f"{local}@{domain}", 1
        while address in self._addresses:
            number += 1
            address = f"{local}{number}@{domain}"
        self._addresses.add(address)
        return address


def _letters(name: str) -> str:
    return "".join(
        char for char in plain(name) if char.isascii() and (char.isalpha() or char == "-")
    )


def _row(rng: Random, at: datetime, values: Row) -> Row:
    known = (values["first_name"], values["last_name"])
    # Asked at the counter, by whoever has a present for that month.
    told = values["source"] == "counter" and rng.random() < 0.4
    return {
        "id": uuid7(rng, at),
        "version": 1,
        "tags": [],
        "birth_month": rng.randrange(1, 13) if told else None,
        "birth_day": rng.randrange(1, 29) if told else None,
        **values,
        "phone_last4": values["phone"][-4:] if values["phone"] else None,
        "search_name": plain(" ".join(name for name in known if name)),
        "notice_version": NOTICE_VERSION if values["source"] == "join" else None,
        "created_at": at,
        "last_visit_at": None,
        "last_active_at": at,
    }


def consents(rng: Random, now: datetime, customer: Row, member: UUID | None) -> list[Row]:
    """What the customer agreed to on joining, and some took back later."""
    found = []
    at: datetime = customer["created_at"]
    for purpose, known, likely in (
        ("marketing_email", customer["email"], 0.50),
        ("marketing_sms", customer["phone"], 0.08),
    ):
        if not known or rng.random() > likely:
            continue
        channel = customer["source"]
        by = member if channel == "counter" else None
        found.append(_consent(rng, customer, purpose, at, True, channel, by))
        later = at + timedelta(days=rng.uniform(5, 300))
        if rng.random() < 0.1 and later < now:
            found.append(_consent(rng, customer, purpose, later, False, "desk", member))
    return found


def _consent(
    rng: Random,
    customer: Row,
    purpose: str,
    at: datetime,
    granted: bool,
    channel: str,
    by: UUID | None,
) -> Row:
    return {
        "id": uuid7(rng, at),
        "customer_id": customer["id"],
        "purpose": purpose,
        "granted": granted,
        "basis": "consent",
        "text_version": CONSENT_TEXT,
        "channel": channel,
        "actor_id": by,
        "created_at": at,
    }
