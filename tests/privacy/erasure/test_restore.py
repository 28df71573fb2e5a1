"""A backup from before an erasure is restored, and the person does not come back."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from api.core import embedded
from api.privacy.erasure import outside
from tests.test_cli import ROOT, Carnet, free_port

PEOPLE = """
SET app.merchant_id = '{merchant}';
INSERT INTO merchants (id, slug, name, language, time_zone, currency, require_second_factor,
    version, created_at)
VALUES ('{merchant}', 'shop', 'Shop', 'fr', 'Europe/Paris', 'EUR', false, 1, now());
INSERT INTO customers (merchant_id, id, version, first_name, email, tags, search_name, source,
    created_at, last_active_at, visits, spent)
SELECT '{merchant}', id, 1, first_name, lower(first_name) || '@client.example', '[]', '', 'desk',
    now(), now(), 0, 0
FROM (VALUES ('{gone}'::uuid, 'Zqxvine'), ('{stays}'::uuid, 'Reste')) AS people (id, first_name);
"""
NAMES = "SELECT first_name FROM customers ORDER BY first_name;"


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not pytest's tmp_path: root's is closed to the account that runs PostgreSQL.
    with tempfile.TemporaryDirectory(prefix="carnet-restore-") as name:
        path = Path(name)
        path.chmod(0o711)
        (path / "dist").mkdir()
        (path / "dist" / "card.html").touch()
        (path / "dist" / "desk.html").write_text("<title>desk</title>")
        yield path


def carnet(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ
        | {"CARNET_DATA": str(folder / "data"), "CARNET_FRONTEND_DIST": str(folder / "dist")},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def names(folder: Path) -> list[str]:
    with embedded.running(folder / "data", fast=True) as server:
        return server.run(NAMES, embedded.DATABASE).split()


def test_whoever_was_erased_since_the_backup_stays_erased(folder: Path) -> None:
    merchant, gone, stays = uuid4(), uuid4(), uuid4()
    carnet(folder, "migrate")
    with embedded.running(folder / "data", fast=True) as server:
        people = PEOPLE.format(merchant=merchant, gone=gone, stays=stays)
        server.run(people, embedded.DATABASE)
    backup = folder / "carnet.backup"
    carnet(folder, "backup", str(backup))
    assert backup.stat().st_mode & 0o777 == 0o600
    # As an erasure does: written down outside, then the rows go.
    at = datetime.now(UTC)
    line = outside.Line(uuid4(), "customer", merchant, (gone,), at)
    other = outside.Line(uuid4(), "customer", uuid4(), (uuid4(),), at)
    for one in (line, other):
        outside.append(folder / "data" / "erasures.jsonl", one)

    refusing = Carnet(folder, "serve", "--port", str(free_port()))
    assert refusing.end() == 1
    assert "2 erased persons would be back" in refusing.said
    assert "carnet restore" in refusing.said
    worker = Carnet(folder, "worker")
    assert worker.end() == 1

    said = carnet(folder, "restore", str(backup))
    assert re.search(r"2 erased again", said)
    assert names(folder) == ["Reste"]
    with embedded.running(folder / "data", fast=True) as server:
        dump = server.programs / "pg_dump"
        text = subprocess.run(
            [dump, "-h", server.socket, "-U", "postgres", embedded.DATABASE],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        statistics = server.run("SELECT * FROM pg_stats;", embedded.DATABASE)
    assert "zqxv" not in text.lower()
    assert "zqxv" not in statistics.lower()
    assert "Nobody has to be erased again." in carnet(folder, "restore")

    serving = Carnet(folder, "serve", "--port", str(free_port()))
    serving.until("answering requests")
    assert serving.end(signal.SIGTERM) == 0
    shutil.rmtree(folder / "data", ignore_errors=True)


def test_a_backup_that_cannot_be_read_leaves_everything_as_it_was(folder: Path) -> None:
    carnet(folder, "migrate")
    with embedded.running(folder / "data", fast=True) as server:
        people = PEOPLE.format(merchant=uuid4(), gone=uuid4(), stays=uuid4())
        server.run(people, embedded.DATABASE)
    broken = folder / "broken.backup"
    broken.write_bytes(b"PGDMP and then nothing that makes sense")
    refused = Carnet(folder, "restore", str(broken))
    assert refused.end() == 1
    assert "pg_restore failed" in refused.said
    assert names(folder) == ["Reste", "Zqxvine"]
