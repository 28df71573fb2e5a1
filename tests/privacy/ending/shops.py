"""Shops whose contract ends."""

from __future__ import annotations

from typing import Any

import httpx
from sqlalchemy import select

from api.accounts import passwords
from api.accounts.models import User
from api.core import jobs, worker
from api.privacy.ending.course import LOOK
from tests.cards.counter import done
from tests.world import RoleName, Shop

PASSWORD = "the owner's own, once more"
CLOSURE = "/v1/merchant/closure"


async def browser_with_password(shop: Shop, role: RoleName = "owner") -> httpx.AsyncClient:
    """Of a member who knows the password."""
    async with shop.world.database.session() as db:
        user = (await db.scalars(select(User).where(User.id == shop.team[role].user_id))).one()
        user.password_hash = await passwords.hashed(shop.world.settings, PASSWORD)
    return await shop.browser(role)


async def close(browser: httpx.AsyncClient) -> dict[str, Any]:
    return done(await browser.post(CLOSURE, json={"password": PASSWORD}))


async def work(shop: Shop) -> None:
    await worker.drain(shop.world.database, shop.world.settings)


async def look(shop: Shop) -> None:
    """What is done every hour."""
    async with shop.db() as db:
        await jobs.enqueue(db, LOOK)
    await work(shop)


async def take_out(shop: Shop, browser: httpx.AsyncClient) -> None:
    asked = done(await browser.post("/v1/takeouts", json={"language": "fr"}))
    await work(shop)
    path = f"/v1/takeouts/{asked['id']}"
    assert done(await browser.get(path), 200)["status"] == "ready"
    assert (await browser.get(f"{path}/file")).status_code == 200
