"""Days and times as a page states them: ISO, figures, and words with a table of months."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time

import msgspec

FIRST_YEAR, LAST_YEAR = 1990, 2099  # pages of the web; other figures are no year of publication
# « à 17h52 », « 22:45 », « 5:52 pm »
CLOCK = (
    r"(?:[^\d|·•]{0,12}?\b(?P<hour>[01]?\d|2[0-3]) ?(?:[:hH]|heures?) ?(?P<minute>[0-5]\d)?"
    r"(?: ?(?P<half>[ap]\.?m\.?))?)?"
)
ISO = re.compile(
    r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2}))?"
)
# « 18 juin 2026 à 17h52 », « 06 août 2025 22:45 », « 1er mai 2025 »
DAY_FIRST = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:er)? (?P<name>[^\W\d_]{{3,10}}\.?),? (?P<year>\d{{4}}){CLOCK}"
)
# « June 18, 2026, 5:52 pm »
MONTH_FIRST = re.compile(
    rf"\b(?P<name>[^\W\d_]{{3,10}}\.?) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}}){CLOCK}"
)
# « 18/06/2026 à 17:52 », « 18.06.2026 »
FIGURES = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?P<sep>[/.])(?P<month>\d{{1,2}})(?P=sep)(?P<year>\d{{4}}){CLOCK}"
)
# /2026/06/18/ , -2026-06-18 , /20260618
URL_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d{2})([-/_]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
URL_DAY_FIRST = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])([-/_])(0[1-9]|1[0-2])\2((?:19|20)\d{2})(?!\d)")


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """A day found in a line.

    Attributes:
        day: ISO day.
        time: `HH:MM` as written, or None.
        start, end: Its place in the line.
    """

    day: str
    time: str | None
    start: int
    end: int

    @property
    def at(self) -> str:
        """The day, with the hour where one is stated."""
        return self.day if self.time is None else f"{self.day}T{self.time}"


def find_days(line: str, *, months: Mapping[str, int], meridiem: Mapping[str, int]) -> list[Stated]:
    """Days with a year that a line states, in order.

    Example:
        >>> [(s.day, s.time) for s in find_days("Le 6 mai 2025 à 9h05", months={"mai": 5}, meridiem={})]
        [('2025-05-06', '09:05')]
    """
    found = sorted(_matches(line, months), key=lambda pair: pair[0].start())
    out: list[Stated] = []
    for match, month in found:
        day = day_of(int(match["year"]), month, int(match["day"]))
        if day is None or (out and match.start() < out[-1].end):
            continue
        out.append(Stated(day=day, time=_time(match, meridiem), start=match.start(), end=match.end()))
    return out


def day_of(year: int, month: int, day: int) -> str | None:
    """ISO day, or None where the calendar or the web knows no such day."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def day_in_url(url: str) -> str | None:
    """Day that a URL's path holds.

    Example:
        >>> day_in_url("https://journal.example/2026/06/18/pont"), day_in_url("https://journal.example/n-02-11-2023-7.php")
        ('2026-06-18', '2023-11-02')
    """
    path = url.split("//", 1)[-1].partition("/")[2]
    if match := URL_YEAR_FIRST.search(path):
        return day_of(int(match[1]), int(match[3]), int(match[4]))
    if match := URL_DAY_FIRST.search(path):
        return day_of(int(match[4]), int(match[3]), int(match[1]))
    return None


def instant(written: str) -> str | None:
    """Read an ISO 8601 day or instant as markup and manifests write it.

    Returns:
        The instant as stated, with its offset or without; the day when no hour is stated; None for anything
        else.

    Example:
        >>> instant("2026-06-18T17:52:00+0200"), instant("2026-06-18 17:52"), instant("June 2026")
        ('2026-06-18T17:52:00+02:00', '2026-06-18T17:52', None)
    """
    cleaned = written.strip().replace(" +", "+").replace(" Z", "Z")
    try:
        at = datetime.fromisoformat(cleaned)
    except ValueError:
        match = ISO.search(cleaned)
        return day_of(int(match["year"]), int(match["month"]), int(match["day"])) if match else None
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        return None
    if at.tzinfo is None:  # midnight is how a bare day is written in a field for instants
        return at.date().isoformat() if at.time() == time() else at.isoformat(timespec="minutes")
    return at.isoformat()


def _matches(line: str, months: Mapping[str, int]) -> Iterator[tuple[re.Match[str], int]]:
    for pattern in (ISO, FIGURES):
        for match in pattern.finditer(line):
            yield match, int(match["month"])
    for pattern in (DAY_FIRST, MONTH_FIRST):
        for match in pattern.finditer(line):
            month = months.get(match["name"].lower())
            if month is not None:
                yield match, month


def _time(match: re.Match[str], meridiem: Mapping[str, int]) -> str | None:
    if match["hour"] is None:
        return None
    hour = int(match["hour"])
    half = match.groupdict().get("half")
    if half and hour <= 12:  # noqa: PLR2004 - a twelve-hour clock
        hour = hour % 12 + meridiem.get(half.lower(), 0)
    return f"{hour:02}:{int(match['minute'] or 0):02}"
