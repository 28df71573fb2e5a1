"""Statistics as CSV, for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from api.customers.fields import Language
from api.exports import money
from api.exports.files import Cell, CsvWriter
from api.statistics.schemas import (
    FigureOut,
    PointOut,
    StatisticsBreakdownOut,
    StatisticsCohortsOut,
    StatisticsHoursOut,
    StatisticsOverviewOut,
    StatisticsSeriesOut,
)

_WORDS: dict[str, tuple[str, str]] = {
    "figure": ("Chiffre", "Figure"),
    "value": ("Valeur", "Value"),
    "previous": ("Période comparée", "Period compared with"),
    "change": ("Évolution (%)", "Change (%)"),
    "from": ("Du", "From"),
    "to": ("Au", "To"),
    "of": ("Période", "Period"),
    "current": ("demandée", "asked for"),
    "compared": ("comparée", "compared with"),
    "kind": ("Par", "By"),
    "program": ("Programme", "Programme"),
    "location": ("Lieu", "Place"),
    "name": ("Nom", "Name"),
    "visits": ("Visites", "Visits"),
    "active_cards": ("Cartes actives", "Active cards"),
    "new_customers": ("Nouveaux clients", "New customers"),
    "returning_customers": ("Clients revenus", "Returning customers"),
    "redemptions": ("Récompenses remises", "Rewards handed over"),
    "redemption_share": ("Cartes récompensées (%)", "Cards with a reward (%)"),
    "redemption_cost": ("Coût des récompenses", "Cost of rewards"),
    "days_to_reward": ("Jours jusqu’à la 1re récompense", "Days to the first reward"),
    "month": ("Mois d’arrivée", "Month of arrival"),
    "cards": ("Clients", "Customers"),
    "after": ("Mois +{} (%)", "Month +{} (%)"),
    "weekday": ("Jour (1 = lundi)", "Day (1 = Monday)"),
    "hour": ("Heure", "Hour"),
    "average": ("Visites par jour", "Visits a day"),
    "few": ("moins de 10 personnes", "fewer than 10 people"),
}
_OF_POINT = ("visits", "active_cards", "new_customers", "returning_customers", "redemptions")


class Sheet:
    def __init__(self, language: Language, *header: str) -> None:
        self.language = language
        self._writer = CsvWriter([self.word(name) for name in header], language)

    def word(self, name: str) -> str:
        return _WORDS[name][self.language == "en"] if name in _WORDS else name

    def few(self, value: float | None) -> Cell:
        if value is None:
            return self.word("few")
        return int(value) if value == int(value) else Decimal(str(value))

    def add(self, *cells: Cell) -> None:
        self._writer.add([cells])

    def body(self) -> bytes:
        return b"".join(self._writer.end())


def overview(answer: StatisticsOverviewOut, language: Language) -> bytes:
    sheet = Sheet(language, "figure", "value", "previous", "change", "from", "to")
    scale = money.digits(answer.currency)
    for name in type(answer.figures).model_fields:
        one: FigureOut = getattr(answer.figures, name)
        covers = one.covers or answer.period
        row: list[Cell] = [
            _cell(sheet, one.value, one.few, name, scale),
            _cell(sheet, one.previous, one.previous_few, name, scale),
            None if one.change is None else Decimal(str(one.change)),
        ]
        sheet.add(sheet.word(name), *row, str(covers.from_), str(covers.to))
    return sheet.body()


def _cell(sheet: Sheet, value: float | None, few: bool, name: str, scale: int) -> Cell:
    if value is None:
        return sheet.word("few") if few else None
    if name == "redemption_cost":
        return Decimal(int(value)).scaleb(-scale)
    return sheet.few(value)


def series(answer: StatisticsSeriesOut, language: Language) -> bytes:
    sheet = Sheet(language, "of", "from", "to", *_OF_POINT)
    for which, points in (("current", answer.points), ("compared", answer.previous)):
        for one in points:
            sheet.add(sheet.word(which), str(one.from_), str(one.to), *_numbers(sheet, one))
    return sheet.body()


def _numbers(sheet: Sheet, one: PointOut) -> Sequence[Cell]:
    return [sheet.few(getattr(one, name)) for name in _OF_POINT]


def breakdown(answer: StatisticsBreakdownOut, language: Language) -> bytes:
    sheet = Sheet(language, "kind", "name", "visits", "active_cards", "redemptions")
    for kind, shares in (("program", answer.programs), ("location", answer.locations)):
        for one in shares:
            figures = (one.visits, one.active_cards, one.redemptions)
            sheet.add(sheet.word(kind), one.name, *(sheet.few(each.value) for each in figures))
    return sheet.body()


def cohorts(answer: StatisticsCohortsOut, language: Language) -> bytes:
    width = max((len(one.months) for one in answer.cohorts), default=0)
    after = Sheet(language).word("after")
    sheet = Sheet(
        language, "month", "cards", *(after.format(number + 1) for number in range(width))
    )
    for one in answer.cohorts:
        cells = [sheet.few(cell.cards) for cell in one.months]
        sheet.add(f"{one.month:%Y-%m}", sheet.few(one.cards), *cells)
    return sheet.body()


def hours(answer: StatisticsHoursOut, language: Language) -> bytes:
    sheet = Sheet(language, "weekday", "hour", "visits", "average")
    for one in answer.hours:
        sheet.add(one.weekday, one.hour, sheet.few(one.visits), sheet.few(one.average))
    return sheet.body()


def name(what: str, first: date, last: date) -> str:
    return f"{what}-{first}-{last}.csv"
