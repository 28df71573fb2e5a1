"""What the routes of alerts ask for. Reading is for whoever reads the trail, settling for owners:
not for a manager, whose own hours may be in question."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header

from api.accounts.caller import Caller
from api.accounts.deps import needs

Reader = Annotated[Caller, needs("audit:read")]
CardReader = Annotated[Caller, needs("audit:read", "cards:read", "customers:read")]
Owner = Annotated[Caller, needs("merchant:write")]
IfMatch = Annotated[str | None, Header(description="The `ETag` that you read.")]
