"""One search box: names and companies with or without accents and with a typo, a phone in any
format or a part of it, its last digits, an e-mail address or part of one.

Whatever was typed becomes ranges of keys (``keys.py``), read from one index, so that the time
depends on what is found and not on how many customers there are.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, false, or_, select, text, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Uuid

from api.core.tenancy import merchant_of
from api.core.texts import plain
from api.customers import keys
from api.customers.fields import normalised
from api.customers.models import CustomerKey

FEW = 2000
"""Up to so many ids are fetched; a word that more customers answer to is asked of each row."""

Range = tuple[str, str]
Ranges = tuple[Range, ...]
"""What one word may have meant: any of these."""

_NOT_DIGITS = re.compile(r"\D")
_PHONE_LIKE = re.compile(r"[.…\s]*[+\d][\d\s().\-/]*")
_SHORTEST_WITH_TYPO = 4
_LONGEST_WITH_TYPO = 20
_LETTERS = string.ascii_lowercase

_READ = text("""
SELECT r.n, k.customer_id
  FROM unnest(CAST(:lows AS text[]), CAST(:highs AS text[])) WITH ORDINALITY
       AS r(low, high, n)
 CROSS JOIN LATERAL (
       SELECT customer_id
         FROM customer_keys
        WHERE merchant_id = :merchant_id AND key >= r.low AND key < r.high
        LIMIT :few) AS k
""")


@dataclass(frozen=True)
class Found:
    """The customers that answer: these, of whom each of ``wide`` has to be true as well."""

    ids: frozenset[UUID] | None
    wide: tuple[Ranges, ...] = ()

    def of(self, column: Any) -> ColumnElement[bool]:
        """The condition on a column that holds a customer's id."""
        if self.ids is None and not self.wide:
            return false()
        listed = true() if self.ids is None else column == _any(self.ids)
        return and_(listed, *(_has(column, ranges) for ranges in self.wide))


NOBODY = Found(None)


def _any(ids: Iterable[UUID]) -> Any:
    return bindparam(None, sorted(ids), type_=ARRAY(Uuid), unique=True).any_()


def _has(column: Any, ranges: Ranges) -> ColumnElement[bool]:
    """Each range apart: PostgreSQL then reads each from the index once."""
    key = CustomerKey.key
    return or_(
        *(column.in_(select(CustomerKey.id).where(key >= low, key < high)) for low, high in ranges)
    )


async def find(db: AsyncSession, query: str) -> Found:
    """Who answers what was typed."""
    readings = _readings(query.strip())
    for terms in readings:
        found = await _read(db, terms)
        if found is not NOBODY:
            return found
    return NOBODY


async def _read(db: AsyncSession, terms: Sequence[Ranges]) -> Found:
    """All terms have to be met."""
    asked = [(n, one) for n, ranges in enumerate(terms) for one in ranges]
    values = {
        "merchant_id": merchant_of(db),
        "lows": [low for _, (low, _) in asked],
        "highs": [high for _, (_, high) in asked],
        "few": FEW + 1,
    }
    sets: list[set[UUID]] = [set() for _ in terms]
    hits: list[set[Range]] = [set() for _ in terms]
    for number, customer_id in await db.execute(_READ, values):
        n, one = asked[number - 1]
        sets[n].add(customer_id)
        hits[n].add(one)
    if not all(sets):
        return NOBODY
    listed = [one for one in sets if len(one) <= FEW]
    # Of hundreds of ways to mistype a word, those that somebody's name has.
    wide = tuple(
        tuple(sorted(ranges)) for ranges, one in zip(hits, sets, strict=True) if len(one) > FEW
    )
    if not listed:
        return await _in_all(db, wide)
    ids = frozenset(set.intersection(*listed))
    return Found(ids, wide) if ids else NOBODY


async def _in_all(db: AsyncSession, wide: tuple[Ranges, ...]) -> Found:
    """Many answer to each word, yet few may answer to all."""
    if len(wide) == 1:
        return Found(None, wide)
    key = CustomerKey.key
    within = or_(*(and_(key >= low, key < high) for low, high in wide[0]))
    query = select(CustomerKey.id).where(within, *(_has(CustomerKey.id, one) for one in wide[1:]))
    ids = frozenset(await db.scalars(query.limit(FEW + 1)))
    if len(ids) > FEW:
        return Found(None, wide)
    return Found(ids) if ids else NOBODY


def _readings(query: str) -> Iterable[Sequence[Ranges]]:
    """What was meant, likeliest first; the next is tried when nobody answers to one."""
    query = plain(query)
    if _PHONE_LIKE.fullmatch(query):
        yield [_phone(query)]
        return
    if "@" in query:
        yield [(_beginning(keys.MAIL + query),)]
    words = keys.words(query)
    if not words:
        return
    if "@" not in query:
        yield [(_beginning(keys.WORD + word),) for word in words]
        if len(words) > 1:
            yield [(_beginning(keys.WORD + "".join(words)),)]
    yield [(_beginning(keys.WORD + word), _beginning(keys.MAIL_WORD + word)) for word in words]
    if "@" not in query:
        yield [_like(word, whole=True) for word in words]
        yield [_like(word, whole=False) for word in words]


def _beginning(start: str) -> Range:
    return start[: keys.LONGEST], start[: keys.LONGEST] + keys.END


def _exactly(key: str) -> Range:
    return key, key + "\x01"


def _phone(query: str) -> Ranges:
    digits = _NOT_DIGITS.sub("", query)
    if not digits:
        return ()
    starts = [keys.PHONE + digits.removeprefix("00"), keys.COMPANY_NUMBER + digits]
    if not query.lstrip(".… ").startswith("+") and not digits.startswith("00"):
        starts += [keys.NATIONAL + digits, keys.NATIONAL + "0" + digits]
    if whole := normalised(query):
        starts.append(keys.phone(whole))
    if len(digits) >= 3:
        starts.append(keys.REVERSED + digits[::-1])
    return tuple(_beginning(start) for start in starts)


def _like(word: str, *, whole: bool) -> Ranges:
    """The word as typed, and with one letter wrong, missing, too many, or two changed round."""
    ranges = [_beginning(keys.WORD + word)]
    if _SHORTEST_WITH_TYPO <= len(word) <= _LONGEST_WITH_TYPO:
        near = sorted(_one_off(word))
        ranges += [(_exactly if whole else _beginning)(keys.WORD + one) for one in near]
    return tuple(ranges)


def _one_off(word: str) -> set[str]:
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return {
        *(head + tail[1:] for head, tail in cuts if tail),
        *(head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1),
        *(head + letter + tail[1:] for head, tail in cuts if tail for letter in _LETTERS),
        *(head + letter + tail for head, tail in cuts for letter in _LETTERS),
    } - {word}
