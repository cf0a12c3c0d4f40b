"""Days and hours as pages state them."""

from __future__ import annotations

import pytest

from recoupe.text.page.pagedate import day_in_url, find_days, instant

MONTHS = {"août": 8, "mai": 5, "juin": 6, "june": 6, "jun.": 6}
MERIDIEM = {"am": 0, "pm": 12, "p.m.": 12}


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("Le Phare - 06 août 2025 22:45", "2025-08-06T22:45"),
        ("Publié le 18 juin 2026 à 17h52", "2026-06-18T17:52"),
        ("1er mai 2025", "2025-05-01"),
        ("Mis en ligne le 18/06/2026 à 7 h 05", "2026-06-18T07:05"),
        ("Published June 18, 2026, 5:52 pm", "2026-06-18T17:52"),
        ("18 Jun. 2026, 12:05 am", "2026-06-18T00:05"),
        ("2026-06-18 17:52", "2026-06-18T17:52"),
    ],
)
def test_a_stated_day_is_found_with_its_hour(line: str, at: str) -> None:
    assert [s.at for s in find_days(line, months=MONTHS, meridiem=MERIDIEM)] == [at]


@pytest.mark.parametrize(
    "line", ["31 juin 2026", "le 18 juin", "page 12 sur 2026", "12 mars 1650", "v. 2026.06.18.1"]
)
def test_what_is_no_day_of_publication_is_not_found(line: str) -> None:
    assert find_days(line, months=MONTHS, meridiem=MERIDIEM) == []


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2026-06-18T17:52:00+02:00", "2026-06-18T17:52:00+02:00"),
        ("2026-06-18T15:52:00Z", "2026-06-18T15:52:00+00:00"),
        ("2026-06-18T00:00:00", "2026-06-18"),
        ("2026-06-18 17:52:10", "2026-06-18T17:52"),
        ("2026-06-18", "2026-06-18"),
        ("0001-01-01T00:00:00", None),
        ("hier", None),
        ("", None),
    ],
)
def test_instants_keep_what_is_stated(written: str, at: str | None) -> None:
    assert instant(written) == at


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2026/06/18/pont", "2026-06-18"),
        ("https://a.example/pont-20260618.html", "2026-06-18"),
        ("https://a.example/pont-02-11-2023-2541683_23.php", "2023-11-02"),
        ("https://2026-06-18.example/pont", None),
        ("https://a.example/article/2541683", None),
    ],
)
def test_a_url_may_hold_the_day(url: str, day: str | None) -> None:
    assert day_in_url(url) == day
