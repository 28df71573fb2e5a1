"""Secrets that have to be read again (a digest would not do), encrypted where they lie: whoever
has the database and not the service's secret has nothing."""

from __future__ import annotations

import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class Unsealable(RuntimeError):
    """Sealed with another secret, for another owner, or tampered with."""


@cache
def _cipher(secret: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"carnet second factor").derive(secret))


def seal(secret: bytes, owner: bytes, plain: bytes) -> bytes:
    """Encrypted for this ``owner``: copied into another's row, it opens no more."""
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(secret).encrypt(nonce, plain, owner)


def unseal(secret: bytes, owner: bytes, sealed: bytes) -> bytes:
    """Raises :class:`Unsealable`."""
    try:
        return _cipher(secret).decrypt(sealed[:_NONCE], sealed[_NONCE:], owner)
    except InvalidTag as error:
        raise Unsealable from error
