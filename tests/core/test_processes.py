"""The parts of the service live and die together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from api.core.http.access_log import without_secrets

PROGRAM = """
import os, sys, time
from pathlib import Path
from api.core.processes import Part, Stop, keep_running, stoppable

def live(folder, name):
    (folder / f"{name}-{os.getpid()}").touch()
    time.sleep(600)

def fail(folder, name):
    sys.exit("no flour")

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    parts = [Part(name, globals()[sys.argv[2]], (folder, name)) for name in ("web", "jobs")]
    try:
        with stoppable():
            keep_running(parts, (folder / "started").touch)
    except Stop:
        (folder / "stopped").touch()
"""


def wait_for(condition: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.02)


class Program:
    def __init__(self, folder: Path, what: str = "live") -> None:
        self.folder = folder
        script = folder / "program.py"
        script.write_text(PROGRAM)
        self.process = subprocess.Popen(
            [sys.executable, script, folder, what],
            start_new_session=True,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        )

    def children(self, name: str = "*") -> list[int]:
        return [int(path.name.rpartition("-")[2]) for path in self.folder.glob(f"{name}-*")]

    def end(self) -> str:
        return self.process.communicate(timeout=40)[1]


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path)
    wait_for(lambda: len(program.children()) == 2)
    return program


@pytest.mark.parametrize("way", ["to all, as Ctrl-C is", "to the first"])
def test_a_signal_stops_everything_and_cleanly(program: Program, way: str) -> None:
    if way == "to the first":
        program.process.send_signal(signal.SIGTERM)
    else:
        os.killpg(program.process.pid, signal.SIGINT)
    assert program.end() == ""
    assert (program.folder / "stopped").exists()
    assert all(gone(pid) for pid in program.children())


def test_nothing_survives_the_death_of_the_first(program: Program) -> None:
    program.process.kill()
    program.end()
    wait_for(lambda: all(gone(pid) for pid in program.children()))


def test_a_part_that_cannot_live_ends_the_program(tmp_path: Path) -> None:
    program = Program(tmp_path, "fail")
    said = program.end()
    assert "no flour" in said
    assert "could not start" in said
    assert program.process.returncode == 1


def test_a_part_that_dies_later_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.core.test_processes.PROGRAM", SHORT + PROGRAM)
    program = Program(tmp_path)
    wait_for(lambda: len(program.children()) == 2)
    time.sleep(0.2)
    os.kill(program.children("web")[0], signal.SIGKILL)
    wait_for(lambda: len(program.children("web")) == 2)
    program.process.send_signal(signal.SIGTERM)
    assert program.end() == ""
    assert all(gone(pid) for pid in program.children())


SHORT = """
from api.core import processes
processes.SHORTEST_LIFE = 0.1
"""


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/v1/cards?q=Dupont", "/v1/cards"),
        ("/v1/cards/0123456789ABCDEFGHJKMNPQRS/entries", "/v1/cards/…/entries"),
        ("/v1/cards/ABCD-EFGH", "/v1/cards/ABCD-EFGH"),
        (
            "/v1/customers/01900000-0000-7000-8000-000000000000",
            "/v1/customers/01900000-0000-7000-8000-000000000000",
        ),
        ("/assets/desk-BxK1.js", "/assets/desk-BxK1.js"),
    ],
)
def test_no_secret_reaches_the_access_log(path: str, written: str) -> None:
    assert without_secrets(path) == written
