"""Calendar arithmetic over TIMEX3 values: which days a value covers, its neighbours, feasts, weekdays.

A value is a period of one grain: `2025` year, `2025-H1` half, `2025-Q3` quarter, `2025-SU` season,
`2025-07` month, `2025-W31` week, `2025-08-06` day, `202X` decade, `20` century (the years 2000 to 2099,
as TIMEX3 counts them). Two values joined by a slash are an interval; a time of day may follow a day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

Unit = Literal["D", "W", "WE", "M", "Q", "H", "Y", "E", "C"]
Days = tuple[date, date]

# first month and day of each season: astronomical, to the nearest day; a winter is named after its December
SEASONS = {"SP": (3, 20), "SU": (6, 21), "FA": (9, 23), "WI": (12, 21)}
ORDER = ("SP", "SU", "FA", "WI")
MONTHS_OF = {"M": 1, "Q": 3, "H": 6, "Y": 12, "E": 120, "C": 1200}
SATURDAY, WEEK = 6, 7

CENTURY = re.compile(r"(\d\d)")  # 19
DECADE = re.compile(r"(\d{3})X?")  # 196X
YEAR = re.compile(r"(\d{4})")  # 2024
PART = re.compile(r"(\d{4})-([QH])([1-4])")  # 2024-Q3
SEASON = re.compile(r"(\d{4})-(SP|SU|FA|WI)")  # 2024-SU
MONTH = re.compile(r"(\d{4})-(\d\d)")  # 2024-07
WEEK_OF_YEAR = re.compile(r"(\d{4})-W(\d\d)(-WE)?")  # 2024-W31, 2024-W31-WE
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*|T?[A-Z]{2})?")  # 2024-07-13, 2024-07-13T18:30, 2024-07-13TEV


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None when the calendar has no such day."""
    if not (1 <= year <= date.max.year and 1 <= month <= MONTHS_OF["Y"]):
        return None
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def add_days(day: date, n: int) -> date | None:
    """The day `n` days later, or None when that is outside the calendar."""
    at = day.toordinal() + n
    return date.fromordinal(at) if 1 <= at <= date.max.toordinal() else None


def add_months(day: date, n: int) -> date | None:
    """The same day `n` months later; the month's last day where it is shorter.

    Example:
        >>> add_months(date(2026, 1, 31), 1)
        datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    if not 1 <= year <= date.max.year:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def period_of(day: date, unit: Unit) -> str:
    """Value of the period of one unit that holds a day.

    Example:
        >>> period_of(date(2025, 8, 6), "W"), period_of(date(2025, 8, 6), "Q")
        ('2025-W32', '2025-Q3')
    """
    if unit == "D":
        return day.isoformat()
    if unit in ("W", "WE"):
        year, week, _ = day.isocalendar()
        if unit == "W":
            return f"{year:04}-W{week:02}"
        saturday = day + timedelta(days=SATURDAY - day.isoweekday())
        return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"
    values = {
        "M": f"{day.year:04}-{day.month:02}",
        "Q": f"{day.year:04}-Q{(day.month - 1) // 3 + 1}",
        "H": f"{day.year:04}-H{(day.month - 1) // 6 + 1}",
        "Y": f"{day.year:04}",
        "E": f"{day.year // 10:03}X",
        "C": f"{day.year // 100:02}",
    }
    return values[unit]


def shift(day: date, unit: Unit, n: int) -> str | None:
    """Value of the period `n` units after the one that holds a day; None outside the calendar.

    Example:
        >>> shift(date(2025, 3, 22), "W", -1), shift(date(2025, 1, 31), "M", 1)
        ('2025-W11', '2025-02')
    """
    if unit in ("D", "W", "WE"):
        moved = add_days(day, n * (1 if unit == "D" else WEEK))
    else:
        moved = add_months(day.replace(day=1), n * MONTHS_OF[unit])
    return None if moved is None else period_of(moved, unit)


def days_of(value: str) -> Days | None:
    """First and last day of a value, both inclusive; None where it is no dated value.

    Example:
        >>> days_of("2024-02")
        (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
        >>> days_of("PRESENT_REF") is None
        True
    """
    if "/" in value:
        first, _, last = value.partition("/")
        a, b = days_of(first), days_of(last)
        return (a[0], b[1]) if a and b and a[0] <= b[1] else None
    if m := DAY.fullmatch(value):
        day = make_day(int(m[1]), int(m[2]), int(m[3]))
        return None if day is None else (day, day)
    if m := WEEK_OF_YEAR.fullmatch(value):
        return _week(int(m[1]), int(m[2]), weekend=bool(m[3]))
    if m := SEASON.fullmatch(value):
        return _season(int(m[1]), m[2])
    return _months(value)


def narrowed(days: Days, mod: str) -> Days:
    """The half of a period that a TIMEX3 mod names, softly: its first or last half, or the one between.

    « début mars » and « le 12 mars » may be one day; « début mars » and « le 25 mars » may not.

    Example:
        >>> narrowed((date(2025, 1, 1), date(2025, 12, 31)), "START")
        (datetime.date(2025, 1, 1), datetime.date(2025, 7, 1))
    """
    first, last = days
    half = (last - first).days // 2
    if mod == "START":
        return first, first + timedelta(days=half - 1 if half else 0)
    if mod == "END":
        return first + timedelta(days=half), last
    if mod == "MID":
        return first + timedelta(days=half // 2), last - timedelta(days=half // 2)
    return days


def _week(year: int, week: int, *, weekend: bool) -> Days | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
        return (monday + timedelta(days=5 if weekend else 0), monday + timedelta(days=6))
    except (ValueError, OverflowError):
        return None


def _season(year: int, season: str) -> Days | None:
    if not 1 <= year < date.max.year:
        return None
    after = ORDER[(ORDER.index(season) + 1) % len(ORDER)]
    next_year = year + 1 if after == "SP" else year
    return (date(year, *SEASONS[season]), date(next_year, *SEASONS[after]) - timedelta(days=1))


def _months(value: str) -> Days | None:
    """Days of a value that is a whole number of months long."""
    year, month, unit = 0, 1, ""
    if m := MONTH.fullmatch(value):
        year, month, unit = int(m[1]), int(m[2]), "M"
    elif m := PART.fullmatch(value):
        unit = m[2]
        year, month = int(m[1]), (int(m[3]) - 1) * MONTHS_OF[unit] + 1
    elif m := YEAR.fullmatch(value):
        year, unit = int(m[1]), "Y"
    elif m := DECADE.fullmatch(value):
        year, unit = int(m[1]) * 10, "E"
    elif m := CENTURY.fullmatch(value):
        year, unit = int(m[1]) * 100, "C"
    first = make_day(year, month, 1) if unit else None
    after = add_months(first, MONTHS_OF[unit]) if first else None
    return None if first is None or after is None else (first, after - timedelta(days=1))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876).

    Example:
        >>> easter(2026)
        datetime.date(2026, 4, 5)
    """
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, day = divmod(h + j - 7 * m + 114, 31)
    return date(year, month, day + 1)


def weekday_near(day: date, weekday: int, *, forward: bool, strict: bool = False) -> date | None:
    """The nearest day of a weekday (1 Monday to 7 Sunday), looking one way.

    Args:
        day: Where to look from; counts itself unless `strict`.
        weekday: ISO number.
        forward: Look into the future instead of the past.
        strict: Leave `day` itself out.

    Example:
        >>> weekday_near(date(2026, 3, 11), 1, forward=False)
        datetime.date(2026, 3, 9)
    """
    away = (weekday - day.isoweekday()) % WEEK if forward else -((day.isoweekday() - weekday) % WEEK)
    if strict and away == 0:
        away = WEEK if forward else -WEEK
    return add_days(day, away)


def weekday_year(month: int, day: int, weekday: int, around: date) -> date | None:
    """The date of a weekday, day and month nearest to a day, within six years (a weekday returns by then).

    Example:
        >>> weekday_year(11, 7, 4, date(2025, 3, 1))
        datetime.date(2024, 11, 7)
    """
    found = [make_day(around.year + n, month, day) for n in range(-6, 7)]
    fitting = [d for d in found if d is not None and d.isoweekday() == weekday]
    return min(fitting, key=lambda d: (abs((d - around).days), d), default=None)


def nth_weekday(within: Days, weekday: int, n: int) -> date | None:
    """The `n`-th day of a weekday in a range of days (-1: the last), or None."""
    first = weekday_near(within[0], weekday, forward=True)
    last = weekday_near(within[1], weekday, forward=False)
    found = add_days(first, (n - 1) * WEEK) if n > 0 and first else last
    return found if found is not None and within[0] <= found <= within[1] else None
