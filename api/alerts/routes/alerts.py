"""Unusual hours over HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.deps import CALLER_REFUSALS
from api.alerts import showing
from api.alerts.deps import CardReader, Owner, Reader
from api.alerts.models import Alert
from api.alerts.schemas import AlertEntryOut, AlertOut, AlertState, ExplanationIn
from api.alerts.watching import watch
from api.cards.models import Entry
from api.core import audit
from api.core.clock import now
from api.core.deps import Db
from api.core.errors import BadCursor, Problem, problems
from api.core.pages import Page, Paging, moment

router = APIRouter(prefix="/v1/alerts", tags=["alerts"])


class AlertNotFound(Problem):
    status, code, title = 404, "ALERT_NOT_FOUND", "No such alert"


async def _find(db: AsyncSession, alert_id: UUID, *, lock: bool = False) -> Alert:
    query = select(Alert).where(Alert.id == alert_id)
    row = await db.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise AlertNotFound
    return row


async def _shown(db: AsyncSession, row: Alert) -> AlertOut:
    return showing.alert(row, await showing.names(db, [row.member_id]))


@router.get(
    "",
    operation_id="list_alerts",
    summary="List the hours with unusually many stamps",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_alerts(
    db: Db,
    caller: Reader,
    page: Paging,
    state: Annotated[AlertState | None, Query(description="Only those.")] = None,
) -> Page[AlertOut]:
    """Newest hour first. An hour is unusual where a member gave more stamps than
    `times_usual` times what is usual and more than `least_stamps`; usual is the most of what the
    member gives in an hour, what members give at this hour of the week, and what the others gave
    in this very hour. It is looked at within the hour, and whenever this list is read."""
    await watch(db, wait=False)
    query = select(Alert)
    if state:
        explained = Alert.explained_at.is_not(None)
        query = query.where(explained if state == "explained" else ~explained)
    rows, cursor = await page.read(db, query, (Alert.hour, moment), (Alert.id, UUID))
    members = await showing.names(db, {row.member_id for row in rows})
    return Page(items=[showing.alert(row, members) for row in rows], next_cursor=cursor)


@router.get(
    "/{alert_id}",
    operation_id="read_alert",
    summary="Read an alert",
    responses=problems(*CALLER_REFUSALS, AlertNotFound),
)
async def read_alert(db: Db, caller: Reader, alert_id: UUID) -> AlertOut:
    """Who, when, how many, and what would have been usual."""
    return await _shown(db, await _find(db, alert_id))


@router.get(
    "/{alert_id}/entries",
    operation_id="list_alert_entries",
    summary="List the operations behind an alert",
    responses=problems(*CALLER_REFUSALS, AlertNotFound, BadCursor),
)
async def list_alert_entries(
    db: Db, caller: CardReader, alert_id: UUID, page: Paging
) -> Page[AlertEntryOut]:
    """Newest first; also those taken back meanwhile. Each is taken back as any other entry, by
    `POST /v1/cards/{card}/reversals`."""
    query = showing.operations(await _find(db, alert_id))
    order = (Entry.occurred_at, moment), (Entry.id, UUID)
    rows, cursor = await page.read_rows(db, query, *order)
    return Page(items=[showing.operation(row) for row in rows], next_cursor=cursor)


@router.put(
    "/{alert_id}/explanation",
    operation_id="explain_alert",
    summary="Mark an alert as seen and explained",
    responses=problems(*CALLER_REFUSALS, AlertNotFound),
)
async def explain_alert(db: Db, caller: Owner, alert_id: UUID, body: ExplanationIn) -> AlertOut:
    """With a note, if there is something to say. Changes nothing about the operations."""
    row = await _find(db, alert_id, lock=True)
    row.note, row.explained_at, row.explained_by = body.note, now(), caller.id
    audit.record(db, caller, "alert.explained", "alert", row.id, member_id=row.member_id)
    return await _shown(db, row)


@router.delete(
    "/{alert_id}/explanation",
    operation_id="reopen_alert",
    summary="Take an explanation back",
    responses=problems(*CALLER_REFUSALS, AlertNotFound),
)
async def reopen_alert(db: Db, caller: Owner, alert_id: UUID) -> AlertOut:
    """The alert is open again, its note is gone. Of an open one nothing changes."""
    row = await _find(db, alert_id, lock=True)
    if row.explained_at is not None:
        row.note = row.explained_at = row.explained_by = None
        audit.record(db, caller, "alert.reopened", "alert", row.id, member_id=row.member_id)
    return await _shown(db, row)
