"""Whether the tests would notice: faults are planted into a copy of the source, one at a time, and
the tests of its group have to fail with each.

``uv run python -m tests.mutants [WORD …]`` (only those of a group, or whose names hold a word)
takes some minutes for each group, so no other test runs it. It says of each fault whether it was
caught, and ends with 1 where one was not.
"""

from __future__ import annotations

import sys
import time

from tests.mutants import erasure, ledger, retention
from tests.mutants.planting import Fault, fails

GROUPS = {
    "ledger": (ledger.TESTS, ledger.FAULTS),
    "erasure": (erasure.TESTS, erasure.FAULTS),
    "retention": (retention.TESTS, retention.FAULTS),
}


def main() -> int:
    words = sys.argv[1:]
    chosen: list[tuple[str, tuple[str, ...], Fault]] = [
        (group, tests, one)
        for group, (tests, faults) in GROUPS.items()
        for one in faults
        if not words or group in words or any(word in one.name for word in words)
    ]
    survived = []
    for group, tests, one in chosen:
        began = time.monotonic()
        caught = fails(one, tests)
        took = f"{time.monotonic() - began:.0f} s"
        print(f"{'caught' if caught else 'passes':8} {took:>6}  {group}: {one.name}", flush=True)
        if caught != bool(one.edits):
            survived.append(one.name)
    print(f"{len(chosen) - len(survived)} of {len(chosen)} as it should be")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
