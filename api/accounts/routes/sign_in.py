"""Signing up, signing in and forgotten passwords over HTTP: open to everybody, so throttled."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response

from api.accounts import password, passwords, second_factor, sessions, sign_in, sign_up, throttle
from api.accounts.deps import CsrfFailed, same_origin
from api.accounts.me import me
from api.accounts.routes.cookies import device_of, set_device, set_session, set_sign_up, sign_up_of
from api.accounts.schemas.people import (
    Me,
    ResetCompletionIn,
    ResetIn,
    Sent,
    SignInIn,
    SignUpIn,
    VerificationIn,
)
from api.accounts.second_factor import SecondFactorRequired
from api.accounts.sign_in import InvalidCredentials
from api.accounts.sign_up import LinkExpired, PasswordRequired
from api.accounts.throttle import Limit, TooManyAttempts
from api.core.deps import ClientAddress, Config, Db, Pool
from api.core.errors import problems

router = APIRouter(prefix="/v1", tags=["accounts"], dependencies=[Depends(same_origin)])

UserAgent = Annotated[str, Header(max_length=1000, include_in_schema=False)]
TOKENS = Limit("link", free=30)


@router.post(
    "/sign-ups",
    operation_id="sign_up",
    summary="Sign up",
    status_code=202,
    responses=problems(CsrfFailed, TooManyAttempts),
)
async def create_sign_up(
    db: Db,
    pool: Pool,
    settings: Config,
    body: SignUpIn,
    address: ClientAddress,
    answer: Response,
) -> Sent:
    """Sends a link to confirm the address; nothing exists until it is followed. The answer is
    the same whether or not the address has an account."""
    await throttle.hit(
        pool, settings, sign_up.BY_ADDRESS.bucket(address), sign_up.BY_EMAIL.bucket(body.email)
    )
    wish = await sign_up.wish(db, body, await passwords.hashed(settings, body.password))
    set_sign_up(answer, settings, wish)
    return Sent()


@router.post(
    "/sign-ups/verification",
    operation_id="confirm_sign_up",
    summary="Confirm the address",
    status_code=201,
    responses=problems(CsrfFailed, LinkExpired, PasswordRequired, TooManyAttempts),
)
async def create_verification(
    db: Db,
    pool: Pool,
    settings: Config,
    body: VerificationIn,
    address: ClientAddress,
    request: Request,
    answer: Response,
    user_agent: UserAgent = "",
) -> Me:
    """Makes the account, the merchant and the role of owner, and signs in. In another browser
    than the one that signed up, the password chosen there is asked: the mail alone does not show
    that whoever reads it chose it."""
    await throttle.hit(pool, settings, TOKENS.bucket(address))
    begun_here = sign_up_of(request, settings)
    user = await sign_up.confirm(db, settings, body.token, begun_here, body.password)
    session, token = await sessions.begin(db, user.id, user_agent)
    set_session(request, answer, settings, user.id, token)
    return await me(db, settings, user.id, session.id)


@router.post(
    "/sessions",
    operation_id="sign_in",
    summary="Sign in",
    status_code=201,
    responses=problems(CsrfFailed, InvalidCredentials, SecondFactorRequired, TooManyAttempts),
)
async def create_session(
    db: Db,
    pool: Pool,
    settings: Config,
    body: SignInIn,
    address: ClientAddress,
    request: Request,
    answer: Response,
    user_agent: UserAgent = "",
) -> Me:
    """Sets the session cookie for 30 days. After a few failures each one makes the next wait
    longer, up to 15 minutes.

    Somebody with a second factor is answered `SECOND_FACTOR_REQUIRED` with a `challenge`, the
    `methods` that are there (`totp`, `passkey`, `recovery_code`) and, for a passkey, the
    `passkey_options` of the browser; `POST /v1/sessions/second-factor` goes on from there."""
    user_id = await sign_in.check(
        pool, settings, body.email, body.password, address, device_of(request, settings)
    )
    await second_factor.ask(pool, settings, user_id)
    session, token = await sessions.begin(db, user_id, user_agent)
    set_session(request, answer, settings, user_id, token)
    return await me(db, settings, user_id, session.id)


@router.post(
    "/password-resets",
    operation_id="ask_password_reset",
    summary="Ask for a new password",
    status_code=202,
    responses=problems(CsrfFailed, TooManyAttempts),
)
async def create_reset(
    db: Db, pool: Pool, settings: Config, body: ResetIn, address: ClientAddress
) -> Sent:
    """Sends a link for one hour, if the address has an account; the answer does not tell."""
    await throttle.hit(
        pool, settings, password.BY_ADDRESS.bucket(address), password.BY_EMAIL.bucket(body.email)
    )
    await password.ask_reset(db, body.email)
    return Sent()


@router.post(
    "/password-resets/completion",
    operation_id="complete_password_reset",
    summary="Set a new password",
    status_code=204,
    responses=problems(CsrfFailed, LinkExpired, TooManyAttempts),
)
async def complete_reset(
    db: Db,
    pool: Pool,
    settings: Config,
    body: ResetCompletionIn,
    address: ClientAddress,
    request: Request,
    answer: Response,
) -> None:
    """Ends all sessions of the account, and the waiting after failed sign-ins. This device is
    known from now on, so that an attack that goes on keeps its owner out no longer."""
    await throttle.hit(pool, settings, TOKENS.bucket(address))
    password_hash = await passwords.hashed(settings, body.password)
    reset = await password.valid_reset(db, body.token)
    email = reset.email
    user_id = await password.complete_reset(db, reset, password_hash)
    await throttle.clear(db, settings, *sign_in.buckets(email, address))
    set_device(request, answer, settings, user_id)
