"""A shop with one person whose data lies wherever data of a person can lie, and a neighbour whose
data must not be touched."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from PIL import Image

from api.core import worker
from api.core.db import Database
from api.core.mail import Mail, send
from api.core.postgres.binaries import MYSELF
from api.core.postgres.embedded import Server
from api.core.settings import Settings
from tests.alone import alone
from tests.cards.counter import Counter, done
from tests.world import GivenCard, Shop, World

MARK = "Zqxv"
"""Stands in every text about the person and nowhere else."""
PHONE = "06 39 98 77 66"
TRACES = (MARK.lower(), "639987766", "87766zz", "39987766")
THEM = {
    "first_name": f"{MARK}ine",
    "last_name": f"{MARK}ault",
    "phone": PHONE,
    "email": f"{MARK.lower()}ine@client.example",
    "notes": f"Note {MARK}",
    "tags": [f"{MARK}tag"],
    "address": {"line1": f"1 rue {MARK}", "city": f"{MARK}ville", "country": "FR"},
}
AGAIN = {"first_name": f"{MARK}in", "last_name": f"{MARK}aut", "notes": f"Encore {MARK}"}
FILE = (
    "Prénom;Nom;E-mail;Téléphone\n"
    f"{MARK}ine;{MARK}ault;{MARK.lower()}ine@client.example;\n"
    f"Refusé;{MARK}ault;no address at {MARK};\n"
    "Autre;Personne;autre@client.example;\n"
)


@dataclass
class Stage:
    shop: Shop
    database: Database
    settings: Settings
    server: Server
    name: str
    owner: httpx.AsyncClient
    person: UUID
    card: GivenCard
    other_card: GivenCard
    neighbour: GivenCard

    async def work(self) -> None:
        await worker.drain(self.database, self.settings)

    async def plan(self) -> dict[str, Any]:
        return done(await self.owner.post(f"/v1/customers/{self.person}/erasure-plan"), 200)

    async def ask(self, plan: dict[str, Any] | None = None) -> dict[str, Any]:
        digest = (plan or await self.plan())["digest"]
        path = f"/v1/customers/{self.person}/erasures"
        return done(await self.owner.post(path, json={"plan_digest": digest}))

    async def read(self, erasure: dict[str, Any]) -> dict[str, Any]:
        return done(await self.owner.get(f"/v1/erasures/{erasure['id']}"), 200)

    def dump(self) -> str:
        """All that a backup would hold, in plain text."""
        code, text = MYSELF.run(
            *(self.server.programs / "pg_dump", "-h", self.server.socket, "-U", "postgres"),
            self.name,
        )
        assert code == 0, text
        return text

    def statistics(self) -> str:
        return self.server.run("SELECT * FROM pg_stats WHERE schemaname = 'public';", self.name)

    def files(self) -> str:
        """Names and contents of the data folder, decoded as mails are."""
        found = [
            f"{path} {path.read_bytes().decode(errors='replace')}"
            for path in self.settings.data.rglob("*")
            if path.is_file()
        ]
        return "\n".join(found)

    def traces(self, where: str) -> list[str]:
        """Lines of a text that tell about the person."""
        lines = where.casefold().splitlines()
        return [line[:200] for line in lines if any(one in line for one in TRACES)]


@dataclass(frozen=True, kw_only=True)
class ToPerson(Mail):
    template = "password_changed"

    first_name: str
    link: str = "https://shop.example/"


@asynccontextmanager
async def staged(server: Server, name: str, data: Path) -> AsyncIterator[Stage]:
    async with alone(server, name, data) as world:
        yield await _furnished(world, server, name)


async def _furnished(world: World, server: Server, name: str) -> Stage:
    shop = await world.shop()
    owner = await shop.client()
    counter = Counter(owner)
    program = await shop.program(3, cooldown_minutes=0)
    second = await shop.program(5, cooldown_minutes=0)
    person = UUID(done(await owner.post("/v1/customers", json=THEM))["id"])
    same = UUID(done(await owner.post("/v1/customers", json=AGAIN))["id"])
    card = await shop.card(program, customer_id=person)
    other_card = await shop.card(second, customer_id=same)
    neighbour = await shop.card(program, customer_id=await shop.customer("Voisine"))
    for one in (card, other_card, neighbour):
        for _ in range(3):
            done(await counter.earn(one, 1))
    adjusted = {"delta": 2, "reason": f"Geste pour {MARK}"}
    key = {"Idempotency-Key": "a-gesture-of-the-stage"}
    done(await owner.post(f"{card.path}/adjustments", json=adjusted, headers=key))
    done(await owner.post(f"{card.path}/replacement"))
    consent = {"purpose": "marketing_email", "granted": True, "source": f"Salon {MARK}"}
    done(await owner.post(f"/v1/customers/{person}/consents", json=consent))
    picture = io.BytesIO()
    Image.linear_gradient("L").save(picture, "PNG")
    done(await owner.put(f"/v1/customers/{person}/photo", content=picture.getvalue()), 200)
    merge: dict[str, Any] = {"keep_id": str(person), "merge_id": str(same)}
    for side, who in (("keep_version", person), ("merge_version", same)):
        etag = (await owner.get(f"/v1/customers/{who}")).headers["ETag"]
        merge[side] = int(etag.strip('"'))
    done(await owner.post("/v1/merges", json=merge))
    stage = Stage(
        shop, world.database, world.settings, server, name, owner, person, card, other_card,
        neighbour,
    )  # fmt: skip
    await _copies(stage)
    return stage


async def _copies(stage: Stage) -> None:
    """What lies beside the rows: a file in, a file out, a mail."""
    owner = stage.owner
    answer = await owner.post(
        "/v1/imports", content=FILE.encode(), headers={"X-Filename": f"{MARK}.csv"}
    )
    await stage.work()
    brought = done(await owner.get(f"/v1/imports/{done(answer)['id']}"), 200)
    path = f"/v1/imports/{brought['id']}"
    body = {"mapping": brought["mapping"], "options": {}}
    done(await owner.put(f"{path}/mapping", json=body), 200)
    await stage.work()
    done(await owner.post(f"{path}/run"), 202)
    asked = {"what": "customers", "format": "csv", "filter": {"q": MARK}}
    done(await owner.post("/v1/exports", json=asked))
    await stage.work()
    to = THEM["email"]
    assert isinstance(to, str)
    await send(stage.settings, ToPerson(to=to, language="fr", first_name=f"{MARK}ine"))
