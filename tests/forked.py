"""Programs that a test starts, and kills, as processes of their own.

They are forked from one process that has the service imported already: importing it anew takes
several seconds of a processor, and most of these programs live for less. How ``carnet`` starts
from nothing is ``test_cli``'s business.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import runpy
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import DupFd
from typing import Any

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["api.cli.preloaded"])


@dataclass
class Forked:
    """A running ``python -m module arguments``."""

    process: BaseProcess
    stdout: asyncio.StreamReader
    stderr: asyncio.StreamReader
    _transports: list[asyncio.ReadTransport]

    @property
    def returncode(self) -> int | None:
        """As :mod:`subprocess` has it: -9 after SIGKILL."""
        return self.process.exitcode

    def send_signal(self, number: signal.Signals) -> None:
        assert self.process.pid
        os.kill(self.process.pid, number)

    def kill(self) -> None:
        self.process.kill()

    async def wait(self) -> int:
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self.process.sentinel, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(self.process.sentinel)
        self.process.join()
        for transport in self._transports:
            transport.close()
        assert self.process.exitcode is not None
        return self.process.exitcode

    async def communicate(self) -> tuple[bytes, bytes]:
        """All that it still says, to the end."""
        said = await asyncio.gather(self.stdout.read(), self.stderr.read())
        await self.wait()
        return said[0], said[1]


async def start(module: str, *arguments: object, **environment: str) -> Forked:
    """``environment`` comes on top of ours."""
    reads, writes = zip(os.pipe(), os.pipe(), strict=True)
    process = _CONTEXT.Process(
        target=_become,
        args=(module, [str(one) for one in arguments], environment, *map(DupFd, writes)),
        daemon=True,
    )
    process.start()
    for end in writes:
        os.close(end)
    (stdout, first), (stderr, second) = [await _reader(end) for end in reads]
    return Forked(process, stdout, stderr, [first, second])


async def run(module: str, *arguments: object, **environment: str) -> tuple[int, str, str]:
    """How it ends, what it says and what it complains of."""
    forked = await start(module, *arguments, **environment)
    stdout, stderr = await forked.communicate()
    return await forked.wait(), stdout.decode(), stderr.decode()


async def _reader(end: int) -> tuple[asyncio.StreamReader, asyncio.ReadTransport]:
    reader = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(end, "rb", 0)
    )
    return reader, transport


def _become(
    module: str, arguments: list[str], environment: Mapping[str, str], *streams: Any
) -> None:
    for number, stream in enumerate(streams, start=1):
        given = stream.detach()
        os.dup2(given, number)
        os.close(given)
    os.environ.update(environment)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
