"""Clients that keep a service busy: each sends the next request when the last is answered."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from functools import partial
from uuid import UUID

from api.accounts.merchant_tokens import key_text
from tests.bench.seed import SECRET, uuid


class _Client(asyncio.Protocol):
    """One connection, kept open. Written at this level so that the clients cost little beside
    the service that they measure."""

    def __init__(self, port: int, operation: str, merchants: int, cards: int) -> None:
        self.port, self.operation = port, operation
        self.merchants, self.cards = merchants, cards
        self.answers: Counter[str] = Counter()
        self.running = True
        self.closed = asyncio.get_running_loop().create_future()
        self._random = random.Random()
        self._keys: dict[int, str] = {}
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def _send(self) -> None:
        card = self._random.randrange(self.cards)
        merchant = card % self.merchants
        key = self._keys.get(merchant) or self._keys.setdefault(
            merchant, key_text(UUID(uuid(merchant)), SECRET)
        )
        head = f"Host: localhost:{self.port}\r\nAuthorization: Bearer {key}\r\n"
        if self.operation == "read":
            self._transport.write(f"GET /v1/cards/{uuid(card)} HTTP/1.1\r\n{head}\r\n".encode())
            return
        noun, body = {
            "earn": ("earnings", '{"units":1}'),
            "redeem": ("redemptions", f'{{"reward_id":"{uuid(merchant)}"}}'),
        }[self.operation]
        gesture = f"{self._random.getrandbits(128):032x}"
        self._transport.write(
            f"POST /v1/cards/{uuid(card)}/{noun} HTTP/1.1\r\n{head}"
            f"Idempotency-Key: {gesture}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        at = head.lower().index(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0])
        if len(body) < length:
            return
        self.answers[head[9:12].decode()] += 1
        self._buffer = b""
        if self.running:
            self._send()
        else:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.closed.done():
            self.closed.set_result(None)


def _same(client: _Client) -> _Client:
    return client


async def run(
    port: int, operation: str, merchants: int, cards: int, clients: int, seconds: int
) -> float:
    """Answers a second. Any answer but 2xx is an error of the benchmark."""
    loop = asyncio.get_running_loop()
    made = [_Client(port, operation, merchants, cards) for _ in range(clients)]
    for client in made:
        await loop.create_connection(partial(_same, client), "127.0.0.1", port)
    started = time.perf_counter()
    await asyncio.sleep(seconds)
    for client in made:
        client.running = False
    await asyncio.gather(*(client.closed for client in made))
    lasted = time.perf_counter() - started
    answers = sum((client.answers for client in made), Counter[str]())
    refused = {status: n for status, n in answers.items() if not status.startswith("2")}
    if refused:
        raise RuntimeError(f"{operation}: refused {refused}")
    return answers.total() / lasted
