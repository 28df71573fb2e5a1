"""One search box: a name with or without accents and with typos, a phone in any format, its last
four digits, an e-mail address."""

from __future__ import annotations

import re

from sqlalchemy import ColumnElement, and_, false, func, or_

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
    written_so = and_(*(Customer.search_name.contains(word, autoescape=True) for word in words))
    # pg_trgm's word similarity: one word of the name is nearly the one typed.
    nearly = Customer.search_name.op("%>")(" ".join(words))
    return or_(written_so, nearly) if len(words[0]) > 2 else written_so


def _phone(query: str) -> ColumnElement[bool]:
    digits = _NOT_DIGITS.sub("", query)
    if len(digits) == 4:
        return Customer.phone_last4 == digits
    whole = normalised(query)
    conditions = [Customer.phone.contains(digits.lstrip("0") or digits)]
    if whole is not None:
        conditions.append(Customer.phone == whole)
    return or_(*conditions)
