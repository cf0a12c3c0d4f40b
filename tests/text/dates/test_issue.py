from __future__ import annotations

from recoupe.text.dates.anchor import Sense
from recoupe.text.dates.issue import infer_publication


def range_of(*expressions: tuple[str, Sense]) -> tuple[str, str] | None:
    found = infer_publication(expressions)
    return (found.earliest, found.latest) if found else None


def test_latest_day_written_counts() -> None:
    early, late = {"day": 3, "month": 2, "year": 2024}, {"day": 4, "month": 5, "year": 2024}
    assert range_of(("date", late), ("date", early)) == ("2024-05-04", "2024-05-11")


def test_month_leaves_until_the_end_of_the_next() -> None:
    assert range_of(("month", {"month": 3, "year": 2025})) == ("2025-03-01", "2025-05-01")


def test_weekday_and_day_agree_in_a_year_not_before_any_written() -> None:
    thursday = {"weekday": 4, "day": 7, "month": 11}
    assert range_of(("year", {"year": 2021}), ("date", thursday)) == ("2024-11-07", "2024-11-14")
    assert range_of(("date", thursday)) is None


def test_year_alone_or_relative_days_say_too_little() -> None:
    assert range_of(("year", {"year": 1987}), ("weekday", {"weekday": 1})) is None


def test_end_of_the_calendar_is_borne() -> None:
    assert range_of(("date", {"day": 31, "month": 12, "year": 9999})) is None
