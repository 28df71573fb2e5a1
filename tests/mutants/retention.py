"""Faults in the law's periods, the plan and what it clears."""

from __future__ import annotations

from tests.mutants.planting import fault

HERE, CODE = "tests/privacy/retention", "api/privacy/retention"
PURE = tuple(f"{HERE}/{name}.py" for name in ("test_period", "test_law", "test_steps"))
TESTS = (*PURE, *(f"{HERE}/test_{name}.py" for name in ("clear", "inactivity", "told")))
OUTSIDE = "if not self.floor.period <= self.default.period"
NEVER_OUTSIDE = OUTSIDE.replace("if not", "if False and not")
EACH = "for days in notices.BEFORE]\n    return"
THIS_SILENCE = "        RetentionNotice.since == Customer.last_active_at,\n"
FREE = "        conditions.append(free(step.table, step.model.id, at))\n"

FAULTS = (
    fault("none, to see that the copy passes"),
    fault(
        "a month too short ends on its 28th",
        (f"{CODE}/period.py", "min(local.day, monthrange(year, month)[1])", "min(local.day, 28)"),
    ),
    fault(
        "where clocks change, the earlier reading counts",
        (f"{CODE}/period.py", "return max(local.replace", "return min(local.replace"),
    ),
    fault("years have eleven months", (f"{CODE}/period.py", "cls(years * 12", "cls(years * 11")),
    fault(
        "a year that ends is this one",
        (f"{CODE}/period.py", "astimezone(zone).year + 1", "astimezone(zone).year"),
    ),
    fault(
        "a period is longer by its days alone",
        (f"{CODE}/period.py", "self.months * _MONTH + self.days", "self.days"),
    ),
    fault(
        "a floor may be above its ceiling",
        (f"{CODE}/law.py", "if self.floor.period > self.ceiling.period:", "if False:"),
        (
            f"{CODE}/law.py",
            "if not self.floor.period <= self.default.period",
            "if False and not self.floor.period <= self.default.period",
        ),
    ),
    fault(
        "a default may be outside",
        (
            f"{CODE}/law.py",
            "if not self.floor.period <= self.default.period",
            "if False and not self.floor.period <= self.default.period",
        ),
    ),
    fault(
        "two rules may hold on a day",
        (f"{CODE}/law.py", "if one.name == other.name and (", "if False and ("),
    ),
    fault(
        "a rule holds on the day it ends",
        (f"{CODE}/law.py", "day < self.valid_until)", "day <= self.valid_until)"),
    ),
    fault(
        "a pack may leave a pair out",
        (f"{CODE}/law.py", "if missing := declared - ruled:", "if missing := set[str]():"),
    ),
    fault(
        "a choice below the floor counts",
        (f"{CODE}/clamp.py", "if choice < rule.floor.period:", "if False:"),
    ),
    fault(
        "a choice above the ceiling counts",
        (f"{CODE}/clamp.py", "if choice > rule.ceiling.period:", "if False:"),
    ),
    fault(
        "without a choice the ceiling counts",
        (f"{CODE}/clamp.py", "Effective(rule.default.period,", "Effective(rule.ceiling.period,"),
    ),
    fault(
        "what is over this very moment stays",
        (f"{CODE}/over.py", "ended_at(step) <= at)", "ended_at(step) < at)"),
    ),
    fault("what a hold keeps is over", (f"{CODE}/over.py", FREE, "        pass\n")),
    fault(
        "a row that says its own time is over at once",
        (f"{CODE}/steps.py", "start = since + self.ends.own", "start = since"),
    ),
    fault(
        "the plan ends a day early",
        (f"{CODE}/steps.py", "for number in range(days + 1))", "for number in range(days))"),
    ),
    fault(
        "what was not announced goes",
        (f"{CODE}/brake.py", 'return "wait"', 'return "go"'),
    ),
    fault(
        "the brake comes above three times",
        (f"{CODE}/brake.py", "found >= FAR_MORE", "found > FAR_MORE"),
    ),
    fault(
        "the brake never comes",
        (f"{CODE}/brake.py", 'return "stop" if', 'return "go" if'),
    ),
    fault(
        "a stop is not heeded",
        (f"{CODE}/nightly.py", "    if await stopped(db, step):\n        return False\n", ""),
    ),
    fault(
        "one notice is enough",
        (
            f"{CODE}/inactivity.py",
            EACH,
            EACH.replace("BEFORE", "BEFORE[:1]"),
        ),
    ),
    fault(
        "a notice need not have left",
        (f"{CODE}/inactivity.py", "query = query.where(RetentionNotice.sent_at <= by)", "pass"),
    ),
    fault(
        "a notice of an earlier silence counts",
        (
            f"{CODE}/inactivity.py",
            THIS_SILENCE,
            "",
        ),
    ),
    fault(
        "who wants the data kept is purged",
        (
            f"{CODE}/inactivity.py",
            ", Customer.restricted_at.is_(None))",
            ")",
        ),
    ),
)
