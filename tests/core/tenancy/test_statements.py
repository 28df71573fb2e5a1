"""The first lock alone: what is read, and what cannot be confined."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import (
    ARRAY,
    Executable,
    Text,
    case,
    column,
    delete,
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
from sqlalchemy.orm import aliased

from api.accounts.models import Merchant
from api.cards.models import Card, Lot, LotUse
from api.core.db import Database
from api.core.tenancy import (
    NoMerchant,
    OtherMerchant,
    Unconfined,
)
from api.customers.models import Customer
from tests.core.tenancy.sessions import Two, inside

customers: Any = Customer.__table__
cards: Any = Card.__table__

crossing = pytest.mark.filterwarnings("ignore:SELECT statement has a cartesian product")
"""These queries cross every row with every other on purpose."""

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


LOOK_ALIKES: list[tuple[Executable, Executable]] = [
    (select(Card.id, Customer.merchant_id), select(Card.id, customers.c.merchant_id)),
    (select(Card.id).join(Customer, true()), select(Card.id).join(customers, true())),
    (select(Card.id).where(exists(select(Customer.id))),
     select(Card.id).where(exists(select(customers.c.id)))),
    (select(Card.id).where(Card.id.in_(select(Card.id))),
     select(Card.id).where(Card.id.in_(select(cards.c.id)))),
    (select(aliased(Customer, select(Customer).subquery("hidden")).merchant_id),
     select(aliased(Customer, select(customers).subquery("hidden")).merchant_id)),
]  # fmt: skip


@crossing
async def test_what_was_read_before_vouches_for_none_that_looks_like_it(
    superuser: Database, two: Two
) -> None:
    async with inside(superuser, two.ours.id) as db:
        for confined, plain in LOOK_ALIKES:
            assert str(confined) == str(plain)
            for _ in range(2):
                await db.execute(confined)
                with pytest.raises(Unconfined):
                    await db.execute(plain)


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
