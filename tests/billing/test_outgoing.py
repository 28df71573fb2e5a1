"""What Stripe is told is what is declared, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from api.privacy import inventory
from tests.billing.stage import Stage

pytestmark = pytest.mark.xdist_group("jobs")


def leaves(value: Any, above: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, above if str(name).isdigit() else f"{above}.{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, above)
    else:
        yield above


def kind(path: str) -> str:
    """``/v1/checkout/sessions/cs_1/expire`` → ``checkout/sessions``."""
    parts = path.removeprefix("/v1/").split("/")
    words = [one for one in parts if "_" not in one or one == "billing_portal"]
    return "/".join(words[:2] if words[0] in ("checkout", "billing_portal") else words[:1])


async def test_stripe_is_told_what_is_declared(stage: Stage) -> None:
    await stage.subscribe()
    fields = {"name": "Boulangerie Roy", "contact_email": "roy@boulangerie.example"}
    answer = await stage.owner.patch("/v1/merchant", json=fields, headers={"If-Match": "*"})
    assert answer.status_code == 200
    await stage.work()
    for answer in (
        await stage.owner.post("/v1/billing-portal-sessions"),
        await stage.change("business"),
        await stage.cancel(),
    ):
        assert answer.is_success, answer.text

    told = {
        field
        for call in stage.stripe.calls
        if call.method == "POST"
        for field in leaves(call.params, kind(call.path))
    }
    declared = {one.field for one in inventory.declared().outgoing if one.recipient == "stripe"}
    assert "customers.email" in told
    assert told - declared == set()
