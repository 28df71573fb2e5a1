"""One calendar month, as Regulation 1182/71 counts it. The dates expected are read from calendars
and from the guidelines of the data protection board (01/2022, section 5.3), not computed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from api.privacy.requests import deadlines
from api.privacy.requests.deadlines import EXTENDED_MONTHS, MONTHS, due, months_later
from api.privacy.requests.holidays import Calendar, easter, holidays, is_working_day

PARIS, BRUSSELS = ZoneInfo("Europe/Paris"), ZoneInfo("Europe/Brussels")
SECOND = timedelta(seconds=1)


def local(text: str, zone: ZoneInfo = PARIS) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def due_on(received: str, months: int = MONTHS, calendar: Calendar = Calendar.FRANCE) -> str:
    zone = BRUSSELS if calendar is Calendar.BELGIUM else PARIS
    return due(local(received, zone), zone, calendar, months).on.isoformat()


@pytest.mark.parametrize(
    ("received", "last"),
    [
        ("2026-03-05T10:00", "2026-04-07"),  # 5 April is Easter, the 6th its Monday
        ("2027-03-05T10:00", "2027-04-05"),  # the board's own example: until and including the 5th
        ("2026-08-31T10:00", "2026-09-30"),  # the board's: no 31st, so the month's last day
        ("2023-01-31T10:00", "2023-02-28"),
        ("2028-01-31T10:00", "2028-02-29"),  # leap year
        ("2024-01-29T10:00", "2024-02-29"),
        ("2024-02-29T10:00", "2024-03-29"),
        ("2027-01-31T10:00", "2027-03-01"),  # 28 February 2027 is a Sunday
        ("2026-10-14T10:00", "2026-11-16"),  # Saturday → Monday
        ("2026-10-11T10:00", "2026-11-12"),  # Armistice, a Wednesday
        ("2026-11-25T10:00", "2026-12-28"),  # Christmas is a Friday
        ("2026-12-01T10:00", "2027-01-04"),  # New Year's Day is a Friday
        ("2026-04-14T10:00", "2026-05-15"),  # Ascension is 14 May
        ("2026-12-15T10:00", "2027-01-15"),  # over the year's end
    ],
)
def test_one_month(received: str, last: str) -> None:
    assert due_on(received) == last


@pytest.mark.parametrize(
    ("received", "last"),
    [
        ("2023-01-31T10:00", "2023-05-02"),  # 30 April is a Sunday, 1 May a holiday
        ("2026-11-30T10:00", "2027-03-01"),  # 28 February 2027 is a Sunday
        ("2026-03-05T10:00", "2026-06-05"),
        ("2026-12-31T10:00", "2027-03-31"),  # not shortened by the February in between
    ],
)
def test_the_extended_period_is_counted_from_the_first_day(received: str, last: str) -> None:
    assert due_on(received, EXTENDED_MONTHS) == last


def test_the_day_is_the_merchants() -> None:
    """A second before midnight in Paris it is still the 4th, be it the 5th elsewhere."""
    midnight = local("2027-03-05T00:00")
    before = due(midnight - SECOND, PARIS, Calendar.FRANCE, MONTHS)
    at = due(midnight, PARIS, Calendar.FRANCE, MONTHS)
    assert (before.on.isoformat(), at.on.isoformat()) == ("2027-04-05", "2027-04-05")
    # 4 April 2027 is a Sunday; a week that has none tells the two days apart.
    midnight = local("2027-03-09T00:00")
    assert due(midnight - SECOND, PARIS, Calendar.FRANCE, MONTHS).on == date(2027, 4, 8)
    assert due(midnight, PARIS, Calendar.FRANCE, MONTHS).on == date(2027, 4, 9)
    auckland = ZoneInfo("Pacific/Auckland")
    assert due(midnight - SECOND, auckland, Calendar.FRANCE, MONTHS).on == date(2027, 4, 9)


@pytest.mark.parametrize(
    ("received", "over"),
    [
        ("2027-02-27T12:00", "2027-03-31T00:00+02:00"),  # the clock goes forward on 28 March
        ("2027-02-26T12:00", "2027-03-27T00:00+01:00"),  # Good Friday: a day of work
        ("2026-09-24T12:00", "2026-10-27T00:00+01:00"),  # the clock goes back on 25 October
        ("2027-03-09T12:00", "2027-04-10T00:00+02:00"),
    ],
)
def test_it_ends_with_the_last_hour_of_the_day(received: str, over: str) -> None:
    found = due(local(received), PARIS, Calendar.FRANCE, MONTHS)
    assert found.at == datetime.fromisoformat(over)
    assert deadlines.day_of(found.at - SECOND, PARIS) == found.on
    assert deadlines.day_of(found.at, PARIS) == found.on + timedelta(days=1)


def test_holidays_are_those_of_the_merchants_country() -> None:
    assert due_on("2026-06-14T10:00", calendar=Calendar.FRANCE) == "2026-07-15"
    assert due_on("2026-06-14T10:00", calendar=Calendar.BELGIUM) == "2026-07-14"
    assert due_on("2026-06-21T10:00", calendar=Calendar.BELGIUM) == "2026-07-22"
    assert due_on("2026-04-08T10:00", calendar=Calendar.BELGIUM) == "2026-05-08"
    assert due_on("2026-04-08T10:00", calendar=Calendar.FRANCE) == "2026-05-11"
    assert due_on("2027-02-26T10:00", calendar=Calendar.ALSACE_MOSELLE) == "2027-03-30"
    assert due_on("2028-11-26T10:00", calendar=Calendar.ALSACE_MOSELLE) == "2028-12-27"
    assert due_on("2028-11-26T10:00", calendar=Calendar.FRANCE) == "2028-12-26"


def test_easter() -> None:
    known = ((1961, 4, 2), (2000, 4, 23), (2008, 3, 23), (2011, 4, 24), (2026, 4, 5), (2038, 4, 25))
    for day in known:
        assert easter(day[0]) == date(*day)


def test_the_years_holidays() -> None:
    french = "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25"  # 2026
    belgian = "01-01 04-06 05-01 05-14 05-25 07-21 08-15 11-01 11-11 12-25"
    for calendar, days in ((Calendar.FRANCE, french), (Calendar.BELGIUM, belgian)):
        expected = {date.fromisoformat(f"2026-{day}") for day in days.split()}
        assert holidays(calendar, 2026) == expected
    more = holidays(Calendar.ALSACE_MOSELLE, 2026) - holidays(Calendar.FRANCE, 2026)
    assert more == {date(2026, 4, 3), date(2026, 12, 26)}
    assert not is_working_day(date(2026, 11, 22), Calendar.FRANCE)
    assert is_working_day(date(2026, 11, 23), Calendar.FRANCE)


def test_months() -> None:
    assert months_later(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert months_later(date(2026, 11, 1), 1) == date(2026, 12, 1)
    assert months_later(date(2026, 12, 1), 12) == date(2027, 12, 1)


def test_reminders_ten_and_three_days_before_and_on_the_day() -> None:
    sent: int | None = None
    told = []
    for left in range(14, -3, -1):
        reminder = deadlines.reminder_due(left, sent)
        if reminder is not None:
            sent = reminder
            told.append((left, reminder))
    assert told == [(10, 10), (3, 3), (0, 0)]
    # The service slept: one reminder makes up for those missed.
    assert deadlines.reminder_due(2, None) == 3
    assert deadlines.reminder_due(-5, 10) == 0
    # An extension gives new days, and with them new reminders.
    assert deadlines.reminder_due(60, None) is None


def test_a_complaint_unheard_is_escalated_once_at_each_hour() -> None:
    hour = timedelta(hours=1)
    assert deadlines.escalation_due(24 * hour - SECOND, 0) is None
    assert deadlines.escalation_due(24 * hour, 0) == 24
    assert deadlines.escalation_due(47 * hour, 24) is None
    assert deadlines.escalation_due(48 * hour, 24) == 48
    assert deadlines.escalation_due(72 * hour - SECOND, 48) is None
    assert deadlines.escalation_due(72 * hour, 48) == 72
    assert deadlines.escalation_due(900 * hour, 72) is None
    assert deadlines.escalation_due(900 * hour, 0) == 72
