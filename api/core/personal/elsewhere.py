"""What is held or goes out beside the columns. Each thing is declared where it is made, with the
:func:`personal` or :func:`neutral` of what it holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from api.core.personal.declaring import KEY, Declaration

LONGEST_COOKIE = timedelta(days=13 * 30)
"""Thirteen months, the shortest ones (``PROMISES``, clause 57)."""


@dataclass(frozen=True)
class File:
    """A kind of file outside the database."""

    kind: str
    place: str
    declaration: Declaration
    column: str | None
    """``table.column`` that names it; None: no row does."""


@dataclass(frozen=True)
class Cookie:
    """What a browser keeps: from its first deposit on for ``lifetime``, never longer."""

    name: str
    declaration: Declaration
    lifetime: timedelta | None
    """None: until the browser is closed."""
    why: str


Shelf = Literal["local", "session", "database", "cache"]
"""``localStorage``, ``sessionStorage``, IndexedDB, the Cache API."""


@dataclass(frozen=True)
class Stored:
    """What the screens keep in a browser without sending it: the law asks the same as of
    cookies, but nothing there has an age that the browser would mind."""

    shelf: Shelf
    name: str
    """A final ``*`` stands for an id, or for the number of a build."""
    declaration: Declaration
    until: str
    why: str


@dataclass(frozen=True)
class LogField:
    """What a line of the log may carry."""

    name: str
    declaration: Declaration


@dataclass(frozen=True)
class Outgoing:
    """A field that is sent to a recipient outside."""

    recipient: str
    field: str
    column: str | None
    """``table.column`` that it is taken from; None: it is about no person."""
    why: str


tables: dict[str, dict[str, Declaration]] = {}
"""``schema.table`` → its columns, of tables that no model of ours describes."""
files: dict[str, File] = {}
cookies: dict[str, Cookie] = {}
stored: dict[tuple[Shelf, str], Stored] = {}
log_fields: dict[str, LogField] = {}
sent: dict[tuple[str, str, str | None], Outgoing] = {}


def declare_table(name: str, columns: dict[str, dict[str, Any]]) -> None:
    """A library's own table in our database, by ``schema.table``."""
    tables[name] = {column: info[KEY] for column, info in columns.items()}


def declare_file(kind: str, info: dict[str, Any], *, place: str, column: str | None = None) -> None:
    """``place``: the folder or file below the data folder, ``media``."""
    files[kind] = File(kind, place, info[KEY], column)


def declare_cookie(
    name: str, info: dict[str, Any], *, lifetime: timedelta | None, why: str
) -> None:
    """``why``: what the person asked for that cannot work without it. Over https the name is
    sent with the prefix ``__Host-``."""
    if lifetime is not None and lifetime > LONGEST_COOKIE:
        raise ValueError(f"{name} would outlive thirteen months")
    cookies[name] = Cookie(name, info[KEY], lifetime, why)


def declare_storage(shelf: Shelf, name: str, info: dict[str, Any], *, until: str, why: str) -> None:
    """``until``: when it goes, in words; ``why``: as of a cookie."""
    stored[shelf, name] = Stored(shelf, name, info[KEY], until, why)


def declare_log_field(name: str, info: dict[str, Any]) -> None:
    log_fields[name] = LogField(name, info[KEY])


def outgoing(recipient: str, field: str, *, column: str | None = None, why: str) -> None:
    """``field`` is the recipient's word for it, nested ones with dots. What is taken from several
    columns is declared once for each."""
    sent[recipient, field, column] = Outgoing(recipient, field, column, why)
