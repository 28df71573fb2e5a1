"""Whether what is over today may go: only what was announced, and not far more than that."""

from __future__ import annotations

from typing import Literal

Verdict = Literal["go", "wait", "stop"]
FAR_MORE = 3


def verdict(announced: int | None, found: int) -> Verdict:
    """``wait``: nothing was announced for today (a new shop, a service that stood still); it is
    announced now and goes tomorrow. ``stop``: three times as much as announced."""
    if found == 0:
        return "go"
    if announced is None:
        return "wait"
    return "stop" if found >= FAR_MORE * max(announced, 1) else "go"
