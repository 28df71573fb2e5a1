"""Whether the model of the ledger would notice: faults are planted into a copy of the source, one
at a time, and its test has to fail with each.

``uv run python -m tests.mutants [WORD …]`` (only those whose names hold a word) takes some
minutes, so no other test runs it. It says of each fault whether it was caught, and ends with 1
where one was not.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPIED = ("api", "migrations", "tests", "pyproject.toml")
TEST = "tests/cards/ledger/test_model.py"
PATIENCE = 900

STATEMENTS = "api/cards/ledger/statements.py"
NOT_EXPIRED = "             AND ({_EXPIRY} > :occurred_at) IS NOT FALSE\n"
NOT_PENDING = "             AND (available_at <= :occurred_at) IS NOT FALSE) AS open"
GONE_OR_PENDING = "AND ({_EXPIRY} <= :occurred_at OR available_at > :occurred_at)"


@dataclass(frozen=True)
class Fault:
    name: str
    edits: tuple[tuple[str, str, str], ...]
    """File, what stands there, what is put in its place."""


def fault(name: str, *edits: tuple[str, str, str]) -> Fault:
    return Fault(name, edits)


FAULTS = (
    fault("none, to see that the copy passes"),
    fault(
        "units that expire last are spent first",
        (STATEMENTS, "ORDER BY {_EXPIRY} NULLS LAST, id)", "ORDER BY {_EXPIRY} DESC, id)"),
    ),
    fault(
        "what has expired is spent",
        (STATEMENTS, NOT_EXPIRED, ""),
        (STATEMENTS, GONE_OR_PENDING, "AND available_at > :occurred_at"),
    ),
    fault(
        "what is pending is spent",
        (STATEMENTS, NOT_PENDING, ") AS open"),
        (STATEMENTS, GONE_OR_PENDING, "AND {_EXPIRY} <= :occurred_at"),
    ),
    fault(
        "an entry is taken back twice",
        (
            "api/cards/operations/reverse.py",
            "if await db.scalar(select(Entry.id).where(Entry.reverses == entry.id)):",
            "if False:",
        ),
    ),
    fault(
        "units that were spent are taken back",
        ("api/cards/operations/reverse.py", "return left != entry.delta", "return False"),
    ),
    fault(
        "the balance is not written",
        (
            STATEMENTS,
            "UPDATE cards SET balance = :balance,",
            "UPDATE cards SET balance = cards.balance,",
        ),
    ),
    fault(
        "the daily cap is ignored",
        (
            "api/programs/rules.py",
            "(rules.daily_cap, situation.earned_today, DailyCap",
            "(None, situation.earned_today, DailyCap",
        ),
    ),
    fault(
        "holds do not count against the cap",
        (
            "api/cards/operations/situation.py",
            "+ sum(units for at, units in held if card.day(at) == card.day(moment))",
            "",
        ),
    ),
    fault(
        "what a transfer moves no longer expires",
        (STATEMENTS, "u.units, u.units, l.expires_at,", "u.units, u.units, NULL::timestamptz,"),
    ),
    fault(
        "a merge loses all lots but one",
        (STATEMENTS, "AND u.entry_id = :moved_by\n", "AND u.entry_id = :moved_by LIMIT 1\n"),
    ),
    fault(
        "an entry is not chained to the one before",
        (
            "api/cards/ledger/writing.py",
            "chain.link(card.head_hash, entry)",
            'chain.link(b"", entry)',
        ),
    ),
    fault(
        "half a unit is rounded down",
        ("api/programs/rules.py", "(2 * number + by) // (2 * by)", "(2 * number) // (2 * by)"),
    ),
    fault(
        "a tier's window ends a day early",
        ("api/programs/levels.py", ">= today\n", "> today\n"),
    ),
    fault(
        "units expire at midnight in Greenwich",
        (
            "api/programs/lasting.py",
            "after.day, tzinfo=zone).astimezone(UTC)",
            "after.day, tzinfo=UTC)",
        ),
    ),
    fault(
        "a card's day is Greenwich's",
        (
            "api/cards/ledger/locked.py",
            "return moment.astimezone(self.zone).date()",
            "return moment.date()",
        ),
    ),
    fault(
        "inactivity is not counted anew by a visit",
        (
            "api/cards/ledger/writing.py",
            "card.idle_expires_at = max(until, fresh) if until and fresh else fresh",
            "card.idle_expires_at = until or fresh",
        ),
    ),
    fault(
        "what comes back stays out of the lots",
        (STATEMENTS, "SELECT lot_id AS id, -units AS units", "SELECT lot_id AS id, 0 AS units"),
    ),
)


def plant(one: Fault, folder: Path) -> None:
    for path, there, instead in one.edits:
        file = folder / path
        source = file.read_text()
        if there not in source:
            raise SystemExit(f"{one.name}: {path} no longer holds {there!r}")
        file.write_text(source.replace(there, instead))


def fails(one: Fault) -> bool:
    with tempfile.TemporaryDirectory(prefix="carnet-mutant-") as made:
        folder = Path(made)
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(
                    ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
                )
            else:
                shutil.copy(ROOT / name, folder / name)
        plant(one, folder)
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "-n0", "-x", "-q", "-p", "no:cacheprovider",
             "--hypothesis-profile=unshrunk", TEST],
            cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
    if run.returncode not in (0, 1):
        raise SystemExit(f"{one.name}: the test did not run\n{run.stdout[-2000:]}{run.stderr}")
    return run.returncode == 1


def main() -> int:
    words = sys.argv[1:]
    chosen = [one for one in FAULTS if not words or any(word in one.name for word in words)]
    survived = []
    for one in chosen:
        began = time.monotonic()
        caught = fails(one)
        took = f"{time.monotonic() - began:.0f} s"
        print(f"{'caught' if caught else 'passes':8} {took:>6}  {one.name}", flush=True)
        if caught != bool(one.edits):
            survived.append(one.name)
    print(f"{len(chosen) - len(survived)} of {len(chosen)} as it should be")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
