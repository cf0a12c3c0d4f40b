from __future__ import annotations

from datetime import date
from itertools import pairwise

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from recoupe.messages import Messages
from recoupe.view.daydrawing import WIDTH, Axis, draw_company, draw_timeline
from recoupe.view.rows import TimelineRow
from recoupe.view.story import view_story
from tests.accounts import records

SAY = Messages("fr")


def entry(earliest: str, latest: str, number: int = 1, *, planned: bool = False) -> TimelineRow:
    row = view_story(records()).timeline[0]
    return msgspec.structs.replace(
        row, earliest=earliest, latest=latest, claim_numbers=(number,), planned=planned
    )


def test_what_happened_on_the_same_days_is_one_mark() -> None:
    entries = [entry("2026-05-01", "2026-05-01", n) for n in (3, 1)] + [entry("2026-05-02", "2026-05-02", 2)]
    drawing = draw_timeline(SAY, entries, "t")
    assert drawing is not None
    assert [(mark.label, mark.anchor) for mark in drawing.marks] == [("1, 3", "t0"), ("2", "t2")]
    assert drawing.marks[0].x < drawing.marks[1].x


def test_what_is_planned_is_drawn_apart() -> None:
    days = ("2026-05-01", "2026-05-01")
    drawing = draw_timeline(SAY, [entry(*days), entry(*days, planned=True)], "t")
    assert drawing is not None
    assert [mark.kind for mark in drawing.marks] == ["done", "planned"]


def test_nothing_dated_is_no_drawing() -> None:
    assert draw_timeline(SAY, [], "t") is None
    assert draw_timeline(SAY, [entry("?", "?")], "t") is None
    assert draw_company(SAY, [("Anna", [])], "table") is None


def test_a_year_before_does_not_squeeze_a_week() -> None:
    days = [date(2025, 1, 1), *(date(2026, 5, n) for n in range(1, 8))]
    axis = Axis([(day, day) for day in days], 0, 800)
    assert axis.width(days[1], days[1]) > 30
    assert axis.x(days[-1]) > axis.x(days[1]) > axis.x(days[0]) == 0


dates = st.dates(date(2000, 1, 1), date(2030, 12, 31))
spans = st.tuples(dates, st.integers(0, 400)).map(
    lambda s: (s[0].isoformat(), date.fromordinal(s[0].toordinal() + s[1]).isoformat())
)


@given(st.lists(spans, min_size=1, max_size=12))
def test_marks_stay_inside_and_none_lies_over_another(found: list[tuple[str, str]]) -> None:
    drawing = draw_timeline(SAY, [entry(*span) for span in sorted(found)], "t")
    assert drawing is not None
    for mark in drawing.marks:
        assert mark.x >= 0
        assert mark.x + mark.width <= WIDTH
        assert mark.y + mark.height <= drawing.height
    lanes: dict[float, list[tuple[float, float]]] = {}
    for mark in drawing.marks:
        lanes.setdefault(mark.y, []).append((mark.x, mark.x + mark.width))
    for lane in lanes.values():
        lane.sort()
        assert all(a[1] <= b[0] + 0.2 for a, b in pairwise(lane))
    assert all(a.x < b.x for a, b in pairwise(drawing.ticks))


def test_company_has_a_lane_each_and_the_same_figures_in_words() -> None:
    drawing = draw_company(SAY, [("Anna", [("2026-05-01", 3)]), ("Bruno", [("2026-05-02", 1)])], "table")
    assert drawing is not None
    assert [name.text for name in drawing.names] == ["Anna", "Bruno"]
    assert drawing.marks[0].title == "Anna · 1er mai 2026 · 3 articles"
    assert drawing.marks[0].height > drawing.marks[1].height
