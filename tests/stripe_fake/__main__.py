"""A Stripe to play with, for who has no account there: ``python -m tests.stripe_fake``."""

from __future__ import annotations

import argparse
import time

import httpx

from tests.stripe_fake.deliveries import PATH, SECRET, signed
from tests.stripe_fake.fake import FakeStripe
from tests.stripe_fake.server import running


def deliver(fake: FakeStripe, webhook: str, secret: str) -> None:
    """What waits, in order; what the service does not take waits on."""
    while fake.outbox:
        body, headers = signed(fake.outbox[0], secret, int(time.time()))
        try:
            httpx.post(webhook, content=body, headers=headers, timeout=5).raise_for_status()
        except httpx.HTTPError:
            return
        fake.outbox.pop(0)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, default=8420)
    arguments.add_argument("--webhook", default=f"http://localhost:8000{PATH}")
    arguments.add_argument("--secret", default=SECRET)
    given = arguments.parse_args()
    with running(FakeStripe(), given.port) as fake:
        fake.promotion("BIENVENUE", 20, "once")
        print(
            f"Stripe's dashboard: {fake.url}/\n\nThe service's settings:\n"
            f"CARNET_STRIPE_URL={fake.url}\nCARNET_STRIPE_KEY={fake.key}\n"
            f"CARNET_STRIPE_WEBHOOK_SECRETS={given.secret}",
            flush=True,
        )
        while True:
            deliver(fake, given.webhook, given.secret)
            time.sleep(0.2)


if __name__ == "__main__":
    main()
