"""A program's rewards: what is on offer, and how many are left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.core.errors import Problem
from api.programs.models import Reward
from api.programs.schemas.programs import RewardIn


class UnknownReward(Problem):
    status, code, title = 422, "UNKNOWN_REWARD", "A reward named is not one of this program"


_PROMISED = ("name", "cost", "description", "limit_per_customer", "valid_from", "valid_until",
             "value")  # fmt: skip
"""What a revision keeps of a reward; the stock is no promise."""


async def offered(db: AsyncSession, programs: Sequence[UUID]) -> dict[UUID, list[Reward]]:
    """The rewards on offer, cheapest first, by program."""
    found = await db.scalars(
        select(Reward)
        .where(Reward.program_id.in_(programs), Reward.active)
        .order_by(Reward.cost, Reward.position, Reward.id)
    )
    rewards: dict[UUID, list[Reward]] = {program: [] for program in programs}
    for reward in found:
        rewards[reward.program_id].append(reward)
    return rewards


def promise(reward: Reward) -> dict[str, Any]:
    """The reward as a revision keeps it."""
    kept = {name: getattr(reward, name) for name in _PROMISED}
    for name in ("valid_from", "valid_until"):
        kept[name] = kept[name] and kept[name].isoformat()
    return {"id": str(reward.id), **kept}


def check_known(current: Sequence[Reward], wishes: Sequence[RewardIn]) -> None:
    """Raises :class:`UnknownReward`: not one of these, or named twice."""
    known = {reward.id for reward in current}
    for wish in wishes:
        if wish.id is not None:
            if wish.id not in known:
                raise UnknownReward(reward_id=wish.id)
            known.remove(wish.id)


async def offer(db: AsyncSession, program_id: UUID, wishes: Sequence[RewardIn]) -> bool:
    """Make the rewards on offer exactly these; whether that changed any promise.

    Raises :class:`UnknownReward`.
    """
    on_offer = (await offered(db, [program_id]))[program_id]
    check_known(on_offer, wishes)
    current = {reward.id: reward for reward in on_offer}
    before = {key: promise(reward) for key, reward in current.items()}
    after = {}
    for position, wish in enumerate(wishes):
        reward = current.pop(wish.id) if wish.id else Reward(id=uuid7(), given=0)
        if reward.stock is None:
            # Nothing was counted while the stock was without end.
            reward.given = 0
        reward.program_id, reward.position, reward.stock = program_id, position, wish.stock
        for name in _PROMISED:
            setattr(reward, name, getattr(wish, name))
        db.add(reward)
        after[reward.id] = promise(reward)
    for withdrawn in current.values():
        withdrawn.active = False
    await db.flush()
    return before != after
