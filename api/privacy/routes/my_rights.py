"""Taking one's data along and having it erased, on « my data »."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlalchemy import select

from api.accounts.models import Merchant
from api.cards.deps import Slug
from api.cards.showing.page import MerchantNotFound
from api.core.deps import Config, Db
from api.core.ended import AFTER_END
from api.core.errors import Problem, problems
from api.core.personal import Subject
from api.core.tenancy import merchant_of
from api.customers.found import NOT_THERE
from api.privacy.access import ask, link
from api.privacy.access.ask import ExtractNotFound, TooManyExtracts
from api.privacy.access.models import Extract
from api.privacy.erasure import asking
from api.privacy.erasure.asking import ErasureHeld, ErasureUnderway
from api.privacy.erasure.schemas import HolderWaitsFor
from api.privacy.erasure.waiting import holder_waits_for
from api.privacy.holder.identify import IdentificationOver
from api.privacy.inventory import Person
from api.privacy.requests import by_holder
from api.privacy.routes.my_data import DataToken, holder_of

router = APIRouter(prefix="/v1/public/{slug}/my-data", tags=["holders"])

_OPEN: tuple[type[Problem], ...] = (MerchantNotFound, IdentificationOver, *NOT_THERE)


class MyExportOut(BaseModel):
    status: Literal["running", "ready", "failed"]
    token: str | None = Field(
        description="Opens `/v1/public/{slug}/extract` once, as soon as the file is ready."
    )


class ErasingOut(BaseModel):
    state: str = Field(
        description="`awaiting_approval` where the merchant's rule asks for it; `asked` where a"
        " law may stand in the way and the merchant answers."
    )
    waits_for: HolderWaitsFor | None = Field(
        description="What holds it up; null: it begins in a moment."
    )


@router.post(
    "/export",
    operation_id="export_my_data",
    summary="Have one's data made into a file",
    status_code=202,
    openapi_extra=AFTER_END,
    responses=problems(*_OPEN, TooManyExtracts),
)
async def export_my_data(db: Db, settings: Config, slug: Slug, token: DataToken) -> MyExportOut:
    """GDPR art. 15 and 20: the same file that the merchant can make. It is there in a moment."""
    customer, holder = await holder_of(db, slug, token)
    merchant = await db.scalar(select(Merchant).where(Merchant.id == merchant_of(db)))
    language = customer.language or (merchant.language if merchant else "fr")
    person = Person(Subject.CUSTOMER, customer.id, customer.merchant_id)
    asked = await by_holder.begin(db, settings, holder, customer, "access")
    made = await ask.start(
        db, holder, person, "en" if language == "en" else "fr", request_id=asked.id
    )
    await by_holder.under_way(db, holder, asked, made.id)
    return MyExportOut(status="running", token=None)


@router.get(
    "/export",
    operation_id="read_my_export",
    summary="Whether the file is ready, and its link",
    responses=problems(*_OPEN, ExtractNotFound),
)
async def read_my_export(db: Db, slug: Slug, answer: Response, token: DataToken) -> MyExportOut:
    """Each answer `ready` carries a new link that works once; an earlier one is void."""
    customer, holder = await holder_of(db, slug, token)
    answer.headers["Cache-Control"] = "private, no-store"
    query = select(Extract).where(
        Extract.customer_id == customer.id, Extract.actor_kind == "holder"
    )
    row = await db.scalar(query.order_by(Extract.id.desc()).limit(1).with_for_update())
    if row is None:
        raise ExtractNotFound
    if row.status != "ready":
        return MyExportOut(status="running" if row.status == "running" else "failed", token=None)
    return MyExportOut(status="ready", token=link.renew(db, holder, row))


@router.post(
    "/erasure",
    operation_id="erase_my_data",
    summary="Have one's data erased",
    status_code=202,
    openapi_extra=AFTER_END,
    responses=problems(*_OPEN, ErasureUnderway),
)
async def erase_my_data(db: Db, settings: Config, slug: Slug, token: DataToken) -> ErasingOut:
    """GDPR art. 17. The card and what is on it go with it, and there is no undo. Where a legal
    hold stands in the way, the request waits for the merchant's answer."""
    customer, holder = await holder_of(db, slug, token)
    person = Person(Subject.CUSTOMER, customer.id, customer.merchant_id)
    asked = await by_holder.begin(db, settings, holder, customer, "erasure")
    try:
        row = await asking.start(db, holder, person, plan_digest=None, request_id=asked.id)
    except ErasureHeld:
        return ErasingOut(state="asked", waits_for="hold")
    await by_holder.under_way(db, holder, asked, row.id)
    waits_for = await holder_waits_for(db, person, row)
    return ErasingOut(state=row.state, waits_for=waits_for)
