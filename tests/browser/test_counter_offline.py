"""A counter without a network: stamps are kept, sent once, and nothing disappears unread."""

from __future__ import annotations

import asyncio
import re
import signal

from playwright.async_api import APIResponse, Page, Route, expect

from tests.browser.conftest import PATIENCE_MS, OpenShop, Visit
from tests.browser.counter import (
    balance,
    entries,
    go_home,
    in_bar,
    last_operation,
    open_card,
    search,
    shown,
    sign_in,
    stamp,
    waiting,
)
from tests.browser.live import Live
from tests.browser.watch import Watch

STAMPED = "POST /v1/cards/.*/earnings"


async def works_without_network(counter: Page) -> None:
    """The service worker has everything it needs."""
    await counter.evaluate("navigator.serviceWorker.ready.then(() => true)")


async def test_stamps_are_kept_offline_and_sent_once(
    visit: Visit, watch: Watch, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    program = await shop.program(3)
    known, unknown = await shop.stamped(program, 3), await shop.card(program)
    counter = await visit("/counter", shop=shop, role="cashier", width=360)
    await works_without_network(counter)
    await open_card(counter, known)
    await expect(counter.get_by_role("button", name="Give:")).to_be_visible()

    watch.network_may_fail = True
    await counter.context.set_offline(True)
    await counter.goto("/counter")
    await expect(in_bar(counter, "Offline")).to_be_visible()
    await search(counter, "Client")
    await expect(counter.get_by_text("Searching needs the network.")).to_be_visible()

    await open_card(counter, known)
    await expect(counter.get_by_text("Balance as of")).to_be_visible()
    await expect(counter.get_by_text("Rewards need the network")).to_be_visible()
    await expect(counter.get_by_role("button", name="Give:")).to_have_count(0)
    await stamp(counter)
    await expect(counter.get_by_text("It is kept on this device")).to_be_visible()
    await expect(counter.get_by_text("+ 1 stamp waiting to be sent")).to_be_visible()
    await go_home(counter)

    await open_card(counter, unknown)
    await expect(counter.get_by_text("Offline: balance unknown")).to_be_visible()
    await stamp(counter)
    await expect(in_bar(counter, "2 waiting")).to_be_visible()
    await expect(last_operation(counter)).to_contain_text("Kept, will be sent")

    await counter.goto("/counter/queue")
    await expect(counter.get_by_text("2 operations kept")).to_be_visible()
    await expect(counter.get_by_text("No network. Sending will resume by itself.")).to_be_visible()

    await counter.context.set_offline(False)
    await expect(counter.get_by_text("Everything is sent")).to_be_visible()
    await expect(in_bar(counter, "Offline")).to_have_count(0)
    assert [entry["kind"] for entry in await entries(shop, known)] == ["adjust", "earn"]
    assert [entry["kind"] for entry in await entries(shop, unknown)] == ["earn"]
    assert (await balance(shop, known), await balance(shop, unknown)) == (4, 1)


async def test_a_stamp_withdrawn_offline_leaves_nothing_on_the_card(
    visit: Visit, watch: Watch, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    card = await shop.card(await shop.program(3))
    counter = await visit("/counter", shop=shop, role="cashier", width=360)
    await open_card(counter, card)
    watch.network_may_fail = True
    await counter.context.set_offline(True)
    await stamp(counter)
    await expect(in_bar(counter, "1 waiting")).to_be_visible()
    await last_operation(counter).get_by_role("button", name="Undo").click()
    await expect(last_operation(counter).get_by_role("button", name="Undo")).to_have_count(0)
    await counter.context.set_offline(False)
    await expect(waiting(counter)).to_have_count(0)
    await expect(in_bar(counter, "Offline")).to_have_count(0)
    # The attempt to send it may have reached the service: then an undo had to follow.
    made = [entry["kind"] for entry in await entries(shop, card)]
    assert made in ([], ["earn", "reverse"])
    assert await balance(shop, card) == 0


async def test_a_refusal_stays_until_somebody_has_read_it(
    visit: Visit, watch: Watch, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    card = await shop.card(await shop.program(3))
    counter = await visit("/counter", shop=shop, role="cashier", width=360)
    await open_card(counter, card)
    watch.network_may_fail = True
    await counter.context.set_offline(True)
    await stamp(counter)
    await go_home(counter)
    api = await shop.client("owner")
    answer = await api.post(f"{card.path}/closure", json={"reason": "asked for it"})
    assert answer.status_code == 200

    watch.allow(f"409 {STAMPED}")
    await counter.context.set_offline(False)
    await in_bar(counter, "1 refused").click()
    await expect(counter.get_by_text("1 operation refused")).to_be_visible()
    await expect(counter.get_by_text("This card is closed. Nothing was added.")).to_be_visible()
    await counter.reload()
    await expect(counter.get_by_text(f"1 stamp · Card {shown(card.number)}")).to_be_visible()
    await counter.get_by_role("button", name="Got it").click()
    await expect(counter.get_by_text("Everything is sent")).to_be_visible()
    assert await entries(shop, card) == []


async def test_the_service_dies_and_comes_back(
    visit: Visit, watch: Watch, open_shop: OpenShop, live: Live
) -> None:
    shop = await open_shop()
    card = await shop.card(await shop.program(3))
    counter = await visit("/counter", shop=shop, role="cashier", width=360)
    await works_without_network(counter)
    await open_card(counter, card)
    watch.network_may_fail = True
    await live.end(signal.SIGKILL)
    try:
        await stamp(counter)
        await expect(counter.get_by_text("It is kept on this device")).to_be_visible()
        await expect(in_bar(counter, "1 waiting")).to_be_visible()
        await counter.reload()
        await expect(in_bar(counter, "1 waiting")).to_be_visible()
    finally:
        await live.start()
    await expect(waiting(counter)).to_have_count(0, timeout=45_000)
    assert [entry["delta"] for entry in await entries(shop, card)] == [1]


async def test_an_answer_that_got_lost_is_not_a_second_stamp(
    visit: Visit, watch: Watch, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    card = await shop.card(await shop.program(3))
    counter = await visit("/counter", shop=shop, role="cashier", width=360)
    await open_card(counter, card)
    watch.network_may_fail = True
    lost = asyncio.Queue[APIResponse]()

    async def lose_the_answer(route: Route) -> None:
        answer = await route.fetch()
        await route.abort("connectionreset")
        lost.put_nowait(answer)

    await counter.context.route("**/earnings", lose_the_answer, times=1)
    await stamp(counter)
    async with asyncio.timeout(PATIENCE_MS / 1000):
        assert (await lost.get()).status == 201
    # Sent again, and answered.
    await expect(last_operation(counter)).to_contain_text("1 stamp on")
    await expect(last_operation(counter)).not_to_contain_text(re.compile("Kept|Sending"))
    await expect(waiting(counter)).to_have_count(0)
    assert lost.empty()
    assert [entry["delta"] for entry in await entries(shop, card)] == [1]


async def test_two_tabs_send_each_stamp_once(
    visit: Visit, watch: Watch, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    card = await shop.card(await shop.program(9))
    one = await visit("/counter", shop=shop, role="cashier", width=360)
    two = await one.context.new_page()
    await two.goto("/counter")
    for tab in (one, two):
        await open_card(tab, card)
    watch.network_may_fail = True
    await one.context.set_offline(True)
    for tab in (one, two):
        await stamp(tab)
        await go_home(tab)
    for tab in (one, two):
        await expect(in_bar(tab, "2 waiting")).to_be_visible()
    await one.context.set_offline(False)
    for tab in (one, two):
        await expect(waiting(tab)).to_have_count(0)
    assert [entry["delta"] for entry in await entries(shop, card)] == [1, 1]


async def test_a_session_that_ended_pauses_the_queue_until_the_next_sign_in(
    visit: Visit, watch: Watch, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    card = await shop.card(await shop.program(3))
    counter = await visit("/counter", shop=shop, role="cashier", width=360)
    await open_card(counter, card)
    watch.allow(f"401 {STAMPED}", "401 GET /v1/.*")
    await counter.context.clear_cookies()
    await stamp(counter)
    again = counter.get_by_role("dialog", name="Your session is over")
    await expect(again).to_contain_text("Nothing is lost")
    await again.get_by_role("button", name="Later").click()
    await expect(in_bar(counter, "1 waiting")).to_be_visible()
    assert await entries(shop, card) == []

    await counter.get_by_role("button", name="Sign in again").click()
    await sign_in(counter, shop.team["cashier"].email)
    await expect(again).to_have_count(0)
    await expect(waiting(counter)).to_have_count(0)
    assert [entry["delta"] for entry in await entries(shop, card)] == [1]
