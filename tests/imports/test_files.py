"""Files as they come: whatever encoding, delimiter and malice."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from api.core.settings import Settings
from api.imports.packing import Row
from api.imports.reading import encodings, suggest, tables
from api.imports.reading.zip_safety import UnreadableFile
from tests.cards.counter import refused
from tests.imports.files import Clerk, clerk_of, workbook
from tests.world import World

PEOPLE = "Nom;Prénom;Ville\nLefèvre;Zoé;Besançon\nGarçon;Noël;Alès\nDupré;Hélène;Orléans\n"
SHOUTED = "NOM;PRÉNOM\nDUPRÉ;HÉLÈNE\nLEFÈVRE;ZOÉ\n"
ONE_ACCENT = "Nom;Prenom\nDupont;André\nMartin;Paul\n"


def read_csv(body: bytes) -> list[list[str] | None]:
    file = io.BytesIO(body)
    encoding = encodings.encoding_of(file)
    codec = encodings.codec(encoding, file)
    delimiter = encodings.delimiter_of(body.decode(codec, "replace"))
    return [row.cells for row in tables.csv_rows(file, codec, delimiter)]


@pytest.mark.parametrize("text", [PEOPLE, SHOUTED, ONE_ACCENT])
@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("cp1252", "cp1252"),
        ("mac_roman", "mac_roman"),
        ("cp850", "cp850"),
    ],
)
def test_encodings_are_found_out(text: str, codec: str, encoding: str) -> None:
    body = text.encode(codec)
    assert encodings.encoding_of(io.BytesIO(body)) == encoding
    assert read_csv(body) == [line.split(";") for line in text.splitlines()]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters_are_found_out(delimiter: str) -> None:
    rows = [["Nom", "Note"], ["Zoé", "a, b; c"], ["Ada", 'dit "oui"\nligne 2']]
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows]
    body = "\r\n".join(delimiter.join(row) for row in quoted).encode()
    assert read_csv(body) == rows


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_ends_of_lines(newline: str) -> None:
    assert read_csv(f"Nom;Ville{newline}{newline}Zoé;Alès{newline}".encode()) == [
        ["Nom", "Ville"],
        ["Zoé", "Alès"],
    ]


@pytest.mark.parametrize(
    ("rows", "header", "mapping"),
    [
        ([["Nom", "Prénom"], ["A", "B"]], 1, {"0": "last_name", "1": "first_name"}),
        ([["Export du 1er mars"], ["Last Name", "Mobile"], ["A", "1"]], 2, None),
        ([["zoe@example.com", "Zoé"], ["ada@example.com", "Ada"]], None, {"0": "email"}),
        ([["Qui", "Où"], ["Zoé", "06 39 98 00 01"]], 1, {"1": "phone"}),
        ([["Nom"], ["Zoé Lefèvre"], ["Ada Byron"]], 1, {"0": "full_name"}),
        ([["Tél.", "Tél. (pro)", "E-Mail"], ["1", "2", "3"]], 1, {"0": "phone", "2": "email"}),
    ],
)
def test_headers_are_recognised(
    rows: list[list[str]], header: int | None, mapping: dict[str, str] | None
) -> None:
    head = suggest.head([Row(number, cells) for number, cells in enumerate(rows, 1)])
    assert (head.header.number if head.header else None) == header
    if mapping is not None:
        assert head.mapping() == mapping


def sheet(parts: dict[str, bytes], *, types: str = "") -> io.BytesIO:
    """A workbook with some of its parts replaced."""
    source = zipfile.ZipFile(io.BytesIO(workbook([["Nom"], ["Zoé"]])))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in {*source.namelist(), *parts}:
            body = parts[name] if name in parts else source.read(name)
            if name == "[Content_Types].xml" and types:
                body = body.replace(b"</Types>", types.encode() + b"</Types>")
            archive.writestr(name, body)
    return file


_SHEET = "xl/worksheets/sheet1.xml"
_OPEN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_CLOSE = b"</sheetData></worksheet>"
_END = b"</row>" + _CLOSE
_LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"a" * 999 + b'">]>'


_MANY = 60 << 20
_CELL = b'<c t="inlineStr"><is><t>x</t></is></c>'
HOSTILE: dict[str, Callable[[], io.BytesIO]] = {
    "endless shared strings": lambda: sheet({"xl/sharedStrings.xml": b"<sst>" + b"0" * _MANY}),
    "an endless cell": lambda: sheet({_SHEET: _OPEN + b"<row><c><v>" + b"0" * _MANY + _CLOSE}),
    "an endless row": lambda: sheet({_SHEET: _OPEN + b"<row>" + _CELL * 300_000 + _END}),
    "entities": lambda: sheet({_SHEET: _LAUGHS + _OPEN + _CLOSE}),
    "entities far down": lambda: sheet({_SHEET: b" " * (1 << 20) + _LAUGHS + _OPEN + _CLOSE}),
    "entities in utf-16": lambda: sheet(
        {_SHEET: (_LAUGHS + _OPEN + _CLOSE).decode().encode("utf-16")}
    ),
    "a sheet that passes for styles": lambda: sheet(
        {"xl/worksheets/big.xml": b"<a/>"},
        types='<Override PartName="/xl/worksheets/big.xml" ContentType="application/x"/>',
    ),
    "a large other part": lambda: sheet({"xl/workbook.xml": b"<workbook>" + b"<a/>" * (3 << 20)}),
    "very many parts": lambda: sheet({f"p{number}": b"" for number in range(2_100)}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbooks_are_refused_unread(name: str) -> None:
    file = HOSTILE[name]()
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableFile) as refusal:
            list(tables.xlsx_rows(file))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert refusal.value.code == "FILE_UNSAFE"
    assert peak < 20 << 20, "nothing of it was unpacked whole"


@pytest.mark.parametrize(
    "body",
    [b"PK\x03\x04 and no more", workbook([["Nom"], ["Zoé"]])[:-200], b"PK\x03\x04" * 10_000],
)
def test_broken_workbooks(body: bytes) -> None:
    with pytest.raises(UnreadableFile, match="FILE_UNREADABLE"):
        list(tables.xlsx_rows(io.BytesIO(body)))


def test_a_row_that_is_very_far_down() -> None:
    far = _OPEN + b'<row r="900000000"><c r="A900000000"><v>1</v></c></row>' + _CLOSE
    with pytest.raises(UnreadableFile, match="TOO_MANY_ROWS"):
        list(tables.xlsx_rows(sheet({_SHEET: far})))


def test_a_cell_that_is_very_far_right() -> None:
    far = _OPEN + b'<row r="1"><c r="XFD1"><v>1</v></c></row>' + _CLOSE
    with pytest.raises(UnreadableFile, match="TOO_MANY_COLUMNS"):
        list(tables.xlsx_rows(sheet({_SHEET: far})))


def test_cells_are_what_somebody_would_have_typed() -> None:
    book = openpyxl.Workbook()
    values: list[Any] = [639980001, 12.0, 1.5, True, "#N/A", "  x ", None, "=1+1"]
    assert book.active is not None
    book.active.append(values)
    file = io.BytesIO()
    book.save(file)
    (row,) = tables.xlsx_rows(file)
    assert row.cells == ["639980001", "12", "1.5", "1", "", "x"]


def test_a_quote_that_never_ends() -> None:
    body = b'Nom;Ville\n"Zo;' + b"x" * 200_000
    with pytest.raises(UnreadableFile, match="FILE_UNREADABLE"):
        read_csv(body)


def test_very_long_cells_are_cut() -> None:
    (_, row) = read_csv(b"Nom;Ville\n" + b"x" * 100_000 + b";y\n")
    assert row == ["x" * tables.LONGEST_CELL, "y"]


@pytest.fixture
async def clerk(world: World, settings: Settings) -> Clerk:
    return await clerk_of(await world.shop(), settings)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"Nom;Ville\n", "NO_ROWS"),
        (b"\n\n", "NO_ROWS"),
        (b"PK\x03\x04 and no more", "FILE_UNREADABLE"),
        (b"a," * 300 + b"\nNom\n", "TOO_MANY_COLUMNS"),
        (HOSTILE["entities"]().getvalue(), "FILE_UNSAFE"),
    ],
)
async def test_what_cannot_be_read_fails_and_says_why(
    clerk: Clerk, body: bytes, problem: str
) -> None:
    brought = await clerk.bring(body)
    assert (brought["status"], brought["problem"]) == ("failed", problem)
    assert brought["undoable"] is False


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "EMPTY_FILE"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old workbook", 415, "UNSUPPORTED_FILE"),
        (b"%PDF-1.7", 415, "UNSUPPORTED_FILE"),
        (b"x" * ((50 << 20) + 1), 413, "TOO_LARGE"),
    ],
)
async def test_what_is_not_taken(clerk: Clerk, body: bytes, status: int, code: str) -> None:
    refused(await clerk.client.post("/v1/imports", content=body), status, code)


async def test_only_this_route_takes_files(clerk: Clerk) -> None:
    large = b'{"first_name": "' + b"x" * (2 << 20) + b'"}'
    refused(await clerk.client.post("/v1/customers", content=large), 413, "TOO_LARGE")


async def test_odd_characters_do_no_harm(clerk: Clerk) -> None:
    """NUL, a lone half of a character, control characters, right-to-left marks."""
    file = b"Nom;Note\n\0Zo\0;\xed\xa0\x80\nAda\x07;x\nBob;\xe2\x80\xaex\n"
    ran = await clerk.all(file)
    assert ran["counts"]["new"] + ran["counts"]["rejected"] == 3
    assert {one["code"] for one in ran["errors"]} == {"INVALID_TEXT"}
