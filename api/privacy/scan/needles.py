"""A value in every form in which it may lie somewhere."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus
from uuid import UUID

import phonenumbers

SHORTEST = 6
"""Fewer characters occur by chance."""

HASHES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s")
_PHONE = re.compile(r"\+\d{8,15}")
_KINDS = phonenumbers.PhoneNumberFormat


@dataclass(frozen=True)
class Needle:
    """A value that is searched for."""

    label: str
    """Where it was: ``customers.email``."""
    value: str
    id: bool = False
    """An opaque id and not a value about the person."""
    exact: dict[bytes, str] = field(init=False, repr=False, compare=False, hash=False)
    """Form → what it is called; found byte by byte."""
    folded: dict[bytes, str] = field(init=False, repr=False, compare=False, hash=False)
    """Form in lower case → what it is called; found whatever the case."""

    def __post_init__(self) -> None:
        if len(self.value) < SHORTEST:
            raise ValueError(f"{self.label} is too short to be told from chance")
        exact: dict[bytes, str] = {}
        folded: dict[bytes, str] = {}
        for text in _spellings(self.value):
            for name, form in _texts(text):
                folded.setdefault(form.lower(), name)
        for raw in _raw(self.value):
            for form in _base64(raw):
                exact.setdefault(form, "base64")
            folded.setdefault(raw.hex().encode(), "hex")
            for name, digest in _digests(raw):
                folded.setdefault(digest.hex().encode(), name)
                for form in (base64.b64encode(digest), base64.urlsafe_b64encode(digest)):
                    exact.setdefault(form.rstrip(b"="), f"{name}, base64")
        object.__setattr__(self, "exact", exact)
        object.__setattr__(self, "folded", folded)

    @property
    def longest(self) -> int:
        return max(map(len, [*self.exact, *self.folded]))


def _spellings(value: str) -> set[str]:
    """The value as people and programs write it."""
    plain = "".join(
        one for one in unicodedata.normalize("NFKD", value) if not unicodedata.combining(one)
    )
    found = {value, plain, unicodedata.normalize("NFD", value)}
    found |= {change(value) for change in (str.lower, str.upper, str.casefold)}
    return found | set(_phone_formats(value)) | {one.hex for one in _uuid(value)}


def _texts(text: str) -> Iterator[tuple[str, bytes]]:
    yield "plain", text.encode()
    yield "Latin-1", text.encode("latin-1", "ignore") if text.isascii() else _latin(text)
    yield "UTF-16", text.encode("utf-16-le")
    yield "JSON", json.dumps(text)[1:-1].encode()
    yield "HTML", html.escape(text).encode()
    yield "URL", quote(text, safe="").encode()
    yield "URL", quote_plus(text).encode()


def _latin(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode()


def _phone_formats(value: str) -> Iterator[str]:
    if not _PHONE.fullmatch(value):
        return
    number = phonenumbers.parse(value)
    national = phonenumbers.format_number(number, _KINDS.NATIONAL)
    digits = re.sub(r"\D", "", national)
    pairs = re.findall(r"\d{1,2}", digits)
    yield from (national, digits, value[1:], f"00{value[1:]}")
    for separator in (" ", ".", "-", "\u00a0", "\u202f"):
        yield separator.join(pairs)
    for kind in (_KINDS.INTERNATIONAL, _KINDS.RFC3966):
        yield phonenumbers.format_number(number, kind)


def _uuid(value: str) -> Iterator[UUID]:
    try:
        yield UUID(value)
    except ValueError:
        return


def _raw(value: str) -> set[bytes]:
    """The bytes that a program encodes or hashes."""
    return {change(value).encode() for change in _CHANGES} | {one.bytes for one in _uuid(value)}


_CHANGES: tuple[Callable[[str], str], ...] = (str, str.lower, str.upper)


def _base64(raw: bytes) -> Iterator[bytes]:
    """What the value becomes inside a longer text, at each of the three places where it may
    begin, without the characters that its neighbours share."""
    for before in range(3):
        text = base64.b64encode(b"\0" * before + raw)
        first = (before * 8 + 5) // 6
        last = (before + len(raw)) * 8 // 6
        inner = text[first:last]
        if len(inner) >= SHORTEST:
            yield inner
            yield inner.translate(bytes.maketrans(b"+/", b"-_"))


def _digests(raw: bytes) -> Iterator[tuple[str, bytes]]:
    for name in HASHES:
        yield name, hashlib.new(name, raw, usedforsecurity=False).digest()
