"""Holders are warned of units that expire soon: once, and by mail only who agreed to mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from api.cards.models import ExpiryWarning
from api.cards.nightly import warnings
from api.core.clock import now
from tests.cards.counter import at, done
from tests.cards.nightly.night import night, run
from tests.mails import mails_to
from tests.quotas.plan import given, used
from tests.world import GivenCard, GivenProgram, Shop, World

Clock = Callable[[timedelta], None]
RULES: dict[str, Any] = {
    "max_per_operation": 50,
    "expiry": {"kind": "after_earning", "months": 1},
    "warn_days": 10,
}


async def card_of(
    shop: Shop, program: GivenProgram, address: str | None, agreed: bool | None
) -> GivenCard:
    """A card of somebody who said yes, no or nothing to mail."""
    customer_id = await shop.customer("Zoé", email=address)
    if agreed is not None:
        consent = {"purpose": "marketing_email", "granted": agreed}
        client = await shop.client()
        done(await client.post(f"/v1/customers/{customer_id}/consents", json=consent))
    return await shop.card(program, customer_id=customer_id)


async def warned(shop: Shop) -> dict[UUID, list[tuple[UUID, int, bool]]]:
    async with shop.db() as db:
        found: dict[UUID, list[tuple[UUID, int, bool]]] = {}
        for row in await db.scalars(select(ExpiryWarning).order_by(ExpiryWarning.id)):
            found.setdefault(row.card_id, []).append((row.id, row.units, row.mailed))
        return found


async def send(shop: Shop, card: GivenCard) -> None:
    ((warning_id, _, _),) = (await warned(shop))[card.id]
    await run(shop, warnings.mail_expiry_warning, warning_id=warning_id)


async def test_who_is_told_and_how(world: World, clock: Clock) -> None:
    shop = await world.shop(name="Au Bon Pain")
    counter = await at(shop)
    program = await shop.program(**RULES)
    address = f"zoe-{uuid4().hex}@client.example"
    told = await card_of(shop, program, address, True)
    cards = [
        await card_of(shop, program, f"non-{address}", False),
        await card_of(shop, program, f"rien-{address}", None),
        await card_of(shop, program, None, None),
        await shop.card(program, anonymous=True),
    ]
    for card in (told, *cards):
        earned = done(await counter.earn(card, units=12))
    end = datetime.fromisoformat(earned["expires_at"])
    clock(end - now() - timedelta(days=10, minutes=1))
    await night(shop)
    assert await warned(shop) == {}
    clock(timedelta(minutes=2))
    await night(shop)
    found = await warned(shop)
    assert {card: [one[1:] for one in rows] for card, rows in found.items()} == {
        told.id: [(12, True)], **{card.id: [(12, False)] for card in cards},
    }  # fmt: skip
    clock(timedelta(days=3))
    await night(shop)
    assert await warned(shop) == found
    # Whoever is not written to finds it on the page.
    public = world.connect()
    headers = {"Authorization": f"Bearer {cards[0].token}"}
    page = done(await public.get(f"/v1/public/{shop.slug}/card", headers=headers), 200)
    assert page["next_expiry"] == {"units": 12, "expires_at": earned["expires_at"]}

    await send(shop, told)
    (message,) = mails_to(world.settings.mail_folder, address)
    last = (end - timedelta(hours=1)).astimezone()
    assert message["Subject"].startswith(
        "12\N{NO-BREAK SPACE}tampons à utiliser chez Au Bon Pain jusqu’au "
    )
    text = message.get_body(("plain",))
    assert text
    content: str = text.get_content()
    assert "Bonjour Zoé," in content
    assert "12\N{NO-BREAK SPACE}tampons" in content
    assert "Au Bon Pain" in content
    assert f"{last.year}" in content


async def test_what_is_no_longer_so_is_not_sent(world: World, clock: Clock) -> None:
    """Spent meanwhile, or the consent taken back: no mail."""
    shop = await world.shop()
    counter, client = await at(shop), await shop.client()
    program = await shop.program(5, **RULES)
    address = f"{uuid4().hex}@client.example"
    spent = await card_of(shop, program, f"spent-{address}", True)
    left = await card_of(shop, program, f"left-{address}", True)
    for card in (spent, left):
        earned = done(await counter.earn(card, units=5))
    clock(datetime.fromisoformat(earned["expires_at"]) - now() - timedelta(days=3))
    await night(shop)
    assert {row[0][1:] for row in (await warned(shop)).values()} == {(5, True)}
    done(await counter.redeem(spent, program.rewards[0]))
    refusal = {"purpose": "marketing_email", "granted": False}
    done(await client.post(f"/v1/customers/{left.customer_id}/consents", json=refusal))
    for card in (spent, left):
        await send(shop, card)
    for name in ("spent", "left"):
        assert mails_to(world.settings.mail_folder, f"{name}-{address}") == []


async def test_in_the_customers_language(world: World, clock: Clock) -> None:
    shop = await world.shop()
    program = await shop.program(**RULES)
    address = f"{uuid4().hex}@client.example"
    card = await card_of(shop, program, address, True)
    client = await shop.client()
    path = f"/v1/customers/{card.customer_id}"
    done(await client.patch(path, json={"language": "en"}, headers={"If-Match": "*"}), 200)
    earned = done(await (await at(shop)).earn(card, units=1))
    clock(datetime.fromisoformat(earned["expires_at"]) - now() - timedelta(days=2))
    await night(shop)
    await send(shop, card)
    (message,) = mails_to(world.settings.mail_folder, address)
    assert message["Subject"].startswith("Au Bon Pain: 1\N{NO-BREAK SPACE}stamp to use by ")


async def test_inactivity_is_warned_of_too(world: World, clock: Clock) -> None:
    """The date moves with a visit, and then there is a new one to tell."""
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(**(RULES | {"expiry": {"kind": "inactivity", "months": 1}}))
    card = await shop.card(program)
    done(await counter.earn(card, units=3))
    clock(timedelta(days=25))
    await night(shop)
    done(await counter.earn(card, units=1))
    await night(shop)
    clock(timedelta(days=25))
    await night(shop)
    assert [units for _, units, _ in (await warned(shop))[card.id]] == [3, 4]


async def test_beyond_what_the_plan_mails_in_a_month(world: World, clock: Clock) -> None:
    """The first are written to, all find it on their card's page, nobody is warned a second time;
    and with the new month it goes on."""
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(**RULES)

    async def agreed(n: int) -> list[GivenCard]:
        cards = [
            await card_of(shop, program, f"{uuid4().hex}@client.example", True) for _ in range(n)
        ]
        for card in cards:
            earned = done(await counter.earn(card, units=1))
        clock(datetime.fromisoformat(earned["expires_at"]) - now() - timedelta(days=5))
        return cards

    async def mailed(cards: list[GivenCard]) -> list[bool]:
        rows = await warned(shop)
        return sorted(one for card in cards for _, _, one in rows[card.id])

    await given(shop, mails_per_month=3)
    first = await agreed(5)
    await night(shop)
    assert await mailed(first) == [False, False, True, True, True]
    await given(shop, mails_per_month=4)
    await night(shop)
    assert await mailed(first) == [False, False, True, True, True], "each date is told once"
    assert (await used(shop))["mails_per_month"] == 3

    second = await agreed(3)
    await night(shop)
    assert await mailed(second) == [True, True, True], "a new month has begun"
    assert (await used(shop))["mails_per_month"] == 3
