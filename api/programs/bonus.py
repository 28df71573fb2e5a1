"""Which bonuses apply at a moment, to a customer. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from api.programs.schemas.rules import Bonus, BonusWhen


def applies(when: BonusWhen, at: datetime, birth_month: int | None, *, first_visit: bool) -> bool:
    """Whether all that ``when`` says holds; ``at`` is local to the shop."""
    day = at.date()
    clock = f"{at.hour:02}:{at.minute:02}"
    if when.from_ and when.to and when.to <= when.from_:
        # Over midnight: the early hours belong to the evening before.
        if clock < when.to:
            day -= timedelta(days=1)
        elif clock < when.from_:
            return False
    elif (when.from_ and clock < when.from_) or (when.to and clock >= when.to):
        return False
    if when.weekdays is not None and day.isoweekday() not in when.weekdays:
        return False
    if when.valid_from and day < when.valid_from:
        return False
    if when.valid_until and day > when.valid_until:
        return False
    if when.birthday_month and birth_month != day.month:
        return False
    return first_visit or not when.first_visit


def best(bonuses: Iterable[Bonus]) -> Bonus | None:
    """The one with the highest percent, the first of equals: percents do not add up."""
    found: Bonus | None = None
    for bonus in bonuses:
        if bonus.percent and (found is None or bonus.percent > (found.percent or 0)):
            found = bonus
    return found
