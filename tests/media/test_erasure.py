"""A person's photo goes from wherever it lies, and the erasure has its receipt."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from api.core import worker
from api.media.models import PictureRemoval, WaitingPicture
from tests.cards.counter import done
from tests.cloudinary_fake.fake import FakeCloudinary
from tests.customers.test_photo import drawn
from tests.media import jobs
from tests.world import World

pytestmark = pytest.mark.xdist_group("jobs")


@pytest.mark.parametrize("was_sent", [True, False])
async def test_an_erased_persons_photo_is_nowhere(
    clouded: World, cloud: FakeCloudinary, was_sent: bool
) -> None:
    shop = await clouded.shop()
    owner = await shop.client()
    customer = f"/v1/customers/{await shop.customer('Partante')}"
    done(await owner.put(f"{customer}/photo", content=drawn("JPEG")), 200)
    if was_sent:
        await jobs.run(shop)
        assert (await owner.get(f"{customer}/photo")).status_code == 200
        assert len(cloud.pictures) == 1
    plan = done(await owner.post(f"{customer}/erasure-plan"), 200)
    asked = done(await owner.post(f"{customer}/erasures", json={"plan_digest": plan["digest"]}))
    await worker.drain(clouded.database, clouded.settings)
    ended = done(await owner.get(f"/v1/erasures/{asked['id']}"), 200)
    assert ended["state"] == "done", ended
    (receipt,) = [one for one in ended["receipts"] if one["recipient"] == "images"]
    assert receipt["confirmed_at"], receipt
    assert (cloud.pictures, cloud.copies) == ({}, {})
    async with shop.db() as db:
        assert await db.scalar(select(WaitingPicture)) is None
        gone = (await db.scalars(select(PictureRemoval))).one()
    assert gone.done_at is not None
    # One on its way may have arrived before it was called back.
    assert (gone.receipt or "").startswith(("ok",) if was_sent else ("ok", "not found"))
