"""An hour in which one member gave far too many stamps, so that the owner sees what an alert is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Self

from api.core.audit import By
from api.demo.book import Book
from api.demo.rhythm import ZONE, Rhythm

_CARDS = 14
_UNITS = 3
_HOUR = timedelta(hours=1)


@dataclass
class Rush:
    """Each card at once as many stamps as the rules allow."""

    by: By
    hour: datetime
    """Its first moment."""
    cards: int = 0

    @classmethod
    def before_closing(cls, rhythm: Rhythm, by: By, now: datetime) -> Self:
        """The last hour of the last day before today on which the shop was open."""
        day = now.astimezone(ZONE).date() - timedelta(days=1)
        while not rhythm.openness(day):
            day -= timedelta(days=1)
        hours = rhythm.sunday if rhythm.sunday and day.weekday() == 6 else rhythm.hours
        return cls(by, datetime.combine(day, time(max(hours)), ZONE))

    @property
    def end(self) -> datetime:
        return self.hour + _HOUR

    def draw_in(self, book: Book) -> bool:
        """Whether this card was one of them."""
        at = self.hour + _HOUR * (self.cards + 1) / (_CARDS + 2)
        if self.cards == _CARDS or not book.earn(at, _UNITS, self.by):
            return False
        self.cards += 1
        return True
