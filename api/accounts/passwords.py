"""Hashing passwords: Argon2id, in a thread, since it is slow on purpose.

Parameters as OWASP's Password Storage Cheat Sheet names them: 19 MiB, two rounds, one lane.
"""

from __future__ import annotations

import asyncio
import math
from functools import cache

from pwdlib.hashers.argon2 import Argon2Hasher

from api.core.settings import Settings


@cache
def _hasher(memory_kib: int, rounds: int) -> Argon2Hasher:
    return Argon2Hasher(memory_cost=memory_kib, time_cost=rounds, parallelism=1)


@cache
def _nobodys(memory_kib: int, rounds: int) -> str:
    """Checked where there is no account, so that its absence takes as long as a wrong password."""
    return _hasher(memory_kib, rounds).hash("nobody has this password")


def _parameters(settings: Settings) -> tuple[int, int]:
    return settings.password_hash_memory_kib, settings.password_hash_rounds


ENOUGH_BITS = 50
"""CNIL, deliberation 2022-100: what is enough where failed attempts are delayed."""

_FEWEST_DIFFERENT = 5
_CLASSES = ((str.islower, 26), (str.isupper, 26), (str.isdigit, 10))
_OTHERS = 33


def strong_enough(password: str) -> bool:
    """Whether length and kinds of characters leave 50 bits to guess, repetition aside."""
    kinds = sum(size for kind, size in _CLASSES if any(map(kind, password)))
    if not password.isalnum():
        kinds += _OTHERS
    return (
        len(set(password)) >= _FEWEST_DIFFERENT
        and len(password) * math.log2(max(kinds, 2)) >= ENOUGH_BITS
    )


async def hashed(settings: Settings, password: str) -> str:
    return await asyncio.to_thread(_hasher(*_parameters(settings)).hash, password)


async def matches(settings: Settings, password: str, kept: str | None) -> bool:
    """Whether it is the password; ``kept`` None (no account) takes the same time and is False."""
    parameters = _parameters(settings)
    # Made whether or not it is needed: the first sign-in of a process must not tell either.
    nobodys = await asyncio.to_thread(_nobodys, *parameters)
    right = await asyncio.to_thread(_hasher(*parameters).verify, password, kept or nobodys)
    return right and bool(kept)
