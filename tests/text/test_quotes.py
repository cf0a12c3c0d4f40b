"""Quotation marks of every kind: what pairs, what stands between, and never an exception."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.text.quotes import MARKS, find_quotations, is_quoted


def inner(text: str) -> list[str]:
    return [text[q.inner_start : q.inner_end] for q in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("« Le pont rouvre », dit-elle.", ["Le pont rouvre"]),
        ("“The bridge reopens,” she said.", ["The bridge reopens,"]),
        ("„Die Brücke öffnet“, sagte sie.", ["Die Brücke öffnet"]),
        ("»Die Brücke öffnet«, sagte sie.", ["Die Brücke öffnet"]),
        ('"Le pont rouvre", dit-elle, "lundi".', ["Le pont rouvre", "lundi"]),
        ("« Il m'a dit “non” hier », dit-elle.", ["Il m'a dit “non” hier", "non"]),
        ("« Il m'a dit « non » hier », dit-elle.", ["Il m'a dit « non » hier", "non"]),
        ("« Le pont rouvre, dit-elle.", ["Le pont rouvre, dit-elle."]),
        ("Le pont rouvre », dit-elle.", []),
        ("Un écran de 21\" et rien d'autre.", []),
        ("« » et « rien ».", ["rien"]),
        ("“ oui “, dit-il.", ["oui"]),
        (
            "‘It’s the workers’ hall,’ she said. ‘We don’t mind.’",
            ["It’s the workers’ hall,", "We don’t mind."],
        ),
        ("Ada Roy: ‘I never left’", ["I never left"]),
        ("Rock ‘n’ roll of the ‘90s, l’été d’Ada, the ‘old one.", []),
    ],
)
def test_marks_pair(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


def test_an_open_mark_ends_with_its_paragraph() -> None:
    text = "« Nous partons.\n\n« Nous reviendrons », dit-elle."
    first, second = find_quotations(text)
    assert (first.is_balanced, second.is_balanced) == (False, True)
    assert text[first.inner_start : first.inner_end] == "Nous partons."


def test_an_inner_mark_that_is_never_closed_ends_with_the_outer_one() -> None:
    text = "« Elle a dit “non hier », dit-il."
    outer, broken = find_quotations(text)
    assert outer.is_balanced
    assert not broken.is_balanced
    assert text[broken.inner_start : broken.inner_end] == "non hier"


def test_depth_counts_from_the_outside() -> None:
    assert [q.depth for q in find_quotations("« a “b” c »")] == [0, 1]


def test_places_between_marks() -> None:
    quotations = find_quotations("Il dit « oui » ici")
    assert is_quoted(quotations, 10)
    assert not is_quoted(quotations, 2)


PIECES = st.sampled_from([*sorted(MARKS), "a", "Le pont", " ", "\u00a0", "\n", "\n\n", ".", "21", "’", "("])


@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_text_any_marks(text: str) -> None:
    quotations = find_quotations(text)
    for q in quotations:
        assert 0 <= q.start < q.inner_start < q.inner_end <= q.end <= len(text)
        piece = text[q.inner_start : q.inner_end]
        assert piece.strip() == piece
        assert piece
        assert "\n" not in text[q.start : q.end]
    starts = [q.start for q in quotations]
    assert starts == sorted(starts)
    for a in quotations:
        for b in quotations:
            crossing = a.start < b.start < a.end < b.end
            assert not crossing


@given(st.text(max_size=200))
def test_any_text_at_all(text: str) -> None:
    for q in find_quotations(text):
        assert text[q.inner_start : q.inner_end]
