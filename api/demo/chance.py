"""Chance that can be repeated: everything in the demonstration follows from one seed.

Nothing made here is a secret. Whoever has this source can compute every code, page and key of a
demonstration, so it belongs on one's own machine or where anybody may see it.
"""

from __future__ import annotations

from datetime import datetime
from random import Random
from uuid import UUID

from api.core.tokens import ALPHABET, TOKEN_LENGTH

SEED = "mon-carnet-client"


def chance(*names: object) -> Random:
    """A generator of its own for whatever the names say."""
    return Random("/".join(map(str, (SEED, *names))))  # noqa: S311  (not meant to be secret)


def uuid7(rng: Random, at: datetime) -> UUID:
    """An id as the application would have made it at that moment, so that ids order by time."""
    return UUID(
        int=int(at.timestamp() * 1000) << 80
        | 0x7 << 76
        | rng.getrandbits(12) << 64
        | 0b10 << 62
        | rng.getrandbits(62)
    )


def code(rng: Random, length: int = TOKEN_LENGTH) -> str:
    return "".join(rng.choices(ALPHABET, k=length))
