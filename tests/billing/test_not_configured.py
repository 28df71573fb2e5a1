"""Without a key the service runs on the free plan, and says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.core.settings import Settings
from tests.billing.stage import Stage
from tests.conftest import make_settings
from tests.world import key

CHOICE = {"plan": "starter", "interval": "month"}


@pytest.fixture
def billing_settings(db_url: str, tmp_path: Path) -> Settings:
    return make_settings(db_url, tmp_path)


async def test_the_free_plan_is_in_force(stage: Stage) -> None:
    shop = stage.shop
    shown = (await (await shop.client()).get("/v1/subscription")).json()
    assert (shown["plan"], shown["state"]) == ("free", "free")
    assert not shown["billing_available"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/v1/checkouts", CHOICE),
        ("POST", "/v1/subscription/previews", CHOICE),
        ("POST", "/v1/subscription/changes", CHOICE),
        ("POST", "/v1/subscription/cancellation", None),
        ("DELETE", "/v1/subscription/cancellation", None),
        ("POST", "/v1/billing-portal-sessions", None),
    ],
)
async def test_nothing_can_be_bought(stage: Stage, method: str, path: str, body: Any) -> None:
    shop = stage.shop
    answer = await (await shop.client()).request(method, path, json=body, headers=key())
    assert (answer.status_code, answer.json()["code"]) == (503, "BILLING_NOT_CONFIGURED")
    for role in ("manager", "cashier", "auditor"):
        answer = await (await shop.client(role)).request(method, path, json=body, headers=key())
        assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN_SCOPE"), role


async def test_who_sees_what_is_paid(stage: Stage) -> None:
    shop = stage.shop
    for path in ("/v1/subscription", "/v1/invoices"):
        seen = {
            role: (await (await shop.client(role)).get(path)).status_code
            for role in ("owner", "auditor", "manager", "cashier")
        }
        assert seen == {"owner": 200, "auditor": 200, "manager": 403, "cashier": 403}
