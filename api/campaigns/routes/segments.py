"""Segments: who would be written to."""

from __future__ import annotations

from fastapi import APIRouter

from api.accounts.deps import CALLER_REFUSALS
from api.campaigns import segments
from api.campaigns.deps import Reader
from api.campaigns.schemas import SegmentIn, SegmentOut
from api.campaigns.sensitive import SensitiveSegment
from api.core.clock import now
from api.core.deps import Db
from api.core.errors import problems
from api.programs.life import ProgramNotFound

router = APIRouter(prefix="/v1/segments", tags=["campaigns"])


@router.post(
    "/previews",
    operation_id="preview_segment",
    summary="Count a segment",
    responses=problems(*CALLER_REFUSALS, SensitiveSegment, ProgramNotFound),
)
async def preview_segment(db: Db, caller: Reader, body: SegmentIn) -> SegmentOut:
    """Who is in it, how many of them may be written to at this moment, and why the others may
    not. A `selection` names its `customer_ids`."""
    await segments.check(db, body.audience)
    return await segments.count(db, body.audience, now(), name=caller.may("customers:read"))
