"""An import, and its undoing, whose worker dies at any point ends as if nothing had happened:
nothing is missing and nothing is there twice."""

from __future__ import annotations

import asyncio
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from api.cards.models import Card, Entry
from api.core import attempts
from api.core.audit import AuditEvent
from api.core.events import Event
from api.core.settings import Settings
from api.customers.models import Consent, Customer, CustomerKey
from api.imports.models import ImportRow
from tests import forked
from tests.cards.counter import done
from tests.imports.files import Clerk, clerk_of
from tests.world import GivenProgram, Shop, World

pytestmark = pytest.mark.xdist_group("jobs")

STATEMENT = "Bulletins papier signés en magasin"
ROWS = 220


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
    for number in range(5, 200, 40):
        known = await shop.customer(f"Client {number}", email=f"client{number}@example.com")
        if number % 20 == 5:
            await shop.card(program, customer_id=known)
    return shop, program


async def outcome(shop: Shop) -> dict[str, Any]:
    """What an import leaves, without the ids, which differ."""
    async with shop.db() as db:
        people = (
            await db.execute(
                select(Customer.first_name, Customer.phone, Customer.email, Customer.version)
            )
        ).all()
        balances = (
            await db.execute(
                select(Customer.first_name, Card.status, Card.balance, Card.seq).outerjoin(
                    Customer,
                    (Customer.merchant_id == Card.merchant_id) & (Customer.id == Card.customer_id),
                )
            )
        ).all()
        found: dict[str, Any] = {
            "people": sorted(map(tuple, people), key=str),
            "balances": sorted(map(tuple, balances), key=str),
        }
        for model, column in (
            (Entry, Entry.kind),
            (Consent, Consent.purpose),
            (CustomerKey, CustomerKey.key),
            (AuditEvent, AuditEvent.action),
            (Event, Event.type),
            (ImportRow, ImportRow.outcome),
        ):
            found[model.__tablename__] = sorted((await db.scalars(select(column))).all())
    return found


_undisturbed: list[tuple[dict[str, Any], dict[str, Any]]] = []


async def undisturbed(world: World, settings: Settings) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same import and its undoing in a shop where nothing dies. Once is enough."""
    if not _undisturbed:
        _undisturbed.append(await without_a_death(world, settings))
    return _undisturbed[0]


async def without_a_death(
    world: World, settings: Settings
) -> tuple[dict[str, Any], dict[str, Any]]:
    shop, program = await furnish(world)
    clerk = await clerk_of(shop, settings)
    ran = await clerk.all(file(), program_id=str(program.id), consent_statement=STATEMENT)
    assert ran["counts"]["new"] > 150
    assert ran["counts"]["changed"] == 5
    assert {one["code"] for one in ran["errors"]} == {"INVALID_EMAIL"}
    after = await outcome(shop)
    await clerk.post(ran, "reversal")
    return after, await outcome(shop)


@contextmanager
def dying(engine: Engine, every: int) -> Iterator[list[int]]:
    """Each so many statements of the worker's, one fails as if the process had died there."""
    seen = [0]

    def after(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "count(*) FROM jobs" in statement:
            return  # the test's own look whether all is done, not the worker's
        seen[0] += 1
        if seen[0] % every == 0:
            raise RuntimeError("died on purpose")

    event.listen(engine, "after_cursor_execute", after)
    try:
        yield seen
    finally:
        event.remove(engine, "after_cursor_execute", after)


@pytest.mark.parametrize("every", [283, 347])
async def test_dying_between_any_statements(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    monkeypatch.setattr(attempts, "FIRST_PAUSE", timedelta(milliseconds=1))
    monkeypatch.setattr(attempts, "LONGEST_PAUSE", timedelta(milliseconds=1))
    expected = await undisturbed(world, settings)
    shop, program = await furnish(world)
    clerk = await clerk_of(shop, settings)
    brought = await clerk.bring(file())
    engine = shop.world.database.of_jobs.engine.sync_engine
    options: dict[str, Any] = {"program_id": str(program.id), "consent_statement": STATEMENT}
    with dying(engine, every) as seen:
        checked = await clerk.map(brought, **options)
        assert checked["status"] == "checked", checked
        ran = await clerk.post(checked, "run")
        assert ran["status"] == "done", ran
    assert seen[0] > every, "it died at least once"
    assert await outcome(shop) == expected[0]
    # A page of the undoing is one transaction of several hundred statements: it has to get through
    # between two deaths.
    with dying(engine, 3 * every) as seen:
        undone = await clerk.post(ran, "reversal")
    assert undone["status"] == "undone", (undone, seen)
    assert seen[0] > 3 * every, "it died at least once"
    assert await outcome(shop) == expected[1]


async def test_killing_the_worker(world: World, settings: Settings, tmp_path: Path) -> None:
    """kill -9 at random moments of an import and of its undoing."""
    expected = await undisturbed(world, settings)
    shop, program = await furnish(world)
    clerk = await clerk_of(shop, settings)
    options: dict[str, Any] = {"program_id": str(program.id), "consent_statement": STATEMENT}
    checked = await clerk.map(await clerk.bring(file()), **options)
    arguments = (str(settings.database_url), str(tmp_path))
    path = f"/v1/imports/{checked['id']}"
    done(await clerk.client.post(f"{path}/run"), 202)
    await killed(clerk, path, "done", arguments)
    assert await outcome(shop) == expected[0]
    done(await clerk.client.post(f"{path}/reversal"), 202)
    await killed(clerk, path, "undone", arguments)
    assert await outcome(shop) == expected[1]


async def killed(clerk: Clerk, path: str, status: str, arguments: tuple[str, str]) -> None:
    """Two workers are killed a moment after they have begun, the third one may finish."""
    chance = random.Random(path)
    for last in (False, False, True):
        process = await forked.start("tests.imports.importing_worker", *arguments)
        try:
            await process.stdout.readline()
            await asyncio.sleep(chance.uniform(0.2, 1.2))
            for _ in range(600 if last else 0):
                if done(await clerk.client.get(path), 200)["status"] == status:
                    break
                await asyncio.sleep(0.1)
        finally:
            process.send_signal(signal.SIGKILL)
            await process.wait()
    assert done(await clerk.client.get(path), 200)["status"] == status
