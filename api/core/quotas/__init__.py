"""What a merchant may have of each thing: declared (:mod:`.usages`), counted exactly
(:mod:`.counting`), held against what there is every night (:mod:`.recount`), and what is frozen
where the plan has no room (:mod:`.fitting`)."""

from api.core.quotas.counting import (
    ANNOUNCE,
    FULL,
    NEAR,
    UPGRADE,
    FrozenByPlan,
    PlanLimit,
    expect,
    foresee,
    level,
    release,
    room,
    set_limits,
    settle,
    take,
    used,
)
from api.core.quotas.usages import declare

__all__ = [
    "ANNOUNCE",
    "FULL",
    "NEAR",
    "UPGRADE",
    "FrozenByPlan",
    "PlanLimit",
    "declare",
    "expect",
    "foresee",
    "level",
    "release",
    "room",
    "set_limits",
    "settle",
    "take",
    "used",
]
