"""One folder with one embedded database: who uses it, and its server's life."""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import stat
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from api.core.postgres import binaries
from api.core.postgres.binaries import MYSELF, EmbeddedError
from api.core.postgres.server import APP, DATABASE, OWNER, SUPERUSER, Server

if sys.platform != "win32":
    import fcntl

_SOCKET_NAME = ".s.PGSQL.5432"
_SOCKET_LIMIT = 103 if sys.platform == "darwin" else 107
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "random_page_cost": "1.1",
    "jit": "off",  # our statements are short: compiling them costs more than it saves
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# For tests: a crash may lose the last commits, a crash of the machine all data.
_FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class Cluster:
    """One folder with one database, as this process sees it."""

    def __init__(self, data: Path, *, fast: bool, say: Callable[[str], None]) -> None:
        if sys.platform == "win32":
            raise EmbeddedError("There is no embedded database on Windows yet: set DATABASE_URL.")
        self.data = data.resolve()
        self.fast = fast
        self.say = say
        # Other accounts may pass through (root's server must) but not look around.
        self.data.mkdir(mode=0o711, parents=True, exist_ok=True)
        self.home = self.data / "postgres"
        self.account = binaries.account(self.home)
        if self.account.uid is not None and not self._enterable():
            name = hashlib.sha256(str(self.data).encode()).hexdigest()[:16]
            self.home = binaries.SYSTEM_FOLDER / name
            self.account = binaries.account(self.home)
        self.cluster = self.home / "cluster"
        self.log = self.home / "log"
        self.programs, self.version = Path(), 0

    def _enterable(self) -> bool:
        """Can the server's account reach the data folder?"""
        return self.account.run("/bin/sh", "-c", 'cd "$0"', self.data)[0] == 0

    # -- locks

    @contextmanager
    def one_at_a_time(self) -> Iterator[None]:
        with self._open("postgres.starting") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _open(self, name: str) -> IO[str]:
        """A lock file, closed to others: who can open it can hold up everybody."""
        return open(self.data / name, "a", opener=lambda path, flags: os.open(path, flags, 0o600))

    def join(self) -> IO[str]:
        file = self._open("postgres.users")
        fcntl.flock(file, fcntl.LOCK_SH)
        return file

    def in_use(self) -> bool:
        with self._open("postgres.users") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False

    def leave(self, user: IO[str]) -> None:
        user.close()
        if not self.in_use() and self._process() is not None:
            self._control("stop", "-m", "fast", "-w", "-t", "120")

    # -- the server

    def start(self) -> Server:
        self.programs, self.version = binaries.find(self.account)
        self._make_folder()
        server = Server(self._socket_folder(), self.programs)
        if self._answers(server):
            return server
        if not (self.cluster / "PG_VERSION").exists():
            self._create()
        theirs = (self.cluster / "PG_VERSION").read_text().strip()
        if theirs != str(self.version):
            raise EmbeddedError(
                f"The database in {self.home} was made by PostgreSQL {theirs}, "
                f"the programs here are PostgreSQL {self.version}."
            )
        self._clear_leftovers()
        settings = _SETTINGS | (_FAST if self.fast else {})
        settings["unix_socket_directories"] = str(server.socket)
        options = " ".join(shlex.quote(f"--{key}={value}") for key, value in settings.items())
        give_up = time.monotonic() + 60
        while True:
            self.log.unlink(missing_ok=True)
            code, printed = self._control("start", "-w", "-t", "300", "-l", self.log, "-o", options)
            if code == 0:
                return server
            told = self.log.read_text(errors="replace") if self.log.exists() else printed
            # After kill -9 of the server its children need a moment to notice and go.
            if time.monotonic() > give_up or not ("still in use" in told or "lock file" in told):
                raise EmbeddedError(f"PostgreSQL did not start:\n{told.strip()}")
            time.sleep(0.1)

    def furnish(self, server: Server) -> None:
        """Roles and database; nothing happens when they are there."""
        give_up = time.monotonic() + 60
        while not self._answers(server):  # its starter may have been killed while it recovered
            if time.monotonic() > give_up:
                raise EmbeddedError(f"PostgreSQL does not answer; see {self.log}")
            time.sleep(0.05)
        server.run(
            "".join(
                f"SELECT 'CREATE ROLE {role} LOGIN' WHERE NOT EXISTS "
                f"(SELECT 1 FROM pg_roles WHERE rolname = '{role}') \\gexec\n"
                for role in (OWNER, APP)
            )
        )
        if not server.has_database(DATABASE):
            # Under another name until it is complete: it appears whole or not at all.
            server.drop_database("carnet_making")
            server.create_database("carnet_making")
            server.run(f"ALTER DATABASE carnet_making RENAME TO {DATABASE};")

    def watch(self, left: threading.Event) -> None:
        """Start the server again whenever it has died, until its user has left."""
        while not left.wait(0.5):
            if self._process() is not None:
                continue
            with self.one_at_a_time():
                if left.is_set() or self._process() is not None:
                    continue
                try:
                    self.start()
                    self.say("PostgreSQL had died and runs again")
                except EmbeddedError as error:
                    self.say(str(error))

    def _make_folder(self) -> None:
        if self.home.exists():
            return
        if self.home.parent != self.data:
            self.say(
                f"The account that runs PostgreSQL cannot enter {self.data}: "
                f"the database is kept in {self.home}."
            )
            self.home.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        self._own_folder(self.home)

    def _own_folder(self, folder: Path) -> None:
        """A folder of the server's account, closed to all others."""
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            if self.account.uid is not None and self.account.gid is not None:
                os.chown(folder, self.account.uid, self.account.gid)
        # Somebody may have been there first, in the system's temporary folder above all.
        status = folder.lstat()
        owner = os.geteuid() if self.account.uid is None else self.account.uid
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != owner or status.st_mode & 0o077:
            raise EmbeddedError(f"{folder} belongs to somebody else or is open to others.")

    def _socket_folder(self) -> Path:
        folder = self.home / "socket"
        if len(os.fsencode(folder / _SOCKET_NAME)) > _SOCKET_LIMIT:
            name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
            folder = Path(tempfile.gettempdir()) / f"carnet-{name}"
            if len(os.fsencode(folder / _SOCKET_NAME)) > _SOCKET_LIMIT:
                folder = Path("/tmp") / folder.name  # noqa: S108  # ownership is checked
        self._own_folder(folder)
        return folder

    def _create(self) -> None:
        half = self.home / "cluster.new"
        shutil.rmtree(half, ignore_errors=True)
        locale = ["--locale-provider=builtin"] if self.version >= 17 else []
        code, printed = self.account.run(
            *(self.programs / "initdb", "-D", half, "-U", SUPERUSER, "--auth=trust"),
            *("--encoding=UTF8", *locale, "--locale=C.UTF-8", "--no-instructions"),
            *(("--no-sync",) if self.fast else ()),
        )
        if code != 0:
            raise EmbeddedError(f"The database could not be created:\n{printed.strip()}")
        half.rename(self.cluster)

    def _control(self, *arguments: str | Path) -> tuple[int, str]:
        if not self.version:
            self.programs, self.version = binaries.find(self.account)
        return self.account.run(self.programs / "pg_ctl", "-D", self.cluster, "-s", *arguments)

    def _answers(self, server: Server) -> bool:
        code, _ = MYSELF.run(self.programs / "pg_isready", "-q", "-h", server.socket, "-t", "5")
        return code == 0

    def _process(self) -> int | None:
        """The process of our server, told from a stranger that was given its old number."""
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
            os.kill(pid, 0)
        except (OSError, ValueError):
            return None
        if not Path("/proc/self/cwd").exists():
            return pid  # no /proc here (macOS): believe the number
        try:
            # A zombie has no folder either: it waits for a parent that never asks.
            return pid if Path(f"/proc/{pid}/cwd").samefile(self.cluster) else None
        except OSError:
            return None

    def _clear_leftovers(self) -> None:
        """Stop a server that runs but does not answer; forget one that is gone."""
        give_up = time.monotonic() + 60
        while self._process() is not None:
            self._control("stop", "-m", "fast", "-w", "-t", "60")
            if time.monotonic() > give_up:
                raise EmbeddedError(f"A PostgreSQL in {self.home} hangs; end it and try again.")
        # A stranger with the old number would make PostgreSQL believe that it already runs.
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)
