"""The audit trail over HTTP."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime, BeforeValidator
from sqlalchemy import func, select

from api.accounts import trail
from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.accounts.schemas.audit import AuditEventOut, AuditHeadOut, AuditVerificationOut, FaultOut
from api.accounts.trail import Wanted
from api.core import audit
from api.core.audit import AuditEvent, AuditWaiting
from api.core.audit.actions import Action
from api.core.audit.seals import AuditHead, AuditVerification
from api.core.deps import Db, Pool
from api.core.errors import BadCursor, problems
from api.core.pages import Page, Paging, moment

router = APIRouter(prefix="/v1/audit-events", tags=["audit"])

Reader = Annotated[Caller, needs("audit:read")]


def _split(values: Any) -> Any:
    """``a,b`` and ``action=a&action=b`` alike."""
    if not isinstance(values, list):
        return values
    return [part for one in values for part in str(one).split(",")]


async def _wanted(
    action: Annotated[
        list[Action] | None,
        BeforeValidator(_split),
        Query(description="Only these, separated by commas."),
    ] = None,
    actor: Annotated[
        UUID | None, Query(description="Who did it: a membership, a key, a holder's card.")
    ] = None,
    subject: Annotated[UUID | None, Query(description="What it was done to.")] = None,
    from_: Annotated[
        AwareDatetime | None, Query(alias="from", description="From this moment on.")
    ] = None,
    until: Annotated[AwareDatetime | None, Query(description="Before this moment.")] = None,
) -> Wanted:
    return Wanted(action and [str(one) for one in action], actor, subject, from_, until)


Search = Annotated[Wanted, Depends(_wanted)]


@router.get(
    "",
    operation_id="list_audit_events",
    summary="Search the audit trail",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_audit_events(
    db: Db, caller: Reader, page: Paging, wanted: Search
) -> Page[AuditEventOut]:
    """Newest first. Who has done what, to what and when: ids, counts and states, never a value
    about a person. Members and keys are named while they are there; afterwards the id is all
    that is left of them. Stamps and redemptions are not here: the cards' ledgers are their
    trail."""
    order = (AuditEvent.at, moment), (AuditEvent.id, UUID)
    rows, cursor = await page.read_rows(db, wanted.query(), *order)
    return Page(items=await trail.shown(db, rows), next_cursor=cursor)


@router.get(
    "/file",
    operation_id="download_audit_events",
    summary="Download the audit trail",
    response_class=Response,
    responses={
        200: {
            "description": "The file.",
            "content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}},
        },
        **problems(*CALLER_REFUSALS),
    },
)
async def download_audit_events(
    db: Db, pool: Pool, caller: Reader, wanted: Search
) -> StreamingResponse:
    """What the same search lists, as CSV in UTF-8. That it was taken is recorded."""
    audit.record(db, caller, "audit.downloaded", "merchant", caller.merchant_id)
    return StreamingResponse(
        trail.as_csv(pool, caller.merchant_id, wanted),
        media_type="text/csv",
        headers={"Content-Disposition": 'attachment; filename="audit.csv"'},
    )


@router.get(
    "/verification",
    operation_id="read_audit_verification",
    summary="Read how far the trail is verified",
    responses=problems(*CALLER_REFUSALS),
)
async def read_audit_verification(db: Db, caller: Reader) -> AuditVerificationOut:
    """Each event gets a seal within about a minute: its hash, chained to the seal before. Every
    night the whole chain is recomputed. `faulty` says which events were edited, taken out, put in
    or moved behind the service's back, by their place in the chain. Keep `head` from time to
    time: a chain that was rewritten as a whole does not have it any more."""
    last = (
        await db.scalars(select(AuditVerification).order_by(AuditVerification.at.desc()).limit(1))
    ).one_or_none()
    head = await db.get(AuditHead, caller.merchant_id)
    waiting = await db.scalar(
        select(func.count(AuditWaiting.id)).where(AuditWaiting.merchant_id == caller.merchant_id)
    )
    shown = AuditHeadOut(place=head.position, link=head.link.hex()) if head else None
    if last is None:
        return AuditVerificationOut(
            state="unverified",
            verified_at=None,
            up_to=None,
            events=0,
            waiting=waiting or 0,
            faults=0,
            first_faults=[],
            head=shown,
        )
    return AuditVerificationOut(
        state="faulty" if last.faults else "whole",
        verified_at=last.at,
        up_to=last.up_to,
        events=last.position,
        waiting=waiting or 0,
        faults=last.faults,
        first_faults=[FaultOut.model_validate(one) for one in last.first_faults],
        head=shown,
    )
