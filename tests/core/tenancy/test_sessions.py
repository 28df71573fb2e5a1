"""The first lock alone: one session, one merchant, in whatever way it is asked."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import (
    event,
    select,
)
from sqlalchemy.orm import with_loader_criteria

from api.cards.models import Card
from api.core.db import Database
from api.core.tenancy import (
    OtherMerchant,
    enter,
)
from api.customers.models import Customer
from tests.core.tenancy.sessions import TENANTS, Two, inside


async def test_the_legacy_query_and_streams_are_confined(superuser: Database, two: Two) -> None:
    ours, theirs = two.ours.id, two.theirs.id
    async with inside(superuser, ours) as db:

        def legacy(session: Any) -> None:
            query = session.query(Customer)
            assert [row.merchant_id for row in query] == [ours]
            assert query.filter(Customer.merchant_id == theirs).count() == 0
            assert query.update({"notes": "x"}) == 1
            assert query.filter(Customer.merchant_id == theirs).update({"notes": "x"}) == 0
            assert session.query(Card).filter(Card.merchant_id == theirs).delete() == 0
            with pytest.raises(OtherMerchant):
                query.update({"merchant_id": theirs})

        await db.run_sync(legacy)
        rows = await db.stream_scalars(select(Customer.merchant_id))
        assert [row async for row in rows] == [ours]
        # What is added on top can only narrow it down.
        wide = with_loader_criteria(Customer, lambda cls: cls.merchant_id == theirs)
        assert (await db.scalars(select(Customer.id).options(wide))).all() == []


async def test_one_session_never_sees_two_merchants(superuser: Database, two: Two) -> None:
    async with inside(superuser, two.ours.id) as db:
        await enter(db, two.ours.id)
        with pytest.raises(OtherMerchant):
            await enter(db, two.theirs.id)
        assert (await db.scalars(select(Customer.merchant_id))).all() == [two.ours.id]


async def test_the_condition_is_not_kept_from_the_merchant_before(
    superuser: Database, two: Two
) -> None:
    """SQLAlchemy caches what it compiled, and with_loader_criteria caches its function: the
    merchant has to be a parameter of both."""
    statement = select(Customer.merchant_id)
    for _ in range(3):
        for shop in (two.ours, two.theirs):
            async with inside(superuser, shop.id) as db:
                assert (await db.scalars(statement)).all() == [shop.id]
                assert (await db.scalars(select(Customer.merchant_id))).all() == [shop.id]


async def test_every_statement_names_the_merchant_as_a_parameter(
    superuser: Database, two: Two
) -> None:
    """What routes it to one shard on a distributed engine."""
    async with inside(superuser, two.ours.id) as db:
        seen: list[tuple[str, Any]] = []

        def note(*arguments: Any) -> None:
            seen.append((arguments[2], arguments[3]))

        connection = await db.connection()
        event.listen(connection.sync_connection, "before_cursor_execute", note)
        for model in TENANTS:
            seen.clear()
            await db.execute(select(model.id).with_for_update())
            ((sql, values),) = seen
            assert f"{model.__tablename__}.merchant_id = $1" in sql
            assert two.ours.id in values
