"""How many statements an operation at the counter is: a queue of customers waits on each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import event

from tests.cards.counter import at, done
from tests.world import World


@contextmanager
def heard(app: FastAPI) -> Iterator[list[str]]:
    """The statements that the application sends, but for the one that enters the merchant."""
    engine = app.state.database.engine.sync_engine
    said: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if "app_enter" not in statement:
            said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


PER_EURO = {"units": 1, "per": 100}
TIERS = {"levels": [{"name": "Or", "threshold": 1000}]}


@pytest.mark.parametrize(
    ("rules", "sale", "statements"),
    [
        ({"cooldown_minutes": 0, "daily_cap": 500}, {}, 2),
        ({"per_amount": PER_EURO, "pending_days": 3}, {"amount": 500}, 2),
        ({"per_amount": PER_EURO, "tiers": TIERS}, {"amount": 500}, 2),
        ({"bonuses": [{"name": "x", "when": {"weekdays": [1]}, "percent": 200}]}, {}, 2),
        ({"expiry": {"kind": "inactivity", "months": 6}}, {}, 2),
        # What only such a rule has to know is asked for such a rule only.
        ({"bonuses": [{"name": "x", "when": {"birthday_month": True}, "percent": 200}]}, {}, 3),
        ({"monthly_cap": 900}, {}, 3),
        ({"sponsorship": {"sponsor_units": 1, "friend_units": 1}}, {}, 2),
    ],
)
async def test_an_earning(
    world: World, app: FastAPI, rules: dict[str, Any], sale: dict[str, Any], statements: int
) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program(**rules))
    # Whoever calls is remembered, and no card is new for long.
    done(await counter._post(card, "earnings", sale, None))
    with heard(app) as said:
        done(await counter._post(card, "earnings", sale, None))
    assert len(said) == statements, said


async def test_redeeming_and_a_whole_sale(world: World, app: FastAPI) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(
        rewards=[{"cost": 1}, {"cost": 2, "stock": 9}], kind="points", per_amount=PER_EURO
    )
    card = await shop.stamped(program, 20)
    for reward, statements in zip(program.rewards, (3, 4), strict=True):
        with heard(app) as said:
            done(await counter.redeem(card, reward))
        assert len(said) == statements, said
    with heard(app) as said:
        done(await counter.sale(card, {"amount": 900, "reward_id": str(program.rewards[0])}))
    assert len(said) == 4, said
    with heard(app) as said:
        await counter.preview(card, amount=900)
    assert len(said) == 2, said
