"""What a customer is found by: words of names, the parts of a phone number that people type, the
e-mail address, tags, city, month of birth. See :class:`CustomerKey` for why these are rows."""

from __future__ import annotations

import re
from collections.abc import Iterable

import phonenumbers
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.texts import plain
from api.customers.models import Customer, CustomerKey

END = "\U0010ffff"
"""After everything that begins alike, in the C collation."""
_LABEL = "\x1f"
_NOT_WORD = re.compile(r"[\W_]+")
_NOT_DIGITS = re.compile(r"\D")

WORD, MAIL_WORD, MAIL, CITY = "w:", "e:", "@:", "c:"
PHONE, NATIONAL, REVERSED, COMPANY_NUMBER = "i:", "n:", "r:", "s:"
TAG, BIRTH_MONTH = "t:", "b:"
SOUND = "d:"
"""What a name sounds like, for duplicates (``duplicates.py`` names this and two more)."""
LONGEST = 400


def words(text: str) -> list[str]:
    """The words of a text as they are searched: without accents, case and punctuation."""
    return [word for word in _NOT_WORD.split(plain(text)) if word]


def of(customer: Customer) -> set[str]:
    """Every key of a customer; none of one who was merged into another."""
    if customer.merged_into is not None:
        return set()
    found = {
        *_names(customer.first_name, customer.last_name, customer.company),
        *_phone(customer.phone),
        *_mail(customer.email),
        *(tag(one) for one in customer.tags),
    }
    if sound := _sound(customer):
        found.add(SOUND + sound)
    if customer.siret:
        found.add(COMPANY_NUMBER + customer.siret)
    if customer.city:
        found.add(city(customer.city))
    if customer.birth_month:
        found.add(birth_month(customer.birth_month))
    return {key[:LONGEST] for key in found}


def _names(*names: str | None) -> Iterable[str]:
    for name in names:
        parts = words(name or "")
        yield from (WORD + part for part in parts)
        if len(parts) > 1:  # O'Neil is also typed oneil, Le Goff legoff
            yield WORD + "".join(parts)


_SOUNDS = (
    (re.compile("ph"), "f"),
    (re.compile("[bpvw]"), "f"),
    (re.compile("[ckq]+"), "k"),
    (re.compile("[zs]+|x$"), "s"),
    (re.compile("j"), "g"),
    (re.compile("[aeouyh]"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


def _sound(customer: Customer) -> str:
    """The consonants of a whole name, in groups that are mistaken for one another, whatever the
    order of its words; a first name alone tells too little."""
    names = words(f"{customer.first_name or ''} {customer.last_name or ''}")
    if len(names) < 2:
        names = [] if names else words(customer.company or "")
    sounds = []
    for name in names:
        first, rest = name[0], name[1:]
        if first not in "aeiouyh":
            first, rest = "", name
        for pattern, sound in _SOUNDS:
            rest = pattern.sub(sound, rest)
        sounds.append(first + rest)
    return " ".join(sorted(sounds))


def _phone(number: str | None) -> Iterable[str]:
    if number is None:
        return
    digits = number.removeprefix("+")
    parsed = phonenumbers.parse(number)
    national = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    yield phone(number)
    yield NATIONAL + _NOT_DIGITS.sub("", national)
    yield REVERSED + digits[::-1]


def _mail(address: str | None) -> Iterable[str]:
    if address is None:
        return
    yield mail(address)
    local, _, domain = address.partition("@")
    for part in (*words(local), *words(domain.rpartition(".")[0])):
        yield MAIL_WORD + part


def phone(number: str) -> str:
    """The key of a number in E.164."""
    return PHONE + number.removeprefix("+")


def mail(address: str) -> str:
    return MAIL + address.lower()


def city(name: str) -> str:
    """Saint-Étienne is also typed saint etienne. The beginning of a name makes the beginning of
    the key."""
    return (CITY + (" ".join(words(name)) or plain(name)))[:LONGEST]


def tag(text: str) -> str:
    """The key of a tag carries it as it was written, for the list of tags."""
    return f"{TAG}{text.casefold()}{_LABEL}{text}"


def tag_beginning(text: str) -> str:
    """What the keys of a tag begin with, in whatever case it was written."""
    return f"{TAG}{text.casefold()}{_LABEL}"


def tag_of(key: str) -> str:
    return key.partition(_LABEL)[2]


def birth_month(month: int) -> str:
    return f"{BIRTH_MONTH}{month:02}"


async def renew(db: AsyncSession, customer: Customer) -> None:
    """Bring the keys of a changed customer up to date."""
    wanted = of(customer)
    there = set(await db.scalars(select(CustomerKey.key).where(CustomerKey.id == customer.id)))
    if gone := there - wanted:
        await db.execute(
            delete(CustomerKey).where(CustomerKey.id == customer.id, CustomerKey.key.in_(gone))
        )
    db.add_all(CustomerKey(id=customer.id, key=key) for key in sorted(wanted - there))
