"""Time as a drawing: what happened on which days, and who appears with whom when."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate, pairwise
from math import log2

from recoupe.messages import Messages
from recoupe.view.days import write_day, write_days
from recoupe.view.drawing import LETTER, Line, fit
from recoupe.view.rows import TimelineRow, View

WIDTH, MARGIN, LANE, TOP = 800.0, 14.0, 26.0, 34.0  # units
MIN_BAR = 9.0  # units: a day of a long span would else not be seen
NUMBERS, TOLD = 6, 4  # claims numbered beside a mark; sentences in its title
NAME = 210.0  # units for the names at the left


class Mark(View, frozen=True):
    """A span of days: where it lies, what is said of it, and where that leads.

    Attributes:
        label: What stands beside it, before it where `is_before`.
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
    is_before: bool = False


class DayDrawing(View, frozen=True):
    """A drawing along days."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    ticks: tuple[Line, ...]
    names: tuple[Line, ...] = ()


Days = tuple[date, date]  # both inclusive


class Axis:
    """Days along a line of so many units; the longer nothing begins or ends, the less room it takes.

    What happened in one week is seen beside what happened a year before: a stretch of n days is as long as
    1 + log2(n) single days.
    """

    def __init__(self, spans: Iterable[Days], left: float, right: float) -> None:
        bounds = {bound for first, last in spans for bound in (first.toordinal(), last.toordinal() + 1)}
        self._bounds = sorted(bounds)
        weights = [1 + log2(b - a) for a, b in pairwise(self._bounds)]
        unit = (right - left) / sum(weights)
        self._places = [left, *(left + unit * w for w in accumulate(weights))]

    def x(self, day: date) -> float:
        """Where a day begins that begins or ends something."""
        return self._places[bisect_left(self._bounds, day.toordinal())]

    def width(self, first: date, last: date) -> float:
        """Length of a span of days."""
        return self._places[bisect_left(self._bounds, last.toordinal() + 1)] - self.x(first)

    def ticks(self, say: Messages, y: float) -> Iterator[Line]:
        """Days named along the axis, none over another."""
        free = 0.0
        for bound, place in zip(self._bounds[:-1], self._places, strict=False):
            if place < free:
                continue
            text = write_day(say, date.fromordinal(bound).isoformat())
            free = place + LETTER * (len(text) + 2)
            if free < WIDTH + MARGIN:
                yield Line(x=round(place, 1), y=y, text=text)


def draw_timeline(say: Messages, entries: Sequence[TimelineRow], page: str) -> DayDrawing | None:
    """Draw what happened when; None where there is nothing to draw.

    What happened on the same days is one mark; a lane is shared with those that end before it begins.

    Args:
        say: The reader's language.
        entries: In the order of time, as they are listed.
        page: Beginning of the ids of their rows on the page: `page` and the entry's index.
    """
    groups: dict[tuple[Days, bool], list[int]] = {}
    for i, entry in enumerate(entries):
        if (span := _span(entry)) is not None:
            groups.setdefault((span, entry.planned), []).append(i)
    if not groups:
        return None
    axis = Axis([span for span, _ in groups], MARGIN, WIDTH - MARGIN)
    marks: list[Mark] = []
    ends: list[float] = []
    for ((first, last), planned), members in groups.items():
        label = _label(say, [entries[i] for i in members])
        x, width = axis.x(first), max(MIN_BAR, axis.width(first, last) - 2)
        beside = LETTER * (len(label) + 2)
        is_before = x + width + beside > WIDTH
        left, right = (x - beside, x + width) if is_before else (x, x + width + beside)
        lane = next((n for n, end in enumerate(ends) if end <= left), len(ends))
        ends[lane : lane + 1] = [right]
        days = write_days(say, first.isoformat(), last.isoformat())
        marks.append(
            Mark(
                x=round(x, 1),
                y=TOP + lane * LANE,
                width=round(width, 1),
                height=LANE - 8,
                label=label,
                title=" · ".join([days, *(entries[i].place.text for i in members[:TOLD])]),
                anchor=f"{page}{members[0]}",
                kind="planned" if planned else "done",
                is_before=is_before,
            )
        )
    ticks = tuple(axis.ticks(say, 16))
    return DayDrawing(width=WIDTH, height=TOP + LANE * len(ends) + 6, marks=tuple(marks), ticks=ticks)


def _label(say: Messages, entries: Sequence[TimelineRow]) -> str:
    """Numbers of the claims, the first few; a question mark where there is none."""
    numbers = sorted({number for entry in entries for number in entry.claim_numbers})
    shown = ", ".join(map(str, numbers[:NUMBERS])) + ("…" if len(numbers) > NUMBERS else "")
    return shown or say("page.undated_mark")


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
        until: Anchor that every mark leads to: the table with the same figures.
    """
    lanes = [(name, [(date.fromisoformat(day[:10]), n) for day, n in days]) for name, days in rows]
    every = sorted({day for _, days in lanes for day, _ in days})
    if not every:
        return None
    axis = Axis([(day, day) for day in every], NAME, WIDTH - MARGIN)
    marks, names = [], []
    for lane, (name, days) in enumerate(lanes):
        y = TOP + lane * LANE
        names.append(Line(x=NAME - 10, y=y + 13, text=fit(name, NAME - 20, 1)[0], anchor="end"))
        for day, n in days:
            height = min(LANE - 4, 6 + 3 * n)
            words = (name, write_day(say, day.isoformat()), say.count("unit.article", n))
            marks.append(
                Mark(
                    x=round(axis.x(day), 1),
                    y=y + (LANE - 8 - height) / 2,
                    width=round(max(4.0, min(18.0, axis.width(day, day) - 2)), 1),
                    height=height,
                    label="",
                    title=" · ".join(words),
                    anchor=until,
                    kind="done",
                )
            )
    height = TOP + LANE * len(lanes) + 6
    ticks = tuple(axis.ticks(say, 16))
    return DayDrawing(width=WIDTH, height=height, marks=tuple(marks), ticks=ticks, names=tuple(names))
