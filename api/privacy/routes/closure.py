"""The end of the merchant's contract over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from sqlalchemy import select

from api.accounts import passwords, throttle
from api.accounts.caller import Caller, ForbiddenScope
from api.accounts.deps import CALLER_REFUSALS, needs
from api.accounts.models import User
from api.accounts.password import WrongPassword
from api.accounts.throttle import Limit, TooManyAttempts
from api.core.db import Database
from api.core.deps import Config, Db, Pool
from api.core.ended import AFTER_END
from api.core.errors import problems
from api.core.settings import Settings
from api.privacy.ending import course
from api.privacy.ending.course import (
    AlreadyClosed,
    NotClosed,
    NotTheWords,
    PurgeUnderway,
    TakeoutFirst,
)
from api.privacy.ending.models import ContractEnd
from api.privacy.ending.schemas import ClosureIn, ClosureOut, PurgeIn, RemainsOut, WaiverIn

router = APIRouter(prefix="/v1", tags=["merchant"])

Owner = Annotated[Caller, needs("merchant:write")]

_BY_USER = Limit("end of a contract", free=5)
_STEP_UP = (WrongPassword, TooManyAttempts)


async def _confirm(
    db: Db, pool: Database, settings: Settings, caller: Caller, password: str
) -> None:
    """It is the owner in person, now: neither a program nor an open screen ends a contract."""
    if caller.user_id is None:
        raise ForbiddenScope("A member decides this, not a program")
    bucket = _BY_USER.bucket(str(caller.user_id))
    kept = await db.scalar(select(User.password_hash).where(User.id == caller.user_id))
    await throttle.hit(pool, settings, bucket)
    if not await passwords.matches(settings, password, kept):
        raise WrongPassword
    await throttle.clear(db, settings, bucket)


async def _shown(db: Db, row: ContractEnd) -> ClosureOut:
    known = await course.known(db, row)
    return ClosureOut.model_validate(
        {
            "id": row.id,
            "state": row.state,
            "cause": row.cause,
            "ended_at": row.ended_at,
            "due_at": row.due_at,
            "taken_out": known.taken_out,
            "waived_at": row.waived_at,
            "purge_asked_at": row.purge_asked_at,
            "finished_at": row.finished_at,
            "words": course.NO_COPY,
            "remains": [
                RemainsOut(table=table, **line) for table, line in sorted(row.remains.items())
            ],
        }
    )


_OPEN = ClosureOut(
    id=None,
    state="open",
    cause=None,
    ended_at=None,
    due_at=None,
    taken_out=False,
    waived_at=None,
    purge_asked_at=None,
    finished_at=None,
    words=course.NO_COPY,
    remains=[],
)


@router.get(
    "/merchant/closure",
    operation_id="read_closure",
    summary="Read where the end of the contract stands",
    responses=problems(*CALLER_REFUSALS),
)
async def read_closure(db: Db, caller: Owner) -> ClosureOut:
    """`open` as long as the contract goes on; all else is then empty."""
    row = await course.current(db)
    return _OPEN if row is None else await _shown(db, row)


@router.post(
    "/merchant/closure",
    operation_id="close_merchant",
    summary="End the contract",
    status_code=201,
    responses=problems(*CALLER_REFUSALS, *_STEP_UP, AlreadyClosed),
)
async def close_merchant(
    db: Db, pool: Pool, settings: Config, caller: Owner, body: ClosureIn
) -> ClosureOut:
    """By an owner in person. From now on everything can be read and taken out
    (`POST /v1/takeouts`), and nothing changed: each attempt answers `MERCHANT_CLOSED`, at the
    counter and on customers' pages too. Jobs, campaigns and notices stop, and the subscription is
    not renewed. At `due_at` everything goes but what the law wants kept."""
    await _confirm(db, pool, settings, caller, body.password)
    return await _shown(db, await course.end(db, caller, "owner"))


@router.delete(
    "/merchant/closure",
    operation_id="reopen_merchant",
    summary="Take the contract up again",
    status_code=204,
    openapi_extra=AFTER_END,
    responses=problems(*CALLER_REFUSALS, NotClosed, PurgeUnderway),
)
async def reopen_merchant(db: Db, caller: Owner) -> None:
    """As long as nothing has gone: all is as it was, and what waited is done."""
    await course.reopen(db, caller)


@router.post(
    "/merchant/closure/waiver",
    operation_id="waive_takeout",
    summary="Say that no copy of the data is wanted",
    openapi_extra=AFTER_END,
    responses=problems(*CALLER_REFUSALS, NotTheWords, NotClosed, PurgeUnderway),
)
async def waive_takeout(db: Db, caller: Owner, body: WaiverIn) -> ClosureOut:
    """In the words that `words` gives. Without it, and without a download of all data, nothing
    goes before `due_at`."""
    if caller.user_id is None:
        raise ForbiddenScope("A member decides this, not a program")
    return await _shown(db, await course.waive(db, caller, body.words))


@router.post(
    "/merchant/closure/purge",
    operation_id="purge_merchant",
    summary="Have everything go now",
    status_code=202,
    openapi_extra=AFTER_END,
    responses=problems(*CALLER_REFUSALS, *_STEP_UP, TakeoutFirst, NotClosed, PurgeUnderway),
)
async def purge_merchant(
    db: Db, pool: Pool, settings: Config, caller: Owner, body: PurgeIn
) -> ClosureOut:
    """Before `due_at`, once all data was downloaded or waived. There is no way back. Owners are
    told by mail when it is done."""
    await _confirm(db, pool, settings, caller, body.password)
    return await _shown(db, await course.ask_purge(db, caller))
