"""Webhooks on their way to us: in order, or as badly as networks do."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from dataclasses import dataclass, field

import httpx
from stripe import WebhookSignature

from tests.stripe_fake.fake import FakeStripe
from tests.stripe_fake.state import Obj

PATH = "/v1/webhooks/stripe"
SECRET = "whsec_of_the_fake"


def signed(event: Obj, secret: str, at: int) -> tuple[bytes, dict[str, str]]:
    """The body and the headers of a delivery."""
    body = json.dumps(event, indent=2)
    signature = WebhookSignature.generate_signature_header(body, secret, at)
    return body.encode(), {
        "Stripe-Signature": signature,
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
    }


@dataclass
class Deliveries:
    """Takes what is in the outbox of the fake to ``client``, the service."""

    fake: FakeStripe
    client: httpx.AsyncClient
    secret: str = SECRET
    delivered: list[Obj] = field(default_factory=list)
    """In the order of their arrival."""

    async def one(self, event: Obj, *, secret: str | None = None, age: int = 0) -> httpx.Response:
        """Delivers an event, which may be old, or signed with another secret."""
        body, headers = signed(event, secret or self.secret, self.fake.now() - age)
        return await self.client.post(PATH, content=body, headers=headers)

    async def all(self, events: Iterable[Obj] | None = None) -> None:
        """Delivers these (by default all that wait), and insists on being heard."""
        waiting = self.taken() if events is None else list(events)
        for event in waiting:
            answer = await self.one(event)
            assert answer.status_code == 200, answer.text
            self.delivered.append(event)

    async def badly(self, chance: random.Random, lost: float = 0.2, twice: float = 0.2) -> None:
        """Delivers in any order: some never, some twice, some left for another time, and some
        that were delivered long ago once more."""
        waiting = self.taken()
        chance.shuffle(waiting)
        arriving: list[Obj] = []
        for event in waiting:
            fate = chance.random()
            if fate < lost:
                continue
            if fate < lost + twice:
                arriving += [event, event]
            elif fate < lost + twice + 0.2:
                self.fake.outbox.append(event)
            else:
                arriving.append(event)
        if self.delivered and chance.random() < 0.3:
            arriving.append(chance.choice(self.delivered))
        chance.shuffle(arriving)
        await self.all(arriving)

    def taken(self) -> list[Obj]:
        """Takes what waits out of the outbox."""
        with self.fake.lock:
            waiting, self.fake.outbox = self.fake.outbox, []
        return waiting

    def drop(self) -> None:
        """What waits is lost."""
        self.taken()
