"""The ledger outside the database."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from api.privacy.erasure import outside
from api.privacy.erasure.outside import LedgerDamaged, Line

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def a_line(merchant: UUID | None = None) -> Line:
    return Line(uuid4(), "customer", merchant, (uuid4(), uuid4()), AT)


def test_what_is_written_is_read_in_order(tmp_path: Path) -> None:
    ledger = tmp_path / "elsewhere" / "erasures.jsonl"
    lines = [a_line(uuid4()), a_line(None), a_line(uuid4())]
    for one in lines:
        outside.append(ledger, one)
    assert list(outside.read(ledger)) == lines
    assert ledger.stat().st_mode & 0o777 == 0o600


def test_no_ledger_no_lines(tmp_path: Path) -> None:
    assert list(outside.read(tmp_path / "erasures.jsonl")) == []


@pytest.mark.parametrize("cut", range(1, len(a_line().text()) + 1, 7))
def test_a_line_that_a_crash_cut_off_counts_for_nothing(tmp_path: Path, cut: int) -> None:
    ledger = tmp_path / "erasures.jsonl"
    first, second, third = a_line(), a_line(), a_line()
    outside.append(ledger, first)
    with ledger.open("a") as file:
        file.write(second.text()[: min(cut, len(second.text()) - 1)])
    assert list(outside.read(ledger)) == [first]
    outside.append(ledger, third)
    assert list(outside.read(ledger)) == [first, third]


def test_a_whole_line_without_its_end_counts(tmp_path: Path) -> None:
    ledger = tmp_path / "erasures.jsonl"
    first, second = a_line(), a_line()
    ledger.write_text(first.text())
    outside.append(ledger, second)
    assert list(outside.read(ledger)) == [first, second]


@pytest.mark.parametrize("spoilt", ['{"form": 1}', '{"form": 2, "at": ""}', "{no json}"])
def test_a_line_that_was_tampered_with_is_not_passed_over(tmp_path: Path, spoilt: str) -> None:
    ledger = tmp_path / "erasures.jsonl"
    outside.append(ledger, a_line())
    with ledger.open("a") as file:
        file.write(spoilt + "\n")
    outside.append(ledger, a_line())
    with pytest.raises(LedgerDamaged, match="line 2"):
        list(outside.read(ledger))


def test_a_line_holds_ids_and_nothing_else(tmp_path: Path) -> None:
    one = a_line(uuid4())
    assert set(one.text()) <= set('{}[]":,-+. ' + "0123456789abcdefghijklmnopqrstuvwxyzT")
