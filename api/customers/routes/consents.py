"""Consent events of a customer."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import select

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.core import audit
from api.core.audit.actions import Action
from api.core.deps import Db
from api.core.errors import BadCursor, problems
from api.core.pages import Page, Paging
from api.customers.consents import NoMarketingUnder15, NoPurchase, note_consent
from api.customers.found import NOT_THERE, NOT_USABLE, find
from api.customers.models import Consent
from api.customers.restricted import CustomerObjected
from api.customers.schemas import Channel, ConsentIn, ConsentOut

router = APIRouter(prefix="/v1/customers/{customer_id}/consents", tags=["customers"])


@router.get(
    "",
    operation_id="list_consents",
    summary="List the consent events of a customer",
    responses=problems(*CALLER_REFUSALS, *NOT_THERE, BadCursor),
)
async def list_consents(
    db: Db, caller: Annotated[Caller, needs("customers:read")], customer_id: UUID, page: Paging
) -> Page[ConsentOut]:
    """Newest first. Of each purpose the newest counts."""
    await find(db, customer_id)
    query = select(Consent).where(Consent.customer_id == customer_id)
    rows, cursor = await page.read(db, query, (Consent.id, UUID))
    return Page(items=[ConsentOut.model_validate(row) for row in rows], next_cursor=cursor)


@router.post(
    "",
    operation_id="record_consent",
    summary="Record that a consent was given or withdrawn",
    status_code=201,
    responses=problems(
        *CALLER_REFUSALS, *NOT_USABLE, CustomerObjected, NoMarketingUnder15, NoPurchase
    ),
)
async def record_consent(
    db: Db, caller: Annotated[Caller, needs("customers:write")], customer_id: UUID, body: ConsentIn
) -> ConsentOut:
    """An event is added; earlier ones stay as proof (GDPR art. 7(1), 7(3)). Withdrawing is never
    refused."""
    customer = await find(db, customer_id, lock=True, restricted=not body.granted)
    channel: Channel = "api" if caller.kind == "api_key" else "desk"
    consent = note_consent(db, customer, channel, caller.id, **body.model_dump())
    await db.flush()
    event: Action = "consent.given" if body.granted else "consent.withdrawn"
    audit.record(db, caller, event, "customer", customer.id, purpose=body.purpose)
    return ConsentOut.model_validate(consent)
