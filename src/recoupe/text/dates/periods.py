"""Months, years, seasons, feasts and other periods, durations and sets: a TIMEX3 value from their words."""

from __future__ import annotations

from datetime import date
from typing import cast

import msgspec

from recoupe.text.dates.anchor import (
    Anchor,
    Asked,
    Frame,
    Kind,
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
    days_of,
    easter,
    make_day,
    nth_weekday,
    period_of,
    shift,
)

LENGTHS = {"H": 6, "Q": 3}  # months
YEAR_MONTHS, HOUR_MINUTES, SATURDAY = 12, 60, 6
WRITTEN_OUT = 100  # « 1960 » stands written out, « 60 » is of the twentieth century
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


def month_value(asked: Asked, frame: Frame) -> tuple[str | None, Anchor]:
    """Value of a month, by its year or as the one meant near publication, and what it rests on."""
    month = number_of(asked.sense, "month") or number_of(asked.sense, "yearly")  # « la rentrée »
    if month is None:
        return None, "explicit"
    year = whole_year(asked.sense, frame.published)
    if year is not None:
        return f"{year:04}-{month:02}", year_anchor(asked.sense)
    if frame.published is None:
        return f"XXXX-{month:02}", "publication"
    return pick([f"{y:04}-{month:02}" for y in years_around(frame.published)], asked, frame), "publication"


def read_month(asked: Asked, frame: Frame) -> Reading | None:
    """« juillet », « juillet 2024 », « juillet dernier », « début juillet »."""
    value, anchor = month_value(asked, frame)
    return dated(value, asked, anchor)


def read_year(asked: Asked, frame: Frame) -> Reading | None:
    """« 2014 », « 98 », « fin 2027 »."""
    year = whole_year(asked.sense, frame.published)
    if year is None:
        return None
    return dated(edged(f"{year:04}", asked), asked, "explicit")


def edged(value: str, asked: Asked) -> str:
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


def read_period(asked: Asked, frame: Frame) -> Reading | None:
    """« la semaine dernière », « ce mois-ci », « la fin de l'année », « cette année-là »."""
    sense = asked.sense
    unit = cast("Unit", sense.get("span") or sense.get("span2") or asked.unit)
    base, anchor = base_of(asked, frame)
    if base is None:
        return dated("", asked, anchor)
    steps = number_of(sense, "turn") or number_of(sense, "sequel") or asked.shift
    if unit == "WE" and not steps and frame.toward < 0 and base.isoweekday() < SATURDAY:
        steps = -1  # « ce week-end, le pont a cédé », told on Monday
    value = shift(base, unit, steps)
    return dated(edged(value, asked) if value else None, asked, anchor)


def _season_value(asked: Asked, frame: Frame) -> tuple[str | None, Anchor]:
    season = str(asked.sense.get("season"))
    year = whole_year(asked.sense, frame.published)
    if year is not None:
        return f"{year:04}-{season}", "explicit"
    if asked.fixed or frame.published is None:
        return f"XXXX-{season}", "explicit" if asked.fixed else "publication"
    return pick([f"{y:04}-{season}" for y in years_around(frame.published)], asked, frame), "publication"


def read_season(asked: Asked, frame: Frame) -> Reading | None:
    """« l'automne 2024 », « au printemps prochain »; « en été » is no one year's."""
    value, anchor = _season_value(asked, frame)
    return dated(value, msgspec.structs.replace(asked, fixed=""), anchor)


def read_quarter(asked: Asked, frame: Frame) -> Reading | None:
    """« le deuxième trimestre 2025 », « au premier semestre »."""
    ordinal, unit = number_of(asked.sense, "ordinal"), str(asked.sense.get("unit", asked.unit))
    if ordinal is None or unit not in LENGTHS:
        return None
    n = ordinal if ordinal > 0 else 12 // LENGTHS[unit]
    year = whole_year(asked.sense, frame.published)
    if year is not None:
        return dated(f"{year:04}-{unit}{n}", asked, "explicit")
    if frame.published is None:
        return dated(f"XXXX-{unit}{n}", asked, "publication")
    if frame.toward == 0:  # the figures of a quarter are told when it is over
        frame = Frame(published=frame.published, last=frame.last, toward=-1)
    values = [f"{y:04}-{unit}{n}" for y in years_around(frame.published)] if frame.published else []
    value = pick(values, asked, frame)
    return dated(value, asked, "publication")


def read_decade(asked: Asked, _frame: Frame) -> Reading | None:
    """« les années 60 », « les années 1990 »."""
    decade = number_of(asked.sense, "decade") or number_of(asked.sense, "years")
    if decade is None:
        return None
    full = decade if decade >= WRITTEN_OUT else 1900 + decade  # « 1960 » or « 60 »
    return dated(f"{full // 10:03}X", asked, "explicit")


def read_century(asked: Asked, _frame: Frame) -> Reading | None:
    """« le XIIe siècle » is `11`, as TIMEX3 counts."""
    hundreds = number_of(asked.sense, "roman" if "roman" in asked.sense else "nth")
    if hundreds is None:
        nth = number_of(asked.sense, "century")
        hundreds = None if nth is None else nth - 1
    return None if hundreds is None else dated(f"{hundreds:02}", asked, "explicit")


def read_feast(asked: Asked, frame: Frame) -> Reading | None:
    """« Noël », « Pâques 2026 », « la veille de Noël »."""
    code = str(asked.sense.get("feast"))
    year = whole_year(asked.sense, frame.published)
    if year is not None:
        exact = _feast_day(code, year, asked.shift)
        return dated(exact.isoformat() if exact else None, asked, "explicit")
    if frame.published is None:
        return dated("" if code.startswith("E") else f"XXXX-{code}", asked, "publication")
    days = [d for y in years_around(frame.published) if (d := _feast_day(code, y, asked.shift))]
    return dated(pick([d.isoformat() for d in days], asked, frame), asked, "publication")


def _feast_day(code: str, year: int, days: int) -> date | None:
    """A feast's day in a year, moved by days.

    « E+39 » counts from Easter, « 12-25 » is month and day, « 11-4#4 » the fourth Thursday of a month.
    """
    if code.startswith("E"):
        return add_days(easter(year), int(code[1:] or 0) + days)
    month, _, day = code.partition("-")
    if "#" in day:  # « 11-4#4 »: the fourth Thursday of November
        weekday, _, nth = day.partition("#")
        within = days_of(f"{year:04}-{month}")
        fixed = nth_weekday(within, int(weekday), int(nth)) if within else None
    else:
        fixed = make_day(year, int(month), int(day))
    return add_days(fixed, days) if fixed else None


def read_nth(asked: Asked, frame: Frame) -> Reading | None:
    """« la troisième semaine d'octobre », « le premier dimanche de mai »: counted in its month or season."""
    value, anchor = _season_value(asked, frame) if "season" in asked.sense else month_value(asked, frame)
    within = days_of(value) if value else None
    if within is None:
        return dated("", asked, anchor)
    monday = 1
    day = nth_weekday(
        within, number_of(asked.sense, "weekday") or monday, number_of(asked.sense, "ordinal") or 1
    )
    if day is None:
        return None
    return dated(period_of(day, "W" if asked.unit == "W" else "D"), asked, anchor)


def read_duration(asked: Asked, _frame: Frame) -> Reading | None:
    """« trois semaines » is P3W, « plusieurs jours » PXD."""
    sense = asked.sense
    unit = str(sense.get("unit", sense.get("unit2", asked.unit)))
    prefix, times, letter = DURATIONS[unit]
    count = sense.get("n", sense.get("n2", sense.get("dozen", asked.shift or "X")))
    amount = count * times if isinstance(count, int) else count
    if amount == "X" and unit in ("E", "C"):
        letter = unit  # « des siècles » is no number of years
    rest = ""
    half = number_of(sense, "half")
    if half and isinstance(amount, int):
        amount, letter, rest = _and_a_half(amount, letter, times, half)
    return Reading(value=f"{prefix}{amount}{letter}{rest}", kind="DURATION", anchor="explicit", mod=asked.mod)


def _and_a_half(amount: int, letter: str, times: int, half: int) -> tuple[int | str, str, str]:
    """« deux heures et demie » is 2H30M, « un an et demi » 18 months, « deux jours et demi » 2.5 days.

    Args:
        amount: Without the half, in `letter`s.
        letter: Of the unit as TIMEX3 writes it.
        times: How many `letter`s the unit is.
        half: Thirty minutes of an hour, fifteen of a quarter.
    """
    if letter == "H":
        return amount, letter, f"{half}M"
    if letter == "Y" and times == 1:
        return amount * YEAR_MONTHS + YEAR_MONTHS * half // HOUR_MINUTES, "M", ""
    if times > 1:  # a century and a half
        return amount + times * half // HOUR_MINUTES, letter, ""
    return f"{amount + half / HOUR_MINUTES:g}", letter, ""


def read_set(asked: Asked, frame: Frame) -> Reading | None:
    """« chaque lundi », « tous les deux ans », « par mois »."""
    weekday = number_of(asked.sense, "weekday") or number_of(asked.sense, "weekdays")
    if weekday is not None:
        day = f"XXXX-WXX-{weekday}"
        return Reading(
            value=f"{day}T{asked.sense['part']}" if "part" in asked.sense else day,
            kind="SET",
            anchor="explicit",
        )
    part = next((asked.sense[key] for key in ("part", "part2", "part3") if key in asked.sense), None)
    if part is not None:
        return Reading(value=f"XXXX-XX-XXT{part}", kind="SET", anchor="explicit")
    one = msgspec.structs.replace(asked, sense={"n": asked.shift or 1, **asked.sense})
    found = read_duration(one, frame)
    return found and msgspec.structs.replace(found, kind="SET")


def read_reference(asked: Asked, _frame: Frame) -> Reading | None:
    """Words whose value the table gives: « désormais », « un demi-siècle »."""
    kind: Kind = "DURATION" if asked.fixed.startswith("P") and asked.fixed[1:2].isdecimal() else "DATE"
    return Reading(
        value=asked.fixed, kind="DURATION" if asked.fixed.startswith("PT") else kind, anchor="explicit"
    )
