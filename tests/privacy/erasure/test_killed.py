"""Killed at every batch, an erasure ends as one that was let alone."""

from __future__ import annotations

import subprocess
import sys

from api.privacy.erasure import outside
from tests.privacy.erasure.stage import Stage
from tests.privacy.erasure.test_customer import of_others
from tests.test_cli import ROOT


async def test_killed_at_every_batch_it_ends_the_same(stage: Stage) -> None:
    before = await of_others(stage)
    plan = await stage.plan()
    asked = await stage.ask(plan)
    done = subprocess.run(  # noqa: ASYNC221  (nothing else runs meanwhile)
        [
            *(sys.executable, "-m", "tests.privacy.erasure.dying_eraser"),
            *(str(stage.settings.database_url), str(stage.settings.data)),
            *(str(stage.shop.id), asked["id"]),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 15, "a death at each transaction"
    await stage.work()
    found = await stage.read(asked)
    assert found["state"] == "done", found
    changes = {one["table"]: one["changes"] for one in plan["tables"] if one["changes"]}
    assert found["proof"]["erased"] == changes, "each row was counted once"
    assert not any(found["proof"]["left"].values())
    assert stage.traces(stage.dump()) == []
    assert stage.traces(stage.files()) == []
    assert await of_others(stage) == before
    lines = {line.erasure for line in outside.read(stage.settings.erasure_ledger)}
    assert {str(one) for one in lines} == {asked["id"]}
