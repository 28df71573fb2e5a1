"""The tables of cards."""

from api.cards.models.beside import ExpiryWarning, Hold, TierChange
from api.cards.models.cards import Card, Enrolment, FormerCode
from api.cards.models.ledger import Entry, Lot, LotUse
from api.cards.models.merges import Merge

__all__ = [
    "Card",
    "Enrolment",
    "Entry",
    "ExpiryWarning",
    "FormerCode",
    "Hold",
    "Lot",
    "LotUse",
    "Merge",
    "TierChange",
]
