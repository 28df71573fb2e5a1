"""Faults in the ledger, its rules and what is reversed or merged."""

from __future__ import annotations

from tests.mutants.planting import fault

TESTS = ("tests/cards/ledger/test_model.py",)

STATEMENTS = "api/cards/ledger/statements.py"
NOT_EXPIRED = "             AND ({_EXPIRY} > :occurred_at) IS NOT FALSE\n"
NOT_PENDING = "             AND (available_at <= :occurred_at) IS NOT FALSE) AS open"
GONE_OR_PENDING = "AND ({_EXPIRY} <= :occurred_at OR available_at > :occurred_at)"

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
