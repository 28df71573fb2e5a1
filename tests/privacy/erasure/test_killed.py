"""Killed at every batch, an erasure ends as one that was let alone."""

from __future__ import annotations

from typing import Any

import pytest

from api.privacy.erasure import outside
from tests.cards.counter import done
from tests.killing import Twin
from tests.privacy.erasure.stage import Stage
from tests.privacy.erasure.test_account import asked, known
from tests.privacy.erasure.test_customer import of_others
from tests.rows import alike, rows

PROGRESS = 'SELECT state, erased, receipts::text ~ \'"confirmed_at": "\' FROM erasures'


def told(erasure: dict[str, Any]) -> dict[str, Any]:
    """What has to be the same whenever it was. A search that was broken off looks for those of
    the person's values that are left: the address and the telephone number, at least."""
    proof = {
        name: value
        for name, value in erasure["proof"].items()
        if name not in ("verified_at", "digest", "searched")
    }
    receipts = {one["recipient"]: one["confirmed_at"] is not None for one in erasure["receipts"]}
    searched = dict(erasure["proof"]["searched"])
    assert searched.pop("values") >= 2
    return {"state": erasure["state"], "receipts": receipts, "searched": searched, **proof}


async def test_killed_at_every_batch_it_ends_the_same(
    stage: Stage, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = await stage.shop.world.shop()
    await other.card(await other.program(5), customer_id=await other.customer("Voisin"))
    neighbours = await of_others(stage), await rows(other)
    plan = await stage.plan()
    asked = await stage.ask(plan)
    before = await rows(stage.shop)
    folder = tmp_path_factory.mktemp("twin") / "data"
    async with Twin.of(stage.server, stage.shop.world, folder) as twin:
        died = await twin.die(PROGRESS, {"api.privacy.erasure.statements:BATCH": 3})
        async with twin.there():
            expected = told(await stage.read(asked)), alike(await rows(stage.shop), before, OWN)
    found = await stage.read(asked)
    assert (told(found), alike(await rows(stage.shop), before, OWN)) == expected
    changes = {one["table"]: one["changes"] for one in plan["tables"] if one["changes"]}
    assert found["proof"]["erased"] == changes, "each row was counted once"
    assert found["state"] == "done"
    assert (await of_others(stage), await rows(other)) == neighbours
    assert stage.traces(stage.dump()) == []
    assert stage.traces(stage.files()) == []
    lines = {line.erasure for line in outside.read(stage.settings.erasure_ledger)}
    assert {str(one) for one in lines} == {asked["id"]}
    for moment in (
        *(f"commit DELETE FROM {table}" for table in ("customer_keys", "consents", "customers")),
        *("commit UPDATE cards", "write ./*.jsonl", "remove mail/*.eml"),
        *("privacy.erase over", "remove media", "privacy.erase_image over"),
        "privacy.verify_erasures over",
    ):
        assert any(moment in one for one in died), moment


async def test_killed_at_every_batch_an_account_is_erased_the_same(
    stage: Stage, tmp_path_factory: pytest.TempPathFactory
) -> None:
    wished = await stage.ask()  # else the customer's traces would be taken for the manager's
    await stage.work()
    assert (await stage.read(wished))["state"] == "done"
    proof_of = {"proof_token": done(await asked(await known(stage)))["proof_token"]}
    before = await rows(stage.shop)

    async def end() -> tuple[Any, ...]:
        answer = await stage.owner.post("/v1/erasure-proofs", json=proof_of)
        found = done(answer, 200)
        for name in ("verified_at", "digest"):
            del found["proof"][name]
        receipts = {
            one["recipient"]: one["confirmed_at"] is not None for one in found.pop("receipts")
        }
        moments = {name: found.pop(name) is not None for name in ("begun_at", "finished_at")}
        return found, receipts, moments, alike(await rows(stage.shop), before)

    folder = tmp_path_factory.mktemp("twin") / "data"
    async with Twin.of(stage.server, stage.shop.world, folder) as twin:
        died = await twin.die(
            PROGRESS.replace("erasures", "user_erasures"),
            {"api.privacy.erasure.statements:BATCH": 3},
        )
        async with twin.there():
            expected = await end()
    found = await end()
    assert found == expected
    assert found[0]["state"] == "done"
    assert found[0]["rows"] == found[0]["rows_done"], "each row was counted once"
    assert stage.traces(stage.dump()) == []
    assert stage.traces(stage.files()) == []
    for moment in (
        *("write ./*.jsonl", "remove mail/*.eml", "commit DELETE FROM users"),
        *("DELETE FROM memberships", "privacy.erase_user over"),
    ):
        assert any(moment in one for one in died), moment


OWN = {"erasures"}
"""Told by :func:`told`."""
