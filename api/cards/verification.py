"""Verifying a card's ledger from its entries alone."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards import chain
from api.cards.models import Card, Entry, Lot
from api.cards.schemas.entries import FirstBad, VerificationOut

_BATCH = 500


async def verify(db: AsyncSession, card: Card) -> VerificationOut:
    """Recompute the hash chain and the balance, and name the first entry that does not fit.

    ``card`` is locked, so that no operation runs in between. Checked beside the hashes: numbers
    without gaps, running balance, and that entries, lots and the card agree in the end.
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
    return None
