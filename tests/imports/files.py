"""Files as merchants bring them, and imports and exports as a client sees them."""

from __future__ import annotations

import csv
import io
from typing import Any

import httpx
import openpyxl

from api.core import worker
from api.core.db import Database
from api.core.settings import Settings
from tests.cards.counter import done
from tests.world import RoleName, Shop


def written(rows: list[list[str]], delimiter: str = ";") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def workbook(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class Clerk:
    """Imports files for a shop; the jobs run when the clerk waits for them."""

    def __init__(self, client: httpx.AsyncClient, database: Database, settings: Settings) -> None:
        self.client = client
        self.database = database
        self.settings = settings

    async def work(self) -> None:
        await worker.drain(self.database, self.settings)

    async def bring(
        self, file: bytes | str, name: str = "clients.csv", query: str = ""
    ) -> dict[str, Any]:
        content = file.encode() if isinstance(file, str) else file
        answer = await self.client.post(
            f"/v1/imports{query}", content=content, headers={"X-Filename": name}
        )
        brought = done(answer)
        await self.work()
        return await self.read(brought["id"])

    async def read(self, import_id: str) -> dict[str, Any]:
        return done(await self.client.get(f"/v1/imports/{import_id}"), 200)

    async def map(
        self, brought: dict[str, Any], mapping: dict[str, str] | None = None, **options: Any
    ) -> dict[str, Any]:
        body = {"mapping": mapping or brought["mapping"], "options": options}
        done(await self.client.put(f"/v1/imports/{brought['id']}/mapping", json=body), 200)
        await self.work()
        return await self.read(brought["id"])

    async def post(self, brought: dict[str, Any], what: str) -> dict[str, Any]:
        answer = await self.client.post(f"/v1/imports/{brought['id']}/{what}")
        done(answer, 200 if what == "cancellation" else 202)
        await self.work()
        return await self.read(brought["id"])

    async def all(
        self, file: bytes | str, mapping: dict[str, str] | None = None, **options: Any
    ) -> dict[str, Any]:
        """Bring, map, check and run."""
        checked = await self.map(await self.bring(file), mapping, **options)
        assert checked["status"] == "checked", checked
        return await self.post(checked, "run")

    async def rows(self, brought: dict[str, Any], query: str = "") -> list[dict[str, Any]]:
        path = f"/v1/imports/{brought['id']}/rows?limit=100{query}"
        page: list[dict[str, Any]] = done(await self.client.get(path), 200)["items"]
        return page

    async def customers(self, query: str = "") -> list[dict[str, Any]]:
        page = done(await self.client.get(f"/v1/customers?sort=name&limit=100{query}"), 200)
        customers: list[dict[str, Any]] = page["items"]
        return customers


async def clerk_of(shop: Shop, settings: Settings, role: RoleName = "owner") -> Clerk:
    return Clerk(await shop.client(role), shop.world.database, settings)
