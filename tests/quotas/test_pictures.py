"""The room that pictures take, while the customers whose they are become one and two again."""

from __future__ import annotations

from uuid import UUID

import httpx
import pytest

from api.core import worker
from tests.cards.counter import done, refused
from tests.customers.test_photo import drawn
from tests.quotas.plan import counted, given
from tests.quotas.test_cards import merged
from tests.world import Shop, World

pytestmark = pytest.mark.xdist_group("jobs")


async def photographed(clerk: httpx.AsyncClient, customer: UUID, side: int) -> bytes:
    path = f"/v1/customers/{customer}/photo"
    done(await clerk.put(path, content=drawn("PNG", (side, side))), 200)
    return (await clerk.get(path)).content


async def files(shop: Shop) -> int:
    """What lies in the store, once every job has run."""
    await worker.drain(shop.world.database, shop.world.settings)
    return len(list((shop.world.settings.data / "media" / str(shop.id)).iterdir()))


async def taken(shop: Shop) -> int:
    return (await counted(shop)).get("image_bytes", 0)


async def test_a_photo_that_two_rows_name_takes_room_once_and_while_either_does(
    world: World,
) -> None:
    shop = await world.shop()
    clerk = await shop.browser()
    kept, other = await shop.customer(), await shop.customer()
    photo = await photographed(clerk, other, 200)
    assert await taken(shop) == len(photo)
    made = done(await merged(shop, kept, other))
    assert (await clerk.get(f"/v1/customers/{kept}/photo")).content == photo
    assert (await taken(shop), await files(shop)) == (len(photo), 1)
    done(await clerk.post(f"/v1/merges/{made['id']}/reversal"), 200)
    refused(await clerk.get(f"/v1/customers/{kept}/photo"), 404, "PHOTO_NOT_FOUND")
    assert (await clerk.get(f"/v1/customers/{other}/photo")).content == photo
    assert (await taken(shop), await files(shop)) == (len(photo), 1)

    # Merged again, and then taken away from the one who is left: the other's row names it still.
    done(await merged(shop, kept, other))
    assert (await clerk.delete(f"/v1/customers/{kept}/photo")).status_code == 204
    assert await taken(shop) == (len(photo) if await files(shop) else 0)


async def test_each_has_one_and_the_plan_is_full(world: World) -> None:
    """A merge needs no room, and the photo that it leaves behind gives its room back only when
    nothing can bring it back."""
    shop = await world.shop()
    clerk = await shop.browser()
    kept, other = await shop.customer(), await shop.customer()
    photos = [await photographed(clerk, one, 180 + n) for n, one in enumerate((kept, other))]
    both = sum(map(len, photos))
    await given(shop, image_bytes=both)
    made = done(await merged(shop, kept, other))
    assert (await clerk.get(f"/v1/customers/{kept}/photo")).content == photos[0]
    assert (await taken(shop), await files(shop)) == (both, 2)
    third = clerk.put(f"/v1/customers/{await shop.customer()}/photo", content=drawn("PNG", (9, 9)))
    refused(await third, 403, "PLAN_LIMIT")
    done(await clerk.post(f"/v1/merges/{made['id']}/reversal"), 200)
    assert [
        (await clerk.get(f"/v1/customers/{one}/photo")).content for one in (kept, other)
    ] == photos
    assert (await taken(shop), await files(shop)) == (both, 2)
