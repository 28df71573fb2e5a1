"""« My data » over HTTP: who one is, what is kept, and what to do about it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Response, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.deps import Slug
from api.cards.showing import page
from api.cards.showing.page import MerchantNotFound
from api.core import audit
from api.core.audit import By
from api.core.audit.actions import Action
from api.core.deps import Config, Db
from api.core.ended import AFTER_END
from api.core.errors import PreconditionRequired, Problem, Stale, match_version, problems
from api.customers import consents, objections
from api.customers.consents import NoMarketingUnder15, note_consent
from api.customers.found import NOT_THERE
from api.customers.models import Customer
from api.customers.register import NobodyNamed
from api.customers.restricted import CustomerRestricted
from api.customers.schemas import PURPOSES, ConsentPurpose, Consents
from api.privacy.holder import data, identify
from api.privacy.holder.data import Correction, HolderData
from api.privacy.holder.identify import (
    IdentificationOver,
)
from api.privacy.requests import by_holder
from api.privacy.requests.by_holder import HolderRequestOut
from api.privacy.restriction import restrict
from api.privacy.restriction.objecting import object_to_use

router = APIRouter(prefix="/v1/public/{slug}", tags=["holders"])

_opened = HTTPBearer(
    scheme_name="dataToken",
    description="What confirming the one-time code gave; for half an hour.",
    auto_error=False,
)
DataToken = Annotated[HTTPAuthorizationCredentials | None, Security(_opened)]
_OPEN: tuple[type[Problem], ...] = (MerchantNotFound, IdentificationOver, *NOT_THERE)


class ConsentChange(BaseModel):
    model_config = ConfigDict(extra="forbid")

    purpose: ConsentPurpose
    granted: bool


class HolderRestrictionIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: restrict.Reason


async def holder_of(
    db: AsyncSession, slug: str, token: HTTPAuthorizationCredentials | None, *, lock: bool = False
) -> tuple[Customer, By]:
    await page.merchant(db, slug)
    customer = await identify.identified(db, token.credentials if token else "", lock=lock)
    return customer, By("holder", await data.card_of(db, customer.id))


class MyData(HolderData):
    requests: list[HolderRequestOut] = Field(
        description="The latest ones, newest first, and where they stand."
    )


async def _shown(db: AsyncSession, customer: Customer) -> MyData:
    found = await data.of(db, customer)
    return MyData(**dict(found), requests=await by_holder.of(db, customer.id))


def _private(answer: Response, customer: Customer) -> None:
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["ETag"] = f'"{customer.version}"'


@router.get(
    "/my-data",
    operation_id="read_my_data",
    summary="What is kept about the holder",
    responses=problems(*_OPEN),
)
async def read_my_data(db: Db, slug: Slug, answer: Response, token: DataToken) -> MyData:
    """All fields that the team sees, with where they come from."""
    customer, _ = await holder_of(db, slug, token)
    _private(answer, customer)
    return await _shown(db, customer)


@router.patch(
    "/my-data",
    operation_id="correct_my_data",
    summary="Correct one's data",
    openapi_extra=AFTER_END,
    responses=problems(*_OPEN, NobodyNamed, Stale, PreconditionRequired),
)
async def correct_my_data(
    db: Db,
    settings: Config,
    slug: Slug,
    body: Correction,
    answer: Response,
    token: DataToken,
    if_match: Annotated[str | None, Header(description="The `ETag` that you read.")] = None,
) -> MyData:
    """GDPR art. 16. At once, also while the data is restricted; whoever follows the events is
    told by `customer.changed`."""
    customer, holder = await holder_of(db, slug, token, lock=True)
    match_version(if_match, customer.version)
    changes = body.model_dump(exclude_unset=True)
    await data.correct(db, settings, holder, customer, changes)
    await by_holder.note_done(db, settings, holder, customer, "rectification")
    _private(answer, customer)
    return await _shown(db, customer)


@router.post(
    "/my-data/consents",
    operation_id="change_my_consent",
    summary="Give or withdraw a consent",
    status_code=201,
    openapi_extra=AFTER_END,
    responses=problems(*_OPEN, CustomerRestricted, NoMarketingUnder15),
)
async def change_my_consent(
    db: Db, settings: Config, slug: Slug, body: ConsentChange, token: DataToken
) -> Consents:
    """Giving one also takes an earlier objection back: it is the person who says so."""
    customer, holder = await holder_of(db, slug, token, lock=True)
    if body.granted:
        await objections.forget(db, settings, customer)
    note_consent(db, customer, "card", None, purpose=body.purpose, granted=body.granted)
    if not body.granted:
        await by_holder.note_done(db, settings, holder, customer, "withdrawal")
    said: Action = "consent.given" if body.granted else "consent.withdrawn"
    audit.record(db, holder, said, "customer", customer.id, purpose=body.purpose)
    await db.flush()
    granted = (await consents.granted(db, [customer.id])).get(customer.id, set())
    return Consents.model_validate({purpose: purpose in granted for purpose in PURPOSES})


@router.post(
    "/my-data/restriction",
    operation_id="restrict_my_data",
    summary="Have one's data kept and not used",
    status_code=204,
    openapi_extra=AFTER_END,
    responses=problems(*_OPEN),
)
async def restrict_my_data(
    db: Db, settings: Config, slug: Slug, body: HolderRestrictionIn, token: DataToken
) -> None:
    """GDPR art. 18, at once. The merchant lifts it after having told the holder."""
    customer, holder = await holder_of(db, slug, token)
    await restrict.restrict(db, holder, customer.id, body.reason)
    await by_holder.note_done(db, settings, holder, customer, "restriction")


@router.post(
    "/my-data/objection",
    operation_id="object_to_use",
    summary="Object to the use of one's data",
    status_code=204,
    openapi_extra=AFTER_END,
    responses=problems(*_OPEN),
)
async def object_to_use_of_mine(db: Db, settings: Config, slug: Slug, token: DataToken) -> None:
    """GDPR art. 21, at once: see `POST /v1/customers/{customer_id}/objection`. The card goes on."""
    customer, holder = await holder_of(db, slug, token)
    await object_to_use(db, settings, holder, "card", customer.id)
    await by_holder.note_done(db, settings, holder, customer, "objection")
