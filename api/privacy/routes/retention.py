"""How long data is kept, over HTTP: rules, choices, what goes when, and where it was stopped."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query
from sqlalchemy import select

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.core import audit
from api.core.clock import now
from api.core.deps import Db
from api.core.errors import BadCursor, PreconditionRequired, Problem, Stale, problems
from api.core.pages import Page, Paging, moment
from api.customers.models import Customer
from api.privacy.ending.going import going as at_contract_end
from api.privacy.retention import forecast, in_force
from api.privacy.retention.choices import (
    RetentionNotChosen,
    RetentionOutOfBounds,
    RetentionRuleNotFound,
    choosable,
    choose,
    within,
)
from api.privacy.retention.models import RetentionNotice, RetentionStop
from api.privacy.retention.period import Period
from api.privacy.retention.schemas import (
    ChoiceIn,
    PeriodText,
    RetentionOut,
    RetentionPlanOut,
    StopOut,
    UnreachableOut,
)
from api.privacy.retention.shown import going, rules_of

router = APIRouter(prefix="/v1/privacy", tags=["privacy"])

Reader = Annotated[Caller, needs("privacy:read")]


class RetentionStopNotFound(Problem):
    status, code, title = 404, "RETENTION_STOP_NOT_FOUND", "Nothing is stopped under this id"


@router.get(
    "/retention",
    operation_id="read_retention",
    summary="How long data is kept",
    responses=problems(*CALLER_REFUSALS),
)
async def read_retention(db: Db, caller: Reader) -> RetentionOut:
    """Each rule with the law's floor, default and ceiling, their sources, the merchant's choice
    and the period that counts. `customer.*` are the merchant's to choose; all others are kept
    as the operator promises."""
    ruling = await in_force.of_merchant(db, now())
    stops = await db.scalars(
        select(RetentionStop)
        .where(RetentionStop.released_at.is_(None))
        .order_by(RetentionStop.id.desc())
    )
    return RetentionOut(
        country="BE" if ruling.country == "be" else "FR",
        rules=await rules_of(db, ruling),
        stops=[
            StopOut(
                id=one.id,
                rule=one.rule,
                table=one.table_name,
                announced=one.announced,
                found=one.found,
                at=one.at,
            )
            for one in stops
        ],
    )


@router.put(
    "/retention/choices/{rule}",
    operation_id="choose_retention",
    summary="Choose how long data is kept",
    status_code=204,
    responses=problems(
        *CALLER_REFUSALS,
        RetentionRuleNotFound,
        RetentionNotChosen,
        RetentionOutOfBounds,
        Stale,
        PreconditionRequired,
    ),
)
async def choose_retention(
    db: Db,
    caller: Annotated[Caller, needs("privacy:write")],
    rule: str,
    body: ChoiceIn,
    if_match: Annotated[str | None, Header(description="The rule's `version`, in quotes.")] = None,
) -> None:
    """Within the law's floor and ceiling; beyond them it is refused with the rule, the bound and
    its source. Nothing goes at once: customers are told 30 days before, other rows are announced
    the night before."""
    period = Period.parse(body.period) if body.period else None
    await choose(db, caller, rule, period, if_match)


@router.get(
    "/retention/plan",
    operation_id="read_retention_plan",
    summary="What goes in the next seven days",
    responses=problems(*CALLER_REFUSALS),
)
async def read_retention_plan(db: Db, caller: Reader) -> RetentionPlanOut:
    """Counts per day, rule and table. Customers among them go when they were told in time. Where
    the contract has ended, everything goes on its day by `merchant.contract`."""
    at = now()
    steps = (await in_force.of_merchant(db, at)).steps()
    days = [*going(await forecast.ahead(db, steps, at)), *await at_contract_end(db)]
    return RetentionPlanOut(days=sorted(days, key=lambda one: (one.day, one.table)))


@router.get(
    "/retention/rules/{rule}/preview",
    operation_id="preview_retention",
    summary="What would go by another period",
    responses=problems(
        *CALLER_REFUSALS, RetentionRuleNotFound, RetentionNotChosen, RetentionOutOfBounds
    ),
)
async def preview_retention(
    db: Db,
    caller: Reader,
    rule: str,
    period: Annotated[PeriodText, Query()],
    days: Annotated[int, Query(ge=1, le=90, description="How far to look ahead.")] = 30,
) -> RetentionPlanOut:
    """Counts per day and table, as they would be over with this period. Nothing is changed."""
    at, chosen = now(), Period.parse(period)
    ruling = await in_force.of_merchant(db, at)
    within(choosable(dict(ruling.rules), rule), chosen)
    steps = [one for one in ruling.steps({rule: chosen}) if one.rule.name == rule]
    return RetentionPlanOut(days=going(await forecast.ahead(db, steps, at, days)))


@router.get(
    "/retention/unreachable",
    operation_id="list_unreachable",
    summary="List who will be erased and cannot be told by mail",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_unreachable(
    db: Db, caller: Annotated[Caller, needs("privacy:read", "customers:read")], page: Paging
) -> Page[UnreachableOut]:
    """Silent customers without an address, soonest first: a visit keeps them."""
    query = (
        select(RetentionNotice, Customer)
        .join(
            Customer,
            (Customer.merchant_id == RetentionNotice.merchant_id)
            & (Customer.id == RetentionNotice.customer_id)
            & (Customer.last_active_at == RetentionNotice.since),
        )
        .where(RetentionNotice.how == "unreachable", RetentionNotice.days == 30)
    )
    rows, cursor = await page.read_rows(
        db, query, (RetentionNotice.due_at, moment), (RetentionNotice.id, UUID), ascending=True
    )
    items = [
        UnreachableOut(
            customer_id=customer.id,
            name=" ".join(filter(None, (customer.first_name, customer.last_name)))
            or customer.company
            or customer.phone
            or "",
            due_at=notice.due_at,
        )
        for notice, customer, *_ in rows
    ]
    return Page(items=items, next_cursor=cursor)


@router.post(
    "/retention/stops/{stop_id}/release",
    operation_id="release_retention",
    summary="Let a stopped deletion go on",
    status_code=204,
    responses=problems(*CALLER_REFUSALS, RetentionStopNotFound),
)
async def release_retention(
    db: Db, caller: Annotated[Caller, needs("privacy:approve")], stop_id: UUID
) -> None:
    """It goes on the next night. Doing it again changes nothing."""
    stop = await db.scalar(
        select(RetentionStop).where(RetentionStop.id == stop_id).with_for_update()
    )
    if stop is None:
        raise RetentionStopNotFound
    if stop.released_at is None:
        stop.released_at, stop.released_by = now(), caller.id
        audit.record(db, caller, "retention.released", "retention_stop", stop.id, rule=stop.rule)
