"""What the routes of cards may ask for: the rights, the card's name, the gesture's key."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Path

from api.accounts.caller import Caller
from api.accounts.deps import needs
from api.cards.ledger.gestures import KeyRequired

Reader = Annotated[Caller, needs("cards:read")]
Writer = Annotated[Caller, needs("cards:write")]
Adjuster = Annotated[Caller, needs("cards:adjust")]
CardName = Annotated[
    str, Path(max_length=60, description="The card's id, its scan code, or the typed number.")
]


KEY = r"^[\x21-\x7e]+$"
"""What an Idempotency-Key is made of."""


async def _key(
    idempotency_key: Annotated[
        str | None,
        Header(
            min_length=8,
            max_length=100,
            pattern=KEY,
            description=(
                "One per gesture, kept for all its repetitions. The same key and body give the"
                " first answer again, at any later time."
            ),
        ),
    ] = None,
) -> str:
    if idempotency_key is None:
        raise KeyRequired
    return idempotency_key


Key = Annotated[str, Depends(_key)]
OptionalKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=100,
        pattern=KEY,
        description="With one, the call can be repeated: see the ledger's operations.",
    ),
]
