"""A pytest plugin that is there before anything of ours is imported (``-p`` in pyproject.toml):
what a run may use of the machine.

Temporary files lie in memory where it has the room. A run makes and deletes them by the hundred
thousand (databases, Chromium's profiles), and on ext4 each new one looks past all that were
deleted in the last minutes: copying the template database takes half a second of processor there,
and a twentieth in memory.
"""

from __future__ import annotations

import gc
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")  # noqa: S108  # what is written there is as guarded as in /tmp
ROOM = 4 << 30

# Importing and collecting makes millions of objects, none of which goes away.
gc.disable()


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """One more than there are cores: a story in the browser waits for half of its time."""
    told = yield
    return told if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else told + 1


def pytest_collection_finish() -> None:
    gc.freeze()
    # Little of what tests make goes round in circles, and looking took a twentieth of their time.
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


LONG = {"privacy", "billing", "test_cli.py", "test_killed.py", "test_crash.py"}
"""Folders and files with tests that take many seconds."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, so that no worker is left alone with one at the end. And each has an id
    of its own: of those that share one, workers would run only one."""
    items.sort(key=lambda item: LONG.isdisjoint(item.path.parts))
    shared = [name for name, times in Counter(item.nodeid for item in items).items() if times > 1]
    if shared:
        raise pytest.UsageError(f"several tests have one id: {shared}")


def _room() -> int:
    try:
        status = os.statvfs(MEMORY)
        told = re.search(r"MemAvailable: +(\d+) kB", Path("/proc/meminfo").read_text())
    except OSError:
        return 0
    return min(status.f_bavail * status.f_frsize, int(told[1]) << 10) if told else 0


# All this holds for the processes that we start as well; what the environment says goes first.
if "TMPDIR" not in os.environ and _room() >= ROOM:
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

if sys.dont_write_bytecode:
    # Compiling is half of what an import takes, and each worker and each command that a test
    # starts would do it anew. Not beside the source: somebody does not want it there.
    kept = Path(tempfile.gettempdir()) / f"carnet-bytecode-{os.getuid()}"
    kept.mkdir(mode=0o700, exist_ok=True)
    assert kept.lstat().st_uid == os.getuid(), f"{kept} belongs to somebody else"
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(kept)
    del os.environ["PYTHONDONTWRITEBYTECODE"]
    sys.dont_write_bytecode = False
