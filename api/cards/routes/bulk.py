"""Many cards in one call, over HTTP."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.accounts.deps import CALLER_REFUSALS
from api.cards.deps import Reader, Writer
from api.cards.enrolling import bulk
from api.cards.schemas.bulk import BalancesIn, BalancesOut, EnrolmentsIn, EnrolmentsOut
from api.core import bulk_reads
from api.core.deps import Config, Db
from api.core.errors import StillRunning, problems
from api.core.http.allowance import Allowance, RateLimited
from api.core.http.answers import json_answer

router = APIRouter(prefix="/v1/cards", tags=["cards"])

READ = Allowance(30_000)
"""Balances: a shop's whole evening. Each takes some hundredths of a millisecond."""
GIVEN = Allowance(3_000)
"""Enrolments; each takes some milliseconds."""


@router.post(
    "/balances",
    operation_id="read_balances",
    summary="Read many balances",
    response_model=BalancesOut,
    responses=problems(*CALLER_REFUSALS, RateLimited),
)
async def read_balances(db: Db, caller: Reader, body: BalancesIn) -> Response:
    """Of up to 500 cards; changes nothing. A card that cannot be read has a `problem` in its
    place. 30,000 cards a minute; the `RateLimit-*` headers say what is left."""
    headers = READ.take(caller.merchant_id, len(body.cards))
    found = BalancesOut(items=await bulk.balances(db, body.cards))
    bulk_reads.note(db, caller, "balances", len(found.items))
    return json_answer(found, headers=headers)


@router.post(
    "/bulk",
    operation_id="enrol_many",
    summary="Give out many cards",
    response_model=EnrolmentsOut,
    responses=problems(*CALLER_REFUSALS, RateLimited, StillRunning),
)
async def enrol_many(db: Db, caller: Writer, settings: Config, body: EnrolmentsIn) -> Response:
    """Up to 500, each as `POST /v1/cards` would do it with its `key` as `Idempotency-Key`. What
    is wrong with one is its own `problem` and leaves the others alone, so that the whole call
    can be repeated after an accident or a correction: what was given out before answers
    `exists`. 3,000 cards a minute; the `RateLimit-*` headers say what is left."""
    headers = GIVEN.take(caller.merchant_id, len(body.items))
    items = await bulk.enrolments(db, settings, caller, body.items)
    return json_answer(EnrolmentsOut(items=items), headers=headers)
