"""No news to anyone who has not agreed, has objected, or whose data is restricted: every way round
it is tried, and none leads anywhere, since it is asked where mail is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update
from uuid_utils.compat import uuid7

from api.campaigns import permission
from api.campaigns.mails import CampaignLetter
from api.campaigns.models import CampaignMail
from api.core import clock
from api.core.mail import MailRefused, hand_over
from api.customers import leave
from api.customers.models import Consent, Customer
from tests.campaigns.press import Press, press_of
from tests.cards.counter import done
from tests.world import World

Act = Callable[[Press, UUID], Awaitable[Any]]


@pytest.fixture
async def press(world: World) -> Press:
    return await press_of(world)


async def _set(press: Press, customer_id: UUID, **values: Any) -> None:
    async with press.shop.db() as db:
        await db.execute(update(Customer).where(Customer.id == customer_id).values(**values))


async def withdraw(press: Press, customer_id: UUID) -> None:
    await press.consent(customer_id, False)


async def restrict(press: Press, customer_id: UUID) -> None:
    path = f"/v1/customers/{customer_id}/restriction"
    done(await press.client.post(path, json={"reason": "accuracy"}))


async def object_(press: Press, customer_id: UUID) -> None:
    await _set(press, customer_id, objected_at=clock.now())


async def turn_out_a_child(press: Press, customer_id: UUID) -> None:
    await _set(press, customer_id, age="under_15")


async def lose_the_address(press: Press, customer_id: UUID) -> None:
    await _set(press, customer_id, email=None)


async def merge(press: Press, customer_id: UUID) -> None:
    kept = await press.shop.customer("Zoé")
    await _set(press, customer_id, merged_into=kept)


WAYS: dict[str, Act] = {
    "no_consent": withdraw,
    "restricted": restrict,
    "objected": object_,
    "under_15": turn_out_a_child,
    "no_address": lose_the_address,
    "gone": merge,
}


async def test_whoever_may_not_be_written_to_gets_nothing(press: Press) -> None:
    told = await press.reader("Camille")
    others = {reason: await press.reader() for reason in WAYS}
    never = await press.reader(agreed=None)
    for reason, way in WAYS.items():
        await way(press, others[reason])
    body = {"audience": {"kind": "everyone"}}
    counted = done(await press.client.post("/v1/segments/previews", json=body), 200)
    assert counted["reached"] == 1
    assert counted["sample"] == "Camille"
    # Who was merged is nobody of their own; who goes on has no address, as one who lost it.
    expected = dict.fromkeys(("restricted", "objected", "under_15"), 1)
    expected |= {"no_consent": 2, "no_address": 2}
    assert counted["refused"] == expected
    report = await press.sent()
    assert report["status"] == "sent"
    assert report["counts"]["sent"] == report["counts"]["planned"] == 1
    assert report["counts"]["refused"] == expected
    assert len(await press.got(told)) == 1
    for reason in ("no_consent", "restricted", "objected", "under_15"):
        assert await press.got(others[reason]) == [], reason
    assert await press.got(never) == []


async def test_what_changes_after_the_readers_were_found_counts(press: Press) -> None:
    told = await press.reader()
    others = {reason: await press.reader() for reason in WAYS}
    addresses = {
        reason: done(await press.client.get(f"/v1/customers/{one}"), 200)["email"]
        for reason, one in others.items()
    }
    campaign = await press.draft()
    await press.dispatch(campaign)
    await press.planned(campaign)
    assert set(await press.mails(campaign)) == {told, *others.values()}
    for reason, way in WAYS.items():
        await way(press, others[reason])
    report = await press.printed(campaign)
    assert report["counts"]["sent"] == 1
    assert report["counts"]["refused"] == dict.fromkeys(WAYS, 1)
    mails = await press.mails(campaign)
    assert {reason: mails[one] for reason, one in others.items()} == {
        reason: ("refused", reason) for reason in WAYS
    }
    assert len(await press.got(told)) == 1
    assert [one for one in addresses.values() if press.arrived(one)] == []


async def test_naming_persons_does_not_help(press: Press, world: World) -> None:
    """By hand, by a filter, by a row put into the table, or those of another merchant."""
    silent, yes = await press.reader(agreed=None), await press.reader()
    stranger = await (await press_of(world)).reader()
    chosen = {"kind": "selection", "customer_ids": [str(silent), str(stranger), str(yes)]}
    report = await press.sent(chosen)
    assert report["audience"] == {"kind": "selection", "customer_ids": None, "size": 2}
    assert set(await press.mails(report)) == {yes}
    assert await press.got(silent) == []

    campaign = await press.draft({"kind": "list", "filter": {"has_email": True}})
    await press.dispatch(campaign)
    await press.planned(campaign)
    forged = {"id": uuid7(), "campaign_id": UUID(campaign["id"]), "customer_id": silent}
    async with press.shop.db() as db:
        await db.execute(insert(CampaignMail), [forged])
    await press.printed(campaign)
    assert (await press.mails(campaign))[silent] == ("refused", "no_consent")
    assert await press.got(silent) == []


async def test_a_withdrawal_comes_before_or_after_never_in_between(press: Press) -> None:
    """The sending step holds the person's row, for which the one click waits."""
    reader = await press.reader()
    settings = press.shop.world.settings
    mail = CampaignMail(customer_id=reader, campaign_id=uuid7())
    async with press.shop.db() as db:
        customer, asked, reason = await permission.ask(db, settings, mail, 7)
        assert customer
        assert asked
        assert reason is None
        token = asked.unsubscribe.rpartition("/")[2]
        stranger = press.shop.world.connect()
        click = asyncio.create_task(stranger.post(f"/v1/unsubscribe/{token}"))
        await asyncio.wait([click], timeout=0.1)
        assert not click.done()
    assert (await click).status_code == 200
    async with press.shop.db() as db:
        _, _, reason = await permission.ask(db, settings, mail, 7)
    assert reason == "no_consent"


async def test_counting_and_sending_agree_on_everybody(press: Press) -> None:
    """The rule for many, in SQL, and the one that is asked for each mail."""
    kinds: Iterable[Any] = product(
        *[(None, clock.now())] * 2,
        (None, "under_15", "adult"),
        (None, "a@client.example"),
        ((), (True,), (True, False), (False, True)),
    )
    async with press.shop.db() as db:
        for restricted, objected, age, address, said in kinds:
            customer = Customer(
                id=uuid7(), restricted_at=restricted, objected_at=objected, age=age, email=address,
                source="api",
            )  # fmt: skip
            db.add(customer)
            await db.flush()
            for granted in said:
                db.add(
                    Consent(
                        customer_id=customer.id, purpose="marketing_email", granted=granted,
                        text_version="1", channel="api",
                    )
                )  # fmt: skip
                await db.flush()
    async with press.shop.db() as db:
        query = select(Customer, leave.refusal("marketing_email"))
        rows = (await db.execute(query)).all()
        assert len(rows) == 96
        for customer, refused in rows:
            asked = await leave.ask(db, press.shop.world.settings, customer, "marketing_email")
            assert asked.refused == refused


async def test_a_mail_without_leave_does_not_leave(press: Press) -> None:
    """Whatever calls the last step of all."""
    settings = press.shop.world.settings
    silent = await press.reader(agreed=None)
    async with press.shop.db() as db:
        customer = (await db.scalars(select(Customer).where(Customer.id == silent))).one()
        refused = await leave.ask(db, settings, customer, "marketing_email")
    letter = CampaignLetter(
        to=customer.email or "", language="fr", merchant_name="Au Bon Pain", address="",
        contact="", subject="S", paragraphs=[["B"]], card_link="", leave=refused,
    )  # fmt: skip
    with pytest.raises(MailRefused, match="no_consent"):
        await hand_over(settings, letter, uuid7())
    assert await press.got(silent) == []
