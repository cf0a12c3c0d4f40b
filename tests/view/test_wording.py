from __future__ import annotations

import msgspec
import pytest

from recoupe.messages import NO_BREAK, Messages
from recoupe.records import Corroboration, Origin
from recoupe.view.story import view_story
from recoupe.view.wording import (
    show_controls,
    write_days,
    write_drift,
    write_notes,
    write_occasion,
    write_origins,
    write_published,
    write_span,
    write_standing,
)
from tests.accounts import records

FR, EN = Messages("fr"), Messages("en")
ONE = records().corroborations[0]


def count(low: int, high: int, unknown: int = 0, names: tuple[str, ...] = ()) -> Corroboration:
    origins = tuple(Origin(name=name, kind="person", article_ids=()) for name in names)
    return msgspec.structs.replace(
        ONE, origins=origins, origins_min=low, origins_max=high, unknown=unknown, outlets=5
    )


@pytest.mark.parametrize(
    ("corroboration", "line"),
    [
        (count(1, 1, names=("Inès Ferrand",)), "5 médias, 1 seule origine : Inès Ferrand"),
        (count(2, 2, names=("A", "B")), "5 médias, 2 origines : A, B"),
        (count(1, 3, names=("A",)), "5 médias, de 1 à 3 origines : A, et 2 mentions sans source nommée"),
        (count(0, 3, unknown=1), "5 médias, aucune origine nommée (3 au plus) · 1 source anonyme"),
        (count(0, 0), "5 médias, aucune origine"),
    ],
)
def test_the_line_that_matters(corroboration: Corroboration, line: str) -> None:
    assert write_origins(FR, corroboration).replace(NO_BREAK, " ") == line


def test_an_occasion_stands_beside_the_name() -> None:
    origin = Origin(name="Inès Ferrand", kind="person", article_ids=(), occasion="devant la presse")
    line = write_origins(EN, msgspec.structs.replace(ONE, origins=(origin,)))
    assert line == "2 outlets, 1 origin only: Inès Ferrand (devant la presse)"


def test_what_a_single_origin_is_worth_is_said() -> None:
    assert write_standing(EN, ONE, 3) == (
        "no origin independent of the person concerned"
        " · no independent confirmation found in these 3 articles"
    )
    assert write_standing(EN, count(2, 2, names=("A", "B")), 3) == ""


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
    assert write_published(FR, inferred) == "4–6 mai 2026 (date déduite)"


def test_a_span_that_no_page_states_is_said_to_be_inferred() -> None:
    story = view_story(records())
    assert write_span(FR, story) == "4 mai 2026"
    assert (
        write_span(FR, msgspec.structs.replace(story, is_span_inferred=True)) == "4 mai 2026 (date déduite)"
    )


def test_drift_occasion_and_notes() -> None:
    story = view_story(records())
    first, second = story.claims[0].appearances
    assert second.drift is not None
    assert first.chain is not None
    assert write_drift(EN, second.drift) == "drift: conditional → asserted"
    assert write_occasion(EN, first.chain.occasion) == "press conference, 4 May 2026"
    assert write_occasion(EN, None) == ""
    assert write_notes(EN, story)[0] == "Outlet unknown, counted for itself: note.txt [3]."


def test_what_could_disturb_a_terminal_is_shown() -> None:
    assert show_controls("été\u202ex\u2066\x1b]0;\x07") == "été⟨U+202E⟩x⟨U+2066⟩⟨U+001B⟩]0;⟨U+0007⟩"
    assert show_controls("Путин, « l'État »\u00a0: 日本") == "Путин, « l'État »\u00a0: 日本"
