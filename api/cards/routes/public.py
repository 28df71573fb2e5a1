"""What customers reach without a login: the join page and their own card."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts import throttle
from api.accounts.throttle import Limit, TooManyAttempts
from api.cards.deps import PageToken, Slug
from api.cards.enrolling import acceptance, enrol
from api.cards.enrolling.enrol import EnrolmentClosed
from api.cards.models import Entry
from api.cards.operations import sponsorship
from api.cards.operations.sponsorship import SponsorNotFound
from api.cards.references import CardNotFound, CardReplaced
from api.cards.schemas.public import (
    AcceptedTerms,
    HolderCard,
    HolderEntry,
    HolderMerchant,
    JoinIn,
    JoinOut,
    PublicMerchant,
    PublicProgram,
    TermsAcceptanceIn,
)
from api.cards.showing import holdings, page
from api.cards.showing.page import MerchantNotFound
from api.core import audit, quotas
from api.core.deps import ClientAddress, Config, Db, Pool
from api.core.errors import problems
from api.core.quotas import FrozenByPlan, PlanLimit
from api.customers import duplicates, objections
from api.customers.consents import ContactMissing, marketing_purpose, note_consent
from api.customers.register import register
from api.customers.schemas import Identity
from api.programs import catalogue, terms, view
from api.programs.life import ProgramNotFound
from api.programs.models import Program
from api.programs.terms import TermsChanged, TermsNotAccepted

router = APIRouter(prefix="/v1/public/{slug}", tags=["holders"])

NOTICE_VERSION = "2026-11"
"""Version of the privacy notice that the join page shows (GDPR art. 13)."""

_JOINS = Limit("join", free=20)
"""A shop's customers may share one address, its Wi-Fi's."""


@router.get(
    "",
    operation_id="read_public_merchant",
    summary="What the join page shows",
    responses=problems(MerchantNotFound),
)
async def read_merchant(db: Db, slug: Slug) -> PublicMerchant:
    """The programs one can join now; none where the contract has ended."""
    merchant = await page.merchant(db, slug)
    query = (
        select(Program)
        .where(Program.status == "active", Program.frozen_at.is_(None))
        .order_by(Program.id)
    )
    active = [] if merchant.ended_at else (await db.scalars(query)).all()
    rewards = await catalogue.offered(db, [program.id for program in active])
    texts = await terms.texts(db, active)
    return PublicMerchant.model_validate(
        {
            "slug": merchant.slug,
            "name": merchant.name,
            "logo": merchant.logo,
            "language": merchant.language,
            "contact_email": merchant.contact_email,
            "currency": merchant.currency,
            "notice_version": NOTICE_VERSION,
            "programs": [
                PublicProgram.model_validate(
                    {
                        **view.program_of_card(program, rewards[program.id]).model_dump(),
                        "terms": view.terms_of(program, texts.get(program.id)),
                    }
                )
                for program in active
            ],
        }
    )


@router.post(
    "/cards",
    operation_id="join",
    summary="Join a program",
    status_code=201,
    responses=problems(
        MerchantNotFound,
        ProgramNotFound,
        EnrolmentClosed,
        ContactMissing,
        TermsNotAccepted,
        TermsChanged,
        TooManyAttempts,
    ),
)
async def join(
    db: Db, pool: Pool, settings: Config, slug: Slug, body: JoinIn, address: ClientAddress
) -> JoinOut:
    """Always a new customer and card: the answer must not tell whether somebody is known here.
    The merchant is shown likely duplicates. The page's address is given this once."""
    await throttle.hit(pool, settings, _JOINS.bucket(address, slug))
    if not (body.phone or body.email):
        raise ContactMissing
    merchant = await page.merchant(db, slug)
    try:
        program = await enrol.active_program(db, body.program_id)
    except FrozenByPlan as frozen:
        raise EnrolmentClosed(state="full") from frozen
    accepted = terms.accepted(program, body.terms_version, required=True)
    who = Identity(**body.model_dump(include=set(Identity.model_fields) & set(JoinIn.model_fields)))
    customer = register(db, who, "join", body.notice_version)
    await objections.recognise(db, settings, customer)
    await db.flush()
    await duplicates.look_for(db, customer.id)
    # A tick here could be anybody's: whoever objected agrees again under « my data ».
    if body.marketing_consent and customer.objected_at is None:
        note_consent(db, customer, "join", None, purpose=marketing_purpose(customer))
    sponsor_id = await _sponsor(db, program, body.sponsor)
    card, token = await enrol.issue(
        db, program, customer.id, sponsor_id=sponsor_id, terms_version=accepted
    )
    audit.record(db, audit.By("holder", card.id), "card.issued", "card", card.id)
    await db.flush()
    try:
        await quotas.settle(db)
    except PlanLimit as full:
        # What the merchant's plan holds is no customer's business.
        raise EnrolmentClosed(state="full") from full
    return JoinOut(page_url=f"{settings.origin}/c/{merchant.slug}#{token}", page_token=token)


async def _sponsor(db: AsyncSession, program: Program, named: str | None) -> UUID | None:
    """Whoever mistypes a number joins all the same, and nobody can try numbers here."""
    if not named:
        return None
    try:
        return await sponsorship.find(db, program, named)
    except SponsorNotFound:
        return None


@router.get(
    "/card",
    operation_id="read_holder_card",
    summary="The holder's own card",
    responses=problems(MerchantNotFound, CardNotFound, CardReplaced),
)
async def read_holder_card(
    db: Db,
    slug: Slug,
    answer: Response,
    token: PageToken,
) -> HolderCard:
    """Opened by the page's secret alone; a scanned QR does not open it."""
    merchant = await page.merchant(db, slug)
    card, program, first_name = await page.opened(db, token.credentials if token else "")
    rewards = (await catalogue.offered(db, [program.id]))[program.id]
    shown = view.program_of_card(program, rewards)
    last = select(Entry).where(Entry.card_id == card.id).order_by(Entry.seq.desc()).limit(20)
    entries = (await db.scalars(last)).all()
    answer.headers["Cache-Control"] = "private, no-store"
    return HolderCard.model_validate(
        {
            "merchant": HolderMerchant.model_validate(merchant, from_attributes=True),
            "number": card.number,
            "code": card.code,
            "status": card.status,
            "balance": card.balance,
            "first_name": first_name,
            "program": shown,
            **await holdings.read(db, card.id, shown.rules),
            "terms": view.terms_of(program, await terms.text_of(db, program)),
            "terms_accepted": await acceptance.accepted(db, card, program),
            "entries": [
                HolderEntry.model_validate(entry, from_attributes=True) for entry in entries
            ],
            "updated_at": entries[0].recorded_at if entries else card.created_at,
        }
    )


@router.post(
    "/card/terms",
    operation_id="accept_terms",
    summary="Accept the program's terms",
    status_code=201,
    responses=problems(MerchantNotFound, CardNotFound, CardReplaced, TermsChanged),
)
async def accept_terms(
    db: Db,
    slug: Slug,
    body: TermsAcceptanceIn,
    token: PageToken,
) -> AcceptedTerms:
    """By the holder of a card that was given out by the team, or when the terms have changed."""
    await page.merchant(db, slug)
    card, program, _ = await page.opened(db, token.credentials if token else "")
    acceptance.accept(card, program, body.version)
    audit.record(db, audit.By("holder", card.id), "card.terms_accepted", "card", card.id,
                 version=body.version)  # fmt: skip
    await db.flush()
    accepted = await acceptance.accepted(db, card, program)
    if accepted is None:
        raise TermsChanged(version=program.terms_version)
    return accepted
