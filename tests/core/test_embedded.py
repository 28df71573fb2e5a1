"""The embedded PostgreSQL: joined, left, killed, and started as every kind of user."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.core.postgres import embedded
from api.core.postgres.binaries import EmbeddedError

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="needs flock and Unix sockets"),
    pytest.mark.xdist_group("embedded"),
]

HOLD = """
import sys, time
from pathlib import Path
from api.core.postgres import embedded
with embedded.running(Path(sys.argv[1]), fast=True) as server:
    print(server.url(), flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not pytest's tmp_path: root's is closed to the account that runs the server.
    path = Path(tempfile.mkdtemp(prefix="carnet-embedded-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)


def _server_process(folder: Path) -> int:
    return int((folder / "postgres/cluster/postmaster.pid").read_text().split()[0])


def _gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        pass
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def _hold(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("postgresql+asyncpg://carnet_app@")
    return process


def _end(process: subprocess.Popen[str]) -> None:
    process.communicate()
    assert process.returncode == 0


def test_roles_can_do_no_more_than_they_must(folder: Path) -> None:
    with embedded.running(folder, fast=True) as server:
        assert server.run(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication "
            "FROM pg_roles WHERE rolname LIKE 'carnet%' ORDER BY 1;"
        ).splitlines() == ["carnet_app|f|f|f|f|f", "carnet_owner|f|f|f|f|f"]
        assert server.run("SELECT current_user;", "carnet", "carnet_owner") == embedded.OWNER
        extensions = server.run("SELECT extname FROM pg_extension;", "carnet").splitlines()
        assert set(embedded.EXTENSIONS) <= set(extensions)
        with pytest.raises(EmbeddedError, match="permission denied"):
            server.run("CREATE TABLE mine ();", "carnet", "carnet_app")
        with pytest.raises(EmbeddedError, match="permission denied"):
            server.run("SET ROLE postgres;", "carnet", "carnet_owner")


def test_text_sorts_and_folds_the_same_everywhere(folder: Path) -> None:
    with embedded.running(folder, fast=True) as server:
        assert server.run("SHOW server_encoding; SELECT lower('ÉLODIE');") == "UTF8\nélodie"


def test_only_its_account_can_reach_the_socket(folder: Path) -> None:
    with embedded.running(folder, fast=True) as server:
        assert server.socket.stat().st_mode & 0o777 == 0o700
        assert (folder / "postgres").stat().st_mode & 0o777 == 0o700
        assert server.run("SHOW listen_addresses;") == ""


def test_the_last_user_to_leave_stops_it(folder: Path) -> None:
    other = _hold(folder)
    with embedded.running(folder, fast=True):
        pid = _server_process(folder)
        _end(other)
        assert not _gone(pid)
        with embedded.running(folder, fast=True):
            pass
        assert not _gone(pid)
    assert _gone(pid)


def test_what_was_written_is_there_next_time(folder: Path) -> None:
    with embedded.running(folder, fast=True) as server:
        server.run("CREATE TABLE kept AS SELECT 7 AS n;", "carnet", "carnet_owner")
    with embedded.running(folder, fast=True) as server:
        assert server.run("SELECT n FROM kept;", "carnet", "carnet_owner") == "7"


def test_it_recovers_after_the_server_was_killed(folder: Path) -> None:
    with embedded.running(folder) as server:
        server.run("CREATE TABLE kept AS SELECT 7 AS n;", "carnet", "carnet_owner")
        os.kill(_server_process(folder), signal.SIGKILL)
    with embedded.running(folder) as server:
        assert server.run("SELECT n FROM kept;", "carnet", "carnet_owner") == "7"


def test_a_killed_server_is_revived_for_those_who_stay(folder: Path) -> None:
    said: list[str] = []
    with embedded.running(folder, revive=True, say=said.append) as server:
        pid = _server_process(folder)
        os.kill(pid, signal.SIGKILL)
        give_up = time.monotonic() + 30
        while not said:
            assert time.monotonic() < give_up
            time.sleep(0.05)
        assert server.run("SELECT 1;", "carnet", "carnet_app") == "1"
        revived = _server_process(folder)
        assert revived != pid
    assert _gone(revived)


def test_a_killed_user_does_not_keep_it_running(folder: Path) -> None:
    killed = _hold(folder)
    pid = _server_process(folder)
    killed.kill()
    killed.communicate()
    assert not _gone(pid)
    with embedded.running(folder, fast=True):
        assert _server_process(folder) == pid
    assert _gone(pid)


def test_a_stranger_with_the_old_process_number_is_not_taken_for_it(folder: Path) -> None:
    with embedded.running(folder, fast=True):
        pid = _server_process(folder)
        note = (folder / "postgres/cluster/postmaster.pid").read_text()
    with subprocess.Popen(["sleep", "60"]) as stranger:
        path = folder / "postgres/cluster/postmaster.pid"
        path.write_text(note.replace(str(pid), str(stranger.pid), 1))
        try:
            with embedded.running(folder, fast=True) as server:
                assert server.run("SELECT 1;") == "1"
            assert stranger.poll() is None
        finally:
            stranger.kill()


def test_many_start_it_at_once(folder: Path) -> None:
    failures: list[Exception] = []

    def use() -> None:
        try:
            with embedded.running(folder, fast=True) as server:
                assert server.run("SELECT 1;", "carnet", "carnet_app") == "1"
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=use) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with pytest.raises(FileNotFoundError):
        _server_process(folder)


def test_joining_takes_well_under_a_second(folder: Path) -> None:
    with embedded.running(folder, fast=True):
        began = time.monotonic()
        with embedded.running(folder, fast=True):
            took = time.monotonic() - began
    assert took < 5  # 0.05 s when the machine is idle: this only tells joining from starting


def test_a_long_path_gets_a_short_socket_folder(folder: Path) -> None:
    deep = folder / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    with embedded.running(deep, fast=True) as server:
        assert len(str(server.socket)) < 100
        assert server.run("SELECT 1;") == "1"
    server.socket.rmdir()


def test_erase_needs_that_nobody_uses_it(folder: Path) -> None:
    with embedded.running(folder, fast=True), pytest.raises(EmbeddedError, match="in use"):
        embedded.erase(folder)
    embedded.erase(folder)
    assert not (folder / "postgres").exists()


def test_databases_are_made_from_a_template(folder: Path) -> None:
    with embedded.running(folder, fast=True) as server:
        server.run("CREATE TABLE made ();", "carnet", "carnet_owner")
        server.create_database("copy", template="carnet")
        assert server.has_database("copy")
        assert server.run("SELECT count(*) FROM made;", "copy", "carnet_owner") == "0"
        server.drop_database("copy")
        assert not server.has_database("copy")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root drops privileges")
def test_root_gives_it_to_another_account_and_opens_nothing(folder: Path) -> None:
    said: list[str] = []
    folder.chmod(0o700)
    try:
        with embedded.running(folder, fast=True, say=said.append) as server:
            home = server.socket.parent
            assert not home.is_relative_to(folder)
            assert home.stat().st_uid != 0
            assert Path(f"/proc/{_pid_below(home)}").stat().st_uid == home.stat().st_uid
        assert folder.stat().st_mode & 0o777 == 0o700
        assert len(said) == 1
        assert str(home) in said[0]
    finally:
        embedded.erase(folder)
    assert not home.exists()


def _pid_below(home: Path) -> int:
    return int((home / "cluster/postmaster.pid").read_text().split()[0])
