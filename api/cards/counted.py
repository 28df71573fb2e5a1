"""Cards as the plan counts them: those that are active and not frozen."""

from __future__ import annotations

from sqlalchemy import text

from api.core import quotas
from api.core.errors import Problem

FIT = "cards.fit_plan"
CARDS = quotas.declare(
    "cards",
    count=text("""
        SELECT count(*) FROM cards
         WHERE merchant_id = :merchant_id AND status = 'active' AND frozen_at IS NULL
    """),
    frozen=text("""
        SELECT count(*) FROM cards
         WHERE merchant_id = :merchant_id AND status = 'active' AND frozen_at IS NOT NULL
    """),
    fit=FIT,
)


class CardFrozenByPlan(Problem):
    status, code, title = (
        409,
        "CARD_FROZEN_BY_PLAN",
        "The merchant's plan has no room for this card: rewards can be given, nothing earned",
    )
