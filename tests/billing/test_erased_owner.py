"""An owner whose address Stripe was told erases the account: Stripe is told another address, and
asked what it has, before the erasure is said to be done."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from api.accounts import passwords
from api.accounts.models import Membership, User
from tests.billing.stage import Stage
from tests.cards.counter import done

pytestmark = pytest.mark.xdist_group("jobs")

PASSWORD = "correct horse battery staple"


async def test_stripe_forgets_who_was_erased_and_says_so(stage: Stage) -> None:
    await stage.subscribe()
    (customer,) = stage.stripe.all("customer")
    leaving, staying = stage.shop.team["owner"], stage.shop.team["manager"]
    assert customer["email"] == leaving.email
    async with stage.shop.db() as db:
        hash = await passwords.hashed(stage.settings, PASSWORD)
        await db.execute(update(User).where(User.id == leaving.user_id).values(password_hash=hash))
        second = select(Membership).where(Membership.id == staying.membership_id)
        (await db.scalars(second)).one().role = "owner"
    browser = await stage.shop.browser("owner")
    plan = done(await browser.post("/v1/me/erasure-plan"), 200)
    body = {"plan_digest": plan["digest"], "password": PASSWORD}
    begun = done(await browser.post("/v1/me/erasures", json=body))
    await stage.work()
    assert customer["email"] == staying.email
    stranger = stage.shop.world.connect()
    proof = {"proof_token": begun["proof_token"]}
    found = done(await stranger.post("/v1/erasure-proofs", json=proof), 200)
    assert found["state"] == "done", found
    (receipt,) = found["receipts"]
    assert receipt["recipient"] == "stripe"
    assert receipt["confirmed_at"] >= receipt["asked_at"]
