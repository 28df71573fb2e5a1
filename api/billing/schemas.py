"""Billing, as the API shows it. Amounts are integers in minor units."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.billing.plans import Interval, Resource
from api.billing.standing import State

PlanId = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,20}$")]


class PlanName(BaseModel):
    fr: str
    en: str


class PlanPrice(BaseModel):
    interval: Interval
    amount: int = Field(description="Minor units, VAT excluded.")
    currency: str


class PlanOut(BaseModel):
    id: str
    name: PlanName
    prices: list[PlanPrice] = Field(description="Empty for the free plan.")
    quotas: dict[Resource, int] = Field(description="What is absent is unlimited.")


class PlansOut(BaseModel):
    items: list[PlanOut]
    billing_available: bool = Field(description="False: this service takes no subscriptions.")
    trial_days: int = Field(description="Of a merchant's first subscription.")


class SubscriptionOut(BaseModel):
    plan: str = Field(description="The plan in force.")
    state: State = Field(
        description=(
            "`past_due`: a payment failed, and all goes on until `read_only_on`; `unpaid`: the"
            " office is read-only, cards keep working; `granted`: a gift of the operator's."
        )
    )
    until: datetime | None = Field(description="End of the trial, paid period, grace or gift.")
    interval: Interval | None
    status: str | None = Field(description="The subscription's status, in Stripe's words.")
    trial_end: datetime | None
    period_end: datetime | None
    cancel_at: datetime | None = Field(description="It ends then and becomes the free plan.")
    past_due_since: datetime | None
    read_only_on: datetime | None
    read_only_since: datetime | None
    payment_method: str | None = Field(description="`card`, `sepa_debit`: the kind alone.")
    billing_available: bool
    disputed: bool = Field(description="A payment is contested at the bank.")
    open_checkout: UUID | None


class Choice(BaseModel):
    model_config = ConfigDict(extra="forbid")

    plan: PlanId
    interval: Interval


class CheckoutIn(Choice):
    promotion_code: (
        Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,60}$", strip_whitespace=True)]
        | None
    ) = None


class CheckoutOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    plan: str
    interval: Interval
    state: Literal["open", "completed", "expired", "failed"]
    url: str | None = Field(description="Stripe's page to pay on, as long as it is open.")
    expires_at: datetime


class PortalOut(BaseModel):
    url: str = Field(description="Stripe's page for invoices and means of payment; for minutes.")


class PlanPreviewLine(BaseModel):
    description: str
    amount: int


class Over(BaseModel):
    """More than the wished plan holds: it will be read-only."""

    resource: Resource
    used: int
    limit: int


class PlanPreviewOut(BaseModel):
    currency: str
    due_now: int = Field(description="Charged at once; 0 where a credit is left.")
    tax: int
    lines: list[PlanPreviewLine]
    next_total: int
    next_at: datetime
    proration_at: datetime = Field(description="Send it with the change: its price is this one.")
    over: list[Over]


class ChangeIn(Choice):
    proration_at: datetime | None = Field(
        None, description="As the preview said; absent: prices are those of this moment."
    )


class InvoiceOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    number: str | None
    status: str = Field(description="`open`, `paid`, `void` or `uncollectible`, as Stripe says.")
    currency: str
    subtotal: int
    tax: int
    total: int
    amount_due: int
    amount_paid: int
    amount_refunded: int
    amount_credited: int
    disputed: bool
    issued_at: datetime | None
    due_at: datetime | None
    paid_at: datetime | None
    period_start: datetime
    period_end: datetime
    hosted_url: str | None = Field(description="Where it is seen and paid.")
    pdf_url: str | None


UsageLevel = Literal["ok", "near", "full", "over"]


class UsageOfResource(BaseModel):
    resource: Resource
    used: int
    limit: int | None = Field(description="Null: without limit.")
    period_ends_at: datetime | None = Field(description="When a monthly count begins anew.")
    level: UsageLevel = Field(description="`near` from 80 percent on, `full` at the limit.")
    frozen: int = Field(description="Not counted: there, but only to be read.")


class UsageOut(BaseModel):
    plan: str
    state: State
    items: list[UsageOfResource]
