"""Secrets and public codes: made from the system's randomness, kept as digests."""

from __future__ import annotations

import hashlib
import hmac
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, so that a code can be read aloud and typed."""

TOKEN_LENGTH = 26
_TYPED = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})


def random_code(length: int) -> str:
    """A random code of ``length`` characters, 5 bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_token() -> str:
    """A secret of 130 random bits in plain ASCII."""
    return random_code(TOKEN_LENGTH)


def derived_token(secret: bytes, purpose: str, salt: bytes) -> str:
    """A secret like :func:`new_token`'s that can be made again by whoever has both halves: the
    service's secret and the salt that the database keeps."""
    number = int.from_bytes(hmac.digest(secret, purpose.encode() + b"\0" + salt, "sha256"))
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(TOKEN_LENGTH))


def typed(text: str) -> str:
    """A code as a person typed it (case, spaces, dashes, look-alike letters) in its one form."""
    return text.upper().translate(_TYPED)


def digest(token: str) -> bytes:
    """SHA-256, which is enough for a secret of full entropy (a password needs more)."""
    return hashlib.sha256(token.encode()).digest()


def sign(secret: bytes, purpose: str, text: str) -> str:
    """A keyed fingerprint of ``text``; ``purpose`` keeps one use from serving as another."""
    return hmac.new(secret, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


def verify(secret: bytes, purpose: str, text: str, signature: str) -> bool:
    """Whether ``signature`` was made by :func:`sign`, compared in constant time."""
    return hmac.compare_digest(sign(secret, purpose, text).encode(), signature.encode())
