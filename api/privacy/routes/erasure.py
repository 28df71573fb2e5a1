"""Erasing a customer over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy import select

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.core.deps import Db
from api.core.errors import BadCursor, problems
from api.core.pages import Page, Paging
from api.customers.found import NOT_THERE, find
from api.customers.names import names_of
from api.privacy.erasure import asking
from api.privacy.erasure.asking import (
    ApproverIsRequester,
    ErasureHeld,
    ErasureNotFound,
    ErasureNotWaiting,
    ErasurePlanChanged,
    ErasureUnderway,
)
from api.privacy.erasure.models import Erasure
from api.privacy.erasure.schemas import (
    ErasureIn,
    ErasureOut,
    ErasurePlanOut,
    ErasureRuleBody,
    shown,
    shown_plan,
)
from api.privacy.erasure.waiting import waits_for
from api.privacy.erasure.whose import same_person

router = APIRouter(prefix="/v1", tags=["privacy"])

Reader = Annotated[Caller, needs("privacy:read")]
Writer = Annotated[Caller, needs("privacy:write")]
Approver = Annotated[Caller, needs("privacy:approve")]

UNTOUCHED = {"awaiting_approval", "refused"}


async def _shown(db: Db, rows: Sequence[Erasure]) -> list[ErasureOut]:
    """With the names of those whom nothing has been erased of yet, and with what holds it up."""
    whole = {row.customer_id for row in rows if row.state in UNTOUCHED}
    known = await names_of(db, whole)
    waits = await waits_for(db, rows)
    return [shown(row, known.get(row.customer_id), waits.get(row.id)) for row in rows]


@router.post(
    "/customers/{customer_id}/erasure-plan",
    operation_id="plan_erasure",
    summary="Preview what erasing a customer would do",
    responses=problems(*CALLER_REFUSALS, *NOT_THERE),
)
async def plan_erasure(db: Db, caller: Writer, customer_id: UUID) -> ErasurePlanOut:
    """Nothing is changed. Per table: how many rows lead to the customer, whether they are
    deleted or stay without leading to anybody, and which columns are kept, by which rule and
    why. All of it follows from what each column declares."""
    await find(db, customer_id)
    person = asking.of_customer(db, customer_id)
    return shown_plan(
        await asking.plan(db, person),
        len(await same_person(db, person)),
        await asking.approval_needed(db),
    )


@router.post(
    "/customers/{customer_id}/erasures",
    operation_id="erase_customer",
    summary="Erase a customer as previewed",
    status_code=201,
    responses=problems(
        *CALLER_REFUSALS, *NOT_THERE, ErasureUnderway, ErasureHeld, ErasurePlanChanged
    ),
)
async def erase_customer(db: Db, caller: Writer, customer_id: UUID, body: ErasureIn) -> ErasureOut:
    """Confirms the plan with this digest; 409 when it would have another effect by now. Done in
    the background, in batches: ask again until `state` is `done`. The customer's cards are
    closed first, so no stamp comes in between; their ledgers stay, verify, and lead to nobody.
    Where the merchant wants a second member to approve, nothing happens before."""
    await find(db, customer_id, lock=True)
    person = asking.of_customer(db, customer_id)
    row = await asking.start(db, caller, person, plan_digest=body.plan_digest)
    (found,) = await _shown(db, [row])
    return found


@router.get(
    "/erasures",
    operation_id="list_erasures",
    summary="List erasures",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_erasures(
    db: Db,
    caller: Reader,
    page: Paging,
    status: Annotated[
        Literal["open", "closed"] | None, Query(description="`closed`: done or refused.")
    ] = None,
) -> Page[ErasureOut]:
    """Newest first."""
    query = select(Erasure)
    if status is not None:
        over = Erasure.state.in_(("done", "refused"))
        query = query.where(over if status == "closed" else ~over)
    rows, cursor = await page.read(db, query, (Erasure.id, UUID))
    return Page(items=await _shown(db, rows), next_cursor=cursor)


@router.get(
    "/erasures/{erasure_id}",
    operation_id="read_erasure",
    summary="Read where an erasure stands, and its proof",
    responses=problems(*CALLER_REFUSALS, ErasureNotFound),
)
async def read_erasure(db: Db, caller: Reader, erasure_id: UUID) -> ErasureOut:
    """`awaiting_provider`: the rows are gone, and somebody who was sent data has not confirmed
    yet. `proof` says what was erased, what was found afterwards (nothing) and what stays."""
    (found,) = await _shown(db, [await asking.load(db, erasure_id)])
    return found


@router.post(
    "/erasures/{erasure_id}/approval",
    operation_id="approve_erasure",
    summary="Approve an erasure",
    responses=problems(*CALLER_REFUSALS, ErasureNotFound, ErasureNotWaiting, ApproverIsRequester),
)
async def approve_erasure(db: Db, caller: Approver, erasure_id: UUID) -> ErasureOut:
    """By a member, and never by who asked for it."""
    row = await asking.load(db, erasure_id, lock=True)
    await asking.approve(db, caller, row)
    (found,) = await _shown(db, [row])
    return found


@router.post(
    "/erasures/{erasure_id}/refusal",
    operation_id="refuse_erasure",
    summary="Refuse an erasure that waits for approval",
    responses=problems(*CALLER_REFUSALS, ErasureNotFound, ErasureNotWaiting),
)
async def refuse_erasure(db: Db, caller: Writer, erasure_id: UUID) -> ErasureOut:
    """Nothing is erased. Who asked may take it back."""
    row = await asking.load(db, erasure_id, lock=True)
    asking.refuse(db, caller, row)
    (found,) = await _shown(db, [row])
    return found


@router.get(
    "/erasure-rule",
    operation_id="read_erasure_rule",
    summary="Whether a second member has to approve erasures",
    responses=problems(*CALLER_REFUSALS),
)
async def read_erasure_rule(db: Db, caller: Reader) -> ErasureRuleBody:
    """Off unless the merchant turns it on."""
    return ErasureRuleBody(approval=await asking.approval_needed(db))


@router.put(
    "/erasure-rule",
    operation_id="change_erasure_rule",
    summary="Have a second member approve erasures, or not",
    responses=problems(*CALLER_REFUSALS),
)
async def change_erasure_rule(db: Db, caller: Approver, body: ErasureRuleBody) -> ErasureRuleBody:
    """For erasures asked for from now on. What a legal period ends is not asked for by anybody,
    and goes by itself."""
    await asking.need_approval(db, caller, body.approval)
    return body
