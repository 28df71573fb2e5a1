"""The plan follows from declarations, law and choices; the statement says what the plan says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, product
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from api.billing.models import Invoice
from api.core import jobs
from api.core.db import Base
from api.core.personal import KEY, Via
from api.customers.models import Customer
from api.privacy.retention import in_force
from api.privacy.retention.brake import verdict
from api.privacy.retention.forecast import count
from api.privacy.retention.law import country_of
from api.privacy.retention.over import ended_at
from api.privacy.retention.period import Period
from api.privacy.retention.steps import Step, days_ahead, steps
from tests.world import World

PARIS = ZoneInfo("Europe/Paris")
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
OF_ITSELF = {"expiry", "bookkeeping", "payment"}
"""Retentions that count from a date of the row's own, and not from what a person does."""
WITH_A_JOB = {"intake_chunks"}
"""Gone with the one job that takes them in, whatever becomes of it."""


def planned(country: str = "fr", **choices: str) -> dict[tuple[str, str], Step]:
    chosen = {f"customer.{name}": Period.parse(text) for name, text in choices.items()}
    found = steps(in_force.models(), in_force.rules(country, AT), chosen, PARIS)
    return {(step.table, step.rule.name): step for step in found}


def test_every_row_with_an_end_of_its_own_says_when_that_is() -> None:
    """Or hangs on a row that does."""
    says, hangs = set(), set()
    leads_through: dict[str, set[str]] = {}
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        for ends in getattr(mapper.class_, "__ends__", ()):
            says.add((table.name, ends.rule))  # type: ignore[attr-defined]  # it is a table
        ways = getattr(mapper.class_, "__persons__", {}).values()
        through = {one.table for one in ways if isinstance(one, Via)}
        leads_through[table.name] = through  # type: ignore[attr-defined]  # it is a table
    for table in Base.metadata.sorted_tables:
        if table.name in WITH_A_JOB:
            continue
        parents = {key.column.table.name for key in table.foreign_keys} | leads_through[table.name]
        for column in table.columns:
            one = column.info[KEY]
            if one.personal and one.retention in OF_ITSELF:
                if any((parent, one.rule) in says for parent in parents):
                    continue
                hangs.add((table.name, one.rule))
    assert hangs - says == set()


def test_what_another_job_does_has_that_job() -> None:
    for step in planned().values():
        if step.ends.by:
            assert step.ends.by in jobs.schedule, step.table


def test_columns_that_ends_name_are_there() -> None:
    for step in planned().values():
        names = {*step.ends.since, *step.ends.clears} | ({step.ends.person} - {""})
        assert names <= {*step.model.__mapper__.attrs.keys()}, step.table


def test_a_choice_moves_the_end_of_what_it_is_about_alone() -> None:
    before, after = planned(), planned(last_activity="P12M")
    key = ("customers", "customer.last_activity")
    moved = {name for name in before if before[name].effective != after[name].effective}
    assert moved == {key}
    assert str(after[key].effective.period) == "P1Y"
    since = datetime(2024, 2, 29, 12, tzinfo=UTC)
    assert before[key].end(since) == datetime(2027, 2, 28, 12, tzinfo=UTC)
    assert after[key].end(since) == datetime(2025, 2, 28, 12, tzinfo=UTC)


def test_belgian_invoices_count_from_the_new_year() -> None:
    key = ("invoices", "merchant.bookkeeping")
    since = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert planned()[key].end(since) == datetime(2036, 3, 1, 12, tzinfo=UTC)
    assert planned("be")[key].end(since) == datetime(2036, 12, 31, 23, tzinfo=UTC)
    assert (country_of("Europe/Brussels"), country_of("Europe/Paris")) == ("be", "fr")


def test_a_row_may_be_good_for_longer_by_itself() -> None:
    step = planned()["invitations", "user.expiry"]
    assert step.end(AT) == AT + timedelta(days=30)


def test_days_ahead_are_the_merchants() -> None:
    late = datetime(2026, 3, 26, 23, 30, tzinfo=UTC)
    found = days_ahead(late, PARIS, days=3)
    assert [day for day, _ in found] == [date(2026, 3, day) for day in (27, 28, 29, 30)]
    lengths = [(b - a).total_seconds() / 3600 for (_, a), (_, b) in pairwise(found)]
    assert lengths == [24, 23, 24]
    assert found[0][1] == datetime(2026, 3, 27, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("announced", "found", "expected"),
    [
        (None, 0, "go"), (None, 1, "wait"), (0, 0, "go"), (0, 2, "go"), (0, 3, "stop"),
        (1, 2, "go"), (1, 3, "stop"), (100, 299, "go"), (100, 300, "stop"), (100, 5, "go"),
    ],
)  # fmt: skip
def test_brake(announced: int | None, found: int, expected: str) -> None:
    assert verdict(announced, found) == expected


@pytest.mark.parametrize(
    ("country", "table", "rule"),
    [
        ("fr", "invoices", "merchant.bookkeeping"),
        ("be", "invoices", "merchant.bookkeeping"),
        ("fr", "invoices", "merchant.payment"),
        ("fr", "customers", "customer.last_activity"),
    ],
)
async def test_the_statement_and_the_plan_end_on_the_same_second(
    world: World, country: str, table: str, rule: str
) -> None:
    step = planned(country)[table, rule]
    shop = await world.shop()
    starts = [
        datetime(year, month, day, hour, 30, tzinfo=UTC)
        for (month, day), year, hour in product(
            ((1, 31), (2, 28), (3, 28), (10, 24), (10, 25), (12, 31)), (2019, 2024), (0, 1, 23)
        )
    ] + [datetime(2024, 2, 29, 1, 30, tzinfo=UTC)]
    async with shop.db() as db:
        for start in starts:
            row = _row(step, start)
            db.add(row)
            await db.flush()
            end = step.end(start)
            query = select(ended_at(step)).select_from(step.model).where(step.model.id == row.id)
            assert await db.scalar(query) == end
            assert await count(db, step, end - timedelta(seconds=1)) == 0
            assert await count(db, step, end) == 1
            await db.delete(row)
            await db.flush()


def _row(step: Step, since: datetime) -> Invoice | Customer:
    if step.table == "customers":
        return Customer(source="desk", first_name="Ada", last_active_at=since)
    paid = step.rule.name == "merchant.payment"
    zero = dict.fromkeys(
        ("subtotal", "tax", "total", "amount_due", "amount_paid", "amount_refunded",
         "amount_credited"), 0,
    )  # fmt: skip
    return Invoice(
        stripe_id=f"in_{since.timestamp()}", status="paid", currency="eur", disputed=False,
        created_at=since, period_start=since, period_end=since, paid_at=since if paid else None,
        paid_by="card" if paid else None, **zero,
    )  # fmt: skip
