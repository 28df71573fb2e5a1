"""Where Stripe tells what has happened."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel

from api.billing import webhook
from api.billing.webhook import WebhookSignature, WebhookUnreadable
from api.core.deps import Config, Db
from api.core.errors import TooLarge, problems

router = APIRouter(prefix="/v1/webhooks", tags=["billing"])


class Taken(BaseModel):
    """Nothing to say but that it is stored."""


_BODY = {
    "requestBody": {
        "required": True,
        "description": "An event of Stripe's, byte for byte as it was signed.",
        "content": {"application/json": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post(
    "/stripe",
    operation_id="receive_stripe_event",
    summary="Take an event of Stripe's",
    responses=problems(WebhookSignature, WebhookUnreadable, TooLarge),
    openapi_extra=_BODY,
)
async def receive_stripe_event(
    request: Request,
    db: Db,
    settings: Config,
    signature: Annotated[
        str | None, Header(alias="Stripe-Signature", description="Time and HMAC, by Stripe.")
    ] = None,
) -> Taken:
    """Answered as soon as the event is stored; it is handled afterwards. Taken once by its id,
    however often it is sent; refused when it is not signed with a secret in force, or was more
    than five minutes ago."""
    body = await request.body()
    webhook.verify(body, signature, settings.webhook_secrets)
    await webhook.store(db, webhook.read(body))
    return Taken()
