"""The day of publication read out of a text's own dates, where no page and no manifest states it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from recoupe.records import Published
from recoupe.text.dates.anchor import Asked, Frame, Sense, number_of
from recoupe.text.dates.calendar import Days, days_of, make_day
from recoupe.text.dates.moments import read

DAY_NEWS = timedelta(days=7)  # a report that names its day is out within the week
MONTH_NEWS = timedelta(days=31)  # one that names its month, by the end of the next
YEARS = 12  # years in which each weekday has met each day of the year, but for 29 February


def infer_publication(expressions: Sequence[tuple[str, Sense]]) -> Published | None:
    """The day of publication from the days a text names.

    The latest day or month that is written with its year; a weekday and day without a year give the first
    year, not before any year written, in which they agree. A year alone says too little: « depuis 1987 ».

    Args:
        expressions: Operation and sense of each time expression of the text.

    Returns:
        An honest interval with its best day, or None when the text names no day and no month of a year.

    Example:
        >>> infer_publication([("date", {"day": 4, "month": 5, "year": 2024})]).earliest
        '2024-05-04'
    """
    stated = [(do, days) for do, sense in expressions if (days := _days_written(do, sense))]
    exact = [days for do, days in stated if do != "year"]
    from_year = max((days[0].year for _, days in stated), default=None)
    if from_year is not None:
        exact += [(day, day) for _, sense in expressions if (day := _agreeing(sense, from_year))]
    if not exact:
        return None
    first, last = max(exact, key=lambda days: (days[1], days[0]))
    is_day = first == last
    return Published(
        at=(last + timedelta(days=1) if is_day else last).isoformat(),
        source="inferred",
        earliest=first.isoformat(),
        latest=(last + (DAY_NEWS if is_day else MONTH_NEWS)).isoformat(),
        certainty="assumed",
    )


def _days_written(do: str, sense: Sense) -> Days | None:
    """Days of a date, month or year that its words give in full."""
    if do not in ("date", "month", "year") or "year" not in sense:
        return None
    reading = read(do, Asked(sense=sense), Frame(published=None))
    days = days_of(reading.value) if reading is not None and reading.anchor == "explicit" else None
    return days if days is not None and days[1].year + YEARS < date.max.year else None


def _agreeing(sense: Sense, from_year: int) -> date | None:
    """« jeudi 7 novembre »: the first year from one on in which that day is that weekday."""
    weekday, day, month = number_of(sense, "weekday"), number_of(sense, "day"), number_of(sense, "month")
    if "year" in sense or weekday is None or day is None or month is None:
        return None
    days = (make_day(from_year + n, month, day) for n in range(YEARS))
    return next((d for d in days if d is not None and d.isoweekday() == weekday), None)
