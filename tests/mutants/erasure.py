"""Faults in what becomes of a person's rows, and in what is looked at afterwards."""

from __future__ import annotations

from tests.mutants.planting import fault

HERE, CODE = "tests/privacy/erasure", "api/privacy/erasure"
CUSTOMER = f"{HERE}/test_customer.py"
TESTS = (
    *(f"{HERE}/{name}.py" for name in ("test_course", "test_fates", "test_plans", "test_outside")),
    CUSTOMER,
    f"{HERE}/test_holds.py",
)

FAULTS = (
    fault("none, to see that the copy passes"),
    fault(
        "books go with the row",
        (f"{CODE}/fates.py", "    if owed:\n", "    if False:\n"),
    ),
    fault(
        "what is to be emptied stays",
        (f"{CODE}/fates.py", "if one.erasure is Erasure.NULL)", "if False)"),
    ),
    fault(
        "what is to be replaced stays",
        (f"{CODE}/fates.py", "if one.erasure is Erasure.TOMBSTONE)", "if False)"),
    ),
    fault(
        "a row goes by a column that stays",
        (f"{CODE}/fates.py", "if one.column not in going),", "if False),"),
        (f"{CODE}/fates.py", "if one.column in going),", "),"),
    ),
    fault(
        "tombstones are made of the id",
        (f"{CODE}/statements.py", "else new_token()", "else table.name"),
    ),
    fault(
        "digests are replaced by zeros",
        (
            f"{CODE}/statements.py",
            "return secrets.token_bytes(_RANDOM_BYTES)",
            "return bytes(_RANDOM_BYTES)",
        ),
    ),
    fault(
        "the destroying statement asks for no hold",
        (
            f"{CODE}/statements.py",
            "may_go = true() if despite_holds else",
            "may_go = true() if True else",
        ),
    ),
    fault(
        "a hold on somebody holds nobody at the start",
        (f"{CODE}/asking.py", "    if found.held:\n", "    if False:\n"),
    ),
    fault(
        "a hold placed since is not seen",
        (
            f"{CODE}/executing.py",
            'if row.state == "waiting" and await held(db, person):',
            "if False:",
        ),
    ),
    fault(
        "a plan that has changed is carried out",
        (f"{CODE}/asking.py", "plan_digest != found.digest:", "plan_digest == found.digest + 'x':"),
    ),
    fault(
        "counts are no part of what is agreed",
        (f"{CODE}/planning.py", "(one.table, one.rows, one.changes,", "(one.table, 0, 0,"),
    ),
    fault(
        "who asks approves",
        (f"{CODE}/asking.py", 'row.asked_kind == "member" and row.asked_by == caller.id', "False"),
    ),
    fault(
        "a person is erased twice at once",
        (f"{CODE}/asking.py", "    if await _open(db, ids):\n        raise ErasureUnderway\n", ""),
    ),
    fault(
        "who was merged into the person stays",
        (f"{CODE}/whose.py", "sorted(set(await db.scalars(query)) | {person.id})", "[person.id]"),
    ),
    fault(
        "nothing is written outside",
        (
            f"{CODE}/executing.py",
            "await asyncio.to_thread(outside.append, settings.erasure_ledger, line)",
            "pass",
        ),
    ),
    fault(
        "a line that was cut off swallows the next",
        (
            f"{CODE}/outside.py",
            'return b"" if size == 0 or os.pread',
            'return b"" if True or os.pread',
        ),
    ),
    fault(
        "cards stay open",
        (f"{CODE}/farewell.py", "    await _close_cards(db, ids)\n", ""),
    ),
    fault(
        "photos stay",
        (f"{CODE}/farewell.py", "        await stored.give_up(db, name)\n", "        pass\n"),
        tests=("tests/media/test_erasure.py",),
    ),
    fault(
        "export files stay",
        (f"{CODE}/farewell.py", "    await exports.withdraw(db)\n", ""),
    ),
    fault(
        "a recipient is believed unasked",
        (f"{CODE}/course.py", 'return "awaiting_provider" if waiting else "done"', 'return "done"'),
    ),
    fault(
        "what was confirmed is asked again",
        (f"{CODE}/course.py", "    if reference in receipts:\n        return receipts\n", ""),
    ),
    fault(
        "a batch is counted alone",
        (f"{CODE}/course.py", "erased.get(table, 0) + rows", "rows"),
    ),
    fault(
        "statistics are kept",
        (
            f"{CODE}/verifying.py",
            "await statistics.anew(db, {table for row in rows for table in row.erased})",
            "set[str]()",
        ),
    ),
    fault(
        "nothing is searched",
        (f"{CODE}/searching.py", "    if not wanted.values:\n", "    if True:\n"),
    ),
    fault(
        "the search minds capitals",
        (f"{CODE}/searching.py", "lower(CAST(t AS text))", "CAST(t AS text)"),
    ),
)
