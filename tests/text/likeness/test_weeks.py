"""Weeks are told by the calendar, and each is looked at with those shortly before it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.records import Published
from recoupe.text.likeness.weeks import BACKGROUND, LOOK_BACK, UNDATED, frames, is_loose, week_of

MONDAY = date(2026, 1, 5)
SIZES = st.dictionaries(st.integers(0, 60), st.integers(1, 300), max_size=12)


def week(number: int) -> str:
    return (MONDAY + timedelta(weeks=number)).isoformat()


@given(SIZES, st.booleans())
def test_every_week_has_a_frame_in_order(sizes: dict[int, int], has_undated: bool) -> None:
    by_week = {week(k): n for k, n in sizes.items()} | ({UNDATED: 3} if has_undated else {})
    made = frames(by_week)
    assert [f.week for f in made] == sorted(by_week)
    for k, frame in enumerate(made):
        near = {week(n) for n in sizes if week(n) < frame.week <= week(n + LOOK_BACK)}
        assert set(frame.before) == (near if frame.week != UNDATED else set())
        assert not {frame.week, *frame.before} & set(frame.beside)
        known = sum(by_week[w] for w in (*frame.before, frame.week, *frame.beside))
        assert known >= min(BACKGROUND, sum(by_week.values()))
        assert frame.follows == (made[k - 1].week if k and frame.week != UNDATED else None)
    assert sum(f.last for f in made if f.week != UNDATED) == bool(sizes)


def test_a_late_page_changes_the_frames_of_few_weeks() -> None:
    before = frames({week(k): 300 for k in range(40)})
    after = frames({week(k): 300 + (k == 20) for k in range(40)})
    assert before == after


@pytest.mark.parametrize(
    ("earliest", "latest", "loose"),
    [
        ("2026-05-04", "2026-05-04", False),
        ("2026-05-04", "2026-05-11", False),
        ("2026-05-01", "2026-05-31", True),
    ],
)
def test_a_date_that_tells_only_the_month_is_loose(earliest: str, latest: str, *, loose: bool) -> None:
    stated = Published(at=earliest, source="inferred", earliest=earliest, latest=latest, certainty="assumed")
    assert is_loose(stated) is loose
    assert is_loose(None)


@given(st.dates(date(1, 1, 8), date(9999, 12, 31)))
def test_a_week_begins_on_its_monday(day: date) -> None:
    monday = date.fromisoformat(week_of(day.isoformat()))
    assert monday.weekday() == 0
    assert 0 <= (day - monday).days < 7
