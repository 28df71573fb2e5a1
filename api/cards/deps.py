"""What the routes of cards may ask for: the rights, the card's name, the gesture's key."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header, Path, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.accounts.caller import Caller
from api.accounts.deps import needs
from api.core.http.idempotency import KEY

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

Slug = Annotated[str, Path(max_length=80, description="The merchant's public name in addresses.")]
_page = HTTPBearer(
    scheme_name="pageToken",
    description="The secret of a holder's page: what follows `#` in its address.",
    auto_error=False,
)
PageToken = Annotated[HTTPAuthorizationCredentials | None, Security(_page)]
