"""Planting one fault into a copy of the source, and running the tests that should notice."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPIED = ("api", "migrations", "tests", "pyproject.toml")
PATIENCE = 900


@dataclass(frozen=True)
class Fault:
    name: str
    edits: tuple[tuple[str, str, str], ...]
    """File, what stands there, what is put in its place."""
    tests: tuple[str, ...] = ()
    """Other than those of its group."""


def fault(name: str, *edits: tuple[str, str, str], tests: tuple[str, ...] = ()) -> Fault:
    return Fault(name, edits, tests)


def plant(one: Fault, folder: Path) -> None:
    for path, there, instead in one.edits:
        file = folder / path
        source = file.read_text()
        if there not in source:
            raise SystemExit(f"{one.name}: {path} no longer holds {there!r}")
        file.write_text(source.replace(there, instead))


def fails(one: Fault, tests: tuple[str, ...]) -> bool:
    with tempfile.TemporaryDirectory(prefix="carnet-mutant-") as made:
        folder = Path(made)
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(
                    ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
                )
            else:
                shutil.copy(ROOT / name, folder / name)
        plant(one, folder)
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "-n0", "-x", "-q", "-p", "no:cacheprovider",
             "--hypothesis-profile=unshrunk", *(one.tests or tests)],
            cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
    if run.returncode not in (0, 1):
        raise SystemExit(f"{one.name}: the test did not run\n{run.stdout[-2000:]}{run.stderr}")
    return run.returncode == 1
