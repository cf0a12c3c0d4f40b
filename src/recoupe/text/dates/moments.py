"""What the words of a time expression mean on a given day: numbers and codes in, a TIMEX3 value out.

Knows no language: « lundi dernier » arrives as weekday 1, turn -1. What an expression leaves open is read
from an anchor (the day of publication, or the last day told of) and from which way the sentence looks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import cast

from recoupe.text.dates.anchor import (
    Asked,
    Frame,
    Reading,
    base_of,
    dated,
    number_of,
    pick,
    whole_year,
    year_anchor,
    years_around,
)
from recoupe.text.dates.calendar import (
    Unit,
    add_days,
    add_months,
    make_day,
    shift,
    weekday_near,
    weekday_year,
)
from recoupe.text.dates.periods import (
    read_century,
    read_decade,
    read_duration,
    read_feast,
    read_month,
    read_nth,
    read_period,
    read_quarter,
    read_reference,
    read_season,
    read_set,
    read_year,
)

FAR = 200  # days: a weekday and day that agree only farther off than this were not written on that page's day
DAY_HOURS, WEEK_DAYS, FORTNIGHT_DAYS = 24, 7, 14


def read(operation: str, asked: Asked, frame: Frame) -> Reading | None:
    """Read one expression.

    Returns:
        Its value ("" or a form with X where no anchor is known), or None when the words make no date at all
        (« le 31 février »).
    """
    return READERS[operation](asked, frame)


def _date(asked: Asked, frame: Frame) -> Reading | None:
    sense = asked.sense
    day, month = number_of(sense, "day"), number_of(sense, "month") or number_of(sense, "mm")
    if day is None or month is None or make_day(2000, month, day) is None:
        return None
    until = number_of(sense, "day3") or number_of(sense, "day2")
    if until is not None and until < day:  # « du 28 au 3 mai » begins in April
        month = (month - 2) % 12 + 1
    year = whole_year(sense, frame.published)
    if year is not None:
        exact = make_day(year, month, day)
        off = exact is not None and number_of(sense, "weekday") not in (None, exact.isoweekday())
        return dated(exact.isoformat() if exact else None, asked, year_anchor(sense), doubtful=off)
    if frame.published is None:
        return dated(f"XXXX-{month:02}-{day:02}", asked, "publication")
    weekday = number_of(sense, "weekday")
    fitting = weekday_year(month, day, weekday, frame.published) if weekday else None
    if fitting is not None and abs((fitting - frame.published).days) <= FAR:
        return dated(fitting.isoformat(), asked, "publication")
    days = [d for y in years_around(frame.published) if (d := make_day(y, month, day))]
    value = pick([d.isoformat() for d in days], asked, frame)
    return dated(value, asked, "publication", doubtful=weekday is not None)


def _weekday(asked: Asked, frame: Frame) -> Reading | None:
    weekday = number_of(asked.sense, "weekday")
    if weekday is None:
        return None
    base = frame.last[0] if asked.last and frame.last else frame.published
    if base is None:
        return dated(f"XXXX-WXX-{weekday}", asked, "publication")
    if asked.last:
        found = weekday_near(base, weekday, forward=True, strict="sequel" in asked.sense)
        return dated(found.isoformat() if found else None, asked, "last" if frame.last else "publication")
    week = number_of(asked.sense, "weekturn")
    if week is not None:  # « jeudi de la semaine dernière »
        there = add_days(base, week * WEEK_DAYS + weekday - base.isoweekday())
        return dated(there.isoformat() if there else None, asked, "publication")
    turn = number_of(asked.sense, "turn") or number_of(asked.sense, "turns") or 0
    toward = turn or frame.toward
    back = weekday_near(base, weekday, forward=False, strict=turn != 0)
    ahead = weekday_near(base, weekday, forward=True, strict=turn != 0)
    if back is None or ahead is None:
        return None
    if toward == 0:
        toward = -1 if (base - back).days <= (ahead - base).days else 1
    return dated((back if toward < 0 else ahead).isoformat(), asked, "publication")


def _offset(asked: Asked, frame: Frame) -> Reading | None:
    if "month" in asked.sense and "day" in asked.sense:
        return _date(asked, frame)
    steps = number_of(asked.sense, "offset")
    if steps == 0 and frame.now and "part" not in asked.sense and "weekday" not in asked.sense:
        return Reading(value="PRESENT_REF", kind="DATE", anchor="publication")
    base, anchor = base_of(asked, frame)
    if base is None:
        return dated("", asked, anchor)
    moved = add_days(base, asked.shift if steps is None else steps)
    return dated(moved.isoformat() if moved else None, asked, anchor)


def _away(asked: Asked, frame: Frame) -> Reading | None:
    sense = asked.sense
    unit = str(sense.get("unit", sense.get("unit2")))
    count = sense.get("n", sense.get("n2", sense.get("dozen", 1)))
    sign = number_of(sense, "sign") or asked.shift
    if not isinstance(count, int) or "few" in sense:
        vague = "PAST_REF" if sign < 0 else "FUTURE_REF"
        return Reading(value=vague, kind="DATE", anchor="publication")
    loose = (
        asked.last and frame.last is None and sign > 0
    )  # « vingt ans plus tard », after what was never dated
    if loose or unit in ("TS", "TM") or (unit == "TH" and count % DAY_HOURS):
        return read_duration(asked, frame)
    base, anchor = base_of(asked, frame)
    if base is None:
        return dated("", asked, anchor)
    return dated(_counted(base, unit, sign * count), asked, anchor)


def _counted(base: date, unit: str, n: int) -> str | None:
    """The day `n` units away; several months away only the month is meant, years away the year."""
    days = {"D": 1, "NI": 1, "W": WEEK_DAYS, "F": FORTNIGHT_DAYS}
    if unit in days:
        moved = add_days(base, n * days[unit])
    elif unit == "TH":
        moved = add_days(base, n // DAY_HOURS)
    elif unit == "M" and abs(n) == 1:
        moved = add_months(base, n)
    else:
        return shift(base, cast("Unit", unit), n)
    return moved.isoformat() if moved else None


def _day(asked: Asked, frame: Frame) -> Reading | None:
    """« le 5 »: of the month told of last, else the nearest month that the sentence looks to."""
    day = number_of(asked.sense, "day")
    if day is None or frame.published is None:
        return dated("", asked, "publication") if day else None
    if frame.last is not None and (own := make_day(frame.last[0].year, frame.last[0].month, day)):
        return dated(own.isoformat(), asked, "last")
    months = [add_months(frame.published.replace(day=1), n) for n in (-2, -1, 0, 1, 2)]
    days = [d for m in months if m and (d := make_day(m.year, m.month, day))]
    return dated(pick([d.isoformat() for d in days], asked, frame), asked, "publication")


def _clock(asked: Asked, frame: Frame) -> Reading | None:
    day = frame.last[1] if frame.last else frame.published
    return dated(day.isoformat() if day else "", asked, "last" if frame.last else "publication")


def _part(asked: Asked, frame: Frame) -> Reading | None:
    base, anchor = base_of(asked, frame)
    moved = add_days(base, asked.shift) if base else None
    return dated(moved.isoformat() if moved else "", asked, anchor)


def _night(asked: Asked, frame: Frame) -> Reading | None:
    first, second = number_of(asked.sense, "weekday"), number_of(asked.sense, "weekday2")
    if second is None:
        return None
    if frame.published is None:
        return Reading(value="", kind="TIME", anchor="publication")
    end = weekday_near(frame.published, second, forward=frame.toward > 0)
    if end is None:
        return None
    start = weekday_near(end, first, forward=False) if first else add_days(end, -1)  # « Nacht auf Montag »
    if start is None:
        return None
    return Reading(value=f"{start.isoformat()}TNI", kind="TIME", anchor="publication")


READERS: Mapping[str, Callable[[Asked, Frame], Reading | None]] = {
    "date": _date,
    "month": read_month,
    "year": read_year,
    "weekday": _weekday,
    "offset": _offset,
    "period": read_period,
    "away": _away,
    "day": _day,
    "same": read_period,
    "duration": read_duration,
    "set": read_set,
    "reference": read_reference,
    "clock": _clock,
    "part": _part,
    "night": _night,
    "season": read_season,
    "quarter": read_quarter,
    "decade": read_decade,
    "century": read_century,
    "feast": read_feast,
    "nth": read_nth,
}
