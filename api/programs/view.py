"""Showing programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from api.programs.models import Program, Reward
from api.programs.schemas.programs import (
    Design,
    ProgramOfCard,
    ProgramOut,
    RewardOfCard,
    RewardOut,
    TermsOut,
)
from api.programs.schemas.rules import Rules, RulesOfCard


def slots(rewards: Iterable[Reward]) -> int:
    """Stamps on a full card."""
    return max((reward.cost for reward in rewards), default=0)


def program(
    row: Program, rewards: Sequence[Reward], join_url: str, terms: str | None
) -> ProgramOut:
    """``terms``: the text of the version in force."""
    return ProgramOut.model_validate(
        {
            **_common(row, rewards),
            "rules": Rules.model_validate(row.rules),
            "rewards": [RewardOut.model_validate(reward) for reward in rewards],
            "revision": row.revision,
            "terms": terms_of(row, terms),
            "frozen": row.frozen_at is not None,
            "join_url": join_url,
            "created_at": row.created_at,
            "activated_at": row.activated_at,
            "closed_at": row.closed_at,
        }
    )


def terms_of(row: Program, text_: str | None) -> TermsOut | None:
    if row.terms_version is None or text_ is None:
        return None
    return TermsOut(version=row.terms_version, text=text_)


def _common(row: Program, rewards: Sequence[Reward]) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "kind": row.kind,
        "unit_name": row.unit_name,
        "status": row.status,
        "rules": RulesOfCard.model_validate(row.rules),
        "design": Design.model_validate(row.design),
        "slots": slots(rewards),
        "rewards": [RewardOfCard.model_validate(reward) for reward in rewards],
        "redeem_until": row.redeem_until,
    }


def program_of_card(row: Program, rewards: Sequence[Reward]) -> ProgramOfCard:
    return ProgramOfCard.model_validate(_common(row, rewards))
