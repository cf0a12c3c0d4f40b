from __future__ import annotations

from datetime import date

import pytest

from recoupe.text.dates.anchor import Asked, Frame, Sense
from recoupe.text.dates.moments import read

WEDNESDAY = date(2026, 3, 11)


def value(operation: str, sense: Sense, *, toward: int = 0, **asked: object) -> str | None:
    frame = Frame(published=WEDNESDAY, toward=toward)
    reading = read(operation, Asked(sense=sense, **asked), frame)  # type: ignore[arg-type]  # a table in short
    return reading.value if reading else None


@pytest.mark.parametrize(("toward", "expected"), [(-1, "2026-03-09"), (1, "2026-03-16"), (0, "2026-03-09")])
def test_weekday_goes_the_way_the_sentence_looks(toward: int, expected: str) -> None:
    assert value("weekday", {"weekday": 1}, toward=toward) == expected


def test_weekday_of_publication_is_that_day_unless_last_or_next() -> None:
    assert value("weekday", {"weekday": 3}, toward=-1) == "2026-03-11"
    assert value("weekday", {"weekday": 3, "turn": -1}) == "2026-03-04"
    assert value("weekday", {"weekday": 3, "turn": 1}) == "2026-03-18"


def test_weekday_and_day_choose_the_year() -> None:
    # 7 November is a Friday in 2025 and a Saturday in 2026
    assert value("date", {"weekday": 5, "day": 7, "month": 11}) == "2025-11-07"
    assert value("date", {"weekday": 6, "day": 7, "month": 11}, toward=-1) == "2025-11-07"


def test_weekday_that_fits_no_near_year_is_doubtful() -> None:
    reading = read("date", Asked(sense={"weekday": 1, "day": 10, "month": 3}), Frame(published=WEDNESDAY))
    assert reading is not None
    assert (reading.value, reading.doubtful) == ("2026-03-10", True)


def test_weekday_against_a_stated_year_is_doubtful() -> None:
    stated = {"weekday": 1, "day": 10, "month": 3, "year": 2026}
    reading = read("date", Asked(sense=stated), Frame(published=WEDNESDAY))
    assert reading is not None
    assert reading.doubtful


def test_day_that_does_not_exist_is_no_date() -> None:
    assert value("date", {"day": 31, "month": 2}) is None
    assert value("date", {"day": 29, "month": 2, "year": 2025}) is None


def test_day_close_by_is_meant_whatever_the_tense() -> None:
    assert value("date", {"day": 20, "month": 3}, toward=-1) == "2026-03-20"


def test_last_july_has_no_day() -> None:
    assert value("month", {"month": 7, "turn": -1}) == "2025-07"


def test_range_that_crosses_a_month_begins_in_the_month_before() -> None:
    assert value("date", {"day": 28, "day3": 3, "month": 3}) == "2026-02-28"


@pytest.mark.parametrize(
    ("sense", "shift", "expected"),
    [
        ({"n": 10, "unit": "D"}, -1, "2026-03-01"),
        ({"n": 5, "unit": "W"}, -1, "2026-02-04"),
        ({"n": 1, "unit": "M"}, -1, "2026-02-11"),
        ({"n": 2, "unit": "M"}, -1, "2026-01"),
        ({"n": 3, "unit": "Y"}, -1, "2023"),
        ({"n": 48, "unit": "TH"}, 1, "2026-03-13"),
        ({"n": 2, "unit": "TH"}, -1, "PT2H"),
        ({"few": "quelques", "unit": "D"}, -1, "PAST_REF"),
    ],
)
def test_so_long_ago(sense: Sense, shift: int, expected: str) -> None:
    assert value("away", sense, shift=shift) == expected


@pytest.mark.parametrize(
    ("sense", "expected"),
    [
        ({"span": "Y", "edge": "END"}, "2026-12"),
        ({"span": "Y", "edge": "START", "this": "cette"}, "2026"),
        ({"span": "M", "edge": "END"}, "2026-03-31"),
        ({"span": "M", "edge": "START"}, "2026-03"),
        ({"span": "W", "edge": "START", "turn": 1}, "2026-03-16"),
    ],
)
def test_ends_of_periods(sense: Sense, expected: str) -> None:
    assert value("period", sense) == expected


def test_two_figures_are_a_year_near_publication() -> None:
    assert value("year", {"year": 98}) == "1998"
    assert value("year", {"year": "'05"}) == "2005"


@pytest.mark.parametrize(
    ("operation", "sense", "expected"),
    [
        ("date", {"day": 10, "month": 8}, "XXXX-08-10"),
        ("month", {"month": 8}, "XXXX-08"),
        ("weekday", {"weekday": 3}, "XXXX-WXX-3"),
        ("offset", {"offset": -1}, ""),
        ("period", {"span": "W", "turn": -1}, ""),
        ("season", {"season": "SU"}, "XXXX-SU"),
        ("quarter", {"ordinal": 2, "unit": "Q"}, "XXXX-Q2"),
        ("feast", {"feast": "12-25"}, "XXXX-12-25"),
        ("feast", {"feast": "E0"}, ""),
        ("night", {"weekday": 7, "weekday2": 1}, ""),
        ("clock", {"hour": 18}, "T18:00"),
        ("day", {"day": 5}, ""),
        ("away", {"n": 3, "unit": "D"}, ""),
    ],
)
def test_without_a_day_of_publication_nothing_is_made_up(operation: str, sense: Sense, expected: str) -> None:
    reading = read(operation, Asked(sense=sense), Frame(published=None))
    assert reading is not None
    assert reading.value == expected
