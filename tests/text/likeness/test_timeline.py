"""Order and distance of publications, with all that may not be known."""

from __future__ import annotations

import numpy as np
import pytest

from recoupe.records import Signature
from recoupe.text.likeness.timeline import Calendar, in_order, is_before
from tests.stages.signatures import signed, written

MADE = {
    name: signed(written(name, "Le pont de Morlac ferme.", day=day))
    for name, day in {
        "morning": "2026-05-04T08:00+02:00",
        "evening": "2026-05-04T19:00+02:00",
        "day": "2026-05-04",
        "later": "2026-05-09T07:00Z",
        "never": None,
    }.items()
}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("morning", "evening", True),
        ("evening", "morning", False),
        ("day", "evening", None),
        ("evening", "later", True),
        ("never", "later", None),
        ("morning", "morning", None),
    ],
)
def test_before_is_told_only_where_dates_tell_it(a: str, b: str, *, expected: bool | None) -> None:
    assert is_before(MADE[a], MADE[b]) is expected


def test_what_has_no_date_comes_last() -> None:
    made: list[Signature] = in_order(reversed(list(MADE.values())))
    assert [s.published_at for s in made][-1] is None
    assert made == in_order(MADE.values())


def test_days_apart() -> None:
    calendar = Calendar(list(MADE.values()))
    gaps = calendar.days_apart(np.array([0, 0, 0, 4]), np.array([1, 2, 3, 3]))
    assert gaps[:3].tolist() == [0, 0, 5]
    assert np.isnan(gaps[3])
