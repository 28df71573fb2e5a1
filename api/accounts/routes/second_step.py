"""Signing in beyond the password: the second step, and passkeys in its place."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts import challenges, passkeys, second_factor, sessions, throttle
from api.accounts.challenges import ChallengeExpired
from api.accounts.deps import CsrfFailed, same_origin
from api.accounts.me import me
from api.accounts.passkeys import PasskeyRefused
from api.accounts.routes.cookies import set_session
from api.accounts.routes.sign_in import UserAgent
from api.accounts.schemas.factors import PasskeyOptionsOut, PasskeySignInIn, SecondStepIn
from api.accounts.schemas.people import Me
from api.accounts.second_factor import InvalidSecondFactor
from api.accounts.sign_in import BY_ADDRESS
from api.accounts.throttle import Limit, TooManyAttempts
from api.core.deps import ClientAddress, Config, Db, Pool
from api.core.errors import problems
from api.core.settings import Settings

router = APIRouter(prefix="/v1/sessions", tags=["accounts"], dependencies=[Depends(same_origin)])

_OPTIONS = Limit("passkey options", free=60)


async def _enter(
    db: AsyncSession,
    settings: Settings,
    user_id: UUID,
    user_agent: str,
    request: Request,
    answer: Response,
) -> Me:
    session, token = await sessions.begin(db, user_id, user_agent)
    set_session(request, answer, settings, user_id, token)
    return await me(db, settings, user_id, session.id)


@router.post(
    "/second-factor",
    operation_id="sign_in_second_step",
    summary="Sign in, second step",
    status_code=201,
    responses=problems(
        CsrfFailed, ChallengeExpired, InvalidSecondFactor, PasskeyRefused, TooManyAttempts
    ),
)
async def second_step(
    db: Db,
    pool: Pool,
    settings: Config,
    body: SecondStepIn,
    request: Request,
    answer: Response,
    user_agent: UserAgent = "",
) -> Me:
    """After `SECOND_FACTOR_REQUIRED`, within ten minutes: a code, a recovery code, or a passkey.
    After five wrong ones each makes the next wait longer, up to 15 minutes."""
    user_id = await second_factor.answered(
        pool,
        db,
        settings,
        body.challenge,
        code=body.code,
        recovery_code=body.recovery_code,
        credential=body.credential,
    )
    return await _enter(db, settings, user_id, user_agent, request, answer)


@router.post(
    "/passkey-options",
    operation_id="begin_passkey_sign_in",
    summary="Begin to sign in with a passkey",
    status_code=201,
    responses=problems(CsrfFailed, TooManyAttempts),
)
async def begin_passkey(
    db: Db, pool: Pool, settings: Config, address: ClientAddress
) -> PasskeyOptionsOut:
    """What the browser's `navigator.credentials.get` takes. No address is asked, so nothing is
    told about who has an account."""
    await throttle.hit(pool, settings, _OPTIONS.bucket(address))
    begun = await challenges.begin(db, "passkey_sign_in")
    options = passkeys.request(settings, begun.nonce, None)
    return PasskeyOptionsOut(challenge=begun.token, options=options)


@router.post(
    "/passkey",
    operation_id="sign_in_with_passkey",
    summary="Sign in with a passkey",
    status_code=201,
    responses=problems(CsrfFailed, ChallengeExpired, PasskeyRefused, TooManyAttempts),
)
async def sign_in_with_passkey(
    db: Db,
    pool: Pool,
    settings: Config,
    body: PasskeySignInIn,
    address: ClientAddress,
    request: Request,
    answer: Response,
    user_agent: UserAgent = "",
) -> Me:
    """Without a password: the device has verified the person by finger, face or PIN, which makes
    two factors in one."""
    bucket = BY_ADDRESS.bucket(address)
    await throttle.hit(pool, settings, bucket)
    nonce = await challenges.use(db, "passkey_sign_in", body.challenge)
    user_id = await passkeys.shown(db, settings, nonce, body.credential)
    return await _enter(db, settings, user_id, user_agent, request, answer)
