"""How long the search box takes inside the database, over 100,000 customers of one merchant.

``uv run python -m tests.bench.search`` fills a PostgreSQL of its own with names as they are borne
in France, asks every kind of question many times through the service's own code, and prints the
median and the 95th percentile of the time that the database says it took to plan and to run the
statements (each is run again under EXPLAIN ANALYZE, with its own parameters). Beside them, the
same question to a merchant with 1,000 customers: a search that looks through everybody would take
a hundred times as long.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import event, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.accounts.models import Merchant
from api.cards.showing.customer_lists import CustomerFilter, conditions
from api.core import migrate
from api.core.clock import now
from api.core.db import Database
from api.core.postgres import embedded
from api.core.postgres.embedded import OWNER, Server
from api.core.tenancy import enter
from api.customers import duplicates, keys
from api.customers.models import Customer, CustomerKey
from api.customers.register import describe
from api.demo import names

DATABASE = "bench_search"
LARGE, SMALL = 100_000, 1_000
PAGE = 51
"""Rows that the list reads: a page and one more."""
LIMIT_MS = 20.0
TIMES = 3
"""Each statement is timed so often, and the best taken: whatever else the machine does is not the
search's."""

Draw = Callable[[Random, Customer], str]


def _typo(rng: Random, word: str) -> str:
    at = rng.randrange(1, len(word) - 1)
    letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
    return rng.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


def _last(customer: Customer) -> str:
    return keys.words(customer.last_name or "")[-1]


def _national(customer: Customer) -> str:
    digits = "0" + (customer.phone or "").removeprefix("+33")
    return " ".join(digits[at : at + 2] for at in range(0, 10, 2))


KINDS: dict[str, Draw] = {
    "a whole name": lambda rng, who: f"{who.first_name} {who.last_name}",
    "a last name": lambda rng, who: _last(who),
    "its first three letters": lambda rng, who: _last(who)[:3],
    "its first letter": lambda rng, who: _last(who)[:1],
    "a first name": lambda rng, who: (who.first_name or "").lower(),
    "a last name with a typo": lambda rng, who: _typo(rng, _last(who).ljust(4, "e")),
    "a whole name with two typos": lambda rng, who: (
        f"{_typo(rng, keys.words(who.first_name or '')[0].ljust(4, 'e'))}"
        f" {_typo(rng, _last(who).ljust(4, 'e'))}"
    ),
    "a whole phone number": lambda rng, who: _national(who),
    "its beginning (06 12)": lambda rng, who: _national(who)[:5],
    "its last four digits": lambda rng, who: (who.phone or "")[-4:],
    "an e-mail address": lambda rng, who: who.email or "",
    "the beginning of one": lambda rng, who: (who.email or "").partition("@")[0] + "@",
    "a company": lambda rng, who: f"fleurs {_last(who)}",
    "nobody": lambda rng, who: "".join(rng.choices("bcdfghjklmnpqrstvwxz", k=9)),
}
FIXED = ("lefevre", "lefebre", "06 12", "…4321")


class Watch:
    """Adds up the time that the database says statements took."""

    def __init__(self, database: Database) -> None:
        self.spent = 0.0
        self._explaining = False
        event.listen(database.engine.sync_engine, "after_cursor_execute", self._executed)

    def _executed(
        self, connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any
    ) -> None:
        if self._explaining or not statement.lstrip().startswith("SELECT"):
            return
        self._explaining = True
        try:
            explain = f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}"
            again = connection.connection.cursor()
            times: list[float] = []
            for _time in range(TIMES):
                again.execute(explain, parameters)
                plan: Any = again.fetchone()[0]
                (said,) = json.loads(plan) if isinstance(plan, str) else plan
                times.append(said["Planning Time"] + said["Execution Time"])
            self.spent += min(times)
            again.close()
        finally:
            self._explaining = False


def _people(rng: Random, number: int) -> Iterator[Customer]:
    moment = now()
    for _ in range(number):
        _generation, first, last = names.french(rng)
        at = moment - timedelta(minutes=rng.randrange(3 * 365 * 24 * 60))
        customer = Customer(
            id=uuid7(), source="demo", tags=[], version=1, visits=0, spent=0,
            created_at=at, last_active_at=at,
        )  # fmt: skip
        described: dict[str, Any] = {"first_name": first, "last_name": last}
        if rng.random() < 0.8:
            described["phone"] = f"+33{rng.choice('67')}{rng.randrange(10**8):08}"
        if rng.random() < 0.6:
            local = ".".join(keys.words(first)[:1] + keys.words(last)[-1:])
            described["email"] = f"{local}{rng.randrange(1000)}@client.example"
        if rng.random() < 0.03:
            described["company"] = f"Fleurs {last}"
        described["tags"] = [tag for tag in ("VIP", "Mariage", "Pro") if rng.random() < 0.1]
        describe(customer, described)
        yield customer


async def _fill(db: AsyncSession, rng: Random, number: int) -> None:
    columns = [column.key for column in Customer.__table__.columns if column.key != "merchant_id"]
    batch: list[Customer] = []
    for customer in _people(rng, number):
        batch.append(customer)
        if len(batch) == 5_000:
            await _write(db, batch, columns)
            batch = []
    if batch:
        await _write(db, batch, columns)


async def _write(db: AsyncSession, batch: list[Customer], columns: list[str]) -> None:
    how = {"render_nulls": True}
    rows = [{column: getattr(one, column) for column in columns} for one in batch]
    await db.execute(insert(Customer), rows, execution_options=how)
    found = [{"id": one.id, "key": key} for one in batch for key in keys.of(one)]
    await db.execute(insert(CustomerKey), found, execution_options=how)


@asynccontextmanager
async def _at(database: Database, merchant_id: UUID) -> AsyncIterator[AsyncSession]:
    async with database.session() as db:
        await enter(db, merchant_id)
        yield db


async def prepare(server: Server) -> dict[int, UUID]:
    """The merchants, by how many customers they have."""
    database = Database(server.url(database=DATABASE), 2)
    merchants: dict[int, UUID] = {}
    async with database.session() as db:
        for merchant in await db.scalars(select(Merchant)):
            merchants[int(merchant.slug.partition("-")[2])] = merchant.id
    for number in (LARGE, SMALL):
        if number in merchants:
            continue
        began, merchants[number] = time.monotonic(), uuid7()
        async with database.session() as db:
            db.add(
                Merchant(
                    id=merchants[number], slug=f"search-{number}", name="Bench",
                    language="fr", time_zone="Europe/Paris",
                )
            )  # fmt: skip
        async with _at(database, merchants[number]) as db:
            await _fill(db, Random(number), number)
        print(f"  {number:,} customers: {time.monotonic() - began:.0f} s", flush=True)
    await database.close()
    server.run("VACUUM (ANALYZE);", DATABASE)
    return merchants


async def search(db: AsyncSession, wish: CustomerFilter) -> int:
    """As the list does it; how many rows the page has."""
    query = select(Customer.id).where(*await conditions(db, wish))
    newest = (Customer.last_active_at.desc(), Customer.id.desc())
    ids = (await db.scalars(query.order_by(*newest).limit(PAGE))).all()
    return len((await db.scalars(select(Customer).where(Customer.id.in_(ids)))).all())


async def ask(
    database: Database, watch: Watch, merchant_id: UUID, questions: list[CustomerFilter]
) -> tuple[list[float], float]:
    """Milliseconds of each question, and how many rows they found on average."""
    times, rows = [], 0
    for wish in questions:
        async with _at(database, merchant_id) as db:
            await db.execute(select(Merchant.id).limit(1))
            watch.spent = 0.0
            rows += await search(db, wish)
            times.append(watch.spent)
    return times, rows / len(questions)


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[18]


async def compare(server: Server, merchants: dict[int, UUID], rounds: int) -> bool:
    database = Database(server.url(database=DATABASE), 1)
    watch = Watch(database)
    asked: dict[str, dict[int, list[CustomerFilter]]] = {}
    for number, merchant_id in merchants.items():
        async with _at(database, merchant_id) as db:
            sample = select(Customer).where(
                Customer.phone.is_not(None), Customer.email.is_not(None)
            )
            people = (await db.scalars(sample.order_by(Customer.id).limit(rounds * 20))).all()
        rng = Random(1)
        chosen = [rng.choice(people) for _ in range(rounds)]
        for kind, draw in KINDS.items():
            wishes = [CustomerFilter(q=draw(rng, who)) for who in chosen]
            asked.setdefault(kind, {})[number] = wishes
        for q in FIXED:
            asked.setdefault(f"« {q} »", {})[number] = [CustomerFilter(q=q)] * rounds
        asked.setdefault("no question", {})[number] = [CustomerFilter()] * rounds
        asked.setdefault("a tag", {})[number] = [CustomerFilter(tag="vip")] * rounds
    print(f"\n| asked for | rows | p50 ms | p95 ms | p50 : {SMALL:,} customers |")
    print("|---|---|---|---|---|", flush=True)
    everything: list[float] = []
    for kind, by_number in asked.items():
        few, _ = await ask(database, watch, merchants[SMALL], by_number[SMALL])
        many, rows = await ask(database, watch, merchants[LARGE], by_number[LARGE])
        everything += many
        ratio = statistics.median(many) / statistics.median(few)
        print(
            f"| {kind} | {rows:.0f} | {statistics.median(many):.1f} | {_p95(many):.1f} |"
            f" {ratio:.1f} |",
            flush=True,
        )
    print(f"| all | | {statistics.median(everything):.1f} | {_p95(everything):.1f} | |")
    async with _at(database, merchants[LARGE]) as db:
        began = time.perf_counter()
        await duplicates.find(db)
        print(f"\nDuplicates among {LARGE:,} customers: {time.perf_counter() - began:.1f} s")
    await database.close()
    return _p95(everything) <= LIMIT_MS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60, help="questions of each kind")
    parser.add_argument("--data", type=Path, help="keep the database there for another run")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        data = options.data or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(embedded.running(data))
        if not server.has_database(DATABASE):
            server.create_database(DATABASE)
            asyncio.run(migrate.upgrade(server.url(OWNER, DATABASE)))
        merchants = asyncio.run(prepare(server))
        good = asyncio.run(compare(server, merchants, options.rounds))
        print(f"p95 {'within' if good else 'above'} {LIMIT_MS:.0f} ms")


if __name__ == "__main__":
    main()
