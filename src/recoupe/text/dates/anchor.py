"""What a time expression asks and what it is read from: the ground of `moments` and `periods`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, cast

import msgspec

from recoupe.text.dates.calendar import Days, days_of

Sense = Mapping[str, int | str]
Kind = Literal["DATE", "TIME", "DURATION", "SET"]
Anchor = Literal["explicit", "publication", "last"]

CLOSE = 30  # days: « le 5 mars » on 3 March is this year's whatever the tense that was read …
LONG = 300  # … when the other choice lies this far off
PIVOT = 30  # « 98 » is 1998, « 05 » is 2005: up to this many years ahead count as this century


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
    anchor: Anchor
    mod: str | None = None
    doubtful: bool = False


def number_of(sense: Sense, key: str) -> int | None:
    """A group's meaning when it is a number, else None."""
    value = sense.get(key)
    return value if isinstance(value, int) else None


def dated(value: str | None, asked: Asked, anchor: Anchor, *, doubtful: bool = False) -> Reading | None:
    """A reading of a day or period, with the part of the day or the hour its words add."""
    if value is None:
        return None
    timed = value + _time(asked)
    mod = cast("str | None", asked.sense.get("edge")) or asked.mod
    return Reading(
        value=timed, kind="TIME" if timed != value else "DATE", anchor=anchor, mod=mod, doubtful=doubtful
    )


def _time(asked: Asked) -> str:
    if part := asked.sense.get("part"):
        return f"T{part}"
    if noon := asked.sense.get("noon"):
        return f"T{noon}"
    hour = number_of(asked.sense, "hour")
    if hour is None:
        return f"T{asked.fixed}" if asked.fixed else ""
    if asked.shift and hour < asked.shift:  # « 8 pm »: the rule's shift is twelve hours
        hour += asked.shift
    minute = number_of(asked.sense, "minute") or number_of(asked.sense, "half") or 0
    return f"T{hour:02}:{minute:02}"


def whole_year(sense: Sense, around: date | None) -> int | None:
    """The year that is written, « 98 » in full."""
    turn = number_of(sense, "yearturn")  # « en mai de l'an dernier »
    if turn is not None and around is not None:
        return around.year + turn
    year = sense.get("year")
    if year is None:
        return None
    digits = str(year).lstrip("'")
    if not digits.isdecimal():
        return None
    number = int(digits)
    if len(digits) > len("98"):
        return number
    now = around.year if around else 2000
    century = now // 100 * 100
    return century + number if century + number <= now + PIVOT else century - 100 + number


def year_anchor(sense: Sense) -> Anchor:
    """What a year rests on: « l'an dernier » is counted from publication."""
    return "publication" if "yearturn" in sense else "explicit"


def years_around(day: date) -> range:
    """The years in which a period without a year is looked for: two before a day's to two after."""
    return range(max(1, day.year - 2), min(date.max.year, day.year + 2) + 1)


def base_of(asked: Asked, frame: Frame) -> tuple[date | None, Anchor]:
    """The day that a relative expression is counted from."""
    if asked.last and frame.last is not None:
        return frame.last[1], "last"
    return frame.published, "publication"


def pick(values: list[str], asked: Asked, frame: Frame) -> str | None:
    """Of values of neighbouring years, the one meant on the day of publication."""
    spans = {days: value for value in values if (days := days_of(value))}
    ordered = sorted(spans)
    if frame.published is None or not ordered:
        return None
    turn = 0 if "this" in asked.sense else number_of(asked.sense, "turn")
    if turn == 0:  # « this summer »; « cet hiver » in January: the one that lasts, else this year's
        today = frame.published
        lasting = [s for s in ordered if s[0] <= today <= s[1]]
        return next((spans[s] for s in [*lasting, *ordered] if s in lasting or s[0].year == today.year), None)
    found = _turned(ordered, turn, frame.published) if turn else _choose(ordered, frame, frame.published)
    return spans[found] if found else None


def _turned(spans: list[Days], turn: int, today: date) -> Days | None:
    """The last of the periods that is wholly over, or the next that has not begun."""
    if turn < 0:
        return next((s for s in reversed(spans) if s[1] < today), None)
    return next((s for s in spans if s[0] > today), None)


def _choose(spans: list[Days], frame: Frame, today: date) -> Days | None:
    """Of the same period in several years, the one that is meant; `spans` in order of time."""
    back = [s for s in spans if s[0] <= today]
    ahead = [s for s in spans if s[1] >= today]
    if not back or not ahead:
        return back[-1] if back else ahead[0] if ahead else None
    past, coming = back[-1], ahead[0]
    if past == coming:
        return past
    gone, wait = (today - past[1]).days, (coming[0] - today).days
    toward = frame.toward or (-1 if gone <= wait else 1)
    if toward < 0:
        return coming if wait <= CLOSE and gone >= LONG else past
    return past if gone <= CLOSE and wait >= LONG else coming
