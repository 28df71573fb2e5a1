"""Subscribing: once, whatever is repeated, whoever is first, and however many pages are open."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.billing.stage import Stage
from tests.stripe_fake.state import Call, Obj
from tests.world import key

pytestmark = pytest.mark.xdist_group("jobs")

WISH = {"plan": "starter", "interval": "month"}


async def ask(stage: Stage, gesture: dict[str, str], **wish: Any) -> httpx.Response:
    return await stage.owner.post("/v1/checkouts", json=WISH | wish, headers=gesture)


def pages(stage: Stage) -> list[Obj]:
    found: list[Obj] = stage.stripe.all("checkout.session")
    return found


async def bought(stage: Stage, answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_a_page_to_pay_on(stage: Stage) -> None:
    made = await bought(stage, await ask(stage, key()))
    (page,) = pages(stage)
    assert (made["state"], made["url"]) == ("open", page["url"])
    assert (await stage.shown())["open_checkout"] == made["id"]
    assert page["success_url"].endswith(f"/subscription?checkout={made['id']}")
    assert page["tax_id_collection"]["enabled"]
    assert page["billing_address_collection"] == "required"
    assert page["payment_method_types"] == ["card", "sepa_debit"]
    assert page["locale"] == "fr"
    (customer,) = stage.stripe.all("customer")
    assert customer["email"] == stage.shop.team["owner"].email
    assert customer["name"] == "Au Bon Pain"
    assert customer["metadata"] == {"merchant_id": str(stage.shop.id)}


@pytest.mark.parametrize("method", ["card", "sepa"])
async def test_subscribed_with_a_trial(stage: Stage, method: str) -> None:
    await stage.subscribe(method=method)
    shown = await stage.shown()
    assert (shown["plan"], shown["state"], shown["status"]) == ("starter", "trial", "trialing")
    assert shown["payment_method"] == {"card": "card", "sepa": "sepa_debit"}[method]
    assert shown["open_checkout"] is None
    assert shown["trial_end"] == shown["until"]


async def test_the_person_may_come_back_before_the_event(stage: Stage) -> None:
    made = await bought(stage, await ask(stage, key()))
    path = f"/v1/checkouts/{made['id']}"
    assert (await stage.owner.get(path)).json()["state"] == "open"
    stage.stripe.pay(pages(stage)[0]["id"])
    assert (await stage.owner.get(path)).json()["state"] == "completed"
    assert (await stage.shown())["state"] == "trial"
    await stage.hear()
    assert (await stage.shown())["state"] == "trial"


async def test_what_is_known_has_to_do_while_stripe_is_silent(stage: Stage) -> None:
    made = await bought(stage, await ask(stage, key()))
    stage.stripe.fail_next(50, 503)
    answer = await stage.owner.get(f"/v1/checkouts/{made['id']}")
    assert (answer.status_code, answer.json()["state"]) == (200, "open")


async def test_a_page_that_waits_does_not_ask_stripe_all_the_time(stage: Stage) -> None:
    made = await bought(stage, await ask(stage, key()))
    before = len(stage.stripe.calls)
    for _ in range(30):
        assert (await stage.owner.get(f"/v1/checkouts/{made['id']}")).status_code == 200
    assert len(stage.stripe.calls) - before <= 13


async def test_the_event_may_come_before_stripe_has_answered(stage: Stage) -> None:
    """Paid, told and handled while the answer to our own question is under way."""
    gesture = key()

    def lose(call: Call) -> None:
        # The page is made, and nobody here learns of it.
        if (call.method, call.path) == ("POST", "/v1/checkout/sessions"):
            stage.stripe.lose_answers(2)

    stage.stripe.on_call = lose
    answer = await ask(stage, gesture)
    assert (answer.status_code, answer.json()["code"]) == (503, "STRIPE_UNAVAILABLE")
    assert int(answer.headers["Retry-After"]) > 0
    stage.stripe.on_call = None
    stage.stripe.well_again()
    stage.stripe.pay(pages(stage)[0]["id"])
    await stage.hear()
    assert (await stage.shown())["state"] == "trial"
    again = await bought(stage, await ask(stage, gesture))
    assert (again["state"], again["url"]) == ("completed", None)
    assert len(pages(stage)) == 1


async def test_the_same_gesture_is_the_same_page(stage: Stage) -> None:
    gesture = key()
    first, second = [await bought(stage, await ask(stage, gesture)) for _ in range(2)]
    assert first == second
    assert len(pages(stage)) == 1
    other = await ask(stage, gesture, plan="business")
    assert (other.status_code, other.json()["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    without = await stage.owner.post("/v1/checkouts", json=WISH)
    assert (without.status_code, without.json()["code"]) == (400, "IDEMPOTENCY_KEY_REQUIRED")


async def test_a_later_wish_closes_the_page_of_an_earlier_one(stage: Stage) -> None:
    first = await bought(stage, await ask(stage, key()))
    second = await bought(stage, await ask(stage, key(), plan="business"))
    states = {page["client_reference_id"]: page["status"] for page in pages(stage)}
    assert states == {first["id"]: "expired", second["id"]: "open"}
    assert (await stage.owner.get(f"/v1/checkouts/{first['id']}")).json()["state"] == "expired"


async def test_a_page_paid_meanwhile_is_found_out(stage: Stage) -> None:
    await bought(stage, await ask(stage, key()))
    stage.stripe.pay(pages(stage)[0]["id"])
    answer = await ask(stage, key(), plan="business")
    assert (answer.status_code, answer.json()["code"]) == (409, "ALREADY_SUBSCRIBED")
    assert len(stage.stripe.all("subscription")) == 1


async def test_one_subscription_is_enough(stage: Stage) -> None:
    await stage.subscribe()
    answer = await ask(stage, key())
    assert (answer.status_code, answer.json()["code"]) == (409, "ALREADY_SUBSCRIBED")


async def test_the_trial_is_for_the_first_subscription_only(stage: Stage) -> None:
    subscription = await stage.subscribe()
    stage.stripe.cancel_behind(subscription["id"])
    await stage.hear()
    assert (await stage.shown())["state"] == "free"
    await stage.subscribe("business", "year")
    shown = await stage.shown()
    assert (shown["plan"], shown["state"], shown["interval"]) == ("business", "active", "year")


async def test_a_page_that_nobody_paid_on(stage: Stage) -> None:
    made = await bought(stage, await ask(stage, key()))
    stage.stripe.let_expire(pages(stage)[0]["id"])
    await stage.hear()
    seen = (await stage.owner.get(f"/v1/checkouts/{made['id']}")).json()
    assert (seen["state"], seen["url"]) == ("expired", None)
    assert (await stage.shown())["open_checkout"] is None


async def test_the_same_gesture_after_its_page_has_closed(stage: Stage) -> None:
    """A fresh page, and one subscription in the end, however the first page was closed."""
    gesture = key()
    first = await bought(stage, await ask(stage, gesture))
    await stage.advance(hours=25)
    seen_late = await bought(stage, await ask(stage, gesture))
    assert (seen_late["id"], seen_late["state"]) == (first["id"], "open")
    assert seen_late["url"] != first["url"]
    assert seen_late["expires_at"] > first["expires_at"]
    # What Stripe tells of the first page is none of the second's business.
    await stage.hear()
    assert await bought(stage, await ask(stage, gesture)) == seen_late
    stage.stripe.let_expire(pages(stage)[0]["id"])
    await stage.hear()
    assert (await stage.shown())["open_checkout"] is None
    third = await bought(stage, await ask(stage, gesture))
    assert third["url"] not in (first["url"], seen_late["url"])
    # Another wish takes its place; asked for once more, it takes the other's.
    await bought(stage, await ask(stage, key(), plan="business"))
    fourth = await bought(stage, await ask(stage, gesture))
    assert [page["status"] for page in pages(stage)] == ["open", *["expired"] * 4]
    stage.stripe.pay(pages(stage)[0]["id"])
    await stage.hear()
    assert (await stage.shown())["state"] == "trial"
    ended = await bought(stage, await ask(stage, gesture))
    assert (ended["id"], ended["state"], ended["url"]) == (fourth["id"], "completed", None)


async def test_a_page_that_was_paid_before_it_closed_is_not_opened_again(stage: Stage) -> None:
    gesture = key()
    await bought(stage, await ask(stage, gesture))
    stage.stripe.pay(pages(stage)[0]["id"])
    await stage.advance(hours=25)
    stage.deliveries.drop()
    answer = await ask(stage, gesture)
    assert (answer.status_code, answer.json()["code"]) == (409, "ALREADY_SUBSCRIBED")
    assert len(stage.stripe.all("subscription")) == 1


async def test_promotion_codes(stage: Stage) -> None:
    gesture = key()
    refused = await ask(stage, gesture, promotion_code="MARCHE20")
    assert (refused.status_code, refused.json()["code"]) == (422, "PROMOTION_CODE_INVALID")
    assert (await stage.shown())["open_checkout"] is None
    stage.stripe.promotion("MARCHE20")
    # The code is there now, and the gesture is the same.
    made = await bought(stage, await ask(stage, gesture, promotion_code="MARCHE20"))
    assert made["state"] == "open"
    assert pages(stage)[0]["discounts"]


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ({"plan": "free"}, 422),
        ({"plan": "golden"}, 422),
        ({"interval": "week"}, 422),
        ({"colour": "red"}, 422),
        ({"promotion_code": "x y"}, 422),
    ],
)
async def test_what_cannot_be_bought(stage: Stage, wish: dict[str, str], status: int) -> None:
    assert (await ask(stage, key(), **wish)).status_code == status
    assert stage.stripe.calls == []


async def test_before_the_operator_has_synced(stage: Stage) -> None:
    for price in stage.stripe.all("price"):
        price["active"] = False
    answer = await ask(stage, key())
    assert (answer.status_code, answer.json()["code"]) == (503, "BILLING_NOT_CONFIGURED")
    assert "carnet billing sync" in answer.json()["detail"]


async def test_a_key_that_stripe_does_not_know(stage: Stage) -> None:
    stage.stripe.key = "sk_test_another"
    answer = await ask(stage, key())
    assert (answer.status_code, answer.json()["code"]) == (503, "BILLING_NOT_CONFIGURED")


async def test_keys_of_our_own_stand_before_every_change(stage: Stage) -> None:
    seen: list[Call] = []
    stage.stripe.on_call = seen.append
    await bought(stage, await ask(stage, key()))
    made = {call.path: str(call.idempotency_key) for call in seen if call.method == "POST"}
    assert str(stage.shop.id) in made["/v1/customers"]
    assert made["/v1/checkout/sessions"].startswith("checkout-")
