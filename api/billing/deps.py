"""What the routes of billing may ask for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from api.accounts.caller import Caller
from api.accounts.deps import needs
from api.billing import plans
from api.billing.plans import Plans
from api.core.deps import Config

Reader = Annotated[Caller, needs("billing:read")]
Payer = Annotated[Caller, needs("billing:write")]


async def _plans(settings: Config) -> Plans:
    return plans.load(settings.plans_file)


Declared = Annotated[Plans, Depends(_plans)]
