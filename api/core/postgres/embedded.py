"""A PostgreSQL of our own, used when ``DATABASE_URL`` is not set.

``with embedded.running(folder) as server:`` starts it, or joins the one that other processes on
this machine already use; the last to leave stops it.

* Who uses it is known by a shared ``flock`` that every user holds on one file: the kernel drops it
  when the process dies, however it dies, so there is no count that could be wrong. A second lock
  makes starting and stopping one at a time.
* It listens on a Unix socket alone, in a folder that only its account (and root) can enter. This
  is why the roles need no password: whoever can reach the socket can read the data files anyway.
* As root the server runs under an unprivileged account that owns the database folder and nothing
  else. No permission of any existing folder is ever changed; when that account cannot enter the
  chosen place, the database lives below ``/var/lib`` and we say so.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from api.core.postgres.binaries import EmbeddedError
from api.core.postgres.cluster import Cluster
from api.core.postgres.server import APP, DATABASE, EXTENSIONS, OWNER, SUPERUSER, Server

__all__ = [
    "APP",
    "DATABASE",
    "EXTENSIONS",
    "OWNER",
    "SUPERUSER",
    "EmbeddedError",
    "Server",
    "erase",
    "restore",
    "running",
]


def _quiet(_: str) -> None: ...


@contextmanager
def running(
    data: Path, *, fast: bool = False, revive: bool = False, say: Callable[[str], None] = _quiet
) -> Iterator[Server]:
    """The server whose database lives below ``data``, started if it does not run yet.

    ``revive``: should it be killed (out of memory, say), start it again while the block lasts.
    """
    cluster = Cluster(data, fast=fast, say=say)
    with cluster.one_at_a_time():
        user = cluster.join()
        try:
            server = cluster.start()
            cluster.furnish(server)
        except BaseException:
            cluster.leave(user)
            raise
    left = threading.Event()
    if revive:
        threading.Thread(target=cluster.watch, args=(left,), daemon=True).start()
    try:
        yield server
    finally:
        left.set()
        with cluster.one_at_a_time():
            cluster.leave(user)


def erase(data: Path) -> None:
    """Delete the database below ``data``; refused while anybody uses it."""
    cluster = Cluster(data, fast=False, say=_quiet)
    with cluster.one_at_a_time():
        cluster.leave(cluster.join())  # stops a server whose users were killed
        if cluster.in_use():
            raise EmbeddedError(f"The database in {data} is in use; stop that program first.")
        shutil.rmtree(cluster.home, ignore_errors=True)


def restore(data: Path, dump: Path) -> None:
    """Put a dump in the place of the database below ``data``; refused while anybody uses it. The
    database that was there goes only when the dump has been read whole."""
    cluster = Cluster(data, fast=False, say=_quiet)
    with cluster.one_at_a_time():
        cluster.leave(cluster.join())  # stops a server whose users were killed
        if cluster.in_use():
            raise EmbeddedError(f"The database in {data} is in use; stop that program first.")
        user = cluster.join()
        try:
            server = cluster.start()
            cluster.furnish(server)
            server.restore(dump)
        finally:
            cluster.leave(user)
