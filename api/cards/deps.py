"""What the routes of cards may ask for: the rights, the card's name, the gesture's key."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header, Path

from api.accounts.caller import Caller
from api.accounts.deps import needs
from api.core.idempotency import KEY

Reader = Annotated[Caller, needs("cards:read")]
Writer = Annotated[Caller, needs("cards:write")]
Adjuster = Annotated[Caller, needs("cards:adjust")]
CardName = Annotated[
    str, Path(max_length=60, description="The card's id, its scan code, or the typed number.")
]


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
