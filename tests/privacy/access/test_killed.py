"""A file that is made, or taken in, by processes that are killed at every piece and every batch
ends as if nothing had happened: it is there whole and once."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from api.core.postgres.embedded import Server
from api.core.settings import Settings
from tests import forked
from tests.alone import alone
from tests.cards.counter import done
from tests.imports.files import Clerk, clerk_of
from tests.killing import Twin
from tests.privacy.access.files import Unpacked
from tests.privacy.access.test_takeout import busy, data, taken_out
from tests.rows import Rows, alike, differing, rows
from tests.world import Shop, World

pytestmark = pytest.mark.xdist_group("jobs")

SIZES = {
    "api.privacy.access.archive:PIECE": 12 << 10,
    "api.privacy.access.rows:BATCH": 2,
    "api.exports.files:PIECE": 1 << 10,
}
INSIDE = "_chunks|INSERT INTO (?!audit_|usages)"
PIECES = {"takeout_chunks", "extract_chunks", "export_chunks", "intake_chunks"}
"""Compressed, with the time in them: what is in the files is compared instead."""


class Desk:
    """All that can be asked for at once, of one shop; a file of it goes into another one."""

    def __init__(self, clerk: Clerk, newcomer: Clerk) -> None:
        self.clerk, self.newcomer = clerk, newcomer
        self.paths: dict[str, str] = {}

    async def ask(self, customer: str, file: bytes) -> None:
        client = self.clerk.client
        for name, path, body in (
            ("takeout", "/v1/takeouts", {"language": "fr"}),
            ("extract", "/v1/extracts", {"customer_id": customer, "language": "fr"}),
            ("list", "/v1/exports", {"what": "customers", "format": "csv"}),
            ("book", "/v1/exports", {"what": "entries", "format": "xlsx"}),
        ):
            self.paths[name] = f"{path}/{done(await client.post(path, json=body))['id']}"
        intake = done(await self.newcomer.client.post("/v1/intakes", content=file))
        self.paths["intake"] = f"/v1/intakes/{intake['id']}"

    async def given(self) -> dict[str, Any]:
        """What came of it, without what differs from one time to the next."""
        intake = done(await self.newcomer.client.get(self.paths["intake"]), 200)
        found: dict[str, Any] = {"intake": (intake["status"], intake["rows"])}
        for name in ("takeout", "extract", "list", "book"):
            body = await self._file(self.paths[name])
            if name in ("takeout", "extract"):
                unpacked = Unpacked(body)
                unpacked.check()
                found[name] = data(unpacked)
            elif name == "list":
                found[name] = hashlib.sha256(body).hexdigest()
            else:
                found[name] = contents(body)
        return found

    async def _file(self, path: str) -> bytes:
        asked = done(await self.clerk.client.get(path), 200)
        assert asked["status"] == "ready", asked
        answer = await self.clerk.client.get(f"{path}/file")
        assert (answer.status_code, len(answer.content)) == (200, asked["size"])
        return answer.content


def contents(book: bytes) -> dict[str, str]:
    """Of a workbook, all but when it was made."""
    with ZipFile(io.BytesIO(book)) as file:
        return {
            name: hashlib.sha256(file.read(name)).hexdigest()
            for name in file.namelist()
            if name != "docProps/core.xml"
        }


async def test_killed_at_every_piece_and_batch(
    server: Server, empty_database: str, tmp_path: Path
) -> None:
    async with alone(server, empty_database, tmp_path / "data") as world:
        shop, card = await busy(world)
        neighbour, _ = await busy(world)
        target = await world.shop()
        clerk, newcomer = [await clerk_of(one, world.settings) for one in (shop, target)]
        file = await taken_out(clerk)
        desk = Desk(clerk, newcomer)
        await desk.ask(str(card.customer_id), file)
        before, others = [await rows(shop), await rows(target)], await rows(neighbour)
        async with Twin.of(server, world, tmp_path / "twin") as twin:
            died = await twin.die("", SIZES, inside=INSIDE)
            async with twin.there():
                expected = await ends(shop, target, before)
                files = await desk.given()
        for killed, calm in zip(await ends(shop, target, before), expected, strict=True):
            assert differing(killed, calm) == {}
        assert await rows(neighbour) == others
        assert await desk.given() == files
        assert files["takeout"] == data(Unpacked(file))
        taken = Unpacked(await taken_out(newcomer))
        assert data(taken) == files["takeout"]
    for moment in (
        *(f"INSERT INTO {table} 1" for table in PIECES - {"intake_chunks"}),
        *("INSERT INTO takeout_chunks 4", "INSERT INTO export_chunks 3", "INSERT INTO entries 1"),
        *("make_extract commit", "make_extract over", "exports.make commit", "exports.make over"),
        *("take_in commit", "take_in over", "DELETE FROM intake_chunks"),
    ):
        assert any(moment in one for one in died), moment


async def ends(shop: Shop, target: Shop, before: Sequence[Rows]) -> list[Rows]:
    return [
        alike(await rows(one), was, PIECES) for one, was in zip((shop, target), before, strict=True)
    ]


async def test_killing_the_command(world: World, settings: Settings, tmp_path: Path) -> None:
    """What it was writing has no name yet, and what it was taking in is not there."""
    shop, _ = await busy(world)
    expected = data(Unpacked(await taken_out(await clerk_of(shop, settings))))
    folder, target = tmp_path / "files", await world.shop()
    folder.mkdir()
    file = folder / "shop.zip"
    died = await carnet(settings, "export", shop.slug, file)
    for moment in ("write ./*.part", "piece 1", "piece 2", "commit INSERT INTO", "name ./*.part"):
        assert any(f"export {moment}" in one for one in died), moment
    assert data(Unpacked(file.read_bytes())) == expected
    assert [*folder.iterdir()] == [file]
    said = await carnet(settings, "import", target.slug, file)
    assert any("import commit" in one for one in said)
    assert any("without a difference" in one for one in said)
    assert data(Unpacked(await taken_out(await clerk_of(target, settings)))) == expected


async def carnet(settings: Settings, what: str, slug: str, file: Path) -> list[str]:
    ended, said, complaints = await forked.run(
        *("tests.dying_command", file.parent),
        *("merchant", what, slug, file, "--data", settings.data),
        DATABASE_URL=str(settings.database_url),
        CARNET_PIECE=str(24 << 10),
    )
    assert ended == 0, complaints
    return said.splitlines()
