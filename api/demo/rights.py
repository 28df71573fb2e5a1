"""What customers have asked about their own data: one was answered long ago, the month of another
is nearly over, and one came in yesterday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.settings import Settings
from api.customers.models import Customer
from api.demo import writing
from api.demo.chance import chance, uuid7
from api.demo.people import SHOWN_ADDRESS
from api.demo.programs import Row, event
from api.demo.rhythm import ZONE
from api.demo.story import Scene
from api.privacy.requests import counting, intake, states
from api.privacy.requests.deadlines import MONTHS
from api.privacy.requests.models import PrivacyRequest, RequestEvent
from api.privacy.requests.states import CLOSED, State, Step
from api.privacy.requests.wishes import Channel, Kind

_KNOWN_FOR = timedelta(days=150)
_MORNING = time(10, 12)


@dataclass(frozen=True)
class Asked:
    kind: Kind
    channel: Channel
    days_ago: int
    details: str
    steps: tuple[tuple[Step, str, timedelta, str | None], ...] = ()
    """Each with its name in the history, how long after the request, and by what."""
    answer: str | None = None


_CAME_BY = (Step.IDENTIFY, "identified", timedelta(minutes=5), "counter")
_ASKED = (
    Asked(
        "rectification",
        "counter",
        74,
        "Son nom de famille était mal écrit sur sa fiche.",
        (
            _CAME_BY,
            (Step.QUALIFY, "qualified", timedelta(minutes=6), "rectification"),
            (Step.PLAN, "planned", timedelta(minutes=7), None),
            (Step.APPROVE, "approved", timedelta(minutes=8), None),
            (Step.EXECUTE, "executed", timedelta(minutes=8), None),
            (Step.VERIFY, "done", timedelta(minutes=8), None),
            (Step.ANSWER, "answered", timedelta(minutes=10), "mail"),
        ),
        "C’est corrigé, avec nos excuses.",
    ),
    Asked(
        "access",
        "counter",
        25,
        "Veut savoir tout ce que nous avons noté sur ses visites.",
        (_CAME_BY,),
    ),
    Asked(
        "erasure",
        "mail",
        1,
        "« Je déménage, merci d’effacer ma fiche et mes coordonnées. »",
    ),
)


async def exercise(db: AsyncSession, settings: Settings, scene: Scene) -> None:
    """By customers who have been known for a while and have an address."""
    rng = chance("rights", scene.shop.slug)
    long_known = select(Customer).where(
        Customer.created_at < scene.now - _KNOWN_FOR,
        Customer.email.is_not(None),
        Customer.email != SHOWN_ADDRESS,
        Customer.first_name.is_not(None),
        Customer.last_name.is_not(None),
    )
    customers = await db.scalars(long_known.order_by(Customer.id).limit(len(_ASKED)))
    for customer, asked in zip(customers.all(), _ASKED, strict=False):
        await _write(db, settings, scene, rng, customer, asked)


async def _write(
    db: AsyncSession, settings: Settings, scene: Scene, rng: Random, who: Customer, asked: Asked
) -> None:
    day = scene.now.astimezone(ZONE).date() - timedelta(days=asked.days_ago)
    at = datetime.combine(day, _MORNING, ZONE)
    deadline = await counting.due(db, at, MONTHS)
    row = PrivacyRequest(
        id=uuid7(rng, at),
        customer_id=who.id,
        kind=asked.kind,
        channel=asked.channel,
        language=who.language or "fr",
        details=asked.details,
        correction={"last_name": who.last_name} if asked.kind == "rectification" else None,
        version=1 + len(asked.steps),
        state=State.RECEIVED.value,
        received_at=at,
        due_on=deadline.on,
        due_at=deadline.at,
        escalated=0,
        created_at=at,
        created_by=scene.owner.id,
    )
    history: list[tuple[str, datetime, str, str | None]] = [
        ("created", at, row.state, asked.channel)
    ]
    for step, what, after, word in asked.steps:
        row.state = states.after(State(row.state), step).value
        history.append((what, at + after, row.state, word))
        if step is Step.IDENTIFY:
            row.identified_by = word
    if row.state in CLOSED:
        row.answer, row.closed_at = asked.answer, history[-1][1]
    else:
        intake.keep_address(settings, row, who.email)
    db.add(row)
    await db.flush()
    trail: list[Row] = []
    for what, when, state, word in history:
        facts = {"kind": row.kind, "how": word}
        told = event(rng, scene.owner, when, f"request.{what}", "privacy_request", row.id, facts)
        trail.append(told)
        db.add(
            RequestEvent(
                id=told["id"],
                request_id=row.id,
                at=when,
                what=what,
                state=state,
                word=word,
                actor_kind=scene.owner.kind,
                actor_id=scene.owner.id,
            )
        )
    await writing.add_events(db, trail)
