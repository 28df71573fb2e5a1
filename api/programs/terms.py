"""The merchant's own terms of a program: versions that are never changed, of which a card keeps
the one that its holder accepted."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Problem
from api.programs.models import Program, ProgramTerms


class TermsNotAccepted(Problem):
    status, code, title = 422, "TERMS_NOT_ACCEPTED", "This program has terms to be accepted first"


class TermsChanged(Problem):
    status, code, title = 409, "TERMS_CHANGED", "The terms have changed since they were read"


async def set_text(db: AsyncSession, program: Program, text: str | None, by: UUID) -> None:
    """Put a text in force: a new version unless it is the one in force already. None: from now
    on there are no terms; what was accepted stays on record."""
    if text is None:
        program.terms_version = None
        return
    if program.terms_version is not None and await text_of(db, program) == text:
        return
    last = await db.scalar(
        select(func.max(ProgramTerms.version)).where(ProgramTerms.program_id == program.id)
    )
    program.terms_version = (last or 0) + 1
    db.add(
        ProgramTerms(program_id=program.id, version=program.terms_version, text=text, created_by=by)
    )
    await db.flush()


async def text_of(db: AsyncSession, program: Program, version: int | None = None) -> str | None:
    """The text of a version, by default of the one in force."""
    wanted = version or program.terms_version
    if wanted is None:
        return None
    found: str | None = await db.scalar(
        select(ProgramTerms.text).where(
            ProgramTerms.program_id == program.id, ProgramTerms.version == wanted
        )
    )
    return found


async def texts(db: AsyncSession, programs: Sequence[Program]) -> dict[UUID, str]:
    """The texts in force, by program."""
    wanted = [row.id for row in programs if row.terms_version is not None]
    if not wanted:
        return {}
    found = await db.execute(
        select(ProgramTerms.program_id, ProgramTerms.text)
        .join(
            Program,
            (Program.merchant_id == ProgramTerms.merchant_id)
            & (Program.id == ProgramTerms.program_id)
            & (Program.terms_version == ProgramTerms.version),
        )
        .where(ProgramTerms.program_id.in_(wanted))
    )
    return {row.program_id: row.text for row in found}


def accepted(program: Program, version: int | None, *, required: bool) -> int | None:
    """The version that the holder accepts, if the program has terms; it has to be the one in
    force. ``required``: without it there is no card.

    Raises :class:`TermsNotAccepted`, :class:`TermsChanged`.
    """
    if program.terms_version is None:
        return None
    if version is None:
        if required:
            raise TermsNotAccepted(version=program.terms_version)
        return None
    if version != program.terms_version:
        raise TermsChanged(version=program.terms_version)
    return version
