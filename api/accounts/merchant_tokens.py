"""Secrets that say whose they are: the merchant, then the secret. The merchant is entered before
the secret is looked up, so that no query ever searches all merchants' rows."""

from __future__ import annotations

from uuid import UUID

from api.core.tokens import ALPHABET, TOKEN_LENGTH

KEY_PREFIX = "mck_"
_MERCHANT_LENGTH = 26
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}


def joined(merchant_id: UUID, secret: str) -> str:
    """``<merchant>_<secret>``."""
    number, letters = merchant_id.int, ""
    for _ in range(_MERCHANT_LENGTH):
        number, rest = divmod(number, 32)
        letters = ALPHABET[rest] + letters
    return f"{letters}_{secret}"


def parts(text: str) -> tuple[UUID, str] | None:
    """The merchant and the secret; None where the text is none of ours."""
    merchant, _, secret = text.partition("_")
    if (len(merchant), len(secret)) != (_MERCHANT_LENGTH, TOKEN_LENGTH):
        return None
    number = 0
    for letter in merchant:
        if letter not in _VALUES:
            return None
        number = number * 32 + _VALUES[letter]
    return (UUID(int=number), secret) if number < 1 << 128 else None


def key_text(merchant_id: UUID, secret: str) -> str:
    """The text of an API key, with a prefix by which secret scanners find a leaked one."""
    return KEY_PREFIX + joined(merchant_id, secret)


def key_parts(text: str) -> tuple[UUID, str] | None:
    """The merchant and the secret of an API key; None where the text is none."""
    return parts(text.removeprefix(KEY_PREFIX)) if text.startswith(KEY_PREFIX) else None
