"""What is the law and the choice for a merchant today, and what of its rows ends therefore."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Merchant
from api.core.db import Base
from api.core.personal import KEY
from api.core.tenancy import merchant_of
from api.privacy.retention import law
from api.privacy.retention.law import Rule
from api.privacy.retention.models import RetentionChoice
from api.privacy.retention.period import Period
from api.privacy.retention.steps import Step, binding, steps

OPERATORS = ("fr", ZoneInfo("Europe/Paris"))
"""By whose law and clock the tables of no merchant are kept."""


def models() -> Iterator[Any]:
    """Those that say when their rows end."""
    for mapper in Base.registry.mappers:
        if getattr(mapper.class_, "__ends__", ()):
            yield mapper.class_


def pairs() -> frozenset[str]:
    """The names of all rules that columns ask for."""
    return _pairs(tuple(Base.metadata.tables))


@cache
def _pairs(tables: tuple[str, ...]) -> frozenset[str]:
    found = set()
    for name in tables:
        for column in Base.metadata.tables[name].columns:
            one = column.info[KEY]
            if one.subject is not None:
                found.add(f"{one.subject.value}.{one.retention.value}")
    return frozenset(found)


def rules(country: str, at: datetime) -> Mapping[str, Rule]:
    day = at.date()
    return law.load(country, pairs(), day).on(day)


@dataclass(frozen=True)
class Ruling:
    """Of one merchant."""

    country: str
    zone: ZoneInfo
    rules: Mapping[str, Rule]
    choices: Mapping[str, Period]

    def steps(self, choices: Mapping[str, Period] | None = None) -> list[Step]:
        """Of the merchant's own tables; with other choices than its own, to see what would be."""
        chosen = self.choices if choices is None else choices
        found = steps(models(), self.rules, chosen, self.zone)
        return [step for step in binding(found) if step.of_merchants]


async def of_merchant(db: AsyncSession, at: datetime) -> Ruling:
    """For the merchant that the session has entered."""
    merchant = await db.get_one(Merchant, merchant_of(db))
    country = law.country_of(merchant.time_zone)
    chosen = await db.scalars(select(RetentionChoice).where(RetentionChoice.period.is_not(None)))
    choices = {one.rule: Period.parse(one.period) for one in chosen if one.period}
    return Ruling(country, ZoneInfo(merchant.time_zone), rules(country, at), choices)


def of_operator(at: datetime) -> list[Step]:
    """What ends in the tables of no merchant."""
    country, zone = OPERATORS
    return [step for step in steps(models(), rules(country, at), {}, zone) if not step.of_merchants]
