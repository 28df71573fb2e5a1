"""What a change of a program would mean, as the API tells it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

EffectNote = Literal[
    "FORWARD_ONLY",
    "EARNS_LESS",
    "EARNS_NOTHING_BY_ITSELF",
    "REWARD_DEARER",
    "REWARD_WITHDRAWN",
    "EXPIRY_OF_EXISTING_UNITS_UNCHANGED",
    "TIERS_RECOUNTED",
    "DISCOUNT_WORTH_LESS",
    "FEWER_LOCATIONS",
    "NEW_TERMS",
]


class EffectsOut(BaseModel):
    """What a change would mean for the cards that are out there."""

    cards: int = Field(description="Active cards of the program.")
    units_outstanding: int
    rewards_in_reach_before: int = Field(description="Cards that can pay for a reward today.")
    rewards_in_reach_after: int
    expiring_units_next_90_days: int
    notes: list[EffectNote]
