from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.text.dates.calendar import (
    Unit,
    add_days,
    add_months,
    days_of,
    easter,
    nth_weekday,
    period_of,
    shift,
    weekday_near,
    weekday_year,
)

UNITS: tuple[Unit, ...] = ("D", "W", "WE", "M", "Q", "H", "Y", "E", "C")
DAYS = st.dates(min_value=date(1200, 1, 1), max_value=date(2700, 12, 31))


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-07-13", "2024-07-13", "2024-07-13"),
        ("2024-07-13T18:30", "2024-07-13", "2024-07-13"),
        ("2024-07-13TEV", "2024-07-13", "2024-07-13"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2025-W01", "2024-12-30", "2025-01-05"),
        ("2025-W01-WE", "2025-01-04", "2025-01-05"),
        ("2025-Q3", "2025-07-01", "2025-09-30"),
        ("2025-H2", "2025-07-01", "2025-12-31"),
        ("196X", "1960-01-01", "1969-12-31"),
        ("19", "1900-01-01", "1999-12-31"),
        ("2025-SU", "2025-06-21", "2025-09-22"),
        ("2025-WI", "2025-12-21", "2026-03-19"),
        ("2025-10-06/2025-10-31", "2025-10-06", "2025-10-31"),
    ],
)
def test_days_of_a_value(value: str, first: str, last: str) -> None:
    assert days_of(value) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "value",
    ["", "PRESENT_REF", "P3D", "XXXX-07-13", "2025-02-30", "2025-W54", "2025-13", "0000", "2025/2024"],
)
def test_value_without_days(value: str) -> None:
    assert days_of(value) is None


@given(DAYS, st.sampled_from(UNITS))
def test_period_of_a_day_is_near_it_and_holds_it(day: date, unit: Unit) -> None:
    days = days_of(period_of(day, unit))
    assert days is not None
    if unit == "WE":  # the week-end that ends the day's week
        assert day <= days[1]
    else:
        assert days[0] <= day <= days[1]


@given(DAYS, st.sampled_from(UNITS), st.integers(-9, 9))
def test_shift_there_and_back(day: date, unit: Unit, n: int) -> None:
    there = shift(day, unit, n)
    days = days_of(there or "")
    if days is not None:  # a century may lie before the calendar
        assert shift(days[0], unit, -n) == period_of(day, unit)


@given(st.dates(), st.integers(1, 7), st.booleans(), st.booleans())
def test_nearest_weekday_is_that_weekday_within_a_week(
    day: date, weekday: int, forward: bool, strict: bool
) -> None:
    found = weekday_near(day, weekday, forward=forward, strict=strict)
    if found is not None:
        away = (found - day).days if forward else (day - found).days
        assert found.isoweekday() == weekday
        assert (1 if strict else 0) <= away <= 7


@pytest.mark.parametrize(("year", "day"), [(1999, "1999-04-04"), (2024, "2024-03-31"), (2026, "2026-04-05")])
def test_easter(year: int, day: str) -> None:
    assert easter(year) == date.fromisoformat(day)


def test_month_end_is_kept_within_the_month() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)


def test_outside_the_calendar_is_none() -> None:
    assert add_days(date.max, 1) is None
    assert add_months(date(1, 1, 1), -1) is None
    assert shift(date(1, 1, 1), "Y", -1) is None


def test_weekday_picks_the_nearest_year_that_fits() -> None:
    assert weekday_year(11, 7, 4, date(2025, 3, 1)) == date(2024, 11, 7)
    assert weekday_year(2, 29, 4, date(2022, 1, 1)) == date(2024, 2, 29)


def test_nth_weekday_of_a_month() -> None:
    may = (date(2026, 5, 1), date(2026, 5, 31))
    assert nth_weekday(may, 7, 1) == date(2026, 5, 3)
    assert nth_weekday(may, 7, -1) == date(2026, 5, 31)
    assert nth_weekday(may, 1, 5) is None
