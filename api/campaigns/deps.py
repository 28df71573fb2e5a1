"""What the routes of campaigns ask for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header

from api.accounts.caller import Caller
from api.accounts.deps import needs

Reader = Annotated[Caller, needs("campaigns:read")]
Writer = Annotated[Caller, needs("campaigns:write")]
IfMatch = Annotated[str | None, Header(description="The `ETag` that you read.")]
