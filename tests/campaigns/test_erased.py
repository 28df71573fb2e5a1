"""Who got a campaign is data about a person: it is told, erased with the rest, and ends."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.campaigns.models import CampaignChoice, CampaignMail
from api.core.personal import Subject
from api.privacy.erasure import executing
from api.privacy.erasure.fates import ends
from api.privacy.inventory import leading_to
from tests.campaigns.press import Press, press_of
from tests.cards.counter import done
from tests.cards.nightly.night import run
from tests.world import World

TABLES = {"campaign_mails", "campaign_choices"}


async def persons(press: Press, model: type[CampaignMail] | type[CampaignChoice]) -> set[UUID]:
    async with press.shop.db() as db:
        return set((await db.scalars(select(model.customer_id))).all())


def test_both_lists_lead_to_the_person_and_go_whole() -> None:
    found = {one.name: one for one in leading_to(Subject.CUSTOMER) if one.name in TABLES}
    assert found.keys() == TABLES
    for one in found.values():
        assert all(ends(one, Subject.CUSTOMER).values())


async def test_an_erased_customer_leaves_the_counts(world: World) -> None:
    press = await press_of(world)
    gone, stays = await press.reader(), await press.reader()
    audience: dict[str, Any] = {"kind": "selection", "customer_ids": [str(gone), str(stays)]}
    report = await press.sent(audience)
    both = {gone, stays}
    assert await persons(press, CampaignMail) == await persons(press, CampaignChoice) == both
    path = f"/v1/customers/{gone}"
    plan = done(await press.client.post(f"{path}/erasure-plan"), 200)
    body = {"plan_digest": plan["digest"]}
    erasure = done(await press.client.post(f"{path}/erasures", json=body))
    await run(press.shop, executing.erase, erasure_id=UUID(erasure["id"]))
    assert await persons(press, CampaignMail) == await persons(press, CampaignChoice) == {stays}
    assert (await press.read(report))["counts"]["sent"] == 2


async def test_a_reader_who_is_erased_meanwhile_gets_nothing(world: World) -> None:
    press = await press_of(world)
    gone = await press.reader()
    campaign = await press.draft()
    await press.dispatch(campaign)
    await press.planned(campaign)
    plan = done(await press.client.post(f"/v1/customers/{gone}/erasure-plan"), 200)
    path, body = f"/v1/customers/{gone}/erasures", {"plan_digest": plan["digest"]}
    erasure = done(await press.client.post(path, json=body))
    await run(press.shop, executing.erase, erasure_id=UUID(erasure["id"]))
    report = await press.printed(campaign)
    assert (report["status"], report["counts"]["sent"]) == ("sent", 0)
