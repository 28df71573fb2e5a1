"""An import, and its undoing, whose workers are killed at every page end as if nothing had
happened: nothing is missing and nothing is there twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from api.cards.models import Card
from api.core.postgres.embedded import Server
from api.customers.models import Customer
from tests.alone import alone
from tests.cards.counter import Counter, done
from tests.imports.files import clerk_of
from tests.killing import Twin
from tests.rows import alike, rows
from tests.world import GivenProgram, Shop, World

pytestmark = pytest.mark.xdist_group("jobs")

STATEMENT = "Bulletins papier signés en magasin"
ROWS, PAGES = 11, 4
UNDONE = 3
"""Three rows are refused, and the others taken back three at a time."""
SIZES = {
    "api.imports.reading.read:PAGE_ROWS": 3,
    "api.imports.reading.read:_PAGES_AT_ONCE": 2,
    "api.imports.check:_PAGES_AT_ONCE": 2,
    "api.imports.undo:ROWS_AT_ONCE": 3,
}
PROGRESS = "SELECT status, page, done FROM imports"


def file() -> str:
    lines = ["Prénom;Nom;Téléphone;E-mail;Optin;Points"]
    for number in range(ROWS):
        phone = f"06399{number:05}" if number % 3 else ""
        mail = f"client{number}@example.com" if number % 4 else "faux"
        consent = "oui" if number % 5 else ""
        lines.append(f"Client {number};Nom;{phone};{mail};{consent};{number % 7}")
    return "\n".join(lines)


async def furnish(world: World) -> tuple[Shop, GivenProgram]:
    """A shop that knows some of the people already."""
    shop = await world.shop()
    program = await shop.program(10)
    for number in (2, 5, 7):
        known = await shop.customer(f"Client {number}", email=f"client{number}@example.com")
        if number == 5:
            card = await shop.card(program, customer_id=known)
            done(await Counter(await shop.client()).earn(card))
    return shop, program


async def balances(shop: Shop) -> list[Any]:
    """Who has which card: what rows with ids that differ do not tell."""
    async with shop.db() as db:
        whose = (Customer.merchant_id == Card.merchant_id) & (Customer.id == Card.customer_id)
        query = select(Customer.first_name, Card.status, Card.balance, Card.seq)
        return sorted(map(tuple, await db.execute(query.outerjoin(Customer, whose))), key=str)


async def test_killed_at_every_page(server: Server, empty_database: str, tmp_path: Path) -> None:
    async with alone(server, empty_database, tmp_path / "data") as world:
        shop, program = await furnish(world)
        neighbour, _ = await furnish(world)
        clerk = await clerk_of(shop, world.settings)
        answer = await clerk.client.post("/v1/imports", content=file().encode())
        path = f"/v1/imports/{done(answer)['id']}"
        before, others = await rows(shop), await rows(neighbour)
        async with Twin.of(server, world, tmp_path / "twin") as twin:

            async def end() -> tuple[Any, ...]:
                reached = done(await clerk.client.get(path), 200)
                return reached["status"], await balances(shop), alike(await rows(shop), before)

            async def step(status: str) -> list[str]:
                """What was asked for, here and there, is done."""
                died = await twin.die(PROGRESS, SIZES, inside="INTO import_pages")
                killed, calm = await twin.both(end)
                assert killed == calm
                assert killed[0] == status
                return died

            died = await step("uploaded")
            mapping = done(await clerk.client.get(path), 200)["mapping"]
            options = {"program_id": str(program.id), "consent_statement": STATEMENT}
            body = {"mapping": mapping, "options": options}
            await twin.both(lambda: clerk.client.put(f"{path}/mapping", json=body))
            died += await step("checked")
            await twin.both(lambda: clerk.client.post(f"{path}/run"))
            died += await step("done")
            await twin.both(lambda: clerk.client.post(f"{path}/reversal"))
            died += await step("undone")
        assert await rows(neighbour) == others
    for moment, times in (
        ("INTO import_pages", 2), ("import_pages, UPDATE imports [('checking'", 2),
        ("run commit", PAGES + 1), ("run over", PAGES + 1),
        ("undo commit", UNDONE + 1), ("undo over", UNDONE + 1),
    ):  # fmt: skip
        assert sum(moment in one for one in died) >= times, moment
