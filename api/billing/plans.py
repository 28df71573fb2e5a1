"""The plans, as their file declares them. A file that contradicts itself refuses to start."""

from __future__ import annotations

import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic import model_validator as checked

from api.core.errors import Problem
from api.core.settings import Misconfigured

Interval = Literal["month", "year"]
INTERVALS: tuple[Interval, ...] = get_args(Interval)
Resource = Literal[
    "cards",
    "members",
    "locations",
    "programs",
    "requests_per_minute",
    "mails_per_month",
    "image_bytes",
]
RESOURCES: tuple[Resource, ...] = get_args(Resource)
RATE: Resource = "requests_per_minute"
COUNTED = tuple(one for one in RESOURCES if one != RATE)
"""What is there and counted (:mod:`api.core.quotas`); a rate is not."""
FREE = "free"

_Word = Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)]
_Amount = Annotated[int, Field(ge=1, le=100_000_00, strict=True)]
_Most = Annotated[int, Field(ge=0, strict=True)]


class PlanUnknown(Problem):
    status, code, title = 422, "PLAN_UNKNOWN", "There is no such plan to subscribe to"


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Names(_Declared):
    fr: _Word
    en: _Word


class Plan(_Declared):
    """``month`` and ``year``: what it costs, in minor units; None for the free one."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,20}$")]
    name: Names
    month: _Amount | None = None
    year: _Amount | None = None
    quotas: dict[Resource, _Most] = Field(default_factory=dict)

    def price(self, interval: Interval) -> int:
        """Raises :class:`PlanUnknown` for the free plan, which nobody buys."""
        found = self.month if interval == "month" else self.year
        if found is None:
            raise PlanUnknown
        return found

    def most(self, resource: Resource) -> int | None:
        """None: unlimited."""
        return self.quotas.get(resource)


class Grace(_Declared):
    """What follows a failed payment, in days."""

    days: Annotated[int, Field(ge=1, le=90)]
    reminders: tuple[Annotated[int, Field(ge=0)], ...]

    @checked(mode="after")
    def _inside(self) -> Grace:
        if list(self.reminders) != sorted(set(self.reminders)):
            raise ValueError("the days of reminders go up")
        if self.reminders and self.reminders[-1] >= self.days:
            raise ValueError("the last reminder lies after the grace period's end")
        return self


class Plans(_Declared):
    """From the smallest to the largest."""

    currency: Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")]
    trial_days: Annotated[int, Field(ge=0, le=365)]
    grace: Grace
    plan: Annotated[tuple[Plan, ...], Field(min_length=1)]

    @property
    def free(self) -> Plan:
        return self.plan[0]

    def known(self, plan_id: str) -> Plan | None:
        return next((plan for plan in self.plan if plan.id == plan_id), None)

    def get(self, plan_id: str) -> Plan:
        """Raises :class:`PlanUnknown`."""
        plan = self.known(plan_id)
        if plan is None:
            raise PlanUnknown(known=[one.id for one in self.plan if one.month])
        return plan

    def rank(self, plan: Plan) -> int:
        """A higher one holds more."""
        return self.plan.index(plan)

    @checked(mode="after")
    def _sound(self) -> Plans:
        ids = [plan.id for plan in self.plan]
        if len(set(ids)) < len(ids):
            raise ValueError("two plans have one id")
        if ids[0] != FREE or self.plan[0].month or self.plan[0].year:
            raise ValueError(f"the first plan is {FREE!r}, without prices")
        for plan in self.plan[1:]:
            if plan.month is None or plan.year is None:
                raise ValueError(f"{plan.id}: say its price for a month and for a year")
            if plan.year > 12 * plan.month:
                raise ValueError(f"{plan.id}: a year costs more than twelve months")
        for smaller, larger in pairwise(self.plan):
            _holds_more(smaller, larger)
        return self


def _holds_more(smaller: Plan, larger: Plan) -> None:
    if larger.month is not None and smaller.month is not None and larger.month <= smaller.month:
        raise ValueError(f"{larger.id} costs no more than {smaller.id}, which stands before it")
    for resource in RESOURCES:
        least, most = smaller.most(resource), larger.most(resource)
        if most is not None and (least is None or least > most):
            raise ValueError(f"{larger.id} holds fewer {resource} than {smaller.id}")


@cache
def load(path: Path) -> Plans:
    """Read and check the file. Raises :class:`Misconfigured` with the place and the reason."""
    try:
        return Plans.model_validate(tomllib.loads(path.read_text()))
    except OSError as error:
        raise Misconfigured(f"the plans cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured(f"{path}: {error}") from error
    except ValidationError as error:
        found = error.errors()[0]
        place = ".".join(str(part) for part in found["loc"])
        reason = found["msg"].removeprefix("Value error, ")
        raise Misconfigured(f"{path}: {f'{place}: ' if place else ''}{reason}") from error
