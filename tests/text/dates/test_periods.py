from __future__ import annotations

from datetime import date

import pytest

from recoupe.text.dates.anchor import Asked, Frame, Sense
from recoupe.text.dates.moments import read

WEDNESDAY = date(2026, 3, 11)


def value(operation: str, sense: Sense, *, toward: int = 0, fixed: str = "", unit: str = "") -> str | None:
    frame = Frame(published=WEDNESDAY, toward=toward)
    reading = read(operation, Asked(sense=sense, fixed=fixed, unit=unit), frame)
    return reading.value if reading else None


@pytest.mark.parametrize(
    ("sense", "toward", "expected"),
    [
        ({"season": "SU"}, 1, "2026-SU"),
        ({"season": "SU"}, -1, "2025-SU"),
        ({"season": "SU", "turn": -1}, 0, "2025-SU"),
        ({"season": "SP", "turn": 1}, 0, "2026-SP"),
        ({"season": "FA", "year": 2024}, 0, "2024-FA"),
        ({"season": "WI"}, 0, "2025-WI"),  # 11 March is still of the winter that began in December
    ],
)
def test_seasons(sense: Sense, toward: int, expected: str) -> None:
    assert value("season", sense, toward=toward) == expected


def test_season_of_no_one_year() -> None:
    assert value("season", {"season": "SU"}, fixed="XXXX") == "XXXX-SU"


@pytest.mark.parametrize(
    ("sense", "toward", "expected"),
    [
        ({"ordinal": 3, "unit": "Q"}, 0, "2025-Q3"),
        ({"ordinal": 3, "unit": "Q"}, 1, "2026-Q3"),
        ({"ordinal": 2, "unit": "H", "year": 2025}, 0, "2025-H2"),
        ({"ordinal": -1, "unit": "Q", "year": 2025}, 0, "2025-Q4"),
    ],
)
def test_quarters_and_halves(sense: Sense, toward: int, expected: str) -> None:
    assert value("quarter", sense, toward=toward) == expected


@pytest.mark.parametrize(
    ("operation", "sense", "expected"),
    [
        ("decade", {"years": 60}, "196X"),
        ("decade", {"years": 2010}, "201X"),
        ("decade", {"decade": 1970}, "197X"),
        ("century", {"roman": 18}, "18"),
        ("century", {"century": 20}, "19"),
        ("feast", {"feast": "E+39"}, "2026-05-14"),
        ("feast", {"feast": "12-25", "year": 2020}, "2020-12-25"),
        ("month", {"month": 4, "yearturn": -1}, "2025-04"),
        ("set", {"weekday": 1}, "XXXX-WXX-1"),
        ("set", {"unit": "Y", "n": 2}, "P2Y"),
        ("set", {"part": "MO"}, "XXXX-XX-XXTMO"),
        ("duration", {"n": 1, "unit": "TH", "half": 30}, "PT1H30M"),
        ("duration", {"n": "30.4", "unit": "TS"}, "PT30.4S"),
        ("duration", {"n": 2, "unit": "Q"}, "P6M"),
        ("duration", {"unit": "D"}, "PXD"),
    ],
)
def test_periods_and_durations(operation: str, sense: Sense, expected: str) -> None:
    assert value(operation, sense) == expected


def test_counted_within_a_month() -> None:
    assert value("nth", {"ordinal": 3, "month": 10, "year": 2025}, unit="W") == "2025-W43"
    assert value("nth", {"ordinal": 5, "weekday": 1, "month": 5, "year": 2026}, unit="D") is None
