"""How a program is answered: with the address that its QR opens, and its version."""

from __future__ import annotations

from fastapi import Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.caller import Caller
from api.accounts.models import Merchant
from api.core.settings import Settings
from api.programs import catalogue, terms, view
from api.programs.models import Program
from api.programs.schemas.programs import ProgramOut


async def merchant_of(db: AsyncSession, caller: Caller) -> Merchant:
    return (await db.scalars(select(Merchant).where(Merchant.id == caller.merchant_id))).one()


def join_url(settings: Settings, merchant: Merchant, program: Program) -> str:
    return f"{settings.origin}/join/{merchant.slug}?program={program.id}"


async def shown(
    db: AsyncSession, caller: Caller, settings: Settings, program: Program, answer: Response
) -> ProgramOut:
    answer.headers["ETag"] = f'"{program.version}"'
    rewards = (await catalogue.offered(db, [program.id]))[program.id]
    merchant = await merchant_of(db, caller)
    text = await terms.text_of(db, program)
    return view.program(program, rewards, join_url(settings, merchant, program), text)
