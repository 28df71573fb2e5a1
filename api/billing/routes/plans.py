"""What can be subscribed to."""

from __future__ import annotations

from fastapi import APIRouter

from api.billing.deps import Declared
from api.billing.plans import INTERVALS, Plan
from api.billing.schemas import PlanName, PlanOut, PlanPrice, PlansOut
from api.core.deps import Config

router = APIRouter(prefix="/v1", tags=["billing"])


@router.get("/plans", operation_id="list_plans", summary="List the plans")
async def list_plans(plans: Declared, settings: Config) -> PlansOut:
    """From the smallest to the largest, with their prices and what they hold."""
    return PlansOut(
        items=[
            PlanOut(
                id=plan.id,
                name=PlanName(fr=plan.name.fr, en=plan.name.en),
                prices=_prices(plan, plans.currency),
                quotas=plan.quotas,
            )
            for plan in plans.plan
        ],
        billing_available=settings.stripe_key is not None,
        trial_days=plans.trial_days,
    )


def _prices(plan: Plan, currency: str) -> list[PlanPrice]:
    if plan.month is None:
        return []
    return [
        PlanPrice(interval=interval, amount=plan.price(interval), currency=currency)
        for interval in INTERVALS
    ]
