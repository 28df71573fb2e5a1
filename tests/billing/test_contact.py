"""What the merchant corrects here is corrected at Stripe (GDPR art. 19)."""

from __future__ import annotations

import pytest

from api.core.postgres.embedded import Server
from tests.billing.stage import Stage

pytestmark = pytest.mark.xdist_group("jobs")


async def rename(stage: Stage, **fields: str | None) -> None:
    answer = await stage.owner.patch("/v1/merchant", json=fields, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


async def test_name_and_address_are_passed_on(stage: Stage) -> None:
    await stage.subscribe()
    (customer,) = stage.stripe.all("customer")
    await rename(stage, name="Boulangerie Roy", contact_email="roy@boulangerie.example")
    await rename(stage, name="Boulangerie Royer", language="en")
    await stage.work()
    assert customer["name"] == "Boulangerie Royer"
    assert customer["email"] == "roy@boulangerie.example"
    assert customer["preferred_locales"] == ["en"]
    await rename(stage, contact_email=None)
    await stage.work()
    assert customer["email"] == stage.shop.team["owner"].email


async def test_what_changes_while_stripe_is_told_is_told_too(
    stage: Stage, server: Server, empty_database: str
) -> None:
    await stage.subscribe()
    (customer,) = stage.stripe.all("customer")
    await rename(stage, name="Premier nom")
    before = len(stage.stripe.calls)
    again = iter([True])

    def meanwhile(call: object) -> None:
        # As somebody who saves while our first call is under way would.
        if next(again, False):
            change = f"UPDATE merchants SET name = 'Dernier nom' WHERE id = '{stage.shop.id}'"
            server.run(change, empty_database)

    stage.stripe.on_call = meanwhile
    await stage.work()
    assert customer["name"] == "Dernier nom"
    assert len(stage.stripe.calls) - before == 2


async def test_who_never_bought_anything_is_not_told_of(stage: Stage) -> None:
    await rename(stage, name="Sans abonnement")
    await stage.work()
    assert stage.stripe.calls == []
