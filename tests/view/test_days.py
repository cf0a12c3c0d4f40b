from __future__ import annotations

import msgspec
import pytest

from recoupe.messages import Messages
from recoupe.view.days import write_about, write_days, write_published, write_span
from recoupe.view.story import view_story
from tests.accounts import records

FR, EN = Messages("fr"), Messages("en")


@pytest.mark.parametrize(
    ("earliest", "latest", "fr", "en"),
    [
        ("2026-03-01", "2026-03-01", "1er mars 2026", "1 March 2026"),
        ("2026-03-09", "2026-03-12", "9–12 mars 2026", "9–12 March 2026"),
        ("2026-02-28", "2026-03-02", "du 28 février au 2 mars 2026", "28 February – 2 March 2026"),
        (
            "2025-12-30",
            "2026-01-02",
            "du 30 décembre 2025 au 2 janvier 2026",
            "30 December 2025 – 2 January 2026",
        ),
        ("2026-02-01", "2026-02-28", "février 2026", "February 2026"),
        ("2025-01-01", "2025-12-31", "2025", "2025"),
        (None, "2026-03-12", "12 mars 2026", "12 March 2026"),
        (None, None, "date inconnue", "date unknown"),
    ],
)
def test_spans_of_days(earliest: str | None, latest: str | None, fr: str, en: str) -> None:
    assert (write_days(FR, earliest, latest), write_days(EN, earliest, latest)) == (fr, en)


def test_how_a_date_is_known_is_said_unless_the_page_states_it() -> None:
    first, _, third = view_story(records()).articles
    assert write_published(FR, first) == "4 mai 2026, 9 h 30"
    assert write_published(EN, first) == "4 May 2026, 9:30"
    assert write_published(FR, third) == "date inconnue"
    inferred = msgspec.structs.replace(
        first, published_from="inferred", published_certainty="assumed", published_latest="2026-05-06"
    )
    assert write_published(FR, inferred) == "entre le 4 et le 6 mai 2026 (date déduite)"


@pytest.mark.parametrize(
    ("earliest", "latest", "fr", "en"),
    [
        ("2026-03-09", "2026-03-09", "vers le 9 mars 2026", "about 9 March 2026"),
        ("2026-03-01", "2026-03-31", "mars 2026", "March 2026"),
        ("2026-03-01", "2026-03-04", "entre le 1er et le 4 mars 2026", "between 1 and 4 March 2026"),
        (
            "2026-02-27",
            "2026-03-04",
            "entre le 27 février et le 4 mars 2026",
            "between 27 February and 4 March 2026",
        ),
        (None, None, "date inconnue", "date unknown"),
    ],
)
def test_days_that_nobody_states_are_no_dates(
    earliest: str | None, latest: str | None, fr: str, en: str
) -> None:
    assert (write_about(FR, earliest, latest), write_about(EN, earliest, latest)) == (fr, en)


@pytest.mark.parametrize(
    ("first", "last", "fr"),
    [
        ("2025-03-01", "2025-03-31", "mars 2025 (date déduite)"),
        ("2025-03-01", "2025-05-01", "entre mars et mai 2025 (date déduite)"),
        ("2024-12-20", "2025-02-01", "entre décembre 2024 et février 2025 (date déduite)"),
        ("2025-03-04", "2025-03-10", "entre le 4 et le 10 mars 2025 (date déduite)"),
    ],
)
def test_a_span_that_no_page_states_is_said_to_be_inferred(first: str, last: str, fr: str) -> None:
    story = view_story(records())
    assert write_span(FR, story) == "4 mai 2026"
    inferred = msgspec.structs.replace(story, is_span_inferred=True, first_day=first, last_day=last)
    assert write_span(FR, inferred) == fr
