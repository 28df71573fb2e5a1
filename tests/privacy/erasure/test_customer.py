"""A customer is erased: previewed, confirmed, done, proved; nobody else notices."""

from __future__ import annotations

from tests.cards.counter import done, refused, sound
from tests.privacy.erasure.stage import Stage
from api.privacy.erasure import outside


async def test_nothing_of_the_person_is_left_anywhere(stage: Stage) -> None:
    for where in (stage.dump(), stage.files()):
        assert stage.traces(where), "the stage has planted nothing"
    stage.server.run("ANALYZE;", stage.name)
    assert stage.traces(stage.statistics())
    asked = await stage.ask()
    assert asked["state"] == "waiting"
    await stage.work()
    erased = await stage.read(asked)
    assert erased["state"] == "done", erased
    assert stage.traces(stage.dump()) == []
    assert stage.traces(stage.statistics()) == []
    assert stage.traces(stage.files()) == []
    assert not any(erased["proof"]["left"].values())
    assert erased["rows_done"] == sum(erased["proof"]["erased"].values()) > 0
    assert all(one["confirmed_at"] for one in erased["receipts"])
    assert {one["recipient"] for one in erased["receipts"]} == {"images", "mails"}
