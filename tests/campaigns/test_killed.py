"""``kill -9`` while a campaign is sent: nobody gets it twice, and nobody is left out."""

from __future__ import annotations

from tests import forked
from tests.campaigns.press import press_of
from tests.world import World


async def test_killed_with_a_mail_in_its_hands(world: World) -> None:
    press = await press_of(world)
    everybody = [await press.reader(f"Client {number}") for number in range(7)]
    campaign = await press.draft()
    await press.dispatch(campaign)
    await press.planned(campaign)
    settings = world.settings
    ended, said, complaints = await forked.run(
        "tests.campaigns.dying_sender",
        *(settings.database_url, settings.data, settings.public_url),
        *(press.shop.id, campaign["id"]),
    )
    assert ended == 0, complaints
    assert said.split() == ["9", "9"]
    # Two mails, then one that never was one, then two with the last one not noted.
    assert [len(await press.got(reader)) for reader in everybody].count(1) == 4
    assert "sending" in {state for state, _ in (await press.mails(campaign)).values()}
    report = await press.printed(campaign)
    assert report["status"] == "sent"
    assert (report["counts"]["sent"], report["counts"]["unclear"]) == (7, 0)
    assert [len(await press.got(reader)) for reader in everybody] == [1] * 7
