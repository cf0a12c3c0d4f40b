"""What the words of a time expression mean on a given day: numbers and codes in, a TIMEX3 value out.

Knows no language: « lundi dernier » arrives as weekday 1, turn -1. What an expression leaves open is read
from an anchor (the day of publication, or the last day told of) and from which way the sentence looks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal, cast

import msgspec

from recoupe.text.calendar import (
    ORDER,
    Days,
    Unit,
    add_days,
    add_months,
    days_of,
    easter,
    make_day,
    nth_weekday,
    period_of,
    shift,
    weekday_near,
    weekday_year,
)

Sense = Mapping[str, int | str]
Kind = Literal["DATE", "TIME", "DURATION", "SET"]

FAR = 200  # days: a weekday and day that agree only farther off than this were not written on that page's day
CLOSE = 30  # days: « le 5 mars » on 3 March is this year's whatever the tense that was read …
LONG = 300  # … when the other choice lies this far off
PIVOT = 30  # « 98 » is 1998, « 05 » is 2005: up to this many years ahead count as this century
HALF_DAYS = {"H": 6, "Q": 3}
DURATIONS = {
    "TS": ("PT", 1, "S"),
    "TM": ("PT", 1, "M"),
    "TH": ("PT", 1, "H"),
    "D": ("P", 1, "D"),
    "NI": ("P", 1, "D"),
    "W": ("P", 1, "W"),
    "F": ("P", 2, "W"),
    "M": ("P", 1, "M"),
    "Q": ("P", 3, "M"),
    "H": ("P", 6, "M"),
    "Y": ("P", 1, "Y"),
    "E": ("P", 10, "Y"),
    "C": ("P", 100, "Y"),
}
DAY_HOURS, WEEK_DAYS, FORTNIGHT_DAYS, THURSDAY, DECEMBER = 24, 7, 15, 4, 12


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule found, and what it says by itself; see `recoupe.lang.timex.Rule`."""

    sense: Sense
    shift: int = 0
    unit: str = ""
    mod: str | None = None
    fixed: str = ""
    last: bool = False


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What an expression is read from.

    Attributes:
        published: Day of publication, None when nothing determines one.
        last: Days of the last day or period told of, near enough to be meant; None when there is none.
        toward: -1 the sentence looks back, 1 ahead, 0 does not say.
        now: The sentence is in the present and names no moment (« compte aujourd'hui deux écoles »).
    """

    published: date | None
    last: Days | None = None
    toward: int = 0
    now: bool = False


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A value, and what it rests on.

    Attributes:
        anchor: `explicit` the words alone, `publication`, or `last` the last day told of.
        doubtful: True when weekday and day fit no year near: the value is the nearest day of that number.
    """

    value: str
    kind: Kind
    anchor: Literal["explicit", "publication", "last"]
    mod: str | None = None
    doubtful: bool = False


def read(operation: str, asked: Asked, frame: Frame) -> Reading | None:
    """Read one expression.

    Returns:
        Its value ("" or a form with X where no anchor is known), or None when the words make no date at all
        (« le 31 février »).
    """
    return READERS[operation](asked, frame)


def _number(sense: Sense, key: str) -> int | None:
    value = sense.get(key)
    return value if isinstance(value, int) else None


def _dated(value: str | None, asked: Asked, anchor: str, *, doubtful: bool = False) -> Reading | None:
    """A reading of a day or period, with the part of the day or the hour its words add."""
    if value is None:
        return None
    timed = value + _time(asked)
    known = cast("Literal['explicit', 'publication', 'last']", anchor)
    mod = cast("str | None", asked.sense.get("edge")) or asked.mod
    return Reading(
        value=timed, kind="TIME" if timed != value else "DATE", anchor=known, mod=mod, doubtful=doubtful
    )


def _time(asked: Asked) -> str:
    if part := asked.sense.get("part"):
        return f"T{part}"
    if noon := asked.sense.get("noon"):
        return f"T{noon}"
    hour = _number(asked.sense, "hour")
    if hour is None:
        return f"T{asked.fixed}" if asked.fixed else ""
    if asked.shift and hour < asked.shift:  # « 8 pm »: the rule's shift is twelve hours
        hour += asked.shift
    return f"T{hour:02}:{_number(asked.sense, 'minute') or 0:02}"


def _whole_year(sense: Sense, around: date | None) -> int | None:
    """The year that is written, « 98 » in full."""
    year = sense.get("year")
    if year is None:
        return None
    digits = str(year).lstrip("'")
    if not digits.isdecimal():
        return None
    number = int(digits)
    if len(digits) > 2 or number > 99:  # noqa: PLR2004 - two figures
        return number
    now = around.year if around else 2000
    century = now // 100 * 100
    return century + number if century + number <= now + PIVOT else century - 100 + number


def _choose(spans: list[Days], frame: Frame, today: date) -> Days | None:
    """Of the same period in several years, the one that is meant; `spans` in order of time."""
    back = [s for s in spans if s[0] <= today]
    ahead = [s for s in spans if s[1] >= today]
    if not back or not ahead:
        return (back or ahead or [None])[-1 if back else 0]
    past, coming = back[-1], ahead[0]
    if past == coming:
        return past
    gone, wait = (today - past[1]).days, (coming[0] - today).days
    toward = frame.toward or (-1 if gone <= wait else 1)
    if toward < 0:
        return coming if wait <= CLOSE and gone >= LONG else past
    return past if gone <= CLOSE and wait >= LONG else coming


def _turned(spans: list[Days], turn: int, today: date) -> Days | None:
    """The last of the periods that is wholly over, or the next that has not begun."""
    if turn < 0:
        return next((s for s in reversed(spans) if s[1] < today), None)
    return next((s for s in spans if s[0] > today), None)


def _pick(values: list[str], asked: Asked, frame: Frame) -> str | None:
    """Of values of neighbouring years, the one meant on the day of publication."""
    spans = {days: value for value in values if (days := days_of(value))}
    ordered = sorted(spans)
    if frame.published is None or not ordered:
        return None
    turn = _number(asked.sense, "turn")
    if turn:
        found = _turned(ordered, turn, frame.published)
    else:
        found = _choose(ordered, frame, frame.published)
    return spans[found] if found else None


def _around(day: date) -> range:
    return range(max(1, day.year - 2), day.year + 3)


def _date(asked: Asked, frame: Frame) -> Reading | None:
    sense = asked.sense
    day, month = _number(sense, "day"), _number(sense, "month") or _number(sense, "mm")
    if day is None or month is None or make_day(2000, month, day) is None:
        return None
    until = _number(sense, "day3") or _number(sense, "day2")
    if until is not None and until < day:  # « du 28 au 3 mai » begins in April
        month = (month - 2) % 12 + 1
    year = _whole_year(sense, frame.published)
    if year is not None:
        exact = make_day(year, month, day)
        off = exact is not None and _number(sense, "weekday") not in (None, exact.isoweekday())
        return _dated(exact.isoformat() if exact else None, asked, "explicit", doubtful=off)
    if frame.published is None:
        return _dated(f"XXXX-{month:02}-{day:02}", asked, "publication")
    weekday = _number(sense, "weekday")
    fitting = weekday_year(month, day, weekday, frame.published) if weekday else None
    if fitting is not None and abs((fitting - frame.published).days) <= FAR:
        return _dated(fitting.isoformat(), asked, "publication")
    days = [d for y in _around(frame.published) if (d := make_day(y, month, day))]
    value = _pick([d.isoformat() for d in days], asked, frame)
    return _dated(value, asked, "publication", doubtful=weekday is not None)


def _month_value(asked: Asked, frame: Frame) -> tuple[str | None, str]:
    month = _number(asked.sense, "month")
    if month is None:
        return None, "explicit"
    year = _whole_year(asked.sense, frame.published)
    if year is not None:
        return f"{year:04}-{month:02}", "explicit"
    if frame.published is None:
        return f"XXXX-{month:02}", "publication"
    return _pick([f"{y:04}-{month:02}" for y in _around(frame.published)], asked, frame), "publication"


def _month(asked: Asked, frame: Frame) -> Reading | None:
    return _dated(*_with_asked(_month_value(asked, frame), asked))


def _with_asked(found: tuple[str | None, str], asked: Asked) -> tuple[str | None, Asked, str]:
    return found[0], asked, found[1]


def _year(asked: Asked, frame: Frame) -> Reading | None:
    year = _whole_year(asked.sense, frame.published)
    if year is None:
        return None
    return _dated(_edged(f"{year:04}", asked), asked, "explicit")


def _edged(value: str, asked: Asked) -> str:
    """A period narrowed to the end that the words name: « fin 2027 » is its December.

    A month's end is its last day, a week's beginning its Monday; other ends keep the whole period.
    """
    edge, days = asked.sense.get("edge"), days_of(value)
    if days is None or edge not in ("START", "END") or "this" in asked.sense:
        return value
    if len(value) == len("2027"):
        return period_of(days[0] if edge == "START" else days[1], "M")
    if "-W" in value:
        return days[0].isoformat() if edge == "START" else value
    return days[1].isoformat() if edge == "END" and _is_month(value) else value


def _is_month(value: str) -> bool:
    return len(value) == len("2027-01") and value[5:].isdecimal()


def _weekday(asked: Asked, frame: Frame) -> Reading | None:
    weekday = _number(asked.sense, "weekday")
    if weekday is None:
        return None
    base = frame.last[0] if asked.last and frame.last else frame.published
    if base is None:
        return _dated(f"XXXX-WXX-{weekday}", asked, "publication")
    if asked.last and frame.last:
        found = weekday_near(base, weekday, forward=True)
        return _dated(found.isoformat() if found else None, asked, "last")
    turn = _number(asked.sense, "turn") or 0
    toward = turn or frame.toward
    back = weekday_near(base, weekday, forward=False, strict=turn != 0)
    ahead = weekday_near(base, weekday, forward=True, strict=turn != 0)
    if back is None or ahead is None:
        return None
    if toward == 0:
        toward = -1 if (base - back).days <= (ahead - base).days else 1
    return _dated((back if toward < 0 else ahead).isoformat(), asked, "publication")


def _base(asked: Asked, frame: Frame) -> tuple[date | None, str]:
    """The day that a relative expression is counted from."""
    if asked.last and frame.last is not None:
        return frame.last[1], "last"
    return frame.published, "publication"


def _offset(asked: Asked, frame: Frame) -> Reading | None:
    if "month" in asked.sense and "day" in asked.sense:
        return _date(asked, frame)
    steps = _number(asked.sense, "offset")
    if steps == 0 and frame.now and "part" not in asked.sense and "weekday" not in asked.sense:
        return Reading(value="PRESENT_REF", kind="DATE", anchor="publication")
    base, anchor = _base(asked, frame)
    if base is None:
        return _dated("", asked, anchor)
    moved = add_days(base, asked.shift if steps is None else steps)
    return _dated(moved.isoformat() if moved else None, asked, anchor)


def _period(asked: Asked, frame: Frame) -> Reading | None:
    sense = asked.sense
    unit = cast("Unit", sense.get("span") or sense.get("span2") or asked.unit)
    base, anchor = _base(asked, frame)
    if base is None:
        return _dated("", asked, anchor)
    steps = _number(sense, "turn") or _number(sense, "sequel") or asked.shift
    value = shift(base, unit, steps)
    return _dated(_edged(value, asked) if value else None, asked, anchor)


def _away(asked: Asked, frame: Frame) -> Reading | None:
    sense = asked.sense
    unit = str(sense.get("unit", sense.get("unit2")))
    count = sense.get("n", sense.get("n2", sense.get("dozen", 1)))
    sign = _number(sense, "sign") or asked.shift
    if not isinstance(count, int) or "few" in sense:
        vague = "PAST_REF" if sign < 0 else "FUTURE_REF"
        return Reading(value=vague, kind="DATE", anchor="publication")
    if unit in ("TS", "TM") or (unit == "TH" and count % DAY_HOURS):
        return _duration(asked, frame)
    base, anchor = _base(asked, frame)
    if base is None:
        return _dated("", asked, anchor)
    return _dated(_counted(base, unit, sign * count), asked, anchor)


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
    day = _number(asked.sense, "day")
    if day is None or frame.published is None:
        return _dated("", asked, "publication") if day else None
    if frame.last is not None and (own := make_day(frame.last[0].year, frame.last[0].month, day)):
        return _dated(own.isoformat(), asked, "last")
    months = [add_months(frame.published.replace(day=1), n) for n in (-2, -1, 0, 1, 2)]
    days = [d for m in months if m and (d := make_day(m.year, m.month, day))]
    return _dated(_pick([d.isoformat() for d in days], asked, frame), asked, "publication")


def _duration(asked: Asked, _frame: Frame) -> Reading | None:
    sense = asked.sense
    prefix, times, letter = DURATIONS[str(sense.get("unit", asked.unit))]
    count = sense.get("n", sense.get("n2", sense.get("dozen", "X")))
    amount = count * times if isinstance(count, int) else count
    return Reading(value=f"{prefix}{amount}{letter}", kind="DURATION", anchor="explicit", mod=asked.mod)


def _set(asked: Asked, frame: Frame) -> Reading | None:
    weekday = _number(asked.sense, "weekday") or _number(asked.sense, "weekdays")
    if weekday is not None:
        return Reading(value=f"XXXX-WXX-{weekday}", kind="SET", anchor="explicit")
    one = msgspec.structs.replace(asked, sense={"n": 1, **asked.sense})
    found = _duration(one, frame)
    return found and msgspec.structs.replace(found, kind="SET")


def _reference(asked: Asked, _frame: Frame) -> Reading | None:
    kind: Kind = "DURATION" if asked.fixed.startswith("P") and asked.fixed[1:2].isdecimal() else "DATE"
    return Reading(
        value=asked.fixed, kind="DURATION" if asked.fixed.startswith("PT") else kind, anchor="explicit"
    )


def _clock(asked: Asked, frame: Frame) -> Reading | None:
    day = frame.last[1] if frame.last else frame.published
    return _dated(day.isoformat() if day else "", asked, "last" if frame.last else "publication")


def _part(asked: Asked, frame: Frame) -> Reading | None:
    base, anchor = _base(asked, frame)
    moved = add_days(base, asked.shift) if base else None
    return _dated(moved.isoformat() if moved else "", asked, anchor)


def _night(asked: Asked, frame: Frame) -> Reading | None:
    first, second = _number(asked.sense, "weekday"), _number(asked.sense, "weekday2")
    if second is None:
        return None
    if frame.published is None:
        return Reading(value="", kind="TIME", anchor="publication")
    end = weekday_near(frame.published, second, forward=frame.toward > 0)
    if end is None:
        return None
    start = weekday_near(end, first, forward=False) if first else add_days(end, -1)  # « Nacht auf Montag »
    return start and Reading(value=f"{start.isoformat()}TNI", kind="TIME", anchor="publication")


def _season_value(asked: Asked, frame: Frame) -> tuple[str | None, str]:
    season = str(asked.sense.get("season"))
    year = _whole_year(asked.sense, frame.published)
    if year is not None:
        return f"{year:04}-{season}", "explicit"
    if asked.fixed or frame.published is None:
        return f"XXXX-{season}", "explicit" if asked.fixed else "publication"
    return _pick([f"{y:04}-{season}" for y in _around(frame.published)], asked, frame), "publication"


def _season(asked: Asked, frame: Frame) -> Reading | None:
    value, anchor = _season_value(asked, frame)
    return _dated(value, msgspec.structs.replace(asked, fixed=""), anchor)


def _quarter(asked: Asked, frame: Frame) -> Reading | None:
    ordinal, unit = _number(asked.sense, "ordinal"), str(asked.sense.get("unit"))
    if ordinal is None or unit not in HALF_DAYS:
        return None
    n = ordinal if ordinal > 0 else 12 // HALF_DAYS[unit]
    year = _whole_year(asked.sense, frame.published)
    if year is not None:
        return _dated(f"{year:04}-{unit}{n}", asked, "explicit")
    if frame.published is None:
        return _dated(f"XXXX-{unit}{n}", asked, "publication")
    return _dated(
        _pick([f"{y:04}-{unit}{n}" for y in _around(frame.published)], asked, frame), asked, "publication"
    )


def _decade(asked: Asked, _frame: Frame) -> Reading | None:
    decade = _number(asked.sense, "decade") or _number(asked.sense, "years")
    if decade is None:
        return None
    full = decade if decade > 99 else 1900 + decade  # noqa: PLR2004 - « 60 » or « 1960 »
    return _dated(f"{full // 10:03}X", asked, "explicit")


def _century(asked: Asked, _frame: Frame) -> Reading | None:
    hundreds = _number(asked.sense, "roman" if "roman" in asked.sense else "nth")
    if hundreds is None:
        nth = _number(asked.sense, "century")
        hundreds = None if nth is None else nth - 1
    return None if hundreds is None else _dated(f"{hundreds:02}", asked, "explicit")


def _feast_day(code: str, year: int) -> date | None:
    if code.startswith("E"):
        return add_days(easter(year), int(code[1:] or 0))
    month, _, day = code.partition("-")
    return make_day(year, int(month), int(day))


def _feast(asked: Asked, frame: Frame) -> Reading | None:
    code = str(asked.sense.get("feast"))
    year = _whole_year(asked.sense, frame.published)
    if year is not None:
        exact = _feast_day(code, year)
        return _dated(exact.isoformat() if exact else None, asked, "explicit")
    if frame.published is None:
        return _dated("" if code.startswith("E") else f"XXXX-{code}", asked, "publication")
    days = [d for y in _around(frame.published) if (d := _feast_day(code, y))]
    return _dated(_pick([d.isoformat() for d in days], asked, frame), asked, "publication")


def _nth(asked: Asked, frame: Frame) -> Reading | None:
    """« la troisième semaine d'octobre », « le premier dimanche de mai »: counted within its month or season."""
    value, anchor = _season_value(asked, frame) if "season" in asked.sense else _month_value(asked, frame)
    within = days_of(value) if value else None
    if within is None:
        return _dated("", asked, anchor)
    monday = 1
    day = nth_weekday(within, _number(asked.sense, "weekday") or monday, _number(asked.sense, "ordinal") or 1)
    if day is None:
        return None
    return _dated(period_of(day, "W" if asked.unit == "W" else "D"), asked, anchor)


READERS: Mapping[str, Callable[[Asked, Frame], Reading | None]] = {
    "date": _date,
    "month": _month,
    "year": _year,
    "weekday": _weekday,
    "offset": _offset,
    "period": _period,
    "away": _away,
    "day": _day,
    "same": _period,
    "duration": _duration,
    "set": _set,
    "reference": _reference,
    "clock": _clock,
    "part": _part,
    "night": _night,
    "season": _season,
    "quarter": _quarter,
    "decade": _decade,
    "century": _century,
    "feast": _feast,
    "nth": _nth,
}
