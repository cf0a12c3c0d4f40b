"""Time as a drawing: what happened on which days, and who appears with whom when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from recoupe.messages import Messages
from recoupe.view.days import write_day, write_days
from recoupe.view.drawing import LETTER, Line, fit
from recoupe.view.rows import TimelineRow, View

WIDTH, MARGIN, LANE, TOP = 900.0, 14.0, 26.0, 34.0  # units
MIN_BAR = 9.0  # units: a day of a long span would else not be seen
MAX_LANES = 40
LABELS = 6  # days named under the axis
NAME = 210.0  # units for the names at the left


class Mark(View, frozen=True):
    """A span of days: where it lies, what is said of it, and where that leads.

    Attributes:
        label: What stands in or beside it.
        title: The whole of it in words, for whoever points at it.
        anchor: Id on the page of the row that it stands for.
    """

    x: float
    y: float
    width: float
    height: float
    label: str
    title: str
    anchor: str
    kind: str


class DayDrawing(View, frozen=True):
    """A drawing along days."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    ticks: tuple[Line, ...]
    names: tuple[Line, ...] = ()


class Axis:
    """Days along a line of so many units."""

    def __init__(self, first: date, last: date, left: float, right: float) -> None:
        self._first, self._left = first, left
        self.n_days = (last - first).days + 1
        self._unit = (right - left) / self.n_days

    def x(self, day: date) -> float:
        """Where a day begins."""
        return self._left + (day - self._first).days * self._unit

    def width(self, first: date, last: date) -> float:
        """Length of a span of days, both inclusive."""
        return ((last - first).days + 1) * self._unit

    def ticks(self, say: Messages, y: float) -> Iterator[Line]:
        """Days named along the axis, evenly, none over another."""
        step = max(1, -(-self.n_days // LABELS))
        for n in range(0, self.n_days, step):
            day = self._first + timedelta(days=n)
            yield Line(x=round(self.x(day), 1), y=y, text=write_day(say, day.isoformat()))


def draw_timeline(say: Messages, entries: Sequence[TimelineRow], page: str) -> DayDrawing | None:
    """Draw what happened when; None where there is nothing to draw.

    Entries of the same days and claims share a lane with those that end before they begin.

    Args:
        say: The reader's language.
        entries: In the order of time, as they are listed.
        page: Beginning of the ids of their rows on the page: `page` and the entry's index.
    """
    dated = [(i, entry, span) for i, entry in enumerate(entries) if (span := _span(entry)) is not None]
    if not dated:
        return None
    axis = Axis(
        min(first for _, _, (first, _) in dated),
        max(last for _, _, (_, last) in dated),
        MARGIN,
        WIDTH - MARGIN,
    )
    marks: list[Mark] = []
    ends: list[float] = []
    for i, entry, (first, last) in dated:
        x, width = axis.x(first), max(MIN_BAR, axis.width(first, last) - 2)
        label = _label(say, entry)
        lane = next((n for n, end in enumerate(ends) if end <= x), len(ends))
        if lane >= MAX_LANES:
            continue
        right = max(x + width, x + LETTER * (len(label) + 2))
        ends[lane : lane + 1] = [right]
        days = write_days(say, entry.earliest, entry.latest)
        marks.append(
            Mark(
                x=round(x, 1),
                y=TOP + lane * LANE,
                width=round(width, 1),
                height=LANE - 8,
                label=label,
                title=f"{days} · {entry.place.text}",
                anchor=f"{page}{i}",
                kind="planned" if entry.planned else "done",
            )
        )
    return DayDrawing(
        width=WIDTH,
        height=TOP + LANE * len(ends) + 6,
        marks=tuple(marks),
        ticks=tuple(axis.ticks(say, 16)),
    )


def _label(say: Messages, entry: TimelineRow) -> str:
    return ", ".join(map(str, entry.claim_numbers)) or say("page.undated_mark")


def _span(entry: TimelineRow) -> tuple[date, date] | None:
    try:
        return date.fromisoformat(entry.earliest[:10]), date.fromisoformat(entry.latest[:10])
    except ValueError:
        return None


def draw_company(
    say: Messages, rows: Iterable[tuple[str, Sequence[tuple[str, int]]]], until: str
) -> DayDrawing | None:
    """Draw on which days somebody appears with others: a lane each, marks as tall as articles are many.

    Args:
        say: The reader's language.
        rows: Name and (ISO day, number of articles) of each, in the order of lanes.
        until: Anchor that every dot leads to: the table with the same figures.
    """
    lanes = [(name, [(date.fromisoformat(day[:10]), n) for day, n in days]) for name, days in rows]
    every = [day for _, days in lanes for day, _ in days]
    if not every:
        return None
    axis = Axis(min(every), max(every), NAME, WIDTH - MARGIN)
    marks, names = [], []
    for lane, (name, days) in enumerate(lanes):
        y = TOP + lane * LANE
        names.append(Line(x=NAME - 10, y=y + 13, text=fit(name, NAME - 20, 1)[0], anchor="end"))
        for day, n in days:
            height = min(LANE - 4, 6 + 3 * n)
            width = max(MIN_BAR, min(18.0, axis.width(day, day) - 2))
            day_words = write_day(say, day.isoformat())
            marks.append(
                Mark(
                    x=round(axis.x(day), 1),
                    y=y + (LANE - 8 - height) / 2,
                    width=round(width, 1),
                    height=height,
                    label="",
                    title=f"{name} · {day_words} · {say.count('unit.article', n)}",
                    anchor=until,
                    kind="done",
                )
            )
    return DayDrawing(
        width=WIDTH,
        height=TOP + LANE * len(lanes) + 6,
        marks=tuple(marks),
        ticks=tuple(axis.ticks(say, 16)),
        names=tuple(names),
    )
