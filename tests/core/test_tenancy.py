"""Both locks, each with the other one off.

The first alone: a superuser's connection, which row-level security does not bind. The second
alone: a plain session as the application's role, without the first lock's listeners.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import (
    ARRAY,
    Executable,
    Text,
    case,
    column,
    delete,
    event,
    exists,
    func,
    insert,
    lambda_stmt,
    literal,
    literal_column,
    select,
    table,
    text,
    true,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, with_loader_criteria
from uuid_utils.compat import uuid7

from api.accounts.models import Merchant
from api.cards.models import Card, Entry, Lot, LotUse
from api.core.db import Base, Database, sqlstate
from api.core.embedded import Server
from api.core.tenancy import (
    MerchantOwned,
    NoMerchant,
    OtherMerchant,
    TenantSession,
    Unconfined,
    enter,
)
from api.customers.models import Customer
from tests.world import Shop, World

SUPERUSER = "postgres"
TENANTS: list[Any] = sorted(
    (mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, MerchantOwned)),
    key=lambda model: model.__name__,
)
customers: Any = Customer.__table__
cards: Any = Card.__table__


@dataclass
class Two:
    """Our shop and another with the like rows in every table that a counter fills."""

    ours: Shop
    theirs: Shop
    customers: dict[UUID, UUID]
    """One of each shop."""


@pytest.fixture
async def two(world: World) -> Two:
    shops = [await world.shop(), await world.shop()]
    found = {}
    for shop in shops:
        card = await shop.stamped(await shop.program(), 3)
        assert card.customer_id
        found[shop.id] = card.customer_id
    return Two(shops[0], shops[1], found)


@pytest.fixture(scope="module")
async def superuser(server: Server, database_name: str) -> AsyncIterator[Database]:
    pool = Database(server.url(SUPERUSER, database_name), pool_size=2)
    yield pool
    await pool.close()


@asynccontextmanager
async def inside(pool: Database, *merchants: UUID) -> AsyncIterator[AsyncSession]:
    """A session of the first lock that has entered the merchants; rolled back at the end."""
    async with AsyncSession(
        pool.engine, expire_on_commit=False, sync_session_class=TenantSession
    ) as db:
        for merchant in merchants:
            await enter(db, merchant)
        yield db


crossing = pytest.mark.filterwarnings("ignore:SELECT statement has a cartesian product")
"""These queries cross every row with every other on purpose."""

# -- the first lock alone -----------------------------------------------------------------------

Person, Other = aliased(Customer), aliased(Card)
_cte = select(Customer.id, Customer.merchant_id).cte()
_sub = select(Customer).subquery()
READS: dict[str, Executable] = {
    "entity": select(Customer.merchant_id),
    "alias": select(Person.merchant_id),
    "alias of a subquery": select(aliased(Customer, _sub).merchant_id),
    "aggregate": select(func.array_agg(Customer.merchant_id, type_=ARRAY(Text))),
    "aggregate, grouped": select(Customer.merchant_id, func.count()).group_by(Customer.merchant_id),
    "join": select(Card.merchant_id, Customer.merchant_id).join(Customer, true()),
    "outer join": select(Card.merchant_id, Person.merchant_id).outerjoin(Person, true()),
    "two tables": select(Card.merchant_id, Customer.merchant_id).where(
        Card.balance < func.length(Customer.source)
    ),
    "cte": select(_cte.c.merchant_id),
    "cte joined": select(Card.merchant_id, _cte.c.merchant_id).join(_cte, true()),
    "recursive cte": select(_cte.c.merchant_id).union_all(select(Customer.merchant_id)),
    "subquery": select(_sub.c.merchant_id),
    "scalar subquery": select(
        Card.merchant_id, select(func.max(Customer.merchant_id.cast(Text))).scalar_subquery()
    ),
    "lateral": select(Card.merchant_id, select(Customer.merchant_id).lateral().c.merchant_id),
    "union": union_all(select(Customer.merchant_id), select(Card.merchant_id)),
    "union, nested": select(
        union_all(select(Customer.merchant_id), select(Card.merchant_id)).subquery().c.merchant_id
    ),
    "from a statement": select(Customer).from_statement(select(Customer)),
    "case": select(case((func.length(Customer.search_name) > 0, Customer.merchant_id))),
}


@crossing
async def test_reads_see_the_entered_merchant_only(superuser: Database, two: Two) -> None:
    for shop in (two.ours, two.theirs):
        for name, statement in READS.items():
            async with inside(superuser, shop.id) as db:
                rows = (await db.execute(statement)).all()
                values = [getattr(value, "merchant_id", value) for row in rows for value in row]
                words = " ".join(map(str, values)).translate(_PUNCTUATION).split()
                assert {word for word in words if len(word) == 36} == {str(shop.id)}, name


_PUNCTUATION = str.maketrans("[]',", "    ")


@crossing
async def test_conditions_do_not_reach_over(superuser: Database, two: Two) -> None:
    """An existence or a count tells as much as a row."""
    theirs = two.theirs.id
    async with inside(superuser, two.ours.id) as db:
        for condition in (
            exists().where(Customer.merchant_id == theirs),
            exists(select(Person.id).where(Person.merchant_id == theirs)),
            Card.merchant_id.in_(select(Other.merchant_id).where(Other.merchant_id == theirs)),
            select(func.count(Person.id)).where(Person.merchant_id == theirs).scalar_subquery() > 0,
            Person.merchant_id == theirs,
        ):
            assert (await db.scalars(select(Card.id).where(condition))).all() == []
        counted = select(func.count(Customer.id))
        assert await db.scalar(counted.where(Customer.merchant_id == theirs)) == 0
        assert await db.scalar(select(func.count()).select_from(Customer)) == 1


REFUSED: dict[str, Executable] = {
    "a table": select(customers.c.id),
    "a table beside an entity": select(Card.id, customers.c.merchant_id),
    "a table joined": select(Card.id).join(customers, true()),
    "an alias of a table": select(Customer.id, customers.alias().c.id),
    "a table in exists": select(Card.id).where(exists(select(customers.c.id))),
    "a table in a subquery": select(Card.id).where(Card.id.in_(select(cards.c.id))),
    "a table behind an alias": select(
        aliased(Customer, select(customers).subquery("hidden")).merchant_id
    ),
    "a query of no entity": select(literal(1)).where(exists().where(Customer.id.is_not(None))),
    "an entity in a function of WHERE only": select(func.count(Card.id)).where(
        func.lower(Customer.first_name) != ""
    ),
    "an entity in a function of EXISTS only": select(Card.id).where(
        exists().where(func.lower(Customer.first_name) != "")
    ),
    "two entities in one column": select(func.concat(Customer.first_name, Card.number)),
    "an entity in ORDER BY only": select(Card.id).order_by(Customer.id),
    "text": text("SELECT * FROM customers"),
    "text with columns": text("SELECT id FROM customers").columns(Customer.id),
    "text as entities": select(Customer).from_statement(text("SELECT * FROM customers")),
    "text with columns as entities": select(Customer).from_statement(
        text("SELECT * FROM customers").columns(*customers.c)
    ),
    "a table as entities": select(Customer).from_statement(select(customers)),
    "text in a subquery": select(
        text("SELECT id FROM customers").columns(column("id")).subquery().c.id
    ),
    "text as a table": select(literal_column("id")).select_from(text("customers")),
    "text in a condition": select(Card.id).where(text("EXISTS (SELECT FROM customers)")),
    "a literal column": select(Card.id, literal_column("(SELECT min(email) FROM customers)")),
    "a table without a model": select(table("customers", column("id")).c.id),
    "a lambda": lambda_stmt(lambda: select(Customer.id)),
    "UPDATE of a table": update(customers).values(notes="x"),
    "UPDATE FROM": update(Customer).where(Customer.id == Card.customer_id).values(notes="x"),
    "DELETE USING": delete(LotUse).where(LotUse.lot_id == Lot.id),
    "UPDATE in a cte": select(update(Customer).values(notes="x").returning(Customer.id).cte().c.id),
    "INSERT in a cte": select(Card.id).add_cte(
        insert(Customer).values(source="x").returning(Customer.id).cte()
    ),
    "UPDATE as entities": select(Customer).from_statement(
        update(Customer).values(notes="x").returning(Customer)
    ),
    "INSERT into a table": insert(customers).values(source="x", search_name=""),
    "INSERT … SELECT": insert(Customer).from_select(["id"], select(Customer.id)),
    "INSERT … SELECT into a global table": insert(Merchant).from_select(
        ["id"], select(Customer.id)
    ),
    "INSERT of a query": insert(Customer).values(
        source="x", search_name=select(Card.number).limit(1).scalar_subquery()
    ),
    "INSERT of several rows": insert(Customer).values([{"source": "x"}, {"source": "y"}]),
}


async def test_what_cannot_be_confined_is_refused(superuser: Database, two: Two) -> None:
    passed = []
    for name, statement in REFUSED.items():
        async with inside(superuser, two.ours.id) as db:
            try:
                await db.execute(statement)
            except Unconfined:
                continue
            passed.append(name)
    assert passed == []


AIMLESS: dict[str, Executable] = {
    "a global table by a merchant's": select(Merchant).where(
        Merchant.id.in_(select(Customer.merchant_id))
    ),
    "a global table beside a merchant's": select(Merchant).where(
        Merchant.slug == Customer.first_name
    ),
    "UPDATE of a global table": update(Merchant)
    .where(Merchant.slug == Customer.first_name)
    .values(name="x"),
    "UPDATE": update(Customer).values(notes="x"),
    "DELETE": delete(LotUse),
    "INSERT": insert(Customer).values(source="x", search_name=""),
}


async def test_nothing_is_read_or_written_before_a_merchant_is_entered(
    superuser: Database, two: Two
) -> None:
    passed = []
    for name, statement in (READS | REFUSED | AIMLESS).items():
        async with inside(superuser) as db:
            try:
                await db.execute(statement)
            except (NoMerchant, Unconfined):
                continue
            passed.append(name)
    assert passed == []


async def test_global_tables_need_no_merchant(superuser: Database, two: Two) -> None:
    async with inside(superuser) as db:
        found = select(Merchant.id).where(Merchant.id == two.theirs.id)
        assert await db.scalar(found) == two.theirs.id
        assert (await db.scalar(select(func.count()).select_from(Merchant)) or 0) >= 2
        with pytest.raises(NoMerchant):
            await db.get(Customer, (two.ours.id, two.customers[two.ours.id]))
        db.add(Customer(source="x"))
        with pytest.raises(NoMerchant):
            await db.flush()


async def test_hand_written_sql_names_the_entered_merchant(superuser: Database, two: Two) -> None:
    ours, theirs = two.ours.id, two.theirs.id
    query = "SELECT merchant_id FROM customers WHERE merchant_id = :merchant_id"
    async with inside(superuser, ours) as db:
        assert (await db.scalars(text(query), {"merchant_id": ours})).all() == [ours]
        for statement, values in (
            (text(query), {"merchant_id": theirs}),
            (text(query).bindparams(merchant_id=theirs), None),
            (text(query).bindparams(merchant_id=ours), {"merchant_id": theirs}),
            (text(query), None),
        ):
            with pytest.raises(OtherMerchant):
                await db.execute(statement, values)
        with pytest.raises(OtherMerchant):
            await db.execute(text(query), [{"merchant_id": ours}, {"merchant_id": theirs}])


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


# -- the second lock alone ----------------------------------------------------------------------


@asynccontextmanager
async def plain(pool: Database, merchant: UUID | None = None) -> AsyncIterator[AsyncSession]:
    """A session without the first lock, as the application's role."""
    async with AsyncSession(pool.engine, expire_on_commit=False) as db:
        if merchant is not None:
            await db.execute(text("SELECT app_enter(:merchant)"), {"merchant": merchant})
        yield db


async def test_rows_of_the_entered_merchant_only(pool: Database, two: Two) -> None:
    for model in TENANTS:
        query = text(f"SELECT DISTINCT merchant_id FROM {model.__tablename__}")
        async with plain(pool, two.ours.id) as db:
            assert set(await db.scalars(query)) <= {two.ours.id}
            await db.rollback()
            assert (await db.scalars(query)).all() == []
        async with plain(pool) as db:
            assert (await db.scalars(query)).all() == []


async def test_the_policy_lets_nothing_through(pool: Database, two: Two) -> None:
    ours, theirs = two.ours.id, two.theirs.id
    async with plain(pool, ours) as db:
        count = await db.scalar(text("SELECT count(*) FROM customers"))
        assert count == 1
        for reading in (
            "SELECT 1 FROM customers WHERE merchant_id = :theirs",
            "SELECT 1 FROM customers WHERE merchant_id = :theirs FOR UPDATE",
            "UPDATE customers SET notes = 'x' WHERE merchant_id = :theirs RETURNING 1",
            "WITH seen AS (SELECT * FROM cards WHERE merchant_id = :theirs) SELECT 1 FROM seen",
        ):
            assert (await db.execute(text(reading), {"theirs": theirs})).all() == []
    new = "INSERT INTO customers (merchant_id, id, version, search_name, source, created_at, "
    new += "last_active_at, visits, spent) VALUES (:theirs, :id, 1, '', 'x', now(), now(), 0, 0)"
    for writing in (
        new,
        "UPDATE customers SET merchant_id = :theirs",
        "UPDATE cards SET merchant_id = :theirs",
        new + " ON CONFLICT (merchant_id, id) DO UPDATE SET notes = 'x'",
    ):
        async with plain(pool, ours) as db:
            values = {"theirs": theirs, "id": two.customers[theirs]}
            with pytest.raises(DBAPIError) as refused:
                await db.execute(text(writing), {k: v for k, v in values.items() if k in writing})
            assert sqlstate(refused.value) == "42501"
    async with plain(pool) as db:
        with pytest.raises(DBAPIError) as refused:
            await db.execute(text(new), {"theirs": theirs, "id": uuid7()})
        assert sqlstate(refused.value) == "42501"
    async with plain(pool, theirs) as db:
        rows = (await db.execute(text("SELECT merchant_id, notes FROM customers"))).all()
        assert rows == [(theirs, None)]


APPEND_ONLY = ("program_revisions", "entries", "lot_uses", "audit_events", "audit_seals")


async def test_what_only_grows_cannot_be_changed(pool: Database, two: Two) -> None:
    for name in APPEND_ONLY:
        for change in ("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"):
            async with plain(pool, two.ours.id) as db:
                with pytest.raises(DBAPIError) as refused:
                    await db.execute(text(change.format(name)))
                assert sqlstate(refused.value) == "42501", (name, change)


@pytest.mark.parametrize("column", ["purpose", "granted", "basis", "text_version", "created_at"])
async def test_what_was_consented_to_cannot_be_changed(
    pool: Database, two: Two, column: str
) -> None:
    """A consent goes with its customer, or moves to whom that one is merged into; it never says
    something else."""
    for change in (f"UPDATE consents SET {column} = {column}", "TRUNCATE consents"):
        async with plain(pool, two.ours.id) as db:
            with pytest.raises(DBAPIError) as refused:
                await db.execute(text(change))
            assert sqlstate(refused.value) == "42501"


async def test_no_column_but_the_allowed_ones_can_be_changed(pool: Database, two: Two) -> None:
    async with plain(pool, two.ours.id) as db:
        await db.execute(text("UPDATE lots SET remaining = remaining"))
        with pytest.raises(DBAPIError) as refused:
            await db.execute(text("UPDATE lots SET units = 100"))
        assert sqlstate(refused.value) == "42501"


async def test_a_connection_forgets_the_merchant(db_url: str, two: Two) -> None:
    """The pool hands the same connection to the next request."""
    pool = Database(db_url, pool_size=1)
    pid, rows = text("SELECT pg_backend_pid()"), text("SELECT count(*) FROM customers")
    pids = set()
    try:
        for merchant, ending in (
            (two.ours.id, "commit"),
            (two.ours.id, "rollback"),
            (two.theirs.id, "close"),
            (two.theirs.id, "error"),
        ):
            async with plain(pool, merchant) as db:
                pids.add(await db.scalar(pid))
                assert await db.scalar(rows) == 1
                if ending == "error":
                    with pytest.raises(DBAPIError):
                        await db.execute(text("SELECT 1/0"))
                elif ending != "close":
                    await getattr(db, ending)()
                    assert await db.scalar(rows) == 0
            async with plain(pool) as db:
                pids.add(await db.scalar(pid))
                assert await db.scalar(rows) == 0
        assert len(pids) == 1
    finally:
        await pool.close()


async def test_a_savepoint_does_not_change_the_merchant(pool: Database, two: Two) -> None:
    async with two.ours.db() as db:
        with pytest.raises(ZeroDivisionError):
            async with db.begin_nested():
                1 / 0  # noqa: B018  (any failure will do)
        assert (await db.scalars(select(Entry.merchant_id).distinct())).all() == [two.ours.id]
        setting = text(
            "SELECT current_setting('app.merchant_id') WHERE CAST(:merchant_id AS uuid) IS NOT NULL"
        )
        found = (await db.execute(setting, {"merchant_id": two.ours.id})).one()
        assert found[0] == str(two.ours.id)


async def test_row_security_catches_what_passes_the_first_lock_by(pool: Database, two: Two) -> None:
    """A session's raw connection is out of the first lock's reach."""
    async with two.ours.db() as db:
        connection = await db.connection()
        found = await connection.execute(text("SELECT DISTINCT merchant_id FROM customers"))
        assert found.scalars().all() == [two.ours.id]
