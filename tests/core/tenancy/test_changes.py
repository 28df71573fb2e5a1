"""The first lock alone: what is written stays with the merchant that was entered."""

from __future__ import annotations

import pytest
from sqlalchemy import (
    Text,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import aliased

from api.cards.models import Card, LotUse
from api.core.db import Database
from api.core.tenancy import (
    OtherMerchant,
    Unconfined,
)
from api.customers.models import Customer
from tests.core.tenancy.sessions import Two, inside


async def test_changes_reach_the_entered_merchant_only(superuser: Database, two: Two) -> None:
    theirs = two.theirs.id
    other = aliased(Card)
    async with inside(superuser, two.ours.id) as db:
        for changed in (
            update(Customer).values(notes="changed").returning(Customer.merchant_id),
            update(Customer)
            .where(Customer.search_name != "nobody")
            .values(notes=select(func.count(other.id)).scalar_subquery().cast(Text))
            .returning(Customer.merchant_id),
            update(Customer)
            .where(Customer.id.in_(select(other.customer_id)))
            .values(notes="again")
            .returning(Customer.merchant_id),
            delete(LotUse).returning(LotUse.merchant_id),
        ):
            result = await db.execute(changed)
            assert set(result.scalars()) <= {two.ours.id}
        assert await db.scalar(select(Customer.notes)) == "again"
        aimed = update(Customer).where(Customer.merchant_id == theirs).values(notes="x")
        result = await db.execute(aimed.returning(Customer.id))
        assert result.all() == []
        reaching = exists(select(other.id).where(other.merchant_id == theirs))
        result = await db.execute(
            update(Customer).where(reaching).values(notes="x").returning(Customer.id)
        )
        assert result.all() == []
        await db.commit()
    async with inside(superuser, theirs) as db:
        assert await db.scalar(select(Customer.notes)) is None


async def test_no_row_changes_hands(superuser: Database, two: Two) -> None:
    ours, theirs = two.ours.id, two.theirs.id
    new = {"source": "x", "search_name": ""}
    mine = {"merchant_id": ours, "id": two.customers[ours]}
    yours = {"merchant_id": theirs, "id": two.customers[theirs]}
    async with inside(superuser, ours) as db:
        for statement, rows in (
            (update(Customer).values(merchant_id=theirs), None),
            (update(Customer).values({Customer.merchant_id: Customer.id}), None),
            (update(Customer).ordered_values((Customer.merchant_id, theirs)), None),
            (update(Customer).where(Customer.id == mine["id"]), {"merchant_id": theirs}),
            (update(Customer), [{**yours, "notes": "x"}]),
            (update(Customer), [{**mine, "notes": "x"}, {**yours, "notes": "x"}]),
            (insert(Customer).values(merchant_id=theirs, **new), None),
            (insert(Customer), {"merchant_id": theirs, **new}),
            (insert(Customer), [{"merchant_id": ours, **new}, {"merchant_id": theirs, **new}]),
            (insert(Customer).values(merchant_id=ours), {"merchant_id": theirs, **new}),
            (insert(Customer).values({Customer.merchant_id: func.gen_random_uuid()}), new),
            (
                upsert(Customer)
                .values(**new)
                .on_conflict_do_update(
                    index_elements=["merchant_id", "id"], set_={"merchant_id": theirs}
                ),
                None,
            ),
        ):
            with pytest.raises(OtherMerchant):
                await db.execute(statement, rows)
        async with db.begin_nested():
            await db.execute(update(Customer), [{**mine, "notes": "by key"}])
        assert await db.scalar(select(Customer.notes)) == "by key"


async def test_new_rows_are_stamped(superuser: Database, two: Two) -> None:
    new = {"source": "x", "search_name": "new"}
    async with inside(superuser, two.ours.id) as db:
        for statement, rows in (
            (insert(Customer).values(**new), None),
            (insert(Customer), new),
            (insert(Customer), [new, new]),
            (upsert(Customer).values(**new).on_conflict_do_nothing(), None),
            (upsert(Customer).on_conflict_do_nothing(), [new]),
        ):
            await db.execute(statement, rows)
        db.add(Customer(**new))
        await db.flush()
        found = await db.scalars(select(Customer.merchant_id).where(Customer.search_name == "new"))
        assert found.all() == [two.ours.id] * 7


async def test_objects_of_another_merchant_do_not_come_in(superuser: Database, two: Two) -> None:
    ours, theirs = two.ours.id, two.theirs.id
    key = (theirs, two.customers[theirs])
    async with inside(superuser, theirs) as db:
        foreign = await db.get_one(Customer, key)
    async with inside(superuser, ours) as db:
        assert await db.get(Customer, key) is None
        assert await db.get(Customer, key, populate_existing=True, with_for_update=True) is None
        with pytest.raises(OtherMerchant):
            db.add(foreign)
        with pytest.raises(OtherMerchant):
            await db.merge(foreign, load=False)
        with pytest.raises(OtherMerchant):
            await db.delete(foreign)
    async with inside(superuser, ours) as db:
        # Not found here, so it would be a new row.
        await db.merge(Customer(merchant_id=theirs, id=key[1], source="x"))
        with pytest.raises(OtherMerchant):
            await db.flush()
    async with inside(superuser, ours) as db:
        db.add(Customer(merchant_id=theirs, source="x"))
        with pytest.raises(OtherMerchant):
            await db.flush()
    async with inside(superuser, ours) as db:
        row = (await db.scalars(select(Customer))).one()
        row.merchant_id = theirs
        with pytest.raises(OtherMerchant):
            await db.flush()


async def test_an_own_object_is_refreshed(superuser: Database, two: Two) -> None:
    async with inside(superuser, two.ours.id) as db:
        row = await db.get_one(Customer, (two.ours.id, two.customers[two.ours.id]))
        row.notes = "kept"
        await db.flush()
        await db.refresh(row)
        assert row.notes == "kept"
        db.expire(row)
        assert await db.run_sync(lambda _: row.notes) == "kept"


async def test_the_legacy_bulk_methods_are_closed(superuser: Database, two: Two) -> None:
    async with inside(superuser, two.ours.id) as db:
        for method in ("bulk_insert_mappings", "bulk_update_mappings"):
            with pytest.raises(Unconfined):
                getattr(db.sync_session, method)(Customer, [{"merchant_id": two.theirs.id}])
        with pytest.raises(Unconfined):
            db.sync_session.bulk_save_objects([Customer(merchant_id=two.theirs.id)])
