"""Many cards in one call: what they hold, and giving them out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import Row, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.caller import Caller
from api.accounts.models import Merchant
from api.cards import references
from api.cards.counted import CARDS
from api.cards.enrolling import enrolment
from api.cards.references import CardNotFound, Reference
from api.cards.schemas.bulk import (
    BalanceOut,
    EnrolledCard,
    EnrolmentIn,
    EnrolmentOut,
    ProblemOfItem,
)
from api.core import quotas
from api.core.clock import now
from api.core.errors import InvalidInput, Problem, StillRunning
from api.core.http.accidents import from_database, invalid_input
from api.core.settings import Settings
from api.core.tenancy import merchant_of

_BALANCES = text("""
SELECT c.id, c.code, c.number, c.status, c.balance, c.program_id, c.merged_into,
       coalesce((
         SELECT sum(l.remaining) FROM lots l
          WHERE l.merchant_id = c.merchant_id AND l.card_id = c.id AND l.remaining > 0
            AND (CASE WHEN l.idle THEN c.idle_expires_at ELSE l.expires_at END > :moment)
                IS NOT FALSE
            AND (l.available_at <= :moment) IS NOT FALSE), 0) AS available
  FROM cards c
 WHERE c.merchant_id = :merchant_id
   AND (c.id = ANY (CAST(:ids AS uuid[]))
        OR c.code = ANY (CAST(:codes AS text[]))
        OR c.number = ANY (CAST(:numbers AS text[])))
""")

_Key = tuple[str, UUID | str]


async def balances(db: AsyncSession, names: Sequence[str]) -> list[BalanceOut]:
    """What the cards hold, in the order asked; for each that cannot be read, why."""
    parsed: dict[str, Reference] = {}
    for name in names:
        try:
            parsed[name] = references.parse(name)
        except CardNotFound:
            continue
    found = await _rows(db, parsed.values())
    answers = []
    for name in names:
        reference = parsed.get(name)
        row = found.get((reference.by, reference.value)) if reference else None
        while row is not None and row.merged_into is not None:
            into = Reference("id", row.merged_into)
            if ("id", row.merged_into) not in found:
                found |= await _rows(db, [into])
            row = found.get(("id", row.merged_into))
        if row is not None:
            answers.append(
                BalanceOut(
                    card=name,
                    card_id=row.id,
                    program_id=row.program_id,
                    status=row.status,
                    balance=row.balance,
                    available=row.available,
                )
            )
        else:
            why = await references.missing(db, reference) if reference else CardNotFound()
            answers.append(BalanceOut(card=name, problem=_problem(why)))
    return answers


async def _rows(db: AsyncSession, names: Any) -> dict[_Key, Row[Any]]:
    asked: dict[str, list[Any]] = {"id": [], "code": [], "number": []}
    for reference in names:
        asked[reference.by].append(reference.value)
    if not any(asked.values()):
        return {}
    values = {
        "merchant_id": merchant_of(db),
        "moment": now(),
        "ids": asked["id"],
        "codes": asked["code"],
        "numbers": asked["number"],
    }
    found: dict[_Key, Row[Any]] = {}
    for row in await db.execute(_BALANCES, values):
        found |= {("id", row.id): row, ("code", row.code): row, ("number", row.number): row}
    return found


async def enrolments(
    db: AsyncSession, settings: Settings, caller: Caller, items: Sequence[Any]
) -> list[EnrolmentOut]:
    """Give out the cards one after the other; what is wrong with one leaves the others alone."""
    slug = await db.scalar(select(Merchant.slug).where(Merchant.id == caller.merchant_id))
    await quotas.foresee(db, CARDS)
    answers = []
    held = 0
    for item in items:
        key = item.get("key") if isinstance(item, dict) else None
        answer = EnrolmentOut(key=key if isinstance(key, str) else None, outcome="error")
        answers.append(answer)
        try:
            wish = EnrolmentIn.model_validate(item)
            given = await enrolment.once(db, settings, caller, wish.key, wish)
        except ValidationError as error:
            answer.problem = _problem(invalid_input(error.errors()))
            continue
        except DBAPIError as error:
            problem = from_database(error)
            if not isinstance(problem, InvalidInput | StillRunning):
                raise
            # Each has waited for seconds; somebody is giving out the same cards at this moment.
            held += isinstance(problem, StillRunning)
            if held > 1:
                raise
            answer.problem = _problem(problem)
            continue
        except Problem as problem:
            answer.problem = _problem(problem)
            continue
        answer.outcome = "exists" if given.repeated else "created"
        answer.card = EnrolledCard(
            id=given.card.id,
            number=given.card.number,
            code=given.card.code,
            program_id=given.card.program_id,
            customer_id=given.card.customer_id,
            page_url=f"{settings.origin}/c/{slug}#{given.token}" if given.token else None,
        )
    return answers


def _problem(problem: Problem) -> ProblemOfItem:
    return ProblemOfItem.model_validate(problem.document())
