"""One search box: a name with or without accents and with typos, a phone in any format, its last
four digits, an e-mail address."""

from __future__ import annotations

import re

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import aliased

from api.core.texts import plain
from api.customers.models import Customer
from api.customers.phones import normalised

_NOT_DIGITS = re.compile(r"\D")
_PHONE_LIKE = re.compile(r"^[+\d][\d\s().-]*$")


def matching(query: str) -> ColumnElement[bool]:
    """The condition on :class:`Customer` under which a row answers what was typed."""
    query = query.strip()
    if "@" in query:
        return func.lower(Customer.email).startswith(query.lower(), autoescape=True)
    if _PHONE_LIKE.match(query):
        return _phone(query)
    words = plain(query).split()
    if not words:
        return false()
    if len(words[0]) < 3:
        return _written_so(Customer, words)
    # pg_trgm's word similarity (its threshold is set in core/db.py): part of the name is nearly
    # what was typed. Asked only where nobody is called just so: who types Marie wants no Martine.
    nearly: ColumnElement[bool] = Customer.search_name.op("%>", is_comparison=True)(" ".join(words))
    called_so = aliased(Customer)
    somebody = select(called_so.id).where(_written_so(called_so, words)).exists()
    return or_(_written_so(Customer, words), and_(nearly, ~somebody))


def _written_so(customer: type[Customer], words: list[str]) -> ColumnElement[bool]:
    return and_(*(customer.search_name.contains(word, autoescape=True) for word in words))


def _phone(query: str) -> ColumnElement[bool]:
    digits = _NOT_DIGITS.sub("", query)
    if len(digits) == 4:
        return Customer.phone_last4 == digits
    whole = normalised(query)
    conditions = [Customer.phone.contains(digits.lstrip("0") or digits)]
    if whole is not None:
        conditions.append(Customer.phone == whole)
    return or_(*conditions)
