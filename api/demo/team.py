"""Who works in the shops, with logins that are printed for everybody to see.

Their ids and secrets do not depend on the date, so that a later start can tell them again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from api.accounts.merchant_tokens import key_text
from api.accounts.roles import Role, Scope
from api.core.audit import By
from api.demo.chance import chance, code, uuid7
from api.demo.grocer import GROCER
from api.demo.shop import Shop
from api.demo.shops import BAKERY, CAFE, HAIRDRESSER

PASSWORD = "croissant-demo"  # noqa: S105  (printed at every start)
KEY_NAME = "Caisse enregistreuse"
KEY_SCOPES = [
    Scope.CARDS_READ,
    Scope.CARDS_WRITE,
    Scope.CUSTOMERS_READ,
    Scope.PROGRAMS_READ,
    Scope.EVENTS_READ,
]
_THEN = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    first_name: str
    email: str
    jobs: tuple[tuple[Shop, Role], ...]

    @property
    def id(self) -> UUID:
        return uuid7(chance("user", self.email), _THEN)


OWNER = Person("Hélène", "helene@deuxepis.example", ((BAKERY, Role.OWNER),))
CASHIER = Person("Lucas", "lucas@deuxepis.example", ((BAKERY, Role.CASHIER),))
AUDITOR = Person(
    "Nadia",
    "nadia@cabinet-comptable.example",
    tuple((shop, Role.AUDITOR) for shop in (BAKERY, HAIRDRESSER, CAFE, GROCER)),
)
"""The accountant of all of them."""
HAIRDRESSERS_OWNER = Person("Sandrine", "sandrine@mechedouce.example", ((HAIRDRESSER, Role.OWNER),))
CAFES_OWNER = Person("Mehdi", "mehdi@cafeducanal.example", ((CAFE, Role.OWNER),))
PEOPLE = (
    OWNER,
    CASHIER,
    AUDITOR,
    HAIRDRESSERS_OWNER,
    Person("Léa", "lea@mechedouce.example", ((HAIRDRESSER, Role.CASHIER),)),
    CAFES_OWNER,
    Person("Chloé", "chloe@cafeducanal.example", ((CAFE, Role.CASHIER),)),
    Person("Aurélie", "aurelie@graindesel.example", ((GROCER, Role.OWNER),)),
    Person("Tom", "tom@graindesel.example", ((GROCER, Role.CASHIER),)),
)


PLAN = "business"
"""What the operator lets the demonstration's shops use."""


def merchant_id(shop: Shop) -> UUID:
    return uuid7(chance("merchant", shop.slug), _THEN)


def gift_id(shop: Shop) -> UUID:
    return uuid7(chance("gift", shop.slug), _THEN)


def membership_id(shop: Shop, person: Person) -> UUID:
    return uuid7(chance("membership", shop.slug, person.email), _THEN)


def members(shop: Shop, role: Role) -> list[By]:
    """The shop's people of a role, as the ledger names them."""
    return [
        By("member", membership_id(shop, person))
        for person in PEOPLE
        if (shop, role) in person.jobs
    ]


def has_key(shop: Shop) -> bool:
    """The bakery's till is a program that stamps cards itself."""
    return shop is BAKERY


def key_id(shop: Shop) -> UUID:
    return uuid7(chance("key", shop.slug), _THEN)


def key_secret(shop: Shop) -> str:
    return code(chance("key secret", shop.slug))


def api_key(shop: Shop) -> str:
    return key_text(merchant_id(shop), key_secret(shop))


def page_token(shop: Shop) -> str:
    """Of the card that is shown to whoever tries the demonstration."""
    return code(chance("page", shop.slug))
