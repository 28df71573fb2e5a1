"""One's own second factors over HTTP."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts import challenges, passkeys, passwords, recovery, second_factor, throttle, totp
from api.accounts.challenges import ChallengeExpired
from api.accounts.deps import PERSON_REFUSALS, Person
from api.accounts.models import Totp, User
from api.accounts.passkeys import PasskeyKnown, PasskeyNotFound, PasskeyRefused
from api.accounts.password import WrongPassword
from api.accounts.schemas.factors import (
    NewPasskeyOut,
    PasskeyIn,
    PasskeyOptionsOut,
    PasskeyOut,
    PasswordIn,
    RecoveryCodesOut,
    SecondFactorOut,
    TotpConfirmationIn,
    TotpOut,
    TotpSecretOut,
)
from api.accounts.second_factor import BY_USER, InvalidSecondFactor, NoSecondFactor
from api.accounts.throttle import Limit, TooManyAttempts
from api.accounts.totp import TotpAlreadySet, TotpNotStarted
from api.core.db import Database
from api.core.deps import Config, Db, Pool
from api.core.errors import problems
from api.core.settings import Settings

router = APIRouter(prefix="/v1/me", tags=["accounts"])

_BY_PASSWORD = Limit("second factor password", free=5)


async def _password(
    db: AsyncSession, pool: Database, settings: Settings, user_id: UUID, password: str
) -> None:
    """A session left open somewhere must not be enough to take a factor away."""
    bucket = _BY_PASSWORD.bucket(str(user_id))
    kept = await db.scalar(select(User.password_hash).where(User.id == user_id))
    await throttle.hit(pool, settings, bucket)
    if not await passwords.matches(settings, password, kept):
        raise WrongPassword
    await throttle.clear(db, settings, bucket)


@router.get(
    "/second-factor",
    operation_id="read_second_factor",
    summary="My second factors",
    responses=problems(*PERSON_REFUSALS),
)
async def read_second_factor(db: Db, person: Person) -> SecondFactorOut:
    """What is in force. They are the person's, whatever the merchants worked for."""
    confirmed_at = await db.scalar(select(Totp.confirmed_at).where(Totp.user_id == person.user_id))
    return SecondFactorOut(
        totp=TotpOut(confirmed_at=confirmed_at) if confirmed_at else None,
        passkeys=[PasskeyOut.model_validate(one) for one in await passkeys.of(db, person.user_id)],
        recovery_codes_left=await recovery.left(db, person.user_id),
    )


@router.post(
    "/totp",
    operation_id="begin_totp",
    summary="Begin with an authenticator application",
    status_code=201,
    responses=problems(*PERSON_REFUSALS, TotpAlreadySet),
)
async def begin_totp(db: Db, settings: Config, person: Person) -> TotpSecretOut:
    """Scan the code, then confirm with the first six digits: only then is it asked for."""
    email = (await db.execute(select(User.email).where(User.id == person.user_id))).scalar_one()
    secret, uri = await totp.begin(db, settings, person.user_id, email)
    return TotpSecretOut(secret=secret, otpauth_uri=uri)


@router.post(
    "/totp/confirmation",
    operation_id="confirm_totp",
    summary="Confirm the authenticator application",
    responses=problems(
        *PERSON_REFUSALS, InvalidSecondFactor, TotpNotStarted, TotpAlreadySet, TooManyAttempts
    ),
)
async def confirm_totp(
    db: Db, pool: Pool, settings: Config, person: Person, body: TotpConfirmationIn
) -> RecoveryCodesOut:
    """From now on signing in asks for a code. Ends the person's other sessions; a mail tells."""
    bucket = BY_USER.bucket(str(person.user_id))
    await throttle.hit(pool, settings, bucket)
    if not await totp.confirm(db, settings, person.user_id, body.code):
        raise InvalidSecondFactor
    await throttle.clear(db, settings, bucket)
    codes = await second_factor.added(db, settings, person.user_id, person.session_id, "totp_added")
    return RecoveryCodesOut(recovery_codes=codes)


@router.post(
    "/totp/removal",
    operation_id="remove_totp",
    summary="Remove the authenticator application",
    status_code=204,
    responses=problems(*PERSON_REFUSALS, WrongPassword, NoSecondFactor, TooManyAttempts),
)
async def remove_totp(
    db: Db, pool: Pool, settings: Config, person: Person, body: PasswordIn
) -> None:
    """Asks for the password; a mail tells. With the last factor the recovery codes go."""
    await _password(db, pool, settings, person.user_id, body.password)
    if not await totp.remove(db, person.user_id):
        raise NoSecondFactor
    await second_factor.removed(db, person.user_id, "totp_removed")


@router.post(
    "/recovery-codes",
    operation_id="renew_recovery_codes",
    summary="Make new recovery codes",
    status_code=201,
    responses=problems(*PERSON_REFUSALS, WrongPassword, NoSecondFactor, TooManyAttempts),
)
async def renew_recovery_codes(
    db: Db, pool: Pool, settings: Config, person: Person, body: PasswordIn
) -> RecoveryCodesOut:
    """Ten new ones, shown in this answer alone; the older ones are void."""
    await _password(db, pool, settings, person.user_id, body.password)
    codes = await second_factor.renew_codes(db, settings, person.user_id)
    return RecoveryCodesOut(recovery_codes=codes)


@router.post(
    "/passkeys/options",
    operation_id="begin_passkey",
    summary="Begin with a passkey",
    status_code=201,
    responses=problems(*PERSON_REFUSALS),
)
async def begin_passkey(db: Db, settings: Config, person: Person) -> PasskeyOptionsOut:
    """What the browser's `navigator.credentials.create` takes."""
    user = await db.get_one(User, person.user_id)
    begun = await challenges.begin(db, "new_passkey", user.id)
    known = await passkeys.of(db, user.id)
    options = passkeys.creation(settings, user, begun.nonce, known)
    return PasskeyOptionsOut(challenge=begun.token, options=options)


@router.post(
    "/passkeys",
    operation_id="add_passkey",
    summary="Add a passkey",
    status_code=201,
    responses=problems(*PERSON_REFUSALS, ChallengeExpired, PasskeyRefused, PasskeyKnown),
)
async def add_passkey(db: Db, settings: Config, person: Person, body: PasskeyIn) -> NewPasskeyOut:
    """It serves as second factor, and without a password where the device verifies the person.
    Ends the person's other sessions; a mail tells."""
    nonce = await challenges.use(db, "new_passkey", body.challenge, person.user_id)
    row = await passkeys.register(db, settings, person.user_id, nonce, body.credential, body.name)
    codes = await second_factor.added(
        db, settings, person.user_id, person.session_id, "passkey_added"
    )
    shown = PasskeyOut.model_validate(row)
    return NewPasskeyOut(**shown.model_dump(), recovery_codes=codes)


@router.post(
    "/passkeys/{passkey_id}/removal",
    operation_id="remove_passkey",
    summary="Remove a passkey",
    status_code=204,
    responses=problems(*PERSON_REFUSALS, WrongPassword, PasskeyNotFound, TooManyAttempts),
)
async def remove_passkey(
    db: Db, pool: Pool, settings: Config, person: Person, passkey_id: UUID, body: PasswordIn
) -> None:
    """Asks for the password; a mail tells. With the last factor the recovery codes go."""
    await _password(db, pool, settings, person.user_id, body.password)
    await passkeys.remove(db, person.user_id, passkey_id)
    await second_factor.removed(db, person.user_id, "passkey_removed")
