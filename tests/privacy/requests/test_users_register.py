"""The operator's register of what persons with a login have asked for."""

from __future__ import annotations

import secrets
from datetime import timedelta

from api.core.clock import now
from api.privacy.erasure.models import UserErasure
from api.privacy.requests.users_register import register
from tests.cards.counter import done
from tests.world import World


async def test_copies_and_ends_of_accounts_are_listed_with_their_last_day(world: World) -> None:
    shop = await world.shop()
    before, member = now(), shop.team["manager"]
    done(await (await shop.browser("manager")).post("/v1/me/extracts", json={"language": "fr"}))
    async with world.database.session() as db:
        for cause, state in (("asked", "done"), ("retention", "done")):
            db.add(
                UserErasure(
                    user_id=member.user_id, cause=cause, state=state, digest="0" * 64,
                    plan={"persons": [], "tables": []}, proof_token=secrets.token_bytes(32),
                )
            )  # fmt: skip
    async with world.database.session() as db:
        lines = await register(db, before)
        assert await register(db, now() + timedelta(days=1)) == []
    mine = [line for line in lines if line.user_id == member.user_id]
    assert [(line.kind, line.done) for line in mine] == [("access", False), ("erasure", True)]
    assert all(28 <= (line.due_on - before.date()).days <= 35 for line in mine)
