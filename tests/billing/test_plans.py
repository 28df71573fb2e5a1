"""The plans' file: what it says is shown to everybody, what contradicts itself refuses to start."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.billing import plans
from api.core.settings import Misconfigured, Settings
from tests.conftest import make_settings

REAL = Path(plans.__file__).with_name("plans.toml")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Of a service that nobody asks for anything that lies in a database."""
    return make_settings("postgresql+asyncpg://nowhere/carnet", tmp_path)


def changed(tmp_path: Path, before: str, after: str) -> Path:
    text = REAL.read_text()
    assert before in text
    path = tmp_path / "plans.toml"
    path.write_text(text.replace(before, after, 1))
    return path


def test_the_real_file_is_sound() -> None:
    declared = plans.load(REAL)
    assert [plan.id for plan in declared.plan] == ["free", "starter", "business"]
    assert declared.get("starter").price("year") < 12 * declared.get("starter").price("month")
    assert all(plan.most(resource) for plan in declared.plan for resource in plans.RESOURCES)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ('id = "free"', 'id = "gratis"', "the first plan is 'free'"),
        ('id = "business"', 'id = "starter"', "two plans have one id"),
        ("year = 19000\n", "", "starter: say its price for a month and for a year"),
        ("year = 19000", "year = 99000", "starter: a year costs more than twelve months"),
        (
            "month = 4900\nyear = 49000",
            "month = 1900\nyear = 19000",
            "business costs no more than starter",
        ),
        ("month = 4900", "month = 49.5", "month"),
        ("cards = 50_000", "cards = 50", "business holds fewer cards than starter"),
        ("members = 6\n", "", "business holds fewer members than starter"),
        ("cards = 100", "cads = 100", "quotas"),
        ("reminders = [0, 3, 7, 12]", "reminders = [0, 14]", "after the grace period's end"),
        ("reminders = [0, 3, 7, 12]", "reminders = [3, 0]", "the days of reminders go up"),
        ('currency = "EUR"', 'currency = "euro"', "currency"),
        ('en = "Starter"', 'en = ""', "name.en"),
        ("trial_days = 30", "trial_days = ", "plans.toml"),
    ],
)
def test_a_contradiction_is_named_and_refuses_to_start(
    tmp_path: Path, settings: Settings, before: str, after: str, why: str
) -> None:
    path = changed(tmp_path, before, after)
    with pytest.raises(Misconfigured, match=re.escape(why)):
        create_app(settings.model_copy(update={"plans_file": path}))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="nowhere"):
        plans.load(tmp_path / "nowhere.toml")


def test_no_more_than_two_secrets(settings: Settings) -> None:
    three = settings.model_copy(update={"stripe_webhook_secrets": "whsec_a, whsec_b,whsec_c"})
    with pytest.raises(Misconfigured, match="one secret, or two"):
        create_app(three)
    two = settings.model_copy(update={"stripe_webhook_secrets": "whsec_a, whsec_b"})
    assert two.webhook_secrets == ("whsec_a", "whsec_b")


async def test_everybody_sees_the_plans(settings: Settings) -> None:
    transport = httpx.ASGITransport(create_app(settings))
    async with httpx.AsyncClient(transport=transport, base_url=settings.origin) as client:
        shown = (await client.get("/v1/plans")).json()
    assert not shown["billing_available"]
    assert shown["trial_days"] == 30
    free, starter, _ = shown["items"]
    assert free["prices"] == []
    assert starter["name"] == {"fr": "Essentiel", "en": "Starter"}
    assert starter["prices"] == [
        {"interval": "month", "amount": 1900, "currency": "EUR"},
        {"interval": "year", "amount": 19000, "currency": "EUR"},
    ]
    assert starter["quotas"]["cards"] == 2000
