"""What statistics look like."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.statistics.periods import Compare, Interval

_FEW = "fewer than ten people stand behind it, or it would tell about so few by subtraction"
_TENS = "In full tens; null: nobody, or up to nine."


class PeriodOut(BaseModel):
    from_: date = Field(alias="from", serialization_alias="from")
    to: date = Field(description="The last day.")

    model_config = {"populate_by_name": True}


class Covered(PeriodOut):
    """The days that a figure is about."""


class FigureOut(BaseModel):
    value: float | None = Field(description=f"Null: {_FEW}.")
    few: bool = Field(description="It is null for that reason.")
    covers: Covered | None = Field(
        description="The days that it is about: those asked for, moved by some days where nobody"
        " could be hidden among ten otherwise."
    )
    previous: float | None = Field(
        description="In the period compared with; null where there is none, or as `value`."
    )
    previous_few: bool
    change: float | None = Field(description="Against `previous`, in per cent.")


class FiguresOut(BaseModel):
    visits: FigureOut = Field(description="Days on which a card earned or redeemed.")
    active_cards: FigureOut = Field(description=f"Cards with a visit, each counted once. {_TENS}")
    new_customers: FigureOut = Field(description=f"Cards with their first visit. {_TENS}")
    returning_customers: FigureOut = Field(
        description=f"Active cards that are not new ones. {_TENS}"
    )
    redemptions: FigureOut
    redemption_share: FigureOut = Field(
        description="Active cards that redeemed, in per cent, of such tens."
    )
    redemption_cost: FigureOut = Field(description="What rewards were worth, in minor units.")
    days_to_reward: FigureOut = Field(
        description="Median number of days from the first visit to the first reward, of the cards"
        " that got theirs in the period."
    )


class Answer(BaseModel):
    period: PeriodOut
    compared_with: PeriodOut | None
    program_id: UUID | None
    location_id: UUID | None
    currency: str
    since: date | None = Field(
        description="The first day with a visit; null: there was none, and all figures are 0."
    )
    counted_at: datetime = Field(description="What was recorded until then is counted.")


class StatisticsOverviewOut(Answer):
    figures: FiguresOut


class PointOut(PeriodOut):
    visits: int | None
    active_cards: int | None
    new_customers: int | None
    returning_customers: int | None
    redemptions: int | None


class StatisticsSeriesOut(Answer):
    interval: Interval
    points: list[PointOut] = Field(description=f"Oldest first. Null: {_FEW}.")
    previous: list[PointOut] = Field(
        description="Of the period compared with, in the same order; maybe one more or less."
    )


class ShareOut(BaseModel):
    """A program's or a place's."""

    id: UUID
    name: str
    visits: FigureOut
    active_cards: FigureOut
    redemptions: FigureOut


class StatisticsBreakdownOut(Answer):
    programs: list[ShareOut]
    locations: list[ShareOut]


class RetentionCell(BaseModel):
    share: float | None = Field(description="In per cent, of such tens; null below 100.")
    cards: int | None = Field(description=_TENS)


class CohortOut(BaseModel):
    month: date = Field(description="The first day of the month of the first visit.")
    cards: int | None = Field(description=f"How many came then for the first time. {_TENS}")
    months: list[RetentionCell] = Field(
        description="From the month after on: how many of them had a visit in it."
    )


class StatisticsCohortsOut(BaseModel):
    program_id: UUID | None
    location_id: UUID | None
    counted_at: datetime
    cohorts: list[CohortOut]


class HourOut(BaseModel):
    weekday: int = Field(description="1 is Monday.")
    hour: int = Field(description="Of the merchant's clock.")
    visits: int | None = Field(description=f"In the months shown. Null: {_FEW}.")
    average: float | None = Field(description="On one such day.")


class StatisticsHoursOut(BaseModel):
    period: PeriodOut = Field(description="Whole months, those that the period asked for touches.")
    program_id: UUID | None
    location_id: UUID | None
    counted_at: datetime
    hours: list[HourOut] = Field(
        description="Those with visits. A month in which fewer than ten people came at an hour is"
        " left out of it."
    )


Format = Literal["json", "csv"]
__all__ = [
    "Answer",
    "CohortOut",
    "Compare",
    "Covered",
    "FigureOut",
    "FiguresOut",
    "Format",
    "HourOut",
    "PeriodOut",
    "PointOut",
    "RetentionCell",
    "ShareOut",
    "StatisticsBreakdownOut",
    "StatisticsCohortsOut",
    "StatisticsHoursOut",
    "StatisticsOverviewOut",
    "StatisticsSeriesOut",
]
