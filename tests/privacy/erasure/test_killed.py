"""Killed at every batch, an erasure ends as one that was let alone."""

from __future__ import annotations

from api.privacy.erasure import outside
from tests import forked
from tests.privacy.erasure.stage import Stage
from tests.privacy.erasure.test_customer import of_others


async def test_killed_at_every_batch_it_ends_the_same(stage: Stage) -> None:
    before = await of_others(stage)
    plan = await stage.plan()
    asked = await stage.ask(plan)
    ended, said, complaints = await forked.run(
        "tests.privacy.erasure.dying_eraser",
        *(stage.settings.database_url, stage.settings.data),
        *(stage.shop.id, asked["id"]),
    )
    assert ended == 0, complaints
    assert int(said) > 15, "a death at each transaction"
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
