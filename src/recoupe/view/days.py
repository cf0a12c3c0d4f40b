"""Days and spans of days in words, and what is known of when an article or a story was published."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from recoupe.messages import Messages
from recoupe.view.rows import ArticleRow, StoryRow, StoryView, TimelineRow

MONTH_DAYS = 28  # a span as long as the shortest month is told by its months where days are not stated


def write_day(say: Messages, iso: str) -> str:
    """Write an ISO day or instant out; what is no date comes back as it is.

    Example:
        >>> write_day(Messages("fr"), "2026-03-01"), write_day(Messages("en"), "2026-03-01T08:05:00+01:00")
        ('1er mars 2026', '1 March 2026')
    """
    day = _read_day(iso)
    return iso if day is None else say("date.day", day=_day(say, day), month=_month(say, day), year=day.year)


def write_days(say: Messages, earliest: str | None, latest: str | None) -> str:
    """Write a span of days as short as it can be said: a day, a month, a year, or from when to when.

    Example:
        >>> write_days(Messages("fr"), "2026-03-09", "2026-03-12")
        '9–12 mars 2026'
        >>> write_days(Messages("fr"), "2026-03-01", "2026-03-31")
        'mars 2026'
    """
    first, last = _read_day(earliest or ""), _read_day(latest or "")
    if first is None or last is None:
        known = earliest or latest
        return write_day(say, known) if known else say("date.unknown")
    if first == last:
        return write_day(say, first.isoformat())
    if whole := _whole_months(say, first, last):
        return whole
    if (first.year, first.month) == (last.year, last.month):
        return say(
            "date.days_in_month",
            first=_day(say, first),
            last=last.day,
            month=_month(say, first),
            year=first.year,
        )
    return say("date.from_to", first=_start(say, first, last), last=write_day(say, last.isoformat()))


def write_when(say: Messages, row: TimelineRow) -> str:
    """Write when something happened: its days, what bounds it (« depuis 2022 »), or that it was said then."""
    days = write_days(say, row.earliest, row.latest)
    if row.role != "at":
        days = say(f"when.{row.role}", days=days)
    return say("when.said", days=days) if row.clock == "said" else days


def write_clocks(say: Messages, row: TimelineRow) -> str:
    """When it was said and published, where that is known and is not when it happened; "" for neither."""
    parts = []
    happened = (row.earliest, row.latest)
    if row.said_earliest and (row.said_earliest, row.said_latest) != happened:
        parts.append(say("when.told", days=write_days(say, row.said_earliest, row.said_latest)))
    if row.published_earliest and (row.published_earliest, row.published_latest) != happened:
        days = write_days(say, row.published_earliest, row.published_latest)
        parts.append(say("when.published", days=days))
    return " · ".join(parts)


def _whole_months(say: Messages, first: date, last: date) -> str:
    """A month or a year by its name; "" for any other span."""
    if first.day != 1 or (last + timedelta(days=1)).day != 1:
        return ""
    if (first.year, first.month) == (last.year, last.month):
        return say("date.month", month=_month(say, first), year=first.year)
    return str(first.year) if (first.year, first.month, last.month) == (last.year, 1, 12) else ""


def _start(say: Messages, first: date, last: date) -> str:
    """A span's first day, without the year that its last day names."""
    if first.year != last.year:
        return write_day(say, first.isoformat())
    return say("date.day_month", day=_day(say, first), month=_month(say, first))


def write_instant(say: Messages, at: str) -> str:
    """Write a day, with the hour as the outlet states it where there is one."""
    day = write_day(say, at)
    if "T" not in at:
        return day
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return day
    return say("date.at_time", day=day, hour=moment.hour, minute=f"{moment.minute:02}")


def write_known(say: Messages, at: str | None) -> str:
    """Write a day or instant out, or say that none is known."""
    return write_instant(say, at) if at else say("date.unknown")


def write_about(say: Messages, earliest: str | None, latest: str | None) -> str:
    """Write days that nobody states: about a day, in a month, or between two days.

    Example:
        >>> write_about(Messages("en"), "2026-03-09", "2026-03-12")
        'between 9 and 12 March 2026'
    """
    first, last = _read_day(earliest or ""), _read_day(latest or "")
    if first is None or last is None or _whole_months(say, first, last):
        return write_days(say, earliest, latest)
    if first == last:
        return say("date.about", day=write_day(say, first.isoformat()))
    start = _start(say, first, last)
    if (first.year, first.month) == (last.year, last.month):
        start = _day(say, first)
    return say("date.between", first=start, last=write_day(say, last.isoformat()))


def write_published(say: Messages, row: ArticleRow) -> str:
    """When an article was published and, unless the page states it, how that is known."""
    if row.published_at is None or row.published_from is None:
        return say("published.unknown")
    if row.published_certainty == "explicit":
        return write_instant(say, row.published_at)
    how = say(f"published.{row.published_from}")
    if row.published_from == "inferred":
        return f"{write_about(say, row.published_earliest, row.published_latest)} ({how})"
    return f"{write_days(say, row.published_earliest, row.published_latest)} ({how})"


def write_span(say: Messages, story: StoryView | StoryRow) -> str:
    """A story's span of time; said to be inferred where no article states its date, a long one by months."""
    if not story.first_day or not story.is_span_inferred:
        return write_days(say, story.first_day, story.last_day)
    first, last = _read_day(story.first_day), _read_day(story.last_day or story.first_day)
    if first and last and (last - first).days >= MONTH_DAYS:
        days = _months(say, first, last)
    else:
        days = write_about(say, story.first_day, story.last_day)
    return f"{days} ({say('published.inferred')})"


def _months(say: Messages, first: date, last: date) -> str:
    """A span by its months: none of its days is more than a bound."""
    end = say("date.month", month=_month(say, last), year=last.year)
    if (first.year, first.month) == (last.year, last.month):
        return end
    start = say("date.month", month=_month(say, first), year=first.year)
    return say("date.months", first=_month(say, first) if first.year == last.year else start, last=end)


def _read_day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso[:10])
    except ValueError:
        return None


def _day(say: Messages, day: date) -> str:
    return say("date.first") if day.day == 1 else str(day.day)


def _month(say: Messages, day: date) -> str:
    return say(f"date.month_{day.month:02}")
