"""Hashing passwords: Argon2id, in a thread, since it is slow on purpose.

Parameters as OWASP's Password Storage Cheat Sheet names them: 19 MiB, two rounds, one lane.
"""

from __future__ import annotations

import asyncio
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


async def hashed(settings: Settings, password: str) -> str:
    return await asyncio.to_thread(_hasher(*_parameters(settings)).hash, password)


async def matches(settings: Settings, password: str, kept: str | None) -> bool:
    """Whether it is the password; ``kept`` None (no account) takes the same time and is False."""
    parameters = _parameters(settings)
    against = kept if kept is not None else await asyncio.to_thread(_nobodys, *parameters)
    right = await asyncio.to_thread(_hasher(*parameters).verify, password, against)
    return right and kept is not None
