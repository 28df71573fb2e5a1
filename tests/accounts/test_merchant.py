"""The merchant, its team, and who may do what there."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from uuid_utils.compat import uuid7

from api.accounts.models import Membership, User
from api.accounts.roles import SCOPES, Role, Scope
from api.core.audit import AuditEvent
from api.core.db import sqlstate
from tests.world import Connect, RoleName, World

ROLES: list[RoleName] = ["owner", "manager", "cashier", "auditor"]


@pytest.mark.parametrize("role", ROLES)
async def test_everybody_in_the_team_reads_the_merchant(world: World, role: RoleName) -> None:
    shop = await world.shop(name="Chez Léa", language="en", time_zone="Europe/Brussels")
    for client in (await shop.browser(role), await shop.client(role)):
        answer = await client.get("/v1/merchant")
        assert answer.status_code == 200
        assert answer.headers["ETag"] == '"1"'
        body = answer.json()
        assert body.pop("created_at").endswith("Z")
        assert body == {
            "id": str(shop.id),
            "slug": shop.slug,
            "name": "Chez Léa",
            "language": "en",
            "time_zone": "Europe/Brussels",
            "currency": "EUR",
            "contact_email": None,
            "require_second_factor": False,
            "logo": None,
        }


async def test_the_owner_changes_it_and_the_slug_stays(world: World) -> None:
    shop = await world.shop()
    browser = await shop.browser()
    change = {"name": "Au Bon Pain d’Été", "contact_email": "Rgpd@BonPain.example"}
    answer = await browser.patch("/v1/merchant", json=change, headers={"If-Match": '"1"'})
    assert answer.status_code == 200, answer.text
    assert answer.headers["ETag"] == '"2"'
    assert answer.json()["name"] == "Au Bon Pain d’Été"
    assert answer.json()["contact_email"] == "rgpd@bonpain.example"
    assert answer.json()["slug"] == shop.slug
    emptied = await browser.patch(
        "/v1/merchant", json={"contact_email": None}, headers={"If-Match": '"2"'}
    )
    assert emptied.json()["contact_email"] is None
    async with shop.db() as db:
        trail = (await db.scalars(select(AuditEvent).order_by(AuditEvent.id))).all()
        assert [event.facts for event in trail] == [
            {"fields": ["contact_email", "name"]},
            {"fields": ["contact_email"]},
        ]
        assert {event.actor_id for event in trail} == {shop.team["owner"].membership_id}


async def test_who_read_an_older_version_overwrites_nothing(world: World) -> None:
    shop = await world.shop()
    browser = await shop.browser()
    missing = await browser.patch("/v1/merchant", json={"name": "A"})
    assert (missing.status_code, missing.json()["code"]) == (428, "PRECONDITION_REQUIRED")
    first = await browser.patch("/v1/merchant", json={"name": "A"}, headers={"If-Match": '"1"'})
    assert first.status_code == 200
    stale = await browser.patch("/v1/merchant", json={"name": "B"}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "STALE")
    assert (await browser.get("/v1/merchant")).json()["name"] == "A"


@pytest.mark.parametrize(
    "fault",
    [
        {"slug": "another"},
        {"name": ""},
        {"time_zone": "Mars/Olympus"},
        {"contact_email": "nobody"},
        {"language": "xx"},
    ],
)
async def test_bad_changes_change_nothing(world: World, fault: dict[str, str]) -> None:
    shop = await world.shop()
    browser = await shop.browser()
    answer = await browser.patch("/v1/merchant", json=fault, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION")
    assert (await browser.get("/v1/merchant")).headers["ETag"] == '"1"'


@pytest.mark.parametrize("role", ROLES[1:])
async def test_only_the_owner_changes_the_merchant(world: World, role: RoleName) -> None:
    shop = await world.shop()
    browser = await shop.browser(role)
    answer = await browser.patch("/v1/merchant", json={"name": "Mine"}, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN_SCOPE")
    assert answer.json()["scope"] == "merchant:write"


async def test_the_team_is_listed_to_those_who_may_see_it(world: World) -> None:
    shop = await world.shop()
    page = (await (await shop.browser("manager")).get("/v1/members")).json()
    assert [one["role"] for one in page["items"]] == ROLES
    owner = page["items"][0]
    assert owner["id"] == str(shop.team["owner"].membership_id)
    assert owner["user_id"] == str(shop.team["owner"].user_id)
    assert owner["email"] == shop.team["owner"].email
    assert (owner["has_pin"], owner["second_factor"], owner["location_ids"]) == (False, False, [])
    assert (await (await shop.browser("auditor")).get("/v1/members")).status_code == 200
    refused = await (await shop.browser("cashier")).get("/v1/members")
    assert (refused.status_code, refused.json()["code"]) == (403, "FORBIDDEN_SCOPE")


async def test_the_team_is_read_page_by_page(world: World) -> None:
    shop = await world.shop()
    browser = await shop.browser()
    seen: list[str] = []
    cursor = None
    for _ in range(2):
        page = (
            await browser.get(
                "/v1/members", params={"limit": 2} | ({"cursor": cursor} if cursor else {})
            )
        ).json()
        seen += [one["role"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert (seen, cursor) == (ROLES, None)
    bad = await browser.get("/v1/members", params={"cursor": "nonsense"})
    assert (bad.status_code, bad.json()["code"]) == (400, "BAD_CURSOR")


async def test_another_merchant_is_not_there(world: World) -> None:
    mine, other = await world.shop(), await world.shop()
    for client in (await mine.browser(), await mine.client()):
        for path in ("/v1/merchant", "/v1/members", "/v1/api-keys"):
            for named in (str(other.id), "00000000-0000-7000-8000-000000000000", "nonsense"):
                answer = await client.get(path, headers={"X-Merchant-Id": named})
                assert (answer.status_code, answer.json()["code"]) == (404, "MERCHANT_NOT_FOUND")
            answer = await client.get(path, headers={"X-Merchant-Id": str(mine.id)})
            assert answer.status_code == 200


async def test_somebody_of_two_teams_names_the_merchant(world: World) -> None:
    one, two = await world.shop(name="Une"), await world.shop(name="Deux")
    async with world.database.session() as db:
        db.add(Membership(merchant_id=two.id, user_id=one.team["owner"].user_id, role="cashier"))
    browser = await one.browser()
    unnamed = await browser.get("/v1/merchant")
    assert (unnamed.status_code, unnamed.json()["code"]) == (400, "MERCHANT_REQUIRED")
    memberships = (await browser.get("/v1/me")).json()["memberships"]
    assert [(each["merchant_name"], each["role"]) for each in memberships] == [
        ("Deux", "cashier"),
        ("Une", "owner"),
    ]
    for shop, status in ((one, 200), (two, 403)):
        headers = {"X-Merchant-Id": str(shop.id)}
        assert (await browser.get("/v1/merchant", headers=headers)).json()["id"] == str(shop.id)
        # The rights are those of the role there, not the best of all.
        assert (await browser.get("/v1/api-keys", headers=headers)).status_code == status


async def test_somebody_of_no_team_finds_no_merchant(world: World, connect: Connect) -> None:
    shop = await world.shop()
    user_id = uuid7()
    async with world.database.session() as db:
        db.add(
            User(
                id=user_id,
                email=f"{user_id.hex}@alone.example",
                password_hash="",
                first_name="Seule",
                language="fr",
            )
        )
    shop.team["owner"].user_id = user_id
    browser = await shop.browser()
    assert (await browser.get("/v1/me")).json()["memberships"] == []
    answer = await browser.get("/v1/merchant")
    assert (answer.status_code, answer.json()["code"]) == (404, "MERCHANT_NOT_FOUND")


async def test_the_application_has_no_right_to_move_a_membership(world: World) -> None:
    one, other = await world.shop(), await world.shop()
    for moved in ({"merchant_id": other.id}, {"user_id": other.team["owner"].user_id}):
        async with world.database.session() as db:
            with pytest.raises(DBAPIError) as refused:
                await db.execute(
                    update(Membership)
                    .where(Membership.id == one.team["cashier"].membership_id)
                    .values(**moved)
                )
            assert sqlstate(refused.value) == "42501"
            await db.rollback()


def test_roles_carry_what_the_contract_says() -> None:
    cashier = {
        Scope.CARDS_READ,
        Scope.CARDS_WRITE,
        Scope.CUSTOMERS_READ,
        Scope.CUSTOMERS_WRITE,
        Scope.PROGRAMS_READ,
        Scope.LOCATIONS_READ,
    }
    assert SCOPES[Role.OWNER] == set(Scope)
    assert SCOPES[Role.CASHIER] == cashier
    assert SCOPES[Role.MANAGER] == cashier | {
        Scope.CARDS_ADJUST,
        Scope.CUSTOMERS_MERGE,
        Scope.CUSTOMERS_IMPORT,
        Scope.CUSTOMERS_EXPORT,
        Scope.PROGRAMS_WRITE,
        Scope.LOCATIONS_WRITE,
        Scope.DEVICES_WRITE,
        Scope.EVENTS_READ,
        Scope.PRIVACY_READ,
        Scope.PRIVACY_WRITE,
        Scope.CAMPAIGNS_READ,
        Scope.CAMPAIGNS_WRITE,
        Scope.STATISTICS_READ,
        Scope.TEAM_READ,
        Scope.TEAM_WRITE,
        Scope.USAGE_READ,
    }
    assert SCOPES[Role.AUDITOR] == {
        Scope.CARDS_READ,
        Scope.CUSTOMERS_READ,
        Scope.PROGRAMS_READ,
        Scope.LOCATIONS_READ,
        Scope.EVENTS_READ,
        Scope.PRIVACY_READ,
        Scope.CAMPAIGNS_READ,
        Scope.STATISTICS_READ,
        Scope.TEAM_READ,
        Scope.AUDIT_READ,
        Scope.BILLING_READ,
        Scope.USAGE_READ,
    }
