"""A shop's logo: a picture whose name stands in the merchant's row."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Merchant
from api.core.errors import Problem
from api.core.settings import Settings
from api.media import stored


class LogoNotFound(Problem):
    status, code, title = 404, "LOGO_NOT_FOUND", "This shop has no logo"


async def put(db: AsyncSession, settings: Settings, merchant: Merchant, picture: bytes) -> None:
    """``picture``: as ``pictures.redrawn`` made it. Raises ``PlanLimit``."""
    await _away(db, merchant)
    merchant.logo = await stored.put(db, settings, picture, "logo")
    merchant.version += 1


async def remove(db: AsyncSession, merchant: Merchant) -> None:
    """Raises :class:`LogoNotFound`."""
    if merchant.logo is None:
        raise LogoNotFound
    await _away(db, merchant)
    merchant.version += 1


async def _away(db: AsyncSession, merchant: Merchant) -> None:
    if (old := merchant.logo) is not None:
        merchant.logo = None
        await stored.let_go(db, old)
