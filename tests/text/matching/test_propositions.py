"""Sentences are cut where a claim may begin, never inside a figure, and nothing is lost."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from recoupe.nlp.rules import RuleTagger
from recoupe.text.matching.propositions import split


def pieces(text: str) -> list[str]:
    tokens = RuleTagger("fr").tag([text])[0].tokens
    return [text[a:b] for a, b in split(text, (0, len(text)), tokens)]


def test_cut_at_punctuation_but_not_in_a_figure() -> None:
    assert pieces(
        "Le port a perdu 3,4 % de trafic, dont deux lignes rapides ; la mairie se tait encore."
    ) == [
        "Le port a perdu 3,4 % de trafic",
        "dont deux lignes rapides",
        "la mairie se tait encore",
    ]


def test_short_pieces_stay_with_the_one_before() -> None:
    assert pieces("La maire, Odile Brac, part.") == ["La maire, Odile Brac, part"]


@given(st.text(alphabet="abé ,;:.()«»3", max_size=80))
def test_pieces_are_in_order_apart_and_keep_every_word(text: str) -> None:
    tokens = RuleTagger("fr").tag([text])[0].tokens
    ranges = split(text, (0, len(text)), tokens)
    assert all(start < end for start, end in ranges)
    assert all(a[1] <= b[0] for a, b in pairwise(ranges))
    outside = "".join(c for k, c in enumerate(text) if not any(a <= k < b for a, b in ranges))
    assert not any(c.isalnum() for c in outside)
