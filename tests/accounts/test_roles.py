"""The table of the API's description, who may do what, held against every route of the
application: each caller is let in exactly where the table says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from api.accounts.merchant_tokens import key_text
from api.accounts.models import ApiKey
from api.accounts.roles import COUNTER, MANAGES, SCOPES, Role, Scope
from api.core.tokens import digest, new_token
from tests.accounts.team import at_counter, paired
from tests.world import RoleName, Shop, World, key

ROLES: tuple[RoleName, ...] = ("owner", "manager", "cashier", "auditor")
KNOWN = {*ROLES, "counter", "api_key", "anyone", "holder", "device"}


@dataclass(frozen=True)
class Operation:
    name: str
    method: str
    path: str
    who: frozenset[str]
    oneself: frozenset[str]
    needed: frozenset[str]

    async def tried_by(self, client: httpx.AsyncClient, member_id: str = "") -> httpx.Response:
        """With ids that nobody has and an empty body: whoever is let in does no harm."""
        filled = self.path.replace("{member_id}", member_id or str(uuid4()))
        filled = re.sub(r"\{slug\}", "no-such-shop", filled)
        filled = re.sub(r"\{\w+\}", str(uuid4()), filled)
        headers = key() | {"If-Match": "*"}
        return await client.request(self.method, filled, json={}, headers=headers)


def operations(app: FastAPI) -> Iterator[Operation]:
    for path, methods in app.openapi()["paths"].items():
        for method, one in methods.items():
            scopes = {
                scope for way in one.get("security", []) for some in way.values() for scope in some
            }
            yield Operation(
                one["operationId"],
                method.upper(),
                path,
                frozenset(one["x-roles"]),
                frozenset(one.get("x-roles-oneself", [])),
                frozenset(scopes),
            )


def let_in(answer: httpx.Response) -> bool:
    return answer.status_code not in (401, 403)


def code(answer: httpx.Response) -> str:
    found: str = answer.json()["code"]
    return found


def test_every_operation_names_who_may_call_it(app: FastAPI) -> None:
    found = list(operations(app))
    assert len(found) > 90
    for one in found:
        assert one.who, one.name
        assert one.who <= KNOWN, one.name
        if one.needed:
            assert one.who == {
                *(role for role in ROLES if one.needed <= SCOPES[Role(role)]),
                *({"counter"} if one.needed <= COUNTER else set()),
                "api_key",
            }, one.name


@pytest.mark.parametrize("role", ROLES)
async def test_a_members_role(app: FastAPI, world: World, role: RoleName) -> None:
    shop = await world.shop()
    for one in operations(app):
        if one.who & {"holder", "device"}:
            continue
        answer = await one.tried_by(await shop.browser(role))
        expected = role in one.who or "anyone" in one.who
        assert let_in(answer) == expected, (one.name, answer.text)
        if not expected:
            assert code(answer) == "FORBIDDEN_SCOPE", one.name


@pytest.mark.parametrize("role", ROLES)
async def test_a_member_at_a_counter(app: FastAPI, world: World, role: RoleName) -> None:
    """A PIN opens no more than the counter, be it the owner's, nor more than the role may."""
    shop = await world.shop()
    device = await paired(shop)
    client = await at_counter(shop, device, role)
    for one in operations(app):
        if one.who & {"holder", "device", "anyone"}:
            continue
        if one.name == "sign_out":
            client = await at_counter(shop, device, role)
        member_id = str(shop.team[role].membership_id)
        answer = await one.tried_by(client, member_id)
        expected = "counter" in one.who and one.needed <= SCOPES[Role(role)]
        assert let_in(answer) == expected, (one.name, answer.text)
        if not expected:
            assert code(answer) == "FORBIDDEN_SCOPE", one.name
        if one.name == "sign_out":
            client = await at_counter(shop, device, role)


async def program(shop: Shop, scopes: frozenset[str]) -> httpx.AsyncClient:
    secret = new_token()
    async with shop.db() as db:
        db.add(
            ApiKey(
                name="key",
                scopes=sorted(scopes),
                prefix="mck_",
                secret_hash=digest(secret),
                created_by=shop.team["owner"].membership_id,
            )
        )
    client = shop.world.connect()
    client.headers["Authorization"] = f"Bearer {key_text(shop.id, secret)}"
    return client


async def test_an_api_key_with_and_without_the_scope(app: FastAPI, world: World) -> None:
    shop = await world.shop()
    every = frozenset(scope.value for scope in Scope)
    clients: dict[frozenset[str], httpx.AsyncClient] = {}
    for one in operations(app):
        if one.who & {"holder", "device", "anyone"}:
            continue
        for scopes in (one.needed, every - one.needed):
            if scopes not in clients:
                clients[scopes] = await program(shop, scopes)
            answer = await one.tried_by(clients[scopes])
            expected = "api_key" in one.who and one.needed <= scopes
            assert let_in(answer) == expected, (one.name, sorted(scopes), answer.text)
            if not expected:
                refusal = "FORBIDDEN_SCOPE" if "api_key" in one.who else "NOT_SIGNED_IN"
                assert code(answer) == refusal, one.name


async def test_nobody_in_particular(app: FastAPI, world: World) -> None:
    client = world.connect()
    for one in operations(app):
        answer = await one.tried_by(client)
        assert answer.status_code != 403, (one.name, answer.text)
        if "anyone" in one.who:
            # A wrong password or code may be refused, but never for want of a session.
            assert answer.status_code != 401 or code(answer) not in (
                "NOT_SIGNED_IN",
                "DEVICE_NOT_PAIRED",
            ), one.name
        elif "device" in one.who:
            # The body is read before the cookie is looked up.
            assert answer.status_code in (401, 422), (one.name, answer.text)
        elif "holder" not in one.who:
            assert answer.status_code == 401, (one.name, answer.text)


@pytest.mark.parametrize("role", ROLES)
async def test_what_everybody_may_do_to_oneself(app: FastAPI, world: World, role: RoleName) -> None:
    shop = await world.shop()
    own = str(shop.team[role].membership_id)
    others = str(shop.team["cashier" if role != "cashier" else "auditor"].membership_id)
    names = set()
    for one in operations(app):
        if not one.oneself:
            continue
        names.add(one.name)
        # Nothing is sent that would really remove somebody.
        if one.name == "remove_member":
            continue
        client = await shop.browser(role)
        assert let_in(await one.tried_by(client, own)), one.name
        answer = await one.tried_by(client, others)
        assert let_in(answer) == (role in one.who), (one.name, answer.text)
    assert names == {"remove_member", "set_pin", "remove_pin"}


def test_nobody_gives_rights_that_they_lack() -> None:
    for role, managed in MANAGES.items():
        for other in managed:
            assert SCOPES[other] <= SCOPES[role], (role, other)
        assert not managed or Scope.TEAM_WRITE in SCOPES[role]


async def test_the_page_shows_the_table(app: FastAPI, world: World) -> None:
    page = (await world.connect().get("/docs")).text
    table = page.partition('id="who"')[2].partition("</table>")[0]
    assert table
    for one in operations(app):
        row = table.partition(f'href="#{one.name}"')[2].partition("</tr>")[0]
        cells = re.findall(r"<td>(.*?)</td>", row)
        assert len(cells) == 6, one.name
        for column, cell in zip((*ROLES, "counter", "api_key"), cells, strict=True):
            if "anyone" in one.who:
                assert cell == "yes", one.name
            elif column in one.who:
                assert cell != "–", (one.name, column)
            elif column not in one.oneself:
                assert cell == "–", (one.name, column)
