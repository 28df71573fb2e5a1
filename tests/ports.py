"""A port to give to somebody who has to be told one."""

from __future__ import annotations

import secrets
import socket

FIRST, BEHIND = 20_000, 32_000
"""Below those that the system gives out by itself: to whoever asks for any, and to each connection
that goes out. One of them may be taken by a request of a neighbour before a service has started, or
while one is started anew. Chosen by ``secrets``, as ``random`` chooses the same in all workers."""


def free_port() -> int:
    while True:
        port = FIRST + secrets.randbelow(BEHIND - FIRST)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
