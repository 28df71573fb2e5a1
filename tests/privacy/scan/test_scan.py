"""A person with a value of its own in every column: each is found wherever it lies, and none is
once it is gone."""

from __future__ import annotations

import asyncio
import gzip
import subprocess
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import update
from uuid_utils.compat import uuid7

from api.accounts.mails import Welcome
from api.core import clock
from api.core.mail import send
from api.core.personal import Anywhere, Erasure, Subject
from api.core.postgres.embedded import SUPERUSER, Server
from api.core.settings import Settings
from api.customers.models import Customer
from api.exports.models import Export, ExportChunk
from api.privacy import inventory
from api.privacy.inventory import Person
from api.privacy.scan import values
from api.privacy.scan.persons import found
from api.privacy.scan.whole import Hit, needles, scan
from tests.database import Traces
from tests.privacy.scan.test_search import zipped
from tests.world import Shop, World

NOBODYS = "Plantée nulle part 77"


@dataclass
class Stage:
    server: Server
    database: str
    settings: Settings
    shop: Shop
    person: Person

    def scan(self, wanted: dict[str, str], dump: Path | None = None) -> list[Hit]:
        return scan(
            self.settings,
            needles(wanted),
            server=self.server,
            database=self.database,
            dump_file=dump,
        )

    def places(self, value: str) -> set[str]:
        return {hit.place for hit in self.scan({"planted": value, "nobody's": NOBODYS})}

    def run(self, sql: str) -> None:
        self.server.run(f"{sql};", self.database)


@pytest.fixture
async def stage(
    world: World,
    traces: Traces,
    server: Server,
    database_name: str,
    settings: Settings,
    tmp_path: Path,
) -> Stage:
    await traces.remove_their_rows()
    shop = await world.shop()
    card = await shop.stamped(await shop.program(), 3)
    assert card.customer_id
    return Stage(
        server,
        database_name,
        settings.model_copy(update={"data": tmp_path}),
        shop,
        Person(Subject.CUSTOMER, card.customer_id, shop.id),
    )


async def planted(stage: Stage) -> dict[str, str]:
    url = stage.server.url(SUPERUSER, stage.database)
    async with found(url, Subject.CUSTOMER, stage.person.id) as (db, person):
        assert person == stage.person
        return await values.plant(db, stage.person)


async def test_all_that_is_planted_is_found_and_nothing_else(stage: Stage) -> None:
    wanted = await planted(stage)
    hits = stage.scan(wanted | {"nobody's": NOBODYS})

    assert {hit.label for hit in hits} == set(wanted)
    assert not any(hit.kept for hit in hits)
    of_person = {label.partition("#")[0] for label in wanted}
    assert {"customers.email", "customers.notes", "customers.tags", "entries.reason"} <= of_person
    assert of_person <= {hit.place for hit in hits}
    owner = await stage.shop.client("owner")
    answer = await owner.get(f"/v1/customers/{stage.person.id}")
    assert answer.status_code == 200, "the planted person can be worked with"


async def test_planting_leaves_no_column_out(stage: Stage) -> None:
    labels = {label.partition("#")[0] for label in await planted(stage)}
    for table in inventory.leading_to(Subject.CUSTOMER):
        async with stage.shop.db() as db:
            rows = (await db.scalars(inventory.rows_of(table, stage.person))).all()
        if not rows or isinstance(table.persons[Subject.CUSTOMER], Anywhere):
            continue
        for name, one in table.personal.items():
            text_column = str(table.model.__table__.columns[name].type) == "TEXT"
            goes = (
                not one.shared
                and one.subject is Subject.CUSTOMER
                and one.erasure is not Erasure.KEEP
            )
            if text_column and goes and one.category in values.PLANTED:
                full = f"{table.name}.{name}"
                assert full in labels or values._is_word(table, name), full


async def test_erased_it_is_gone_but_for_what_the_planner_remembers(stage: Stage) -> None:
    value = "plantee.9c41@client.example"
    async with stage.shop.db() as db:
        await db.execute(update(Customer).where(Customer.id == stage.person.id).values(email=value))
    for name in ("adele", "zoe"):
        await stage.shop.customer(name, email=f"{name}.{value}")
    # Of what few rows have, statistics hold every value; of many, a sample.
    stage.run("SET default_statistics_target = 10000; ANALYZE customers")
    assert {"customers.email", "pg_stats customers.email"} <= stage.places(value)
    stage.run(f"UPDATE customers SET email = NULL WHERE merchant_id = '{stage.shop.id}'")
    stage.run(f"DELETE FROM customer_keys WHERE merchant_id = '{stage.shop.id}'")
    assert stage.places(value) == {"pg_stats customers.email"}
    stage.run("ANALYZE customers")
    assert stage.places(value) == set()


async def test_it_is_found_in_jobs_mails_pictures_logs_and_packed_exports(stage: Stage) -> None:
    value, data = "Plantée à l'export 5e77", stage.settings.data
    export = uuid7()
    file = zipped(value.encode())
    async with stage.shop.db() as db:
        db.add(
            Export(
                id=export,
                what="customers",
                format="xlsx",
                language="fr",
                actor_kind="member",
                expires_at=clock.now(),
            )
        )
        await db.flush()
        pieces = [*enumerate(range(0, len(file), 40))]
        for number, at in reversed(pieces):  # a table gives its rows in any order
            db.add(ExportChunk(export_id=export, number=number, body=file[at : at + 40]))
            await db.flush()
    assert stage.places(value) == {"export_chunks.body"}

    job = "INSERT INTO jobs.pgqueuer (priority, status, entrypoint, payload) VALUES (0, 'queued',"
    stage.run(f"""{job} 'nothing', convert_to('{{"to": "Plantee A L''Export 5E77"}}', 'UTF8'))""")
    assert "jobs.pgqueuer.payload" in stage.places(value)
    stage.run("DELETE FROM jobs.pgqueuer WHERE entrypoint = 'nothing'")

    mail = Welcome(
        to="zoe@client.example", language="fr", first_name=value, merchant_name="Zoé", link="/"
    )
    await send(stage.settings, mail)
    picture, log = data / "media" / "x" / "picture", data / "service.log"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"\x89PNG\0\0" + value.encode("utf-16-le"))
    log.write_text(f"GET /v1/customers?q={value.encode().hex()}")
    mails = {str(one) for one in stage.settings.mail_folder.iterdir()}
    assert stage.places(value) == {"export_chunks.body", str(picture), str(log), *mails}
    assert len(mails) == 1


@pytest.mark.parametrize("kind", ["plain", "gzip", "custom"])
async def test_a_backup_is_searched_in_whatever_form_it_is(
    stage: Stage, tmp_path: Path, kind: str
) -> None:
    value = "plantee.b2d9@client.example"
    async with stage.shop.db() as db:
        await db.execute(update(Customer).where(Customer.id == stage.person.id).values(email=value))
    path = tmp_path.with_name(f"{tmp_path.name}.dump")
    connect = ("-h", stage.server.socket, "-U", SUPERUSER, "-d", stage.database)
    form = ("-Fc",) if kind == "custom" else ()
    command = [stage.server.programs / "pg_dump", *connect, *form, "-t", "customers"]
    made = await asyncio.to_thread(subprocess.run, command, check=True, capture_output=True)
    path.write_bytes(gzip.compress(made.stdout) if kind == "gzip" else made.stdout)
    stage.run(f"UPDATE customers SET email = NULL WHERE id = '{stage.person.id}'")

    hits = stage.scan({"planted": value}, path)

    assert {(hit.place, hit.form, hit.kept) for hit in hits} == {("customers.email", "plain", None)}


async def test_an_id_may_stay_where_it_leads_to_nobody(stage: Stage) -> None:
    hits = scan(
        stage.settings,
        needles({}, [stage.person.id, UUID(int=77)]),
        server=stage.server,
        database=stage.database,
    )
    allowed = {hit.place: hit.kept for hit in hits}
    assert allowed["customers.id"] == "an opaque id"
    assert allowed["cards.customer_id"] is None, "erasure has to empty it"
    assert allowed["events.subject_id"], "kept, and it says why"


async def test_an_id_may_stay_in_the_erasure_ledger_and_in_no_other_file(stage: Stage) -> None:
    wanted = needles({}, [stage.person.id])
    for name in ("erasures.jsonl", "notes.txt"):
        (stage.settings.data / name).write_text(f'{{"persons": ["{stage.person.id}"]}}')
    kept = {Path(hit.place).name: bool(hit.kept) for hit in scan(stage.settings, wanted)}
    assert kept == {"erasures.jsonl": True, "notes.txt": False}
