"""Verifying a card's ledger from its entries alone."""

from __future__ import annotations

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.ledger import chain
from api.cards.models import Card, Entry, Lot
from api.cards.schemas.entries import FirstBad, VerificationOut
from api.core.tenancy import merchant_of

_BATCH = 500


async def verify(db: AsyncSession, card: Card) -> VerificationOut:
    """Recompute the hash chain and the balance, and name the first entry that does not fit.

    ``card`` is locked, so that no operation runs in between. Checked beside the hashes: numbers
    without gaps, running balance, that entries, lots and the card agree in the end, and that
    each entry's units are in the lots where they belong.
    """
    before, balance, seq = b"", 0, 0
    bad: FirstBad | None = None
    while bad is None:
        query = select(Entry).where(Entry.card_id == card.id, Entry.seq > seq)
        batch = (await db.scalars(query.order_by(Entry.seq).limit(_BATCH))).all()
        for entry in batch:
            bad = _problem(card, entry, before, balance, seq)
            if bad:
                break
            before, balance, seq = entry.hash, entry.balance, entry.seq
        db.expunge_all()
        if len(batch) < _BATCH:
            break
    if bad is None:
        bad = await _end(db, card, before, balance, seq)
    return VerificationOut(
        valid=bad is None, entries=seq, first_bad=bad, head_hash=card.head_hash.hex()
    )


def _problem(card: Card, entry: Entry, before: bytes, balance: int, seq: int) -> FirstBad | None:
    if entry.seq != seq + 1:
        return FirstBad(seq=seq + 1, entry_id=None, problem="this entry is missing")
    if entry.seq > card.seq:
        problem = "the card knows of no entry so late: it was added from outside"
    elif entry.balance != balance + entry.delta:
        problem = "the balance does not follow from the one before"
    elif entry.hash != chain.link(before, entry):
        problem = "the hash does not fit: the entry was changed, or one before it"
    else:
        return None
    return FirstBad(seq=entry.seq, entry_id=entry.id, problem=problem)


async def _end(
    db: AsyncSession, card: Card, head: bytes, balance: int, seq: int
) -> FirstBad | None:
    in_lots = await db.scalar(
        select(func.coalesce(func.sum(Lot.remaining), 0)).where(Lot.card_id == card.id)
    )
    if card.seq != seq:
        return FirstBad(seq=seq + 1, entry_id=None, problem="the last entries are missing")
    if card.head_hash != head:
        return FirstBad(seq=seq, entry_id=None, problem="the card's own hash is not the ledger's")
    if card.balance != balance:
        return FirstBad(seq=seq, entry_id=None, problem="the card's balance is not the ledger's")
    if in_lots != balance:
        return FirstBad(seq=seq, entry_id=None, problem="the lots do not add up to the balance")
    found = (
        await db.execute(_LOTS, {"merchant_id": merchant_of(db), "card_id": card.id})
    ).one_or_none()
    if found:
        problem = "its units are not in the lots where they have to be"
        return FirstBad(seq=found.seq, entry_id=found.id, problem=problem)
    return None


# Units that came in are a lot's, or several lots' in a transfer; what went out, or came back by a
# reversal, was taken from lots; and what remains in a lot is what was not taken.
_LOTS = text("""
WITH ledger AS (
  SELECT e.id, e.seq, e.delta, e.delta > 0 AND e.kind <> 'reverse' AS fresh
    FROM entries e WHERE e.merchant_id = :merchant_id AND e.card_id = :card_id
), uses AS (
  SELECT u.entry_id, u.lot_id, u.units
    FROM ledger
    JOIN lot_uses u ON u.merchant_id = :merchant_id AND u.entry_id = ledger.id
), own AS (
  SELECT l.id, l.entry_id, l.units, l.remaining
    FROM lots l WHERE l.merchant_id = :merchant_id AND l.card_id = :card_id
), wrong AS (
  SELECT ledger.id FROM ledger LEFT JOIN own ON own.entry_id = ledger.id
   WHERE fresh GROUP BY ledger.id, ledger.delta HAVING coalesce(sum(own.units), 0) <> ledger.delta
  UNION ALL
  SELECT ledger.id FROM ledger LEFT JOIN uses ON uses.entry_id = ledger.id
   WHERE NOT fresh GROUP BY ledger.id, ledger.delta
  HAVING coalesce(sum(uses.units), 0) <> -ledger.delta
  UNION ALL
  SELECT own.entry_id FROM own LEFT JOIN uses ON uses.lot_id = own.id
   GROUP BY own.id, own.entry_id, own.units, own.remaining
  HAVING own.units - coalesce(sum(uses.units), 0) <> own.remaining
)
SELECT ledger.seq, ledger.id FROM ledger JOIN wrong USING (id) ORDER BY ledger.seq LIMIT 1
""")
