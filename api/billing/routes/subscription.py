"""The subscription and its invoices over HTTP."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import select

from api.accounts.deps import CALLER_REFUSALS
from api.billing import changes, overview, portal, previews
from api.billing.changes import NoSubscription, PreviewExpired, SamePlan
from api.billing.deps import Declared, Payer, Reader
from api.billing.models import Invoice
from api.billing.plans import PlanUnknown
from api.billing.schemas import (
    ChangeIn,
    Choice,
    InvoiceOut,
    PlanPreviewOut,
    PortalOut,
    SubscriptionOut,
)
from api.billing.stripe_api import (
    BillingNotConfigured,
    CardDeclined,
    PaymentRequired,
    StripeRefused,
    StripeUnavailable,
)
from api.core.deps import Config, Db
from api.core.errors import BadCursor, StillRunning, problems
from api.core.http.idempotency import Key, KeyRequired, KeyReused
from api.core.pages import Page, Paging, moment

router = APIRouter(prefix="/v1", tags=["billing"])

ASKING_STRIPE = (BillingNotConfigured, StripeUnavailable, StripeRefused)
_GESTURE = (KeyRequired, KeyReused, StillRunning)


@router.get(
    "/subscription",
    operation_id="read_subscription",
    summary="Read the plan in force and the subscription",
    responses=problems(*CALLER_REFUSALS),
)
async def read_subscription(
    db: Db, caller: Reader, settings: Config, plans: Declared
) -> SubscriptionOut:
    """As far as Stripe has told; it is compared with Stripe every night."""
    return await overview.show(db, settings, plans)


@router.post(
    "/subscription/previews",
    operation_id="preview_plan_change",
    summary="What another plan would cost",
    responses=problems(*CALLER_REFUSALS, *ASKING_STRIPE, PlanUnknown, NoSubscription, SamePlan),
)
async def preview_plan_change(
    db: Db, caller: Payer, settings: Config, plans: Declared, body: Choice
) -> PlanPreviewOut:
    """Computed by Stripe, taxes and what is left of the paid period included; nothing changes."""
    return await previews.preview(db, settings, plans, body)


@router.post(
    "/subscription/changes",
    operation_id="change_plan",
    summary="Change the plan or the period",
    status_code=201,
    responses=problems(
        *CALLER_REFUSALS,
        *ASKING_STRIPE,
        *_GESTURE,
        PlanUnknown,
        NoSubscription,
        SamePlan,
        PreviewExpired,
        CardDeclined,
        PaymentRequired,
    ),
)
async def change_plan(
    db: Db, caller: Payer, settings: Config, plans: Declared, body: ChangeIn, key: Key
) -> SubscriptionOut:
    """At once; the difference is charged or credited. When the charge is refused nothing has
    changed. Send `proration_at` of the preview to pay exactly what it showed."""
    await changes.change(db, settings, plans, caller, body, key)
    return await overview.show(db, settings, plans)


@router.post(
    "/subscription/cancellation",
    operation_id="cancel_subscription",
    summary="Let the subscription end with the paid period",
    status_code=201,
    responses=problems(*CALLER_REFUSALS, *ASKING_STRIPE, *_GESTURE, NoSubscription),
)
async def cancel_subscription(
    db: Db, caller: Payer, settings: Config, plans: Declared, key: Key
) -> SubscriptionOut:
    """All goes on until `cancel_at`; then the free plan is in force, and nothing is deleted."""
    await changes.end(db, settings, plans, caller, key, ending=True)
    return await overview.show(db, settings, plans)


@router.delete(
    "/subscription/cancellation",
    operation_id="resume_subscription",
    summary="Let the subscription go on after all",
    responses=problems(*CALLER_REFUSALS, *ASKING_STRIPE, *_GESTURE, NoSubscription),
)
async def resume_subscription(
    db: Db, caller: Payer, settings: Config, plans: Declared, key: Key
) -> SubscriptionOut:
    """As long as it has not ended."""
    await changes.end(db, settings, plans, caller, key, ending=False)
    return await overview.show(db, settings, plans)


@router.post(
    "/billing-portal-sessions",
    operation_id="open_billing_portal",
    summary="Open the page for means of payment and invoices",
    status_code=201,
    responses=problems(*CALLER_REFUSALS, *ASKING_STRIPE, NoSubscription),
)
async def open_billing_portal(db: Db, caller: Payer, settings: Config) -> PortalOut:
    """At Stripe, since card numbers and bank accounts are known there alone."""
    return PortalOut(url=await portal.open_portal(db, settings))


@router.get(
    "/invoices",
    operation_id="list_invoices",
    summary="List the invoices",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_invoices(db: Db, caller: Reader, page: Paging) -> Page[InvoiceOut]:
    """Newest first, without drafts. The documents themselves are at Stripe."""
    query = select(Invoice).where(Invoice.status != "draft")
    rows, cursor = await page.read(db, query, (Invoice.created_at, moment), (Invoice.id, UUID))
    return Page(items=[InvoiceOut.model_validate(row) for row in rows], next_cursor=cursor)
