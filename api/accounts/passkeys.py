"""Passkeys (WebAuthn): a key in the person's device signs what we ask, for our address alone."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from api.accounts.models import Passkey, User
from api.core.db import sqlstate
from api.core.errors import Problem
from api.core.settings import Settings

NAME = "Mon Carnet Client"
_UNIQUE_VIOLATION = "23505"
_MALFORMED = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, IndexError)
"""What the library raises for a bad signature, and for something that is no credential."""
_TRANSPORTS = frozenset(one.value for one in AuthenticatorTransport)


class PasskeyRefused(Problem):
    status, code, title = 401, "PASSKEY_REFUSED", "This passkey does not fit"


class PasskeyKnown(Problem):
    status, code, title = 409, "PASSKEY_KNOWN", "This passkey is registered already"


class PasskeyNotFound(Problem):
    status, code, title = 404, "PASSKEY_NOT_FOUND", "You have no such passkey"


def _host(settings: Settings) -> str:
    return urlsplit(settings.origin).hostname or "localhost"


async def of(db: AsyncSession, user_id: UUID) -> list[Passkey]:
    """The person's passkeys, oldest first."""
    query = select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.id)
    return list(await db.scalars(query))


def _described(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(
        id=passkey.credential_id,
        transports=[AuthenticatorTransport(one) for one in passkey.transports],
    )


def creation(settings: Settings, user: User, nonce: bytes, known: list[Passkey]) -> dict[str, Any]:
    """What a browser's `navigator.credentials.create` takes."""
    options = generate_registration_options(
        rp_id=_host(settings),
        rp_name=NAME,
        user_id=user.id.bytes,
        user_name=user.email,
        user_display_name=user.first_name,
        challenge=nonce,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=[_described(one) for one in known],
    )
    made: dict[str, Any] = json.loads(options_to_json(options))
    return made


def request(settings: Settings, nonce: bytes, allowed: list[Passkey] | None) -> dict[str, Any]:
    """What `navigator.credentials.get` takes; ``allowed`` None: whichever the person chooses,
    and then the device has to have recognised the person."""
    options = generate_authentication_options(
        rp_id=_host(settings),
        challenge=nonce,
        allow_credentials=[_described(one) for one in allowed] if allowed else None,
        user_verification=UserVerificationRequirement.PREFERRED
        if allowed
        else UserVerificationRequirement.REQUIRED,
    )
    made: dict[str, Any] = json.loads(options_to_json(options))
    return made


async def register(
    db: AsyncSession,
    settings: Settings,
    user_id: UUID,
    nonce: bytes,
    credential: dict[str, Any],
    name: str,
) -> Passkey:
    """Raises :class:`PasskeyRefused`, :class:`PasskeyKnown`."""
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=nonce,
            expected_rp_id=_host(settings),
            expected_origin=settings.origin,
        )
        transports = credential["response"].get("transports") or []
    except _MALFORMED as error:
        raise PasskeyRefused from error
    row = Passkey(
        id=uuid7(),
        user_id=user_id,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        transports=[one for one in transports if isinstance(one, str) and one in _TRANSPORTS],
        name=name,
    )
    try:
        async with db.begin_nested():
            db.add(row)
    except IntegrityError as error:
        if sqlstate(error) != _UNIQUE_VIOLATION:
            raise
        raise PasskeyKnown from error
    return row


async def shown(
    db: AsyncSession,
    settings: Settings,
    nonce: bytes,
    credential: dict[str, Any],
    *,
    of_user: UUID | None = None,
) -> UUID:
    """Whose passkey has signed. Without ``of_user`` it stands for the password too, so the device
    must have verified the person. Raises :class:`PasskeyRefused`."""
    try:
        credential_id = base64url_to_bytes(str(credential["rawId"]))
    except _MALFORMED as error:
        raise PasskeyRefused from error
    row = await db.scalar(
        select(Passkey).where(Passkey.credential_id == credential_id).with_for_update()
    )
    if row is None or (of_user is not None and row.user_id != of_user):
        raise PasskeyRefused
    try:
        proven = verify_authentication_response(
            credential=credential,
            expected_challenge=nonce,
            expected_rp_id=_host(settings),
            expected_origin=settings.origin,
            credential_public_key=row.public_key,
            # A counter that does not grow is a copy of the key (or an answer sent twice).
            credential_current_sign_count=row.sign_count,
            require_user_verification=of_user is None,
        )
    except _MALFORMED as error:
        raise PasskeyRefused from error
    await db.execute(
        update(Passkey).where(Passkey.id == row.id).values(sign_count=proven.new_sign_count)
    )
    return row.user_id


async def remove(db: AsyncSession, user_id: UUID, passkey_id: UUID) -> None:
    """Raises :class:`PasskeyNotFound`."""
    gone = await db.scalar(
        delete(Passkey)
        .where(Passkey.id == passkey_id, Passkey.user_id == user_id)
        .returning(Passkey.id)
    )
    if gone is None:
        raise PasskeyNotFound
