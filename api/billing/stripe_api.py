"""The line to Stripe: the one place that knows its library, its timeouts and its errors.

Nobody holds a transaction while Stripe thinks: who calls has settled the session before. A call
that changes something carries a key made of our own row's id, so that repeating it, by the
library or by us, does it once.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from api.core.errors import Problem
from api.core.settings import Settings

log = logging.getLogger("carnet.billing")

PAGE = 100
RETRY_AFTER = 10

Answer = dict[str, Any]
Method = Callable[..., Awaitable[Any]]


class BillingNotConfigured(Problem):
    status, code, title = 503, "BILLING_NOT_CONFIGURED", "This service takes no subscriptions"


class StripeUnavailable(Problem):
    """The wish is stored: the same request, sent again, goes on from there."""

    status, code, title = 503, "STRIPE_UNAVAILABLE", "The payment service does not answer; retry"

    def __init__(self, *, answered: bool = False) -> None:
        super().__init__(retry_after=RETRY_AFTER)
        self.answered = answered
        """It did, with an accident of its own: under this key it would always answer that."""


class CardDeclined(Problem):
    status, code, title = 402, "CARD_DECLINED", "The payment was refused; nothing was changed"


class PaymentRequired(Problem):
    status, code, title = (
        402,
        "PAYMENT_REQUIRED",
        "The bank wants this payment confirmed; nothing is changed until then",
    )

    def __init__(self, pay_at: str | None = None) -> None:
        super().__init__(pay_at=pay_at)


class StripeRefused(Problem):
    """Something on our side or in the settings at Stripe; the log says what."""

    status, code, title = 502, "STRIPE_REFUSED", "The payment service does not accept this"

    def __init__(self, reason: str | None = None, missing: bool = False) -> None:
        super().__init__(reason=reason)
        self.missing = missing
        """What was named does not exist there."""


@dataclass(frozen=True)
class Patience:
    """Seconds for one answer and for a call with its repetitions, and how many of these."""

    answer: float
    call: float
    repetitions: int


WAITING = Patience(8, 16, 1)
"""Somebody looks at the screen."""
IN_A_JOB = Patience(20, 60, 2)


class Stripe:
    """An open line. ``v1`` has the library's services; :meth:`call` and :meth:`each` speak
    through them and answer with plain JSON."""

    def __init__(self, library: Any, client: Any, patience: Patience) -> None:
        self._errors = library
        self._patience = patience
        self.v1: Any = client.v1

    async def call(
        self, method: Method, *ids: str, key: str | None = None, **parameters: Any
    ) -> Answer:
        """One call. Raises :class:`StripeUnavailable`, :class:`CardDeclined`,
        :class:`PaymentRequired`, :class:`StripeRefused`, :class:`BillingNotConfigured`."""
        given = {name: value for name, value in parameters.items() if value is not None}
        options = {"idempotency_key": key} if key else {}
        try:
            async with asyncio.timeout(self._patience.call):
                found = await method(*ids, given, options)
        except TimeoutError as error:
            raise StripeUnavailable from error
        except self._errors.StripeError as error:
            raise self._problem(error) from error
        answer: Answer = found.to_dict()
        return answer

    async def each(self, method: Method, **parameters: Any) -> AsyncIterator[Answer]:
        """All rows of a list, page by page."""
        after: str | None = None
        while True:
            page = await self.call(method, limit=PAGE, starting_after=after, **parameters)
            for row in page["data"]:
                yield row
            if not page["has_more"]:
                return
            after = page["data"][-1]["id"]

    def _problem(self, error: Any) -> Problem:
        library = self._errors
        where = f"{type(error).__name__} {error.http_status} {error.code}, {error.request_id}"
        if isinstance(error, library.CardError):
            wants = error.code or ""
            if "requires_action" in wants or wants == "authentication_required":
                return PaymentRequired()
            return CardDeclined()
        if isinstance(error, library.AuthenticationError | library.PermissionError):
            log.error("Stripe does not accept CARNET_STRIPE_KEY (%s)", where)
            return BillingNotConfigured("The key for the payment service is not accepted")
        if isinstance(error, library.InvalidRequestError | library.IdempotencyError):
            missing = error.code == "resource_missing"
            if not missing:
                # Its message quotes what we sent, which may be an address.
                log.error("Stripe refuses a request (%s, %s)", where, getattr(error, "param", ""))
            return StripeRefused(error.code, missing)
        log.warning("Stripe is out of reach (%s)", where)
        return StripeUnavailable(answered=(error.http_status or 0) >= 500)


def require(settings: Settings) -> None:
    """Raises :class:`BillingNotConfigured` where no key is set."""
    if settings.stripe_key is None:
        raise BillingNotConfigured


@asynccontextmanager
async def line(settings: Settings, *, in_a_job: bool = False) -> AsyncIterator[Stripe]:
    """Open a line; in a job there is more patience. Raises :class:`BillingNotConfigured`."""
    require(settings)
    patience = IN_A_JOB if in_a_job else WAITING
    # It takes seconds to import, and everybody else waits if this thread does it.
    library = await asyncio.to_thread(importlib.import_module, "stripe")
    # Where there is no TLS (a fake beside the tests) reading the certificates takes longer than all
    # the rest.
    bare = (settings.stripe_url or "").startswith("http://")
    http = library.HTTPXClient(timeout=patience.answer, verify_ssl_certs=not bare)
    client = library.StripeClient(
        settings.stripe_key,
        http_client=http,
        base_addresses={"api": settings.stripe_url} if settings.stripe_url else None,
        max_network_retries=patience.repetitions,
    )
    try:
        yield Stripe(library, client, patience)
    finally:
        await http.close_async()
