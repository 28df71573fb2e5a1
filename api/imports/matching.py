"""Who of the notebook a row is about: by e-mail, by phone, by name and postcode.

A phone shared in a family is no match where the first names differ: two rows too many can be
merged later, two people made one cannot be told apart again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.tenancy import merchant_of
from api.core.texts import plain
from api.customers import keys
from api.customers.models import Customer
from api.imports.schemas import ImportField
from api.imports.values import RowFault, Wish

_FEW = 10
_BY_KEY = text("""
SELECT wanted.key, found.customer_id
  FROM unnest(CAST(:keys AS text[])) AS wanted(key)
 CROSS JOIN LATERAL (
       SELECT k.customer_id
         FROM customer_keys k
        WHERE k.merchant_id = :merchant_id AND k.key = wanted.key
        ORDER BY k.customer_id LIMIT :few) AS found
""")
_BY_NAME = text("""
SELECT wanted.name, wanted.postcode, found.id
  FROM unnest(CAST(:names AS text[]), CAST(:postcodes AS text[])) AS wanted(name, postcode)
 CROSS JOIN LATERAL (
       SELECT c.id
         FROM customers c
        WHERE c.merchant_id = :merchant_id AND c.search_name = wanted.name
          AND c.postcode = wanted.postcode AND c.merged_into IS NULL
        ORDER BY c.id LIMIT :few) AS found
""")


@dataclass
class Known:
    """The customers whom some rows might be about."""

    by_key: dict[Any, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    customers: dict[UUID, Customer] = field(default_factory=dict)

    def match(self, wish: Wish) -> Customer | None:
        """Raises :class:`RowFault` where e-mail and phone are two people's."""
        by_mail = self._who(_mail(wish))
        by_phone = [one for one in self._who(_phone(wish)) if _may_be(wish, one)]
        if by_mail and by_phone:
            both = [one for one in by_mail if one in by_phone]
            if not both:
                raise RowFault("MATCHES_SEVERAL", "phone")
            return both[0]
        found = by_mail or by_phone or self._who(_name(wish))
        return found[0] if found else None

    def _who(self, key: Any) -> list[Customer]:
        ids = self.by_key.get(key, ()) if key else ()
        return [self.customers[one] for one in ids if one in self.customers]


async def known(db: AsyncSession, wishes: Sequence[Wish]) -> Known:
    """Two statements for all of them, and one for the customers found."""
    found = Known()
    merchant_id = merchant_of(db)
    wanted = {key for wish in wishes for key in (_mail(wish), _phone(wish)) if key}
    asked = {"merchant_id": merchant_id, "few": _FEW}
    for key, customer_id in await db.execute(_BY_KEY, asked | {"keys": sorted(wanted)}):
        found.by_key[key].append(customer_id)
    names = sorted({name for wish in wishes if (name := _name(wish))})
    if names:
        asked |= {"names": [one for one, _ in names], "postcodes": [one for _, one in names]}
        for name, postcode, customer_id in await db.execute(_BY_NAME, asked):
            found.by_key[name, postcode].append(customer_id)
    ids = {one for ids in found.by_key.values() for one in ids}
    if ids:
        query = select(Customer).where(Customer.id.in_(sorted(ids)), Customer.merged_into.is_(None))
        found.customers = {one.id: one for one in await db.scalars(query)}
    return found


def contacts(wish: Wish) -> dict[ImportField, str]:
    """The row's phone and e-mail, as they are compared, by their fields."""
    found: dict[ImportField, str | None] = {"phone": _phone(wish), "email": _mail(wish)}
    return {name: key for name, key in found.items() if key}


def _mail(wish: Wish) -> str | None:
    address = wish.columns.get("email")
    return keys.mail(address)[: keys.LONGEST] if address else None


def _phone(wish: Wish) -> str | None:
    number = wish.columns.get("phone")
    return keys.phone(number) if number else None


def _name(wish: Wish) -> tuple[str, str] | None:
    """Both names and where they live; less than that is many people's."""
    first, last = wish.columns.get("first_name"), wish.columns.get("last_name")
    postcode = wish.columns.get("postcode")
    return (plain(f"{first} {last}"), postcode) if first and last and postcode else None


def _may_be(wish: Wish, customer: Customer) -> bool:
    said, is_called = wish.columns.get("first_name"), customer.first_name
    return not said or not is_called or plain(said) == plain(is_called)


class Seen:
    """The people further up in the file, as digests: 200,000 rows take some 50 MB."""

    def __init__(self) -> None:
        self._digests: set[int] = set()

    def twice(self, wish: Wish) -> bool:
        """Whether somebody further up is the same by e-mail, phone or name with postcode; from
        now on this one is further up too."""
        own = self._own(wish)
        asked = [*own, *(("p?", key) for key in [_phone(wish)] if key and not _first(wish))]
        twice = any(_digest(one) in self._digests for one in asked)
        if key := _phone(wish):
            if _first(wish):
                twice = twice or _digest(("p", key, "")) in self._digests
            own.append(("p?", key))
        if not twice:
            self._digests.update(map(_digest, own))
        return twice

    @staticmethod
    def _own(wish: Wish) -> list[tuple[str, ...]]:
        found: list[tuple[str, ...]] = []
        if mail := _mail(wish):
            found.append(("m", mail))
        if phone := _phone(wish):
            found.append(("p", phone, _first(wish)))
        if name := _name(wish):
            found.append(("n", *name))
        return found


def _first(wish: Wish) -> str:
    return plain(wish.columns.get("first_name") or "")


def _digest(parts: Iterable[str]) -> int:
    joined = "\x1f".join(parts).encode("utf-8", "replace")
    return int.from_bytes(blake2b(joined, digest_size=7).digest())
