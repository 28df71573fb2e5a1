"""A desk at which requests are handled, and what the persons' mailboxes get."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx
from sqlalchemy import select

from api.core import worker
from api.privacy.models import PrivacyRequest
from tests.accounts.people import mailbox, text_of
from tests.cards.counter import done
from tests.world import Shop, World

PATH = "/v1/privacy/requests"


@dataclass
class Desk:
    """The owner handles one customer's request."""

    shop: Shop
    client: httpx.AsyncClient
    customer_id: UUID
    email: str | None
    request: dict[str, Any] = field(default_factory=dict)

    async def ask(self, kind: str, **more: Any) -> dict[str, Any]:
        body = {"customer_id": str(self.customer_id), "kind": kind} | more
        self.request = done(await self.client.post(PATH, json=body))
        return self.request

    @property
    def path(self) -> str:
        return f"{PATH}/{self.request['id']}"

    async def try_(
        self, step: str, body: dict[str, Any] | None = None, client: httpx.AsyncClient | None = None
    ) -> httpx.Response:
        headers = {"If-Match": f'"{self.request["version"]}"'}
        return await (client or self.client).post(f"{self.path}/{step}", json=body, headers=headers)

    async def take(self, step: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        self.request = done(await self.try_(step, body), 200)
        return self.request

    async def look(self) -> dict[str, Any]:
        self.request = done(await self.client.get(self.path), 200)
        return self.request

    async def plan(self) -> dict[str, Any]:
        found: dict[str, Any] = done(await self.client.get(f"{self.path}/plan"), 200)
        return found

    async def history(self) -> list[str]:
        events = done(await self.client.get(f"{self.path}/events"), 200)["items"]
        return [event["what"] for event in reversed(events)]

    async def row(self) -> PrivacyRequest:
        async with self.shop.db() as db:
            found = await db.scalar(
                select(PrivacyRequest).where(PrivacyRequest.id == UUID(self.request["id"]))
            )
        assert found is not None
        return found

    async def mails(self) -> list[str]:
        """The texts that the person has got."""
        if self.email is None:
            return []
        return [text_of(one) for one in await mailbox(self.shop.world, self.email)]

    async def code(self) -> str:
        found = re.search(r"^(\d{6})$", (await self.mails())[-1], re.MULTILINE)
        assert found
        return found[1]

    async def until_done(self) -> dict[str, Any]:
        """Once the engines have done their work, in the background."""
        for _ in range(10):
            await worker.drain(self.shop.world.database, self.shop.world.settings)
            if (await self.look())["state"] == "verifying":
                return self.request
            await asyncio.sleep(1)
        raise AssertionError(self.request)

    async def until_approved(self, kind: str, **more: Any) -> dict[str, Any]:
        """All the steps before somebody says yes."""
        await self.ask(kind, **more)
        await self.take("identification", {"by": "counter"})
        await self.take("qualification", {"kind": kind})
        await self.take("plan")
        return await self.plan()

    async def through(self, kind: str) -> None:
        """From received to answered, done by hand."""
        plan = await self.until_approved(kind)
        await self.take("approval", {"plan_digest": plan["digest"]})
        await self.take("completion")
        await self.take("answer", {"words": "Votre nom est corrigé."})


async def desk(world: World, *, email: bool = True, **shop: Any) -> Desk:
    opened = await world.shop(**shop)
    address = f"camille.{uuid4().hex}@client.example" if email else None
    who = {"email": address} if address else {"phone": "06 39 98 01 02"}
    customer_id = await opened.customer("Camille", last_name="Moreau", **who)
    return Desk(opened, await opened.client(), customer_id, address)
