"""Who asks for a program, and how it is answered."""

from __future__ import annotations

from typing import Annotated

from api.accounts.caller import Caller
from api.accounts.deps import needs

Reader = Annotated[Caller, needs("programs:read")]
Writer = Annotated[Caller, needs("programs:write")]
