"""Several processes as one program: started together, stopped together, replaced when one dies.

The parts are children of ours; they get their settings as arguments, so nothing passes through the
environment. Each ends by itself when its parent is gone, even after kill -9. They are forked from
one small process that has imported the code already: it does so while the parent still prepares
the database, and what they share is in memory once.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection, forkserver
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any

_CAN_FORK = "forkserver" in multiprocessing.get_all_start_methods()  # not on Windows
_CONTEXT = (
    multiprocessing.get_context("forkserver") if _CAN_FORK else multiprocessing.get_context("spawn")
)
SHORTEST_LIFE = 10.0
"""A part that dies sooner will hardly do better the next time."""
GRACE = 30.0
"""Seconds that the parts get to finish what they are doing."""


class PartDied(RuntimeError):
    """A part could not live; its own message stands above ours."""


@dataclass(frozen=True)
class Part:
    name: str
    run: Callable[..., None]
    arguments: tuple[Any, ...]


class Stop(BaseException):
    """SIGTERM or Ctrl-C. Not an :class:`Exception`: nothing on the way may swallow it."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Within the block SIGTERM and SIGINT raise :class:`Stop`, so that everything is put away."""

    def stop(number: int, frame: FrameType | None) -> None:
        # Once: a second Ctrl-C must not interrupt the putting away.
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, signal.SIG_IGN)
        raise Stop

    before = {each: signal.signal(each, stop) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def warm_up(*modules: str) -> None:
    """Begin to import what the parts will need, in the background."""
    if _CAN_FORK:
        _CONTEXT.set_forkserver_preload(list(modules))
        with _deaf():
            forkserver.ensure_running()


def keep_running(parts: list[Part], started: Callable[[], None]) -> None:
    """Run the parts until :class:`Stop`. ``started`` is called in a thread of its own."""
    alive: dict[int, tuple[Part, BaseProcess, float]] = {}
    try:
        for part in parts:
            _start(part, alive)
        threading.Thread(target=started, daemon=True).start()
        while True:
            ended = connection.wait(list(alive))
            for number in [one for one in alive if one in ended]:
                part, process, since = alive.pop(number)
                process.join()
                if time.monotonic() - since < SHORTEST_LIFE:
                    raise PartDied(f"The {part.name} could not start.")
                _start(part, alive)
    finally:
        _stop([process for _, process, _ in alive.values()])


def _start(part: Part, alive: dict[int, tuple[Part, BaseProcess, float]]) -> None:
    process = _CONTEXT.Process(
        target=_run, args=(part.run, part.arguments), name=part.name, daemon=True
    )
    with _deaf():
        process.start()
    alive[process.sentinel] = (part, process, time.monotonic())


@contextmanager
def _deaf() -> Iterator[None]:
    """Children made in the block ignore Ctrl-C from their first instruction on: it reaches the
    whole group, and they must not end before we tell them to."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _stop(processes: list[BaseProcess]) -> None:
    for process in processes:
        process.terminate()
    give_up = time.monotonic() + GRACE
    for process in processes:
        process.join(max(0.0, give_up - time.monotonic()))
        if process.is_alive():
            process.kill()
            process.join()


def _run(run: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    threading.Thread(target=_follow_parent, daemon=True).start()
    run(*arguments)


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE)
        os._exit(1)
