"""Which engine carries which right out. What has none is done by a member, who then says so: a
correction or a restriction told in words alone, and a complaint, which is for people."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.audit import Actor
from api.core.settings import Settings
from api.privacy.requests.copying import COPYING
from api.privacy.requests.correcting import CORRECTING, RESTRICTING
from api.privacy.requests.erasing import ERASING
from api.privacy.requests.models import PrivacyRequest
from api.privacy.requests.objecting import OBJECTING, WITHDRAWING
from api.privacy.requests.plans import Engine, Plan, Standing


async def _plan_by_hand(db: AsyncSession, row: PrivacyRequest) -> Plan:
    return Plan(by_hand=True, proof=row.kind)


async def _start_by_hand(
    db: AsyncSession, settings: Settings, actor: Actor, row: PrivacyRequest
) -> UUID | None:
    return None


async def _until_said(db: AsyncSession, row: PrivacyRequest) -> Standing:
    return Standing("running")


BY_HAND = Engine(_plan_by_hand, _start_by_hand, _until_said)
ENGINES: dict[str, Engine] = {
    "access": COPYING,
    "portability": COPYING,
    "erasure": ERASING,
    "objection": OBJECTING,
    "withdrawal": WITHDRAWING,
}


def engine_of(row: PrivacyRequest) -> Engine:
    if row.kind == "rectification" and row.correction is not None:
        return CORRECTING
    if row.kind == "restriction" and row.restriction is not None:
        return RESTRICTING
    return ENGINES.get(row.kind, BY_HAND)
