"""Cookies lie in a browser for as long as they say at first, and at most thirteen months."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

from api.core.personal import declare_cookie, neutral
from api.core.personal.elsewhere import LONGEST_COOKIE
from api.privacy import inventory
from tests.accounts.people import sign_in, signed_up
from tests.accounts.team import at_counter, give_pin, paired, type_pin
from tests.conftest import Connect
from tests.world import World

Clock = Callable[[timedelta], None]


def deposited(answer: httpx.Response) -> set[str]:
    return {one.partition("=")[0] for one in answer.headers.get_list("set-cookie")}


async def test_a_known_device_is_not_known_for_longer_by_coming_back(
    world: World, connect: Connect, clock: Clock
) -> None:
    person = await signed_up(world, connect)
    browser = connect()
    assert deposited(await sign_in(browser, person.email)) == {"carnet", "carnet-known"}
    clock(timedelta(days=200))
    assert deposited(await sign_in(browser, person.email)) == {"carnet"}
    clock(timedelta(days=166))
    assert deposited(await sign_in(browser, person.email)) == {"carnet", "carnet-known"}


async def test_another_person_on_the_same_device_is_a_first_visit(
    world: World, connect: Connect
) -> None:
    one, other = await signed_up(world, connect), await signed_up(world, connect)
    browser = connect()
    await sign_in(browser, one.email)
    assert deposited(await sign_in(browser, other.email)) == {"carnet", "carnet-known"}


async def test_a_counter_device_is_one_for_a_year_from_its_pairing(world: World) -> None:
    shop = await world.shop()
    tablet = await paired(shop)
    await give_pin(shop, "cashier")
    assert deposited(await type_pin(shop, tablet, "cashier")) == {"carnet"}
    assert await at_counter(shop, tablet, "manager")


def test_every_cookie_is_declared_for_thirteen_months_at_most() -> None:
    cookies = {one.name: one for one in inventory.declared().cookies}
    assert set(cookies) == {"carnet", "carnet-known", "carnet-device", "carnet-sign-up"}
    assert all(one.lifetime and one.lifetime <= LONGEST_COOKIE for one in cookies.values())
    too_long = LONGEST_COOKIE + timedelta(seconds=1)
    with pytest.raises(ValueError, match="thirteen months"):
        declare_cookie("forever", neutral("nothing"), lifetime=too_long, why="none")
    assert len(inventory.declared().cookies) == len(cookies)
