"""A preview says what the sale then does, under any rules, and changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as checked
from hypothesis import strategies as st
from sqlalchemy import text

from api.app import create_app
from api.core import clock as the_clock
from api.core.clock import now
from api.core.db import Base, Database
from api.core.settings import Settings
from api.core.tenancy import MerchantOwned
from tests.cards.counter import Counter, at, done, refused, sound
from tests.world import GivenCard, Shop, World

TABLES = sorted(
    mapper.local_table.name  # type: ignore[attr-defined]  # every model has a table
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, MerchantOwned)
)


async def fingerprint(shop: Shop) -> dict[str, str | None]:
    """Every row of the merchant's, and which transactions have written or locked it."""
    found = {}
    async with shop.db() as db:
        for table in TABLES:
            query = (
                "SELECT md5(string_agg(concat(t::text, t.xmin, t.xmax), '|' ORDER BY t::text))"
                f" FROM {table} t WHERE t.merchant_id = :merchant_id"
            )
            found[table] = await db.scalar(text(query), {"merchant_id": shop.id})
    return found


async def test_a_preview_changes_nothing(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(
        kind="points",
        rewards=[{"cost": 2, "stock": 1}],
        per_amount={"units": 1, "per": 100},
        tiers={"levels": [{"name": "Or", "threshold": 5}]},
        expiry={"kind": "inactivity", "months": 1},
        redeem_value={"units": 1, "value": 10},
    )
    card = await shop.stamped(program, 9)
    before = await fingerprint(shop)
    assert before["cards"] != before["entries"]
    for body in (
        {"amount": 5000, "reward_id": str(program.rewards[0])},
        {"amount": 5000, "redeem_units": 3},
        {"amount": 1},
        {},
    ):
        shown = await counter.preview(card, **body)
    assert shown["refusals"][0]["code"] == "NOTHING_TO_EARN"
    assert await fingerprint(shop) == before
    done(await counter.sale(card, {"amount": 5000, "reward_id": str(program.rewards[0])}))
    after = await fingerprint(shop)
    assert {name for name in TABLES if after[name] != before[name]} >= {
        "cards", "customers", "entries", "lots", "lot_uses", "rewards", "tier_changes",
    }  # fmt: skip


async def test_a_preview_of_a_card_that_takes_nothing(world: World) -> None:
    shop = await world.shop()
    counter, owner = await at(shop), await shop.client()
    program = await shop.program(3)
    card = await shop.stamped(program, 4)
    assert (await counter.preview(card))["redeemable"][0]["available"]
    done(await owner.post(f"{card.path}/closure", json={"reason": "Perdue"}), 200)
    shown = await counter.preview(card)
    assert (shown["units"], shown["breakdown"], shown["balance_after"]) == (0, [], 4)
    assert shown["refusals"][0]["code"] == "CARD_CLOSED"
    assert shown["redeemable"][0]["refusal"]["code"] == "CARD_CLOSED"
    assert shown["redeemable"][0]["affordable"]
    wrong = await counter.client.post("/v1/cards/00000000/previews", json={})
    refused(wrong, 404, "CARD_NOT_FOUND")
    late = (now() - timedelta(days=8)).isoformat()
    answer = await counter.client.post(f"{card.path}/previews", json={"occurred_at": late})
    refused(answer, 422, "BAD_TIME")


_bonuses = st.lists(
    st.fixed_dictionaries(
        {"name": st.just("Bonus"), "percent": st.integers(101, 300)},
        optional={
            "units": st.integers(1, 9),
            "when": st.fixed_dictionaries(
                {},
                optional={
                    "weekdays": st.lists(st.integers(1, 7), min_size=1, max_size=6, unique=True),
                    "from": st.sampled_from(["00:00", "09:30", "18:00"]),
                    "to": st.sampled_from(["02:00", "12:00", "23:59"]),
                    "first_visit": st.booleans(),
                    "birthday_month": st.booleans(),
                },
            ),
        },
    ),
    max_size=3,
)
_expiry = st.sampled_from(
    [
        {"kind": "none"},
        {"kind": "after_earning", "months": 1},
        {"kind": "fixed_day", "month": 6, "day": 30},
        {"kind": "inactivity", "months": 1},
    ]
)
_tiers = st.builds(
    lambda window, low, percent: {
        "window_months": window,
        "levels": [
            {"id": "silver", "name": "Argent", "threshold": low, "percent": percent},
            {"id": "gold", "name": "Or", "threshold": low * 3, "percent": percent + 20},
        ],
    },
    st.none() | st.integers(1, 3),
    st.integers(5, 60),
    st.integers(100, 200),
)
RULES = st.fixed_dictionaries(
    {
        "units_per_visit": st.integers(0, 3),
        "rounding": st.sampled_from(["down", "nearest", "up"]),
        "per_amount": st.builds(dict, units=st.integers(1, 3), per=st.integers(50, 300)),
        "bonuses": _bonuses,
        "expiry": _expiry,
        "pending_days": st.sampled_from([0, 0, 2]),
        "redeem_value": st.builds(dict, units=st.integers(1, 9), value=st.integers(1, 50)),
    },
    optional={
        "cooldown_minutes": st.integers(0, 90),
        "daily_cap": st.integers(5, 60),
        "monthly_cap": st.integers(20, 120),
        "max_per_operation": st.integers(3, 50),
        "minimum_amount": st.integers(1, 800),
        "tiers": _tiers,
        "redeem_minimum": st.integers(1, 12),
        "items": st.just([{"sku": "A", "name": "Article", "units": 4}]),
    },
)
SALES = st.lists(
    st.tuples(
        st.sampled_from([0, 1, 30, 120, 26 * 60, 45 * 24 * 60]),
        st.fixed_dictionaries(
            {},
            optional={
                "units": st.integers(1, 12),
                "amount": st.integers(0, 4000),
                "excluded": st.just([{"kind": "tip", "amount": 150}]),
                "items": st.just([{"sku": "A", "quantity": 2}, {"sku": "B"}]),
            },
        ),
        st.none() | st.just("reward") | st.integers(1, 40),
    ),
    min_size=2,
    max_size=5,
)


@dataclass
class Stage:
    runner: asyncio.Runner
    shop: Shop
    counter: Counter

    async def play(self, rules: dict[str, Any], sales: list[Any]) -> None:
        program = await self.shop.program(
            kind="points",
            rewards=[{"name": "Tisane", "cost": 7, "stock": 2, "limit_per_customer": 1}],
            **rules,
        )
        card = await self.shop.stamped(program, 20)
        passed = timedelta()
        try:
            for minutes, body, wish in sales:
                passed += timedelta(minutes=minutes)
                the_clock.move(passed)
                said = dict(body, occurred_at=now().isoformat())
                if wish == "reward":
                    said["reward_id"] = str(program.rewards[0])
                elif wish is not None:
                    said["redeem_units"] = wish
                await self.compare(card, said)
        finally:
            the_clock.move(timedelta())

    async def compare(self, card: GivenCard, said: dict[str, Any]) -> None:
        shown = await self.counter.preview(card, **said)
        answer = await self.counter.sale(card, said)
        wished = "reward_id" in said or "redeem_units" in said
        of_redemption = [one for one in shown["refusals"] if one["of"] == "redemption"]
        fatal = of_redemption if wished else shown["refusals"]
        if fatal:
            refusal = answer.json()
            assert answer.status_code in (409, 422), answer.text
            assert {name: refusal[name] for name in fatal[0] if name != "of"} == {
                name: value for name, value in fatal[0].items() if name != "of"
            }
            assert (shown["units"], shown["breakdown"]) == (0, [])
            return
        sold = done(answer)
        assert sold["refusals"] == shown["refusals"]
        assert sold["card_balance"] == shown["balance_after"]
        earned = [entry for entry in sold["entries"] if entry["kind"] == "earn"]
        redeemed = [entry for entry in sold["entries"] if entry["kind"] == "redeem"]
        assert bool(redeemed) is wished
        assert [entry["value"] for entry in redeemed] == [shown["discount_value"]] * len(redeemed)
        assert sum(entry["delta"] for entry in earned) == shown["units"]
        card_after = await self.counter.read(card)
        tier = card_after["tier"]
        assert (tier and tier["id"]) == (shown["tier_after"] and shown["tier_after"]["id"])
        for entry in earned:
            assert entry["breakdown"] == shown["breakdown"]
            assert entry["pending_until"] == shown["pending_until"]
            idle = card_after["program"]["rules"]["expiry"]["kind"] == "inactivity"
            assert idle or entry["expires_at"] == shown["expires_at"]
        assert await sound(self.shop, card) == shown["balance_after"]


@pytest.fixture(scope="module")
def stage(settings: Settings) -> Iterator[Stage]:
    """An application on an event loop of its own: a property test is no coroutine."""
    assert settings.database_url
    pool, app = Database(settings.database_url, 2), create_app(settings)

    def connect() -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app)
        return httpx.AsyncClient(transport=transport, base_url=settings.origin)

    async def furnish() -> tuple[Shop, Counter]:
        shop = await World(pool, settings, connect).shop()
        return shop, await at(shop)

    async def close() -> None:
        await pool.close()
        await app.state.database.close()

    with asyncio.Runner() as runner:
        yield Stage(runner, *runner.run(furnish()))
        runner.run(close())


@checked(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(rules=RULES, sales=SALES)
def test_a_sale_does_what_its_preview_said(
    stage: Stage, rules: dict[str, Any], sales: list[Any]
) -> None:
    stage.runner.run(stage.play(rules, sales))
