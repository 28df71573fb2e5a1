"""What Stripe knows: its objects, its clock, and the events that it has still to deliver."""

from __future__ import annotations

import copy
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import stripe

from tests.stripe_fake.refusal import missing

Obj = dict[str, Any]
AfterRetries = Literal["unpaid", "canceled", "past_due"]


def public(thing: Any) -> Any:
    """A copy without what we note for ourselves."""
    if isinstance(thing, dict):
        return {name: public(value) for name, value in thing.items() if name[0] != "_"}
    return [public(each) for each in thing] if isinstance(thing, list) else thing


@dataclass
class Call:
    """A request that came in."""

    method: str
    path: str
    params: Obj
    idempotency_key: str | None
    api_version: str | None


@dataclass
class State:
    url: str = ""
    """Where it is reached; hosted pages are below."""
    after_retries: AfterRetries = "unpaid"
    """A setting of the account: what a subscription becomes when all attempts have failed."""
    tax_percent: int = 20
    """Of what is taxed automatically."""
    objects: dict[str, Obj] = field(default_factory=dict)
    """By id, oldest first, all kinds together."""
    outbox: list[Obj] = field(default_factory=list)
    """Events that were not delivered yet."""
    declines: dict[str, int] = field(default_factory=dict)
    """By customer: how many attempts at payment fail from now on."""
    must_authenticate: set[str] = field(default_factory=set)
    """Customers whose bank wants to see them at the next attempt."""
    debits: dict[str, tuple[int, str]] = field(default_factory=dict)
    """By invoice: when a direct debit on its way arrives, and its payment intent."""
    announced: set[str] = field(default_factory=set)
    """Subscriptions whose end of trial was announced."""
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    _ahead: int = 0
    _held: int | None = None
    _tag: str = field(default_factory=lambda: secrets.token_hex(5))
    """In every id: several fakes may talk to one database."""
    _numbers: int = 0

    def now(self) -> int:
        return self._held if self._held is not None else int(time.time()) + self._ahead

    def hold(self, moment: int | None) -> None:
        """Stops the clock at a moment; None lets it go on from there."""
        if moment is None and self._held is not None:
            self._ahead = self._held - int(time.time())
        self._held = moment

    def new_id(self, prefix: str) -> str:
        self._numbers += 1
        return f"{prefix}_{self._tag}{self._numbers:06}"

    def add(self, made: Obj) -> Obj:
        self.objects[made["id"]] = made
        return made

    def get(self, kind: str, id: str | None, param: str = "id") -> Obj:
        """An object that is there and not deleted."""
        found = self.objects.get(id or "")
        if found is None or found["object"] != kind or found.get("deleted"):
            raise missing(kind.replace("checkout.", "").replace("_", " "), id or "", param)
        return found

    def all(self, kind: str, **wanted: Any) -> list[Obj]:
        """Newest first, as Stripe lists."""
        return [
            each
            for each in reversed(self.objects.values())
            if each["object"] == kind
            and not each.get("deleted")
            and all(each.get(name) == value for name, value in wanted.items())
        ]

    def emit(self, type: str, about: Obj, previous: Obj | None = None) -> Obj:
        """Something happened, and the webhooks shall hear of it."""
        data: Obj = {"object": public(about)}
        if previous is not None:
            data["previous_attributes"] = public(previous)
        event = self.add(
            {
                "id": self.new_id("evt"),
                "object": "event",
                "api_version": stripe.api_version,
                "created": self.now(),
                "data": data,
                "livemode": False,
                "pending_webhooks": 1,
                "request": {"id": None, "idempotency_key": None},
                "type": type,
            }
        )
        self.outbox.append(event)
        return event

    @contextmanager
    def changing(self, thing: Obj, event: str) -> Iterator[None]:
        """Tells what changed meanwhile, if anything did."""
        before = copy.deepcopy(thing)
        yield
        different = {
            name: before.get(name)
            for name in {*before, *thing}
            if before.get(name) != thing.get(name)
        }
        if different:
            self.emit(event, thing, different)
