"""Rows of persons, found by nothing but the declarations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import inspect
from uuid_utils.compat import uuid7

from api.accounts.models import Invitation, Membership, PasswordReset
from api.core import audit, clock
from api.core.personal import Nobody, Subject
from api.core.tenancy import NoMerchant
from api.privacy import inventory
from api.privacy.inventory import NotThere, Person
from tests.world import Shop, World


def customer(shop: Shop, id: UUID) -> Person:
    return Person(Subject.CUSTOMER, id, shop.id)


async def found(shop: Shop, person: Person) -> dict[str, list[Any]]:
    """Table → keys of the rows that lead to the person."""
    async with shop.db() as db:
        return {
            table.name: [
                inspect(row).identity[-1]
                for row in await db.scalars(inventory.rows_of(table, person))
            ]
            for table in inventory.leading_to(person.subject)
            if table.of_merchants
        }


async def merge(shop: Shop, kept: UUID | None, merged: UUID | None) -> None:
    owner = await shop.client("owner")
    order: dict[str, Any] = {"keep_id": str(kept), "merge_id": str(merged), "fields": {}}
    for side in ("keep", "merge"):
        answer = await owner.get(f"/v1/customers/{order[f'{side}_id']}")
        order[f"{side}_version"] = int(answer.headers["ETag"].strip('"'))
    answer = await owner.post("/v1/merges", json=order)
    assert answer.status_code == 201, answer.text


async def test_rows_of_a_customer_and_of_nobody_else(world: World) -> None:
    shop = await world.shop()
    program = await shop.program()
    mine, other = await shop.stamped(program, 3), await shop.stamped(program, 2)
    assert mine.customer_id
    assert other.customer_id
    async with shop.db() as db:
        for card in (mine, other):
            audit.record(db, audit.SYSTEM, "card.closed", "card", card.id)

    rows = await found(shop, customer(shop, mine.customer_id))

    assert rows["customers"] == [mine.customer_id]
    assert rows["cards"] == [mine.id]
    assert len(rows["entries"]) == len(rows["lots"]) == 1
    assert len(rows["audit_events"]) == 1
    theirs = await found(shop, customer(shop, other.customer_id))
    for name in ("customers", "cards", "entries", "lots", "audit_events", "events"):
        assert not set(rows[name]) & set(theirs[name]), name


async def test_whoever_turned_out_to_be_the_person_is_the_person(world: World) -> None:
    shop = await world.shop()
    program = await shop.program()
    first, second, third = [await shop.stamped(program, 1) for _ in range(3)]
    for kept, merged in ((second, first), (third, second)):
        await merge(shop, kept.customer_id, merged.customer_id)
    assert third.customer_id

    rows = await found(shop, customer(shop, third.customer_id))

    assert set(rows["customers"]) == {first.customer_id, second.customer_id, third.customer_id}
    assert set(rows["cards"]) == {first.id, second.id, third.id}
    assert len(rows["merges"]) == 2


async def test_both_locks_hold(world: World) -> None:
    shop, neighbour = await world.shop(), await world.shop()
    card = await shop.stamped(await shop.program(), 1)
    assert card.customer_id
    person = customer(shop, card.customer_id)

    rows = await found(neighbour, person)
    assert not any(rows.values())
    rows = await found(neighbour, Person(Subject.CUSTOMER, card.customer_id, neighbour.id))
    assert not any(rows.values())
    async with world.database.session() as db:
        with pytest.raises(NoMerchant):
            await db.scalars(inventory.rows_of(inventory.table("entries"), person))
    with pytest.raises(NotThere):
        inventory.rows_of(inventory.table("entries"), Person(Subject.CUSTOMER, card.customer_id))


def test_every_statement_names_the_merchant() -> None:
    person = Person(Subject.CUSTOMER, uuid7(), uuid7())
    for table in inventory.leading_to(Subject.CUSTOMER):
        if isinstance(table.persons[Subject.CUSTOMER], Nobody):
            continue
        compiled = inventory.rows_of(table, person).compile()
        assert f"{table.name}.merchant_id = " in str(compiled)
        assert person.merchant_id in compiled.params.values()


async def test_rows_of_a_user_in_no_merchant_s_tables(world: World) -> None:
    shop = await world.shop()
    await shop.browser("manager")
    manager = shop.team["manager"]
    person = Person(Subject.USER, manager.user_id)
    async with world.database.session() as db:
        db.add(PasswordReset(email=manager.email, expires_at=clock.now()))
        await db.flush()
        rows = {
            table.name: len([*await db.scalars(inventory.rows_of(table, person))])
            for table in inventory.leading_to(Subject.USER)
            if not table.of_merchants
        }
    assert {name for name, count in rows.items() if count == 1} == {
        "users",
        "memberships",
        "sessions",
        "password_resets",
    }
    assert set(rows.values()) == {0, 1}


async def test_rows_of_a_user_in_a_merchant_s_tables(world: World) -> None:
    shop = await world.shop()
    await shop.api_key("manager")
    owner, manager = shop.team["owner"], shop.team["manager"]
    async with shop.db() as db:
        db.add(
            Invitation(
                email=manager.email,
                role="cashier",
                location_ids=[],
                language="fr",
                invited_by=owner.membership_id,
                expires_at=clock.now(),
            )
        )

    rows = await found(shop, Person(Subject.USER, owner.user_id, shop.id))
    assert len(rows["api_keys"]) == 1
    assert rows["invitations"] == [], "the address is who was invited's"
    rows = await found(shop, Person(Subject.USER, manager.user_id, shop.id))
    assert len(rows["invitations"]) == 1

    async with world.database.session() as db:
        await db.delete(await db.get_one(Membership, owner.membership_id))
    rows = await found(shop, Person(Subject.USER, owner.user_id, shop.id))
    assert rows["api_keys"] == [], "who left is not known any more"
