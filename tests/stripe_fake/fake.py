"""The fake as a test holds it: its key, its records, and how well the network works."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.stripe_fake.hands import ALWAYS, Hands
from tests.stripe_fake.refusal import Refusal
from tests.stripe_fake.state import Call


@dataclass
class Weather:
    """How well requests arrive and answers come back."""

    seconds_before: float = 0
    seconds_after: float = 0
    lost_requests: int = 0
    """So many of the next requests are never heard of."""
    lost_answers: int = 0
    """So many of the next requests are done, and the caller does not learn of it."""
    failures: list[int] = field(default_factory=list)
    """The statuses of the next answers."""

    def lose_request(self) -> bool:
        lost = self.lost_requests > 0
        self.lost_requests -= lost
        return lost

    def lose_answer(self) -> bool:
        lost = self.lost_answers > 0
        self.lost_answers -= lost
        return lost


@dataclass
class FakeStripe(Hands):
    key: str = "sk_test_fake"
    """The key it lets in."""
    weather: Weather = field(default_factory=Weather)
    calls: list[Call] = field(default_factory=list)
    """Every request that was heard."""
    on_call: Callable[[Call], None] | None = None
    """Looked in on while a request is being answered."""

    def heard(self, call: Call) -> None:
        self.calls.append(call)
        if self.on_call:
            self.on_call(call)
        if self.weather.failures:
            status = self.weather.failures.pop(0)
            kind = "invalid_request_error" if status < 500 else "api_error"
            raise Refusal("Something went wrong on our side.", status=status, kind=kind)

    def forget_all(self) -> None:
        """As on the first day."""
        with self.lock:
            for kept in (
                self.objects,
                self.outbox,
                self.declines,
                self.must_authenticate,
                self.debits,
                self.announced,
                self.calls,
            ):
                kept.clear()
            self.hold(int(time.time()))
            self.hold(None)
            self.well_again()

    def fail_next(self, times: int = 1, status: int = 503) -> None:
        self.weather.failures = [status] * times

    def slow(self, seconds: float, after: bool = False) -> None:
        """Every answer takes so long; ``after``: once the work is done."""
        self.weather.seconds_before = 0 if after else seconds
        self.weather.seconds_after = seconds if after else 0

    def drop_connections(self, requests: int = ALWAYS) -> None:
        self.weather.lost_requests = requests

    def lose_answers(self, times: int = 1) -> None:
        self.weather.lost_answers = times

    def well_again(self) -> None:
        self.weather = Weather()
