"""The merchant, its team and its API keys over HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.accounts.caller import Caller, ForbiddenScope
from api.accounts.credentials import forget_api_key, forget_team, has_second_factor
from api.accounts.deps import CALLER_REFUSALS, needs
from api.accounts.merchant_tokens import KEY_PREFIX, key_text
from api.accounts.models import ApiKey, Merchant
from api.accounts.schemas.merchants import (
    ApiKeyIn,
    ApiKeyOut,
    MerchantOut,
    MerchantPatch,
    NewApiKeyOut,
)
from api.core import audit, jobs
from api.core.clock import now
from api.core.deps import Db
from api.core.errors import (
    BadCursor,
    PreconditionRequired,
    Problem,
    Stale,
    match_version,
    problems,
)
from api.core.pages import Page, Paging
from api.core.tokens import digest, new_token

router = APIRouter(prefix="/v1", tags=["merchant"])

KeyKeeper = Annotated[Caller, needs("keys:write")]
_SHOWN = 4

CONTACT_CHANGED = "billing.pass_on_contact"
TOLD_TO_RECIPIENTS = {"name", "contact_email", "language"}
"""What others keep a copy of: who corrects it here has it corrected there (GDPR art. 19)."""


class ApiKeyNotFound(Problem):
    status, code, title = 404, "API_KEY_NOT_FOUND", "There is no such API key"


async def _merchant(db: AsyncSession, caller: Caller, *, lock: bool = False) -> Merchant:
    query = select(Merchant).where(Merchant.id == caller.merchant_id)
    return (await db.scalars(query.with_for_update() if lock else query)).one()


class SecondFactorMissing(Problem):
    status, code, title = 409, "SECOND_FACTOR_MISSING", "Set up your own second factor first"


async def _may_require(db: AsyncSession, caller: Caller) -> None:
    """A leaked key must not open what this closes, and no owner locks oneself out by it."""
    if caller.user_id is None:
        raise ForbiddenScope("A member decides this, not a program")
    if not await db.scalar(select(has_second_factor(caller.user_id))):
        raise SecondFactorMissing


@router.get(
    "/merchant",
    operation_id="read_merchant",
    summary="Read the merchant",
    responses=problems(*CALLER_REFUSALS),
)
async def read_merchant(
    db: Db, caller: Annotated[Caller, needs()], answer: Response
) -> MerchantOut:
    """The `ETag` is what `If-Match` of a change has to name."""
    merchant = await _merchant(db, caller)
    answer.headers["ETag"] = f'"{merchant.version}"'
    return MerchantOut.model_validate(merchant)


@router.patch(
    "/merchant",
    operation_id="change_merchant",
    summary="Change the merchant's settings",
    responses=problems(*CALLER_REFUSALS, Stale, PreconditionRequired, SecondFactorMissing),
)
async def change_merchant(
    db: Db,
    caller: Annotated[Caller, needs("merchant:write")],
    body: MerchantPatch,
    answer: Response,
    if_match: Annotated[str | None, Header(description="The `ETag` that you read.")] = None,
) -> MerchantOut:
    """Changes the fields named; null empties the contact address. To require a second factor of
    the team, or no longer, takes a member who has one."""
    if body.require_second_factor is not None:
        await _may_require(db, caller)
    merchant = await _merchant(db, caller, lock=True)
    match_version(if_match, merchant.version)
    changes = body.model_dump(exclude_unset=True)
    for name, value in changes.items():
        if value is not None or name == "contact_email":
            setattr(merchant, name, value)
    merchant.version += 1
    if changes.keys() & TOLD_TO_RECIPIENTS:
        await jobs.enqueue(db, CONTACT_CHANGED)
    forget_team(db, merchant.id)
    audit.record(db, caller, "merchant.changed", "merchant", merchant.id, fields=sorted(changes))
    await db.flush()
    answer.headers["ETag"] = f'"{merchant.version}"'
    return MerchantOut.model_validate(merchant)


@router.get(
    "/api-keys",
    operation_id="list_api_keys",
    summary="List the API keys",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_api_keys(db: Db, caller: KeyKeeper, page: Paging) -> Page[ApiKeyOut]:
    """Newest first, revoked ones included."""
    query = select(ApiKey)
    rows, cursor = await page.read(db, query, (ApiKey.id, UUID))
    return Page(items=[ApiKeyOut.model_validate(row) for row in rows], next_cursor=cursor)


@router.post(
    "/api-keys",
    operation_id="create_api_key",
    summary="Make an API key",
    status_code=201,
    responses=problems(*CALLER_REFUSALS),
)
async def create_api_key(db: Db, caller: KeyKeeper, body: ApiKeyIn) -> NewApiKeyOut:
    """The key is shown in this answer and never again. It can be given no right that its maker
    does not have."""
    for scope in body.scopes:
        if not caller.may(scope):
            raise ForbiddenScope(scope=scope)
    secret = new_token()
    text = key_text(caller.merchant_id, secret)
    key = ApiKey(
        id=uuid7(),
        name=body.name,
        scopes=sorted({scope.value for scope in body.scopes}),
        prefix=f"{KEY_PREFIX}…{secret[-_SHOWN:]}",
        secret_hash=digest(secret),
        created_by=caller.id,
    )
    db.add(key)
    audit.record(db, caller, "api_key.created", "api_key", key.id, scopes=key.scopes)
    await db.flush()
    shown = ApiKeyOut.model_validate(key)
    return NewApiKeyOut(**shown.model_dump(), secret=text)


@router.delete(
    "/api-keys/{key_id}",
    operation_id="revoke_api_key",
    summary="Revoke an API key",
    status_code=204,
    responses=problems(*CALLER_REFUSALS, ApiKeyNotFound),
)
async def revoke_api_key(db: Db, caller: KeyKeeper, key_id: UUID) -> None:
    """It stops working within seconds. Revoking it again changes nothing."""
    key = await db.scalar(select(ApiKey).where(ApiKey.id == key_id).with_for_update())
    if key is None:
        raise ApiKeyNotFound
    if key.revoked_at is None:
        key.revoked_at = now()
        forget_api_key(db, key.id)
        audit.record(db, caller, "api_key.revoked", "api_key", key.id)
