"""A value is found however it is written, wherever it begins, and packed; another one is not."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from urllib.parse import quote, quote_plus
from uuid import UUID

import pytest

from api.privacy.scan.needles import HASHES, Needle
from api.privacy.scan.stream import Stream, search

VALUE = "Plantée d'Été 7f3a"
OTHER = "Plantée d'Hiver 91bc"
MAIL = "Planted.7f3a@Client.example"
PHONE = "+33639980142"
ID = "01a20326-607a-75ee-a727-04543bf16de1"

WRITTEN: dict[str, tuple[str, Callable[[str], bytes | str]]] = {
    "plain": (VALUE, str),
    "lower case": (VALUE, str.lower),
    "upper case": (VALUE, str.upper),
    "without accents": (VALUE, lambda _: "plantee d'ete 7f3a"),
    "Latin-1": (VALUE, lambda one: one.encode("latin-1")),
    "UTF-16": (VALUE, lambda one: one.encode("utf-16-le")),
    "JSON": (VALUE, json.dumps),
    "HTML": (VALUE, html.escape),
    "URL": (VALUE, quote),
    "form": (VALUE, quote_plus),
    "hex": (VALUE, lambda one: one.encode().hex()),
    "hex in upper case": (VALUE, lambda one: one.encode().hex().upper()),
    "base64 url": (MAIL, lambda one: base64.urlsafe_b64encode(f"{{~~~{one}~~~}}".encode())),
    **{
        f"base64 from {place}": (
            VALUE,
            lambda one, place=place: base64.b64encode(b"x" * place + one.encode() + b"?"),  # type: ignore[misc]  # mypy infers no lambda with a default
        )
        for place in range(4)
    },
    **{
        f"{name} of {case.__name__}": (
            MAIL,
            lambda one, name=name, case=case: hashlib.new(name, case(one).encode()).hexdigest(),  # type: ignore[misc]  # mypy infers no lambda with a default
        )
        for name in HASHES
        for case in (str, str.lower)
    },
    "hash in base64": (
        MAIL,
        lambda one: base64.b64encode(hashlib.sha256(one.encode()).digest()),
    ),
    **{
        f"phone {form}": (PHONE, lambda _, form=form: form)  # type: ignore[misc]  # mypy infers no lambda with a default
        for form in (
            "0639980142",
            "06 39 98 01 42",
            "06.39.98.01.42",
            "06-39-98-01-42",
            "+33 6 39 98 01 42",
            "0033639980142",
            "tel:+33-6-39-98-01-42",
        )
    },
    "id without dashes": (ID, lambda one: UUID(one).hex),
    "id as bytes": (ID, lambda one: base64.b64encode(UUID(one).bytes)),
}


@pytest.mark.parametrize("how", WRITTEN)
def test_a_value_is_found_however_it_is_written(how: str) -> None:
    value, write = WRITTEN[how]
    written = write(value)
    raw = written if isinstance(written, bytes) else written.encode()
    needle = Needle("planted", value)
    assert [one.needle for one in search([needle], b"before " + raw + b" after")]
    assert not [*search([Needle("other", OTHER)], raw)]


def zipped(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("first.xml", "x" * 5000)
        archive.writestr("stored.bin", b"y" * 700, compress_type=zipfile.ZIP_STORED)
        archive.writestr("sheet.xml", content, compress_type=zipfile.ZIP_DEFLATED)
    return file.getvalue()


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zlib.compress, zipped])
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_it_is_found_in_what_is_packed_and_comes_in_pieces(
    pack: Callable[[bytes], bytes], size: int
) -> None:
    packed = pack(b"some words, " + VALUE.encode() + b", more words")
    for value, hits in ((VALUE, True), (OTHER, False)):
        stream = Stream([Needle("planted", value)])
        pieces = [packed[at : at + size] for at in range(0, len(packed), size)]
        assert any([*stream.feed(piece)] for piece in pieces) is hits


def test_what_occurs_by_chance_is_no_needle() -> None:
    with pytest.raises(ValueError, match="too short"):
        Needle("customers.city", "Paris")
