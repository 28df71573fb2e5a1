"""Subscribing over HTTP."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from api.accounts.deps import CALLER_REFUSALS
from api.billing import checkout, returning
from api.billing.checkout import AlreadySubscribed, CheckoutNotFound, PromotionCodeInvalid
from api.billing.deps import Declared, Payer, Reader
from api.billing.plans import PlanUnknown
from api.billing.schemas import CheckoutIn, CheckoutOut
from api.billing.stripe_api import BillingNotConfigured, StripeRefused, StripeUnavailable
from api.core.deps import Config, Db
from api.core.errors import StillRunning, problems
from api.core.http.idempotency import Key, KeyRequired, KeyReused

router = APIRouter(prefix="/v1/checkouts", tags=["billing"])


@router.post(
    "",
    operation_id="create_checkout",
    summary="Subscribe",
    status_code=201,
    responses=problems(
        *CALLER_REFUSALS,
        BillingNotConfigured,
        StripeUnavailable,
        StripeRefused,
        KeyRequired,
        KeyReused,
        StillRunning,
        PlanUnknown,
        AlreadySubscribed,
        PromotionCodeInvalid,
    ),
)
async def create_checkout(
    db: Db, caller: Payer, settings: Config, plans: Declared, body: CheckoutIn, key: Key
) -> CheckoutOut:
    """Answers a page of Stripe's to pay on (`url`), open for a day; another one begun later
    closes it. Stripe sends the person back to `/subscription?checkout=…`. When Stripe does not
    answer, nothing is lost: the same key goes on from there."""
    made = await checkout.begin(db, settings, plans, caller, body, key)
    return CheckoutOut.model_validate(made)


@router.get(
    "/{checkout_id}",
    operation_id="read_checkout",
    summary="Read where a checkout stands",
    responses=problems(*CALLER_REFUSALS, CheckoutNotFound),
)
async def read_checkout(
    db: Db, caller: Reader, settings: Config, plans: Declared, checkout_id: UUID
) -> CheckoutOut:
    """`completed` as soon as the person has paid: of an open one Stripe is asked."""
    return CheckoutOut.model_validate(await returning.look(db, settings, plans, checkout_id))
