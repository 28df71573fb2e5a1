"""The command ``carnet``, as a person starts it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from api.cli.__main__ import app as carnet_command
from api.core.postgres.embedded import OWNER, SUPERUSER, Server
from tests import forked
from tests.ports import free_port

ROOT = Path(__file__).parents[1]


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not pytest's tmp_path: root's is closed to the account that runs PostgreSQL.
    with tempfile.TemporaryDirectory(prefix="carnet-cli-") as name:
        path = Path(name)
        path.chmod(0o711)
        (path / "dist").mkdir()
        (path / "dist" / "card.html").touch()
        (path / "dist" / "desk.html").write_text("<title>desk</title>")
        yield path


class Carnet:
    """A running ``carnet``; its output so far is kept in ``said``."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self.said = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "api.cli", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            cwd=ROOT,
            env=os.environ
            | {"CARNET_DATA": str(folder / "data"), "CARNET_FRONTEND_DIST": str(folder / "dist")}
            | environment,
        )

    def until(self, pattern: str) -> None:
        assert self.process.stdout is not None
        while not re.search(pattern, self.said):
            line = self.process.stdout.readline()
            assert line, f"ended without {pattern!r}:\n{self.said}"
            self.said += line

    def end(self, how: signal.Signals | None = None) -> int:
        if how is signal.SIGINT:
            os.killpg(self.process.pid, how)  # as the terminal sends Ctrl-C: to the whole group
        elif how is not None:
            self.process.send_signal(how)
        rest, _ = self.process.communicate(timeout=60)
        self.said += rest
        return self.process.returncode

    def wait_until_all_are_gone(self) -> None:
        """The first process has ended; those it started follow at once."""
        give_up = time.monotonic() + 30
        while True:
            try:
                os.killpg(self.process.pid, 0)
            except ProcessLookupError:
                return
            assert time.monotonic() < give_up
            time.sleep(0.05)


async def run(folder: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    given = {"CARNET_DATA": str(folder / "data"), "CARNET_FRONTEND_DIST": str(folder / "dist")}
    ended, *said = await forked.run("api.cli", *arguments, **given | environment)
    return ended, "".join(said)


def ask(port: int, path: str, **more: Any) -> tuple[int, str]:
    url = f"http://127.0.0.1:{port}{path}"
    answer = httpx.request("POST" if "json" in more else "GET", url, timeout=10, **more)
    return answer.status_code, answer.text


def postgres_runs(folder: Path) -> bool:
    return (folder / "data/postgres/cluster/postmaster.pid").exists()


def test_serve_ends_without_a_trace_and_leaves_nothing_running_when_killed(folder: Path) -> None:
    """Ctrl-C, then once more from what is there now, ended as by a supervisor."""
    for way in (signal.SIGINT, signal.SIGTERM):
        port = free_port()
        carnet = Carnet(folder, "serve", "--port", str(port), "--workers", "2")
        carnet.until("Mails are written to")
        assert f"Mon Carnet Client is at http://localhost:{port}" in carnet.said
        assert re.search(r"schema up to date \(\d+\.\d s\)", carnet.said)
        assert ask(port, "/healthz")[0] == 200
        assert ask(port, "/readyz")[0] == 200
        assert ask(port, "/customers") == (200, "<title>desk</title>")
        assert ask(port, "/v1/me?token=hush")[0] == 401
        assert carnet.end(way) == 0
        assert "Stopped." in carnet.said
        assert "Traceback" not in carnet.said
        assert "GET /v1/me HTTP" in carnet.said
        assert "hush" not in carnet.said
        assert not postgres_runs(folder)

    carnet = Carnet(folder, "serve", "--port", str(free_port()))
    carnet.until("Mails are written to")
    carnet.end(signal.SIGKILL)
    carnet.wait_until_all_are_gone()
    # The database alone goes on; the next command joins it and takes it along when it ends.
    assert Carnet(folder, "migrate").end() == 0
    assert not postgres_runs(folder)


async def test_a_port_in_use_is_said_before_any_work(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, said = await run(folder, "serve", "--port", str(port))
    assert code == 1
    assert f"Port {port} is in use" in said
    assert f"--port {port + 1}" in said
    assert not (folder / "data").exists()


async def test_an_unsafe_role_is_refused(folder: Path, server: Server, database_name: str) -> None:
    url = server.url(SUPERUSER, database_name)
    code, said = await run(folder, "serve", "--port", str(free_port()), DATABASE_URL=url)
    assert code == 1
    assert "row-level security does not bind it" in said
    assert "Traceback" not in said


async def test_an_old_schema_is_refused_and_migrated_with_the_owners_login(
    folder: Path, server: Server
) -> None:
    name = f"test_{os.getpid()}_cli"
    server.create_database(name)
    try:
        url, owner = server.url(database=name), server.url(OWNER, name)
        code, said = await run(folder, "worker", DATABASE_URL=url)
        assert (code, "carnet migrate" in said) == (1, True)
        code, said = await run(folder, "migrate", DATABASE_URL=url)
        assert (code, "MIGRATION_DATABASE_URL" in said) == (1, True)
        for _ in range(2):
            code, said = await run(folder, "migrate", MIGRATION_DATABASE_URL=owner)
            assert code == 0, said
        worker = Carnet(folder, "worker", DATABASE_URL=url)
        worker.until("Waiting for jobs")
        assert worker.end(signal.SIGTERM) == 0
        assert not (folder / "data" / "postgres").exists()
    finally:
        server.drop_database(name)


async def test_a_database_out_of_reach_is_said_so(folder: Path) -> None:
    url = f"postgresql://carnet_app@127.0.0.1:{free_port()}/carnet"
    code, said = await run(folder, "worker", DATABASE_URL=url)
    assert code == 1
    assert "cannot be reached" in said
    assert "Traceback" not in said


async def test_jobs_that_were_given_up_are_listed_and_tried_again(
    folder: Path, server: Server, empty_database: str
) -> None:
    url = server.url(database=empty_database)
    code, said = await run(folder, "jobs", DATABASE_URL=url)
    assert (code, "No job was given up" in said) == (0, True), said
    server.run(
        "INSERT INTO jobs.pgqueuer (priority, status, entrypoint, payload) VALUES"
        " (0, 'failed', 'exports.make', '{\"export_id\": \"7\"}'), (0, 'queued', 'other', NULL);",
        empty_database,
    )
    code, said = await run(folder, "jobs", DATABASE_URL=url)
    found = re.search(r"(?m)^(\d+)  .*exports\.make.*export_id=7$", said)
    assert (code, "other" in said) == (0, False)
    assert found, said
    code, said = await run(folder, "jobs", "--retry", "999", DATABASE_URL=url)
    assert (code, "not given up: 999" in said) == (2, True), said
    code, said = await run(folder, "jobs", "--retry", found[1], DATABASE_URL=url)
    assert (code, "tried again" in said) == (0, True), said
    statuses = server.run("SELECT DISTINCT status FROM jobs.pgqueuer;", empty_database)
    assert statuses == "queued"


def test_the_written_description_is_what_the_code_says() -> None:
    said = CliRunner().invoke(carnet_command, ["openapi", str(ROOT / "openapi.yaml"), "--check"])
    assert said.exit_code == 0, said.output


def test_drift_of_the_description_is_shown(folder: Path) -> None:
    (folder / "openapi.yaml").write_text("openapi: 3.0.0\n")
    said = CliRunner().invoke(carnet_command, ["openapi", str(folder / "openapi.yaml"), "--check"])
    assert said.exit_code == 1
    assert "-openapi: 3.0.0" in said.output


def test_the_demonstration_shows_the_way_in_and_starts_again(folder: Path) -> None:
    doors = []
    for _ in range(2):
        port = free_port()
        carnet = Carnet(folder, "demo", "--port", str(port), "--scale", "0.1")
        carnet.until("Mails are written to")
        door = re.search(r"(?m)^ +Owner, .+?  (\S+@\S+)  (\S+)$", carnet.said)
        key = re.search(r"(?m)^ +API key +(\S+)$", carnet.said)
        assert door, carnet.said
        assert key, carnet.said
        assert f"http://localhost:{port}/c/" in carnet.said
        origin = {"Origin": f"http://localhost:{port}"}
        login = {"email": door[1], "password": door[2]}
        assert ask(port, "/v1/sessions", json=login, headers=origin)[0] == 201
        allowed = {"Authorization": f"Bearer {key[1]}"}
        assert ask(port, "/v1/programs", headers=allowed)[0] == 200
        doors.append((door[1], door[2], key[1]))
        assert carnet.end(signal.SIGINT) == 0
    assert doors[0] == doors[1]
    assert not (folder / "data/demo/postgres/cluster/postmaster.pid").exists()


async def test_help_names_the_commands(folder: Path) -> None:
    code, said = await run(folder, "--help")
    assert code == 0
    for command in ("jobs", "serve", "demo", "worker", "migrate", "openapi", "screens"):
        assert command in said
