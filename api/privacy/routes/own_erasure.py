"""Erasing one's own account over HTTP."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import select

from api.accounts import passwords, throttle
from api.accounts.deps import PERSON_REFUSALS, Person
from api.accounts.models import User
from api.accounts.password import WrongPassword
from api.accounts.throttle import Limit, TooManyAttempts
from api.core.deps import Config, Db, Pool
from api.core.errors import BadCursor, problems
from api.core.pages import Page, Paging
from api.core.tokens import digest
from api.privacy.erasure import asking_oneself
from api.privacy.erasure.asking import ErasureNotFound, ErasurePlanChanged, ErasureUnderway
from api.privacy.erasure.asking_oneself import SoleOwner
from api.privacy.erasure.models import UserErasure
from api.privacy.erasure.schemas import (
    AccountErasureBegun,
    AccountErasureIn,
    AccountErasureOut,
    ErasurePlanOut,
    ProofTokenIn,
    course,
    shown_plan,
)

router = APIRouter(prefix="/v1", tags=["privacy"])

_BY_USER = Limit("account erasure", free=5)


@router.post(
    "/me/erasure-plan",
    operation_id="plan_account_erasure",
    summary="Preview what erasing my account would do",
    responses=problems(*PERSON_REFUSALS, SoleOwner),
)
async def plan_account_erasure(db: Db, pool: Pool, person: Person) -> ErasurePlanOut:
    """Nothing is changed. What I have done at a merchant's stays in its books under an opaque
    id, which leads to nobody once my membership is gone."""
    await asking_oneself.expect_replaceable(db, person.user_id)
    return shown_plan(await asking_oneself.plan(pool, person.user_id), 1, needs_approval=False)


@router.post(
    "/me/erasures",
    operation_id="erase_account",
    summary="Erase my account as previewed",
    status_code=201,
    responses=problems(
        *PERSON_REFUSALS,
        WrongPassword,
        TooManyAttempts,
        SoleOwner,
        ErasureUnderway,
        ErasurePlanChanged,
    ),
)
async def erase_account(
    db: Db, pool: Pool, settings: Config, person: Person, body: AccountErasureIn
) -> AccountErasureBegun:
    """Leaves every team, then the account itself goes, in the background: within moments nobody
    is signed in any more. Keep `proof_token`: `POST /v1/erasure-proofs` reads how it ended."""
    bucket = _BY_USER.bucket(str(person.user_id))
    kept = await db.scalar(select(User.password_hash).where(User.id == person.user_id))
    await throttle.hit(pool, settings, bucket)
    if not await passwords.matches(settings, body.password, kept):
        raise WrongPassword
    await throttle.clear(db, settings, bucket)
    row, token = await asking_oneself.start(db, pool, person.user_id, plan_digest=body.plan_digest)
    return AccountErasureBegun(**course(row), proof_token=token)


@router.get(
    "/me/erasures",
    operation_id="list_account_erasures",
    summary="List erasures of my account",
    responses=problems(*PERSON_REFUSALS, BadCursor),
)
async def list_account_erasures(db: Db, person: Person, page: Paging) -> Page[AccountErasureOut]:
    """Newest first; as long as I can sign in."""
    query = select(UserErasure).where(UserErasure.user_id == person.user_id)
    rows, cursor = await page.read(db, query, (UserErasure.id, UUID))
    return Page(items=[AccountErasureOut(**course(row)) for row in rows], next_cursor=cursor)


@router.get(
    "/me/erasures/{erasure_id}",
    operation_id="read_account_erasure",
    summary="Read where the erasure of my account stands",
    responses=problems(*PERSON_REFUSALS, ErasureNotFound),
)
async def read_account_erasure(db: Db, person: Person, erasure_id: UUID) -> AccountErasureOut:
    """As long as I can sign in."""
    query = select(UserErasure).where(
        UserErasure.user_id == person.user_id, UserErasure.id == erasure_id
    )
    row = await db.scalar(query)
    if row is None:
        raise ErasureNotFound
    return AccountErasureOut(**course(row))


@router.post(
    "/erasure-proofs",
    operation_id="read_erasure_proof",
    summary="Read how the erasure of an account ended",
    responses=problems(ErasureNotFound),
)
async def read_erasure_proof(db: Db, body: ProofTokenIn) -> AccountErasureOut:
    """With the secret that the erasure was answered with; there is no account to sign in to."""
    query = select(UserErasure).where(UserErasure.proof_token == digest(body.proof_token))
    row = await db.scalar(query)
    if row is None:
        raise ErasureNotFound
    return AccountErasureOut(**course(row))
