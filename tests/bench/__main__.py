"""What the service reaches of what its database alone could do.

``uv run python -m tests.bench`` starts a PostgreSQL of its own, fills it, and lets pgbench and the
service run the same SQL in turns, so that what else the machine does falls on both. Only the
ratios mean something.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from api.core import migrate
from api.core.postgres import embedded
from api.core.postgres.embedded import OWNER, Server
from tests.bench import load, pgbench, seed

OPERATIONS = ("earn", "redeem", "read")
CLIENTS = 8


@dataclass(frozen=True)
class World:
    """How many merchants and cards, and how many entries a card has."""

    merchants: int
    cards: int
    units: int

    @property
    def database(self) -> str:
        return f"bench_{self.merchants}_{self.cards}_{self.units}"


SMALL = World(merchants=10, cards=2_000, units=50)
LARGE = World(merchants=10_000, cards=200_000, units=50)


@contextlib.contextmanager
def service(server: Server, world: World, workers: int, data: Path) -> Iterator[int]:
    """The service on a free port, as an operator starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "api.cli", "serve", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--workers", str(workers), "--no-jobs", "--no-access-log"],
        env=os.environ | {"DATABASE_URL": server.url(database=world.database)},
        cwd=Path(__file__).parents[2],
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("the service did not start")
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1)
            return
        time.sleep(0.1)
    raise RuntimeError("the service did not become ready")


def prepare(server: Server, world: World) -> None:
    if server.has_database(world.database):
        return
    began = time.monotonic()
    server.create_database(world.database)
    asyncio.run(migrate.upgrade(server.url(OWNER, world.database)))
    seed.fill(server, world.database, world.merchants, world.cards, world.units)
    print(
        f"  {world.merchants} merchants, {world.cards * world.units:,} entries:"
        f" {time.monotonic() - began:.0f} s",
        flush=True,
    )


def compare(
    server: Server, world: World, workers: int, rounds: int, seconds: int, data: Path
) -> dict[str, tuple[float, float]]:
    """For each operation the medians of the service's rate, and of its ratio to pgbench's."""
    found: dict[str, tuple[float, float]] = {}
    with service(server, world, workers, data) as port:
        for operation in OPERATIONS:
            script = pgbench.script(operation, world.merchants, world.cards)
            pgbench.run(server, world.database, script, CLIENTS, 1)
            _load(port, operation, world, 1)
            rates, ratios = [], []
            for _ in range(rounds):
                alone = pgbench.run(server, world.database, script, CLIENTS, seconds)
                served = _load(port, operation, world, seconds)
                rates.append(served)
                ratios.append(served / alone)
            found[operation] = statistics.median(rates), statistics.median(ratios)
            print(
                f"  {world.merchants:>6} merchants, {workers} worker(s), {operation:<6}"
                f" {found[operation][1]:.3f} of pgbench"
                f"   ({min(ratios):.3f}–{max(ratios):.3f}; {found[operation][0]:.0f}/s)",
                flush=True,
            )
    return found


def _load(port: int, operation: str, world: World, seconds: int) -> float:
    return asyncio.run(load.run(port, operation, world.merchants, world.cards, CLIENTS, seconds))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5, help="of each round and side")
    parser.add_argument("--small", action="store_true", help="leave the 10,000 merchants out")
    parser.add_argument("--data", type=Path, help="keep the databases there for another run")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        data = options.data or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(embedded.running(data))
        worlds = [SMALL] if options.small else [SMALL, LARGE]
        for world in worlds:
            prepare(server, world)
        rows = [
            (world, workers, compare(server, world, workers, options.rounds, options.seconds, data))
            for workers in (1, 2)
            for world in worlds
        ]
    print(f"\n| merchants | workers | {' | '.join(OPERATIONS)} |")
    print(f"|---|---|{'---|' * len(OPERATIONS)}")
    for world, workers, found in rows:
        cells = " | ".join(f"{found[operation][1]:.2f}" for operation in OPERATIONS)
        print(f"| {world.merchants:,} | {workers} | {cells} |")
    if not options.small:
        for workers in (1, 2):
            few, many = (found for _, among, found in rows if among == workers)
            cells = " | ".join(f"{many[one][0] / few[one][0]:.2f}" for one in OPERATIONS)
            print(f"| 10,000 : 10 | {workers} | {cells} |")


if __name__ == "__main__":
    main()
