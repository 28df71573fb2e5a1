"""Stripe saying no."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        decline_code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        facts = {
            "type": kind,
            "message": message,
            "code": code,
            "param": param,
            "decline_code": decline_code,
        }
        self.body: dict[str, Any] = {
            "error": {name: value for name, value in facts.items() if value is not None}
        }


def missing(what: str, id: str, param: str = "id") -> Refusal:
    return Refusal(f"No such {what}: '{id}'", status=404, code="resource_missing", param=param)


def declined() -> Refusal:
    return Refusal(
        "Your card was declined.",
        status=402,
        kind="card_error",
        code="card_declined",
        decline_code="generic_decline",
    )


def wants_the_customer() -> Refusal:
    return Refusal(
        "Payment for this subscription requires additional user action before it can be completed "
        "successfully.",
        status=402,
        kind="card_error",
        code="subscription_payment_intent_requires_action",
    )
