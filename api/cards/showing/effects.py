"""What a change of a program would mean for the cards that are out there, told beforehand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.schemas.effects import EffectNote, EffectsOut
from api.core.clock import now
from api.core.tenancy import merchant_of
from api.programs import catalogue, terms
from api.programs.life import as_changed, check
from api.programs.models import Program, Reward
from api.programs.rules import Sale, Situation, assess
from api.programs.schemas.programs import ProgramPatch, RewardIn
from api.programs.schemas.rules import RedeemValue, Rules

_AHEAD = timedelta(days=90)
_CARDS = text("""
SELECT count(*) AS cards, coalesce(sum(balance), 0) AS units_outstanding,
       count(*) FILTER (WHERE balance >= CAST(:before AS integer)) AS rewards_in_reach_before,
       count(*) FILTER (WHERE balance >= CAST(:after AS integer)) AS rewards_in_reach_after
  FROM cards
 WHERE merchant_id = :merchant_id AND program_id = :program_id AND status = 'active'
""")
_EXPIRING = text("""
SELECT coalesce(sum(l.remaining), 0)
  FROM cards c
  JOIN lots l ON l.merchant_id = c.merchant_id AND l.card_id = c.id AND l.remaining > 0
 WHERE c.merchant_id = :merchant_id AND c.program_id = :program_id AND c.status = 'active'
   AND CASE WHEN l.idle THEN c.idle_expires_at ELSE l.expires_at END <= :until
""")
# Amounts in minor units, the visit alone first: what a customer would compare.
_PROBES = (Sale(), *(Sale(amount=amount) for amount in (500, 1000, 2000, 5000, 20000)))
_SOME_DAY = Situation(at=datetime(2026, 6, 3, 11, tzinfo=UTC))


async def of(db: AsyncSession, program: Program, wish: ProgramPatch, today: date) -> EffectsOut:
    """Weigh a change without making it. Raises what the change would."""
    check(program, wish)
    current = (await catalogue.offered(db, [program.id]))[program.id]
    catalogue.check_known(current, wish.rewards or ())
    before = Rules.model_validate(program.rules)
    after = as_changed(program, wish)
    cost_before = _cheapest(current, today)
    cost_after = cost_before if wish.rewards is None else _cheapest_wished(wish.rewards, today)
    values = {"merchant_id": merchant_of(db), "program_id": program.id}
    counted = (
        await db.execute(_CARDS, values | {"before": cost_before, "after": cost_after})
    ).one()
    expiring = await db.scalar(_EXPIRING, values | {"until": now() + _AHEAD})
    notes = [*_notes_of_rules(before, after)]
    if wish.rewards is not None:
        notes += _notes_of_rewards(current, wish.rewards)
    if wish.terms and wish.terms.text != await terms.text_of(db, program):
        notes.append("NEW_TERMS")
    return EffectsOut(
        **counted._mapping, expiring_units_next_90_days=int(expiring or 0), notes=notes
    )


def _cheapest(rewards: Sequence[Reward], today: date) -> int | None:
    return min(
        (
            one.cost
            for one in rewards
            if one.in_stock and _valid(one.valid_from, one.valid_until, today)
        ),
        default=None,
    )


def _cheapest_wished(rewards: Sequence[RewardIn], today: date) -> int | None:
    return min(
        (
            one.cost
            for one in rewards
            if one.stock != 0 and _valid(one.valid_from, one.valid_until, today)
        ),
        default=None,
    )


def _valid(first: date | None, last: date | None, today: date) -> bool:
    return not (first and today < first) and not (last and today > last)


def _notes_of_rules(before: Rules, after: Rules) -> Iterator[EffectNote]:
    if before == after:
        return
    yield "FORWARD_ONLY"
    if any(_earned(after, sale) < _earned(before, sale) for sale in _PROBES):
        yield "EARNS_LESS"
    if not (after.units_per_visit or after.per_amount or after.items):
        yield "EARNS_NOTHING_BY_ITSELF"
    if before.expiry != after.expiry:
        yield "EXPIRY_OF_EXISTING_UNITS_UNCHANGED"
    if before.tiers != after.tiers:
        yield "TIERS_RECOUNTED"
    if _worth(after.redeem_value) < _worth(before.redeem_value):
        yield "DISCOUNT_WORTH_LESS"
    gone = set(before.locations) - set(after.locations)
    if after.locations and (gone or not before.locations):
        yield "FEWER_LOCATIONS"


def _earned(rules: Rules, sale: Sale) -> int:
    """What a plain sale on a plain day earns, anywhere the program is valid."""
    anywhere = rules.model_copy(update={"locations": [], "bonuses": []})
    outcome = assess(anywhere, sale, _SOME_DAY)
    return 0 if outcome.refusals else outcome.units


def _worth(value: RedeemValue | None) -> float:
    """To be compared only; no money is computed from it."""
    return value.value / value.units if value else 0


def _notes_of_rewards(current: Sequence[Reward], wishes: Sequence[RewardIn]) -> list[EffectNote]:
    kept: dict[UUID, int] = {wish.id: wish.cost for wish in wishes if wish.id}
    notes: list[EffectNote] = []
    if any(kept.get(one.id, one.cost) > one.cost for one in current):
        notes.append("REWARD_DEARER")
    if any(one.id not in kept for one in current):
        notes.append("REWARD_WITHDRAWN")
    return notes
