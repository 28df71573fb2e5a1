"""Stripe beside the live service: our fake, its hosted pages, and its messages on their way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.stripe_fake.__main__ import deliver
from tests.stripe_fake.deliveries import PATH, SECRET
from tests.stripe_fake.fake import FakeStripe

A_MOMENT = 0.1
"""How long Stripe takes to tell; people are back from its page before that."""


def told_to_use(stripe: FakeStripe) -> dict[str, str]:
    """The settings of a service that is paid through this fake."""
    return {
        "CARNET_STRIPE_KEY": stripe.key,
        "CARNET_STRIPE_URL": stripe.url,
        "CARNET_STRIPE_WEBHOOK_SECRETS": SECRET,
    }


@contextmanager
def delivering(stripe: FakeStripe, service_url: str) -> Iterator[None]:
    """What happens at Stripe is told to the service, until the block ends."""
    ended = threading.Event()

    def tell() -> None:
        while not ended.wait(A_MOMENT):
            deliver(stripe, service_url + PATH, SECRET)

    thread = threading.Thread(target=tell, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(10)
