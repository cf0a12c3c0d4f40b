from __future__ import annotations

import numpy as np
import pytest

from recoupe.text.matching.meaning import NEAR, Meaning, coverage, joined, meanings
from tests.fakes import TrigramEncoder

BAKERY = ("Le boulanger ferme sa boutique", "La boutique est vendue", "Il pleut")
MARKET = ("La boulangerie fermera", "Une boutique ferme à Lenne", "…")


def slowly(a: Meaning, b: Meaning) -> list[list[float]]:
    """Of each proposition of `a` the share of its words that stand in each of `b`, word by word."""
    return [[_held(a, x, b, y) for y in _ranges(b)] for x in _ranges(a)]


def _ranges(meaning: Meaning) -> list[range]:
    ends = np.cumsum(meaning.sizes).tolist()
    return [range(end - size, end) for end, size in zip(ends, meaning.sizes.tolist(), strict=True)]


def _held(a: Meaning, x: range, b: Meaning, y: range) -> float:
    cosines = a.lexicon[a.words[list(x)]] @ b.lexicon[b.words[list(y)]].T
    best = np.where(cosines > NEAR, cosines, 0).max(axis=1).clip(0, 1)
    weights = a.weights[list(x)]
    return float(weights @ best / weights.sum()) if weights.sum() else 0.0


def test_coverage_is_the_share_of_words_that_stand_in_the_other() -> None:
    stop = frozenset({"sa", "est", "une"})
    a, b, c = meanings([BAKERY, MARKET, BAKERY[:1]], stop, TrigramEncoder().embed)
    for one, other in ((a, b), (b, a), (a, joined([b, c, a])), (c, c)):
        of_one, of_other = coverage(one, other)
        assert of_one == pytest.approx(np.array(slowly(one, other)), abs=1e-6)
        assert of_other == pytest.approx(np.array(slowly(other, one)).T, abs=1e-6)
    assert coverage(a, a)[0].diagonal() == pytest.approx([1, 1, 1])
    assert coverage(b, b)[0].diagonal() == pytest.approx([1, 1, 0])  # « … » has no word


def test_an_article_without_propositions_covers_nothing() -> None:
    a, none = meanings([BAKERY, ()], frozenset(), TrigramEncoder().embed)
    assert [part.shape for part in coverage(a, none)] == [(3, 0), (3, 0)]
