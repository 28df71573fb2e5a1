"""Who one is, on a card's page: a one-time code, and what takes none."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from api.accounts import throttle
from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.accounts.throttle import Limit, TooManyAttempts
from api.cards.deps import PageToken, Slug
from api.cards.references import CardNotFound, CardReplaced
from api.cards.showing import page
from api.cards.showing.page import MerchantNotFound
from api.core import audit
from api.core.audit import By
from api.core.deps import ClientAddress, Config, Db, Pool
from api.core.ended import AFTER_END
from api.core.errors import Problem, problems
from api.customers import consents
from api.customers.found import NOT_THERE
from api.customers.schemas import PURPOSES, Consents
from api.privacy.holder import identify
from api.privacy.holder.data import HolderConsents
from api.privacy.holder.identify import NobodysCard, WrongIdentification
from api.privacy.restriction.restrict import NoAddress

router = APIRouter(prefix="/v1/public/{slug}/card", tags=["holders"])
codes = APIRouter(prefix="/v1/customers/{customer_id}", tags=["privacy"])

_PAGE: tuple[type[Problem], ...] = (MerchantNotFound, CardNotFound, CardReplaced)
_ASKS = Limit("identification", free=3)
_TRIES = Limit("identification code", free=5)


class SentOut(BaseModel):
    sent_to: str = Field(description="Enough of the address to look in the right mailbox.")


class CodeIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(pattern=r"^\d{6}$")]


class AccessOut(BaseModel):
    token: str
    ends_at: datetime


class CodeOut(BaseModel):
    code: str = Field(description="To be read out to who stands here; shown this once.")
    expires_at: datetime


@router.get(
    "/consents",
    operation_id="read_holder_consents",
    summary="What the holder consents to",
    responses=problems(*_PAGE, *NOT_THERE),
)
async def read_holder_consents(
    db: Db, slug: Slug, answer: Response, token: PageToken
) -> HolderConsents:
    """By the page's secret alone: so that stopping news takes no code."""
    await page.merchant(db, slug)
    card, _, _ = await page.opened(db, token.credentials if token else "")
    answer.headers["Cache-Control"] = "private, no-store"
    if card.customer_id is None:
        none = Consents(marketing_email=False, marketing_sms=False, marketing_post=False)
        return HolderConsents(consents=none, known=False, restricted_at=None, objected_at=None)
    customer = await identify.holder_of(db, card)
    granted = (await consents.granted(db, [customer.id])).get(customer.id, set())
    return HolderConsents.model_validate(
        {
            "consents": {purpose: purpose in granted for purpose in PURPOSES},
            "known": True,
            "restricted_at": customer.restricted_at,
            "objected_at": customer.objected_at,
        }
    )


@router.post(
    "/withdrawal",
    operation_id="withdraw_consents",
    summary="Stop all news",
    status_code=204,
    openapi_extra=AFTER_END,
    responses=problems(*_PAGE, *NOT_THERE, NobodysCard),
)
async def withdraw_consents(db: Db, slug: Slug, token: PageToken) -> None:
    """One click on the card's page, without a code: withdrawing is as easy as giving (GDPR
    art. 7(3)). Repeating it changes nothing."""
    await page.merchant(db, slug)
    card, _, _ = await page.opened(db, token.credentials if token else "")
    customer = await identify.holder_of(db, card)
    if await consents.withdraw_all(db, customer, "card", None):
        holder = By("holder", card.id)
        audit.record(db, holder, "consent.withdrawn", "customer", customer.id, purpose="all")


@router.post(
    "/identification",
    operation_id="ask_identification",
    summary="Have a one-time code sent",
    status_code=202,
    openapi_extra=AFTER_END,
    responses=problems(*_PAGE, *NOT_THERE, NobodysCard, NoAddress, TooManyAttempts),
)
async def ask_identification(
    db: Db, pool: Pool, settings: Config, slug: Slug, address: ClientAddress, token: PageToken
) -> SentOut:
    """To the address that the notebook knows. Without one, the counter gives a code."""
    secret = token.credentials if token else ""
    await throttle.hit(pool, settings, _ASKS.bucket(secret), _ASKS.bucket(address, slug))
    await page.merchant(db, slug)
    card, _, _ = await page.opened(db, secret)
    return SentOut(sent_to=await identify.by_mail(db, await identify.holder_of(db, card)))


@router.post(
    "/access",
    operation_id="confirm_identification",
    summary="Open one's data with the code",
    status_code=201,
    openapi_extra=AFTER_END,
    responses=problems(*_PAGE, *NOT_THERE, NobodysCard, WrongIdentification, TooManyAttempts),
)
async def confirm_identification(
    db: Db, pool: Pool, settings: Config, slug: Slug, body: CodeIn, token: PageToken
) -> AccessOut:
    """The code works once, within a quarter of an hour. After five tries each further one waits
    longer."""
    secret = token.credentials if token else ""
    bucket = _TRIES.bucket(secret)
    await throttle.hit(pool, settings, bucket)
    await page.merchant(db, slug)
    card, _, _ = await page.opened(db, secret)
    holder = await identify.holder_of(db, card)
    access, until = await identify.confirm(db, settings, holder, body.code)
    return AccessOut(token=access, ends_at=until)


@codes.post(
    "/identification",
    operation_id="identify_at_counter",
    summary="Give a one-time code to a customer who is here",
    status_code=201,
    responses=problems(*CALLER_REFUSALS, *NOT_THERE),
)
async def identify_at_counter(
    db: Db,
    caller: Annotated[Caller, needs("customers:write")],
    settings: Config,
    customer_id: UUID,
) -> CodeOut:
    """For « my data » on the card's page, where no e-mail is known: the member has made sure that
    it is the person, who types the code within a quarter of an hour."""
    code, until = await identify.at_counter(db, settings, caller, customer_id)
    return CodeOut(code=code, expires_at=until)
