"""Tampering by somebody who can write to every table: verification names the first bad entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from uuid_utils.compat import uuid7

from api.cards.ledger import chain, verification
from api.cards.models import Entry
from api.core.postgres.embedded import Server
from tests.cards.counter import at, done, sound
from tests.world import GivenCard, Shop, World


@dataclass
class Ledger:
    shop: Shop
    card: GivenCard
    entries: list[dict[str, Any]]
    server: Server
    database: str

    def tamper(self, sql: str) -> None:
        self.server.run(sql.format(card=self.card.id), self.database)

    async def verified(self) -> dict[str, Any]:
        client = await self.shop.client("auditor")
        return done(await client.get(f"{self.card.path}/ledger/verification"), 200)

    async def first_bad(self) -> tuple[int, str | None, str]:
        found = await self.verified()
        assert found["valid"] is False
        bad = found["first_bad"]
        assert bad["problem"]
        return bad["seq"], bad["entry_id"], bad["problem"]


@pytest.fixture
async def ledger(world: World, server: Server, database_name: str) -> Ledger:
    """Six entries, one of each kind that the counter writes."""
    shop = await world.shop()
    program = await shop.program(3)
    counter = await at(shop)
    card = await shop.card(program)
    for units in (1, 2, 3):
        done(await counter.earn(card, units=units))
    redeemed = done(await counter.redeem(card, program.rewards[0]))
    done(await counter.adjust(card, 2))
    done(await counter.reverse(card, redeemed["id"]))
    assert await sound(shop, card) == 8
    return Ledger(shop, card, await counter.entries(card), server, database_name)


async def entry_of(ledger: Ledger, seq: int) -> Entry:
    """An entry's row, detached: changing it changes nothing."""
    query = select(Entry).where(Entry.card_id == ledger.card.id, Entry.seq == seq)
    async with ledger.shop.db() as db:
        entry = (await db.scalars(query)).one()
        db.expunge_all()
    return entry


async def test_an_honest_ledger(ledger: Ledger) -> None:
    found = await ledger.verified()
    assert found["valid"] is True
    assert found["first_bad"] is None
    assert (found["entries"], found["head_hash"]) == (6, ledger.entries[-1]["hash"])


async def test_an_empty_ledger(world: World) -> None:
    shop = await world.shop()
    assert await sound(shop, await shop.card(await shop.program())) == 0


@pytest.mark.parametrize(
    "change",
    [
        "delta = delta + 1",
        "delta = delta + 1, balance = balance + 1",
        "balance = balance + 1",
        "kind = 'import'",
        "occurred_at = occurred_at - interval '1 microsecond'",
        "recorded_at = recorded_at + interval '1 day'",
        "revision = 2",
        "reward_id = id",
        "reverses = card_id",
        "hash = sha256('forged')",
        "id = gen_random_uuid()",
    ],
)
async def test_a_changed_entry(ledger: Ledger, change: str) -> None:
    ledger.tamper(
        "SET session_replication_role = replica; "
        f"UPDATE entries SET {change} WHERE card_id = '{{card}}' AND seq = 3;"
    )
    seq, entry_id, _ = await ledger.first_bad()
    assert seq == 3
    if not change.startswith("id"):
        assert entry_id == ledger.entries[2]["id"]


async def test_a_changed_entry_with_a_hash_made_to_fit(ledger: Ledger) -> None:
    """Who can compute one hash has to compute all that follow, and change the card too."""
    before, forged = await entry_of(ledger, 2), await entry_of(ledger, 3)
    forged.delta, forged.balance = 30, 33
    fitting = chain.link(before.hash, forged).hex()
    ledger.tamper(
        "UPDATE entries SET delta = 30, balance = 33, "
        f"hash = '\\x{fitting}' WHERE card_id = '{{card}}' AND seq = 3;"
    )
    seq, entry_id, _ = await ledger.first_bad()
    assert (seq, entry_id) == (4, ledger.entries[3]["id"])


async def test_a_deleted_entry_in_the_middle(ledger: Ledger) -> None:
    ledger.tamper(
        "SET session_replication_role = replica; "
        "DELETE FROM entries WHERE card_id = '{card}' AND seq = 3;"
    )
    seq, entry_id, problem = await ledger.first_bad()
    assert (seq, entry_id) == (3, None)
    assert "missing" in problem


async def test_a_deleted_entry_and_the_gap_closed(ledger: Ledger) -> None:
    ledger.tamper(
        "SET session_replication_role = replica; "
        "DELETE FROM entries WHERE card_id = '{card}' AND seq = 3; "
        "UPDATE entries SET seq = seq - 1 WHERE card_id = '{card}' AND seq > 3;"
    )
    seq, entry_id, _ = await ledger.first_bad()
    assert (seq, entry_id) == (3, ledger.entries[3]["id"])


@pytest.mark.parametrize("which", ["seq = 6", "seq > 3", "true"])
async def test_deleted_entries_at_the_end(ledger: Ledger, which: str) -> None:
    ledger.tamper(
        "SET session_replication_role = replica; "
        f"DELETE FROM entries WHERE card_id = '{{card}}' AND {which};"
    )
    left = {"seq = 6": 5, "seq > 3": 3, "true": 0}[which]
    seq, entry_id, problem = await ledger.first_bad()
    assert (seq, entry_id) == (left + 1, None)
    assert "missing" in problem
    assert (await ledger.verified())["entries"] == left


async def test_an_inserted_entry(ledger: Ledger) -> None:
    ledger.tamper(
        "CREATE TEMP TABLE more AS SELECT * FROM entries "
        "WHERE card_id = '{card}' AND seq = 6; "
        "UPDATE more SET id = gen_random_uuid(), seq = 7, key = NULL, reverses = NULL, "
        "kind = 'earn', delta = 5, balance = balance + 5; "
        "INSERT INTO entries SELECT * FROM more; "
        "UPDATE cards SET seq = 7, balance = balance + 5 WHERE id = '{card}';"
    )
    seq, entry_id, _ = await ledger.first_bad()
    assert seq == 7
    assert entry_id not in {entry["id"] for entry in ledger.entries}


async def test_an_entry_beyond_the_head_of_the_card(ledger: Ledger) -> None:
    """Even one whose hash fits: the card says where the ledger ends."""
    forged = await entry_of(ledger, 6)
    head, forged.id, forged.seq = forged.hash, uuid7(), 7
    forged.kind, forged.delta, forged.balance, forged.reverses = "earn", 5, 13, None
    ledger.tamper(
        "CREATE TEMP TABLE more AS SELECT * FROM entries WHERE card_id = '{card}' AND seq = 6; "
        f"UPDATE more SET id = '{forged.id}', seq = 7, key = NULL, reverses = NULL, "
        f"kind = 'earn', delta = 5, balance = 13, hash = '\\x{chain.link(head, forged).hex()}'; "
        "INSERT INTO entries SELECT * FROM more;"
    )
    assert (await ledger.first_bad())[:2] == (7, str(forged.id))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE cards SET balance = balance + 1 WHERE id = '{card}';",
        "UPDATE cards SET seq = seq - 1 WHERE id = '{card}';",
        "UPDATE cards SET head_hash = sha256('forged') WHERE id = '{card}';",
        "UPDATE lots SET remaining = 0 WHERE card_id = '{card}';",
        "DELETE FROM lot_uses; DELETE FROM lots WHERE card_id = '{card}';",
        # The sum is right, and yet:
        "UPDATE lots SET units = units + n, remaining = remaining + n FROM (SELECT id, "
        "3 - 2 * row_number() OVER (ORDER BY id) AS n FROM lots WHERE card_id = '{card}' LIMIT 2) "
        "sign WHERE lots.id = sign.id;",
        "UPDATE lots SET units = units + 1 WHERE card_id = '{card}';",
        "DELETE FROM lot_uses WHERE lot_id IN (SELECT id FROM lots WHERE card_id = '{card}');",
    ],
)
async def test_a_card_or_lots_that_do_not_agree(ledger: Ledger, change: str) -> None:
    ledger.tamper("SET session_replication_role = replica; " + change)
    found = await ledger.verified()
    assert found["valid"] is False
    assert found["first_bad"]["problem"]


async def test_another_cards_ledger_is_not_touched(ledger: Ledger) -> None:
    other = await ledger.shop.stamped(await ledger.shop.program(), 3)
    ledger.tamper("UPDATE entries SET delta = 9 WHERE card_id = '{card}' AND seq = 1;")
    assert (await ledger.first_bad())[0] == 1
    assert await sound(ledger.shop, other) == 3


async def test_a_long_ledger_is_read_in_batches(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program())
    for _ in range(7):
        done(await counter.earn(card))
    for size in (1, 3, 7, 8):
        monkeypatch.setattr(verification, "_BATCH", size)
        assert await sound(shop, card) == 7
