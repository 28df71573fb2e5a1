"""Cards over HTTP: enrolling, finding, replacing, closing."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.accounts.models import Merchant
from api.cards import fitting, references
from api.cards.deps import Adjuster, CardName, OptionalKey, Reader, Writer
from api.cards.enrolling import enrol, enrolment
from api.cards.enrolling.enrol import AlreadyHasCard, EnrolmentClosed
from api.cards.ledger.locked import CardClosed
from api.cards.models import Card
from api.cards.operations.sponsorship import SponsorNotFound
from api.cards.references import CardNotFound, CardReplaced
from api.cards.schemas.cards import (
    CardIn,
    CardOut,
    CardStatus,
    ClosureIn,
    EnrolledOut,
    NewCardOut,
    PageLinkOut,
)
from api.cards.showing import view
from api.cards.showing.card_lists import CardFilter, conditions
from api.core import audit, bulk_reads, events
from api.core.deps import Config, Db
from api.core.errors import BadCursor, StillRunning, problems
from api.core.http.answers import json_answer
from api.core.http.idempotency import KeyReused
from api.core.pages import Page, Paging
from api.core.quotas import FrozenByPlan, PlanLimit
from api.core.settings import Settings
from api.core.texts import Search
from api.customers.consents import ContactMissing
from api.customers.found import NOT_USABLE
from api.customers.register import DuplicateCustomer, NobodyNamed
from api.customers.restricted import ContactObjected, CustomerObjected
from api.programs.life import ProgramNotFound
from api.programs.terms import TermsChanged

router = APIRouter(prefix="/v1/cards", tags=["cards"])


async def _page_url(db: AsyncSession, caller: Caller, settings: Settings, token: str) -> str:
    slug = await db.scalar(select(Merchant.slug).where(Merchant.id == caller.merchant_id))
    return f"{settings.origin}/c/{slug}#{token}"


async def _new(
    db: AsyncSession, caller: Caller, settings: Settings, card: Card, token: str
) -> NewCardOut:
    await db.flush()
    shown = await view.card(db, references.Reference("id", card.id))
    url = await _page_url(db, caller, settings, token)
    return NewCardOut(**shown.model_dump(), page_url=url)


@router.get(
    "",
    operation_id="list_cards",
    summary="List and search cards",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_cards(
    db: Db,
    caller: Reader,
    page: Paging,
    q: Annotated[
        Search,
        Query(description="Customer's name, phone, its last four digits, e-mail, or card number."),
    ] = "",
    program_id: UUID | None = None,
    customer_id: UUID | None = None,
    status: CardStatus | None = None,
) -> Page[CardOut]:
    """Newest first. The one search box of the counter."""
    wish = CardFilter.model_construct(
        q=q, program_id=program_id, customer_id=customer_id, status=status
    )
    query = select(Card.id).where(*await conditions(db, wish))
    ids, cursor = await page.read(db, query, (Card.id, UUID))
    bulk_reads.note(db, caller, "cards", len(ids))
    return Page(items=await view.cards(db, ids), next_cursor=cursor)


@router.post(
    "",
    operation_id="enrol",
    summary="Give out a card",
    status_code=201,
    responses=problems(
        *CALLER_REFUSALS,
        ProgramNotFound,
        *NOT_USABLE,
        EnrolmentClosed,
        PlanLimit,
        FrozenByPlan,
        AlreadyHasCard,
        DuplicateCustomer,
        NobodyNamed,
        ContactMissing,
        ContactObjected,
        CustomerObjected,
        SponsorNotFound,
        TermsChanged,
        KeyReused,
        StillRunning,
    ),
)
async def enrol_customer(
    db: Db,
    caller: Writer,
    settings: Config,
    body: CardIn,
    answer: Response,
    key: OptionalKey = None,
) -> EnrolledOut:
    """To a known customer (`customer_id`), to a new one (`customer`), or, with neither,
    anonymously. A new customer whose phone or e-mail is known is refused with the ids of the
    customer and of its card, unless `allow_duplicate`.

    With an `Idempotency-Key`, the same key and body give the same card again (as it is by then,
    with `Idempotent-Replayed: true`), at any later time, and its `page_url` as long as that link
    is the holder's."""
    if key is None:
        given = await enrolment.give(db, settings, caller, body)
    else:
        given = await enrolment.once(db, settings, caller, key, body)
    if given.repeated:
        answer.headers["Idempotent-Replayed"] = "true"
    await db.flush()
    shown = await view.card(db, references.Reference("id", given.card.id))
    url = await _page_url(db, caller, settings, given.token) if given.token else None
    return EnrolledOut(**shown.model_dump(), page_url=url)


@router.get(
    "/{card}",
    operation_id="read_card",
    summary="Read a card",
    response_model=CardOut,
    responses=problems(*CALLER_REFUSALS, CardNotFound, CardReplaced),
)
async def read_card(db: Db, caller: Reader, card: CardName) -> Response:
    """What the counter shows after a scan."""
    return json_answer(await view.card(db, references.parse(card)))


@router.post(
    "/{card}/closure",
    operation_id="close_card",
    summary="Close a card",
    responses=problems(*CALLER_REFUSALS, CardNotFound, CardReplaced, CardClosed),
)
async def close_card(db: Db, caller: Adjuster, card: CardName, body: ClosureIn) -> CardOut:
    """No operation any more. The ledger and the page stay."""
    row = await references.resolve(db, card, lock=True)
    if row.status != "active":
        raise CardClosed
    enrol.close(db, row, body.reason)
    audit.record(db, caller, "card.closed", "card", row.id)
    events.publish(db, "card.closed", "card", row.id, program_id=row.program_id)
    await db.flush()
    return await view.card(db, references.Reference("id", row.id))


@router.post(
    "/{card}/activation",
    operation_id="activate_card",
    summary="Make a frozen card active",
    responses=problems(*CALLER_REFUSALS, CardNotFound, CardReplaced, CardClosed, PlanLimit),
)
async def activate_card(
    db: Db, caller: Annotated[Caller, needs("billing:write")], card: CardName
) -> CardOut:
    """Where the plan has room for it: after another card was closed, say. Of those that were
    frozen, the ones used last become active by themselves when there is a larger plan."""
    row = await references.resolve(db, card, lock=True)
    if row.status != "active":
        raise CardClosed
    fitting.activate(db, caller, row)
    await db.flush()
    return await view.card(db, references.Reference("id", row.id))


@router.post(
    "/{card}/replacement",
    operation_id="replace_card",
    summary="Replace a lost card",
    status_code=201,
    responses=problems(*CALLER_REFUSALS, CardNotFound, CardReplaced, CardClosed),
)
async def replace_card(db: Db, caller: Writer, settings: Config, card: CardName) -> NewCardOut:
    """The same card and ledger under a new code, number and page. The lost ones stop working;
    whoever shows them is told that the card was replaced (410). Whoever serves may do it, as it
    moves no units; it is in the trail."""
    row = await references.resolve(db, card, lock=True)
    if row.status != "active":
        raise CardClosed
    token = enrol.replace(db, row)
    audit.record(db, caller, "card.replaced", "card", row.id)
    events.publish(db, "card.replaced", "card", row.id, program_id=row.program_id)
    return await _new(db, caller, settings, row, token)


@router.post(
    "/{card}/page-links",
    operation_id="create_page_link",
    summary="Give the holder a new link",
    status_code=201,
    responses=problems(*CALLER_REFUSALS, CardNotFound, CardReplaced, CardClosed),
)
async def create_page_link(db: Db, caller: Writer, settings: Config, card: CardName) -> PageLinkOut:
    """For a holder who has lost the page. The old link stops working; we keep a digest only, so
    the old one cannot be shown again."""
    row = await references.resolve(db, card, lock=True)
    if row.status != "active":
        raise CardClosed
    token = enrol.new_page_link(row)
    audit.record(db, caller, "card.page_link_renewed", "card", row.id)
    return PageLinkOut(page_url=await _page_url(db, caller, settings, token))
