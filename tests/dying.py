"""Work that is killed by kill -9 at each of its moments, one after the other, until it gets to its
end.

A moment is before a transaction that has written something is committed; before a file below the
data folder is written, named or removed; when a job is over and the queue does not know it yet; and
``inside`` a transaction, after each statement that has written. Each is called by what was written
and by how far the work then is, which a question to the database tells: so work that goes on where
it stopped, and work that begins anew, both die at each moment once. What is committed between two
of them is there for the next one, and what was not is lost to it.
"""

from __future__ import annotations

import gc
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session, configure_mappers

from api.core import db

MOST = 300
_WRITES = re.compile(r"\b(INSERT INTO|DELETE FROM|(?<!FOR )(?<!KEY )UPDATE) (?!OF\b|SKIP\b)(\S+)")
_WROTE = "wrote"
_FILES = {"open": "write", "os.rename": "name", "os.remove": "remove"}
_TO_WRITE = os.O_WRONLY | os.O_RDWR

# Once, instead of in each child.
configure_mappers()
gc.freeze()


@dataclass
class Moments:
    """Of one process's life, which ends at the first that is not ``known``."""

    known: frozenset[str]
    told: int
    """Where it says which that was."""
    data: Path
    progress: str
    inside: str
    """A pattern; none for nothing."""
    job: str = ""
    """What is being done; empty: what is written does not count."""

    def __post_init__(self) -> None:
        self._seen, self._last = Counter[str](), ""
        self._commit = db._commit_and_close
        event.listen(Engine, "begin", _forget)
        event.listen(Engine, "after_cursor_execute", self._wrote)
        sys.addaudithook(self._file)
        # The one place where anything is committed.
        boundary: Any = db
        boundary._commit_and_close = self._around_commit

    def begin(self, job: str) -> None:
        """Each job has its number; one that is done again has the same."""
        self.job, self._last = job, ""
        self._seen.clear()

    def end(self) -> None:
        if self._last:
            self.reached(f"{self.job} over, {self._last}")
        self.job = ""

    def reached(self, name: str) -> None:
        if name not in self.known:
            os.write(self.told, name.encode())
            os.kill(os.getpid(), signal.SIGKILL)

    def again(self, name: str) -> str:
        """A name that may come several times, numbered."""
        self._seen[name] += 1
        return f"{self.job} {name} {self._seen[name]}"

    def _wrote(self, connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
        found = _WRITES.search(statement)
        if not self.job or not found or cursor.rowcount == 0:
            return
        name = " ".join(found.groups())
        connection.info.setdefault(_WROTE, set()).add(name)
        if self.inside and re.search(self.inside, name):
            self.reached(self.again(name))

    def _around_commit(self, session: Session) -> None:
        session.flush()
        wrote, far = set[str](), ""
        if self.job and session.in_transaction():
            connection = session.connection()
            wrote = connection.info.pop(_WROTE, wrote)
            if wrote and self.progress:
                far = str(connection.exec_driver_sql(self.progress).all())
        if wrote:
            self._last = f"{', '.join(sorted(wrote))} {far}"
            self.reached(f"{self.job} commit {self._last}")
        self._commit(session)

    def _file(self, happens: str, what: tuple[Any, ...]) -> None:
        if happens not in _FILES or not self.job:
            return
        path = Path(os.fsdecode(what[0])) if isinstance(what[0], str | bytes | Path) else None
        if path is None or not path.is_relative_to(self.data):
            return
        if happens != "open" or what[2] & _TO_WRITE:
            place = path.relative_to(self.data)
            self.reached(self.again(f"{_FILES[happens]} {place.parent}/*{place.suffix}"))


def _forget(connection: Connection) -> None:
    connection.info.pop(_WROTE, None)


def killed_at_each(
    work: Callable[[Moments], None], data: Path, progress: str, *, inside: str
) -> list[str]:
    """The moments at which it died, in their order."""
    died: list[str] = []
    while name := _killed(work, died, data, progress, inside):
        died.append(name)
        if len(died) > MOST:
            raise RuntimeError(f"no end of moments: {died[-9:]}")
    return died


def _killed(
    work: Callable[[Moments], None],
    died: list[str],
    data: Path,
    progress: str,
    inside: str,
) -> str:
    """Where the next one died; nothing if it got to its end."""
    reads, told = os.pipe()
    if (child := os.fork()) == 0:
        code = 1
        try:
            work(Moments(frozenset(died), told, data, progress, inside))
            code = 0
        finally:
            os._exit(code)
    os.close(told)
    with os.fdopen(reads) as file:
        name = file.read()
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    if killed != bool(name) or not (killed or os.WEXITSTATUS(status) == 0):
        raise RuntimeError(f"the work failed after {died[-1:]}")
    return name
