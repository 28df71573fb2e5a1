"""What is written about requests carries the declared fields, and nothing that anybody typed."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from api.core.http import access_log
from api.privacy import inventory
from tests.world import World

LINE = re.compile(
    r"(?P<time>\S+ \S+) (?P<level>[A-Z]+) (?P<logger>[\w.]+): "
    r'(?:(?P<client>\S+) - "(?P<method>[A-Z]+) (?P<path>\S+) HTTP/(?P<version>[\d.]+)"'
    r" (?P<status>\d{3})|(?P<message>.*))"
)
TYPED = "plantee.5d1c@client.example"


class Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        form = access_log.CONFIG["formatters"]["line"]["format"]
        self.setFormatter(logging.Formatter(form))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log() -> Iterator[Kept]:
    """The service's own configuration, written into a list."""
    kept, filtered = Kept(), access_log.NoSecrets()
    access = logging.getLogger("uvicorn.access")
    access.addFilter(filtered)
    access.setLevel(logging.INFO)
    logging.getLogger().addHandler(kept)
    yield kept
    logging.getLogger().removeHandler(kept)
    access.removeFilter(filtered)


@pytest.fixture
async def url(app: FastAPI) -> AsyncIterator[str]:
    config = uvicorn.Config(app, port=0, log_config=None, access_log=True, lifespan="off")
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  (uvicorn has no event for it)
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await running


async def test_a_run_s_log_has_the_declared_fields(log: Kept, url: str, world: World) -> None:
    shop = await world.shop()
    card = await shop.card(await shop.program())
    bearer = {"Authorization": f"Bearer {await shop.api_key()}"}
    async with httpx.AsyncClient(base_url=url, headers=bearer) as client:
        asked = await client.get("/v1/customers", params={"q": TYPED})
        made = await client.post("/v1/customers", json={"first_name": "Zoé", "email": TYPED})
        await client.get(f"/v1/shops/{shop.slug}/cards/{card.token}")
        await client.post("/v1/sessions", json={"email": TYPED, "password": TYPED})
    assert (asked.status_code, made.status_code) == (200, 201)

    found = [LINE.fullmatch(line) for line in log.lines]
    assert all(found), log.lines
    fields = {name for one in found if one for name, value in one.groupdict().items() if value}
    assert {"client", "path", "status"} <= fields
    assert fields <= {one.name for one in inventory.declared().log_fields}
    said = "\n".join(log.lines)
    assert TYPED.partition("@")[0] not in said
    assert card.token not in said


def test_every_field_of_the_configured_line_is_declared() -> None:
    form = access_log.CONFIG["formatters"]["line"]["format"]
    names = {"asctime": "time", "levelname": "level", "name": "logger", "message": "message"}
    fields = set(re.findall(r"%\((\w+)\)s", form))
    assert {names[one] for one in fields} <= {one.name for one in inventory.declared().log_fields}
