"""What Stripe's library raises, as our callers are told it. Made of the library's own errors."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from api.billing.stripe_api import (
    WAITING,
    BillingNotConfigured,
    CardDeclined,
    PaymentRequired,
    Stripe,
    StripeRefused,
    StripeUnavailable,
)
from api.core.errors import Problem

library: Any = importlib.import_module("stripe")

DECLINED = {"http_status": 402}


class Nobody:
    """A client that is never spoken to."""

    v1 = None


async def told(error: Exception) -> Problem:
    async def method(*given: Any) -> None:
        raise error

    with pytest.raises(Problem) as found:
        await Stripe(library, Nobody(), WAITING).call(method)
    return found.value


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (library.CardError("m", None, "card_declined", **DECLINED), CardDeclined),
        (library.CardError("m", None, "expired_card", **DECLINED), CardDeclined),
        (library.CardError("m", None, "authentication_required", **DECLINED), PaymentRequired),
        (
            library.CardError("m", None, "subscription_payment_intent_requires_action", **DECLINED),
            PaymentRequired,
        ),
        (library.AuthenticationError("m", http_status=401), BillingNotConfigured),
        (library.PermissionError("m", http_status=403), BillingNotConfigured),
        (library.RateLimitError("m", http_status=429), StripeUnavailable),
        (library.APIConnectionError("m"), StripeUnavailable),
        (library.APIError("m", http_status=409), StripeUnavailable),
        (library.APIError("m", http_status=500), StripeUnavailable),
        (library.IdempotencyError("m", http_status=400), StripeRefused),
        (library.InvalidRequestError("m", "items", http_status=400), StripeRefused),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Exception) else one.__name__,
)
async def test_every_error_is_a_clear_problem(error: Exception, kind: type[Problem]) -> None:
    assert type(await told(error)) is kind


async def test_only_an_answer_of_its_own_makes_another_key() -> None:
    for status, answered in ((None, False), (409, False), (429, False), (500, True), (503, True)):
        problem = await told(library.APIError("m", http_status=status))
        assert isinstance(problem, StripeUnavailable)
        assert problem.answered is answered
        assert problem.response().headers["Retry-After"] == "10"


async def test_nothing_of_what_was_sent_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    quoted = "No such address: marie@boulangerie.example"
    await told(library.InvalidRequestError(quoted, "email", "email_invalid", http_status=400))
    assert "email_invalid" in caplog.text
    assert "marie" not in caplog.text
