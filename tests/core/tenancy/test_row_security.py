"""The second lock alone: row-level security, whatever the application sends."""

from __future__ import annotations

import pytest
from sqlalchemy import (
    select,
    text,
)
from sqlalchemy.exc import DBAPIError
from uuid_utils.compat import uuid7

from api.cards.models import Entry
from api.core.db import Database, sqlstate
from tests.core.tenancy.sessions import TENANTS, Two, plain


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
