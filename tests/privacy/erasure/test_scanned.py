"""The scanner's word: a value of its own in every column, and no hit after the erasure but where
the declarations let something stay."""

from __future__ import annotations

from api.core.personal import Subject
from api.core.postgres.embedded import SUPERUSER
from api.privacy.scan import values
from api.privacy.scan.persons import found
from api.privacy.scan.whole import Hit, needles, scan
from tests.privacy.erasure.stage import Stage


async def planted(stage: Stage) -> dict[str, str]:
    url = stage.server.url(SUPERUSER, stage.name)
    async with found(url, Subject.CUSTOMER, stage.person) as (db, person):
        assert person is not None
        wanted = await values.plant(db, person)
    # A planted name of a picture is none that the store gives out; pictures have their own test.
    stage.server.run(
        "UPDATE customers SET photo = NULL; UPDATE merges SET before = before - 'photo';",
        stage.name,
    )
    return {label: value for label, value in wanted.items() if "photo" not in label}


def hits(stage: Stage, wanted: dict[str, str]) -> list[Hit]:
    return [
        hit
        for hit in scan(stage.settings, needles(wanted), server=stage.server, database=stage.name)
        if hit.kept is None
    ]


async def test_the_scanner_finds_nothing_of_what_was_planted(stage: Stage) -> None:
    wanted = await planted(stage)
    assert len(wanted) > 30
    assert len({hit.label for hit in hits(stage, wanted)}) > 20
    asked = await stage.ask()
    await stage.work()
    assert (await stage.read(asked))["state"] == "done"
    assert hits(stage, wanted) == []
