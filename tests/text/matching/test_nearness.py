from __future__ import annotations

import numpy as np
import pytest

from recoupe.text.matching.meaning import coverage
from recoupe.text.matching.nearness import Nearness
from recoupe.text.similarity import cosine
from tests.dossiers import BRIDGE, laid, untagged


def test_part_of_an_article_beside_part_of_another() -> None:
    table = laid(untagged(BRIDGE))
    near = Nearness(table.sides, table.partners)
    for i, j in ((0, 2), (0, 1), (1, 1)):
        first, second = table.sides[i], table.sides[j]
        rows, columns = [len(first.pieces) - 1, 0], [1, 0]
        found = near.of((i, rows), [(j, columns)])
        at = np.ix_(rows, columns)
        of_a, of_b = coverage(first.meaning, second.meaning)
        sentences = cosine(table.seen[i].vectors, table.seen[j].vectors)
        places = np.ix_(
            *([side.pieces[k].sentence for k in some] for side, some in ((first, rows), (second, columns)))
        )
        assert found.meaning == pytest.approx(
            cosine(first.meaning.vectors, second.meaning.vectors)[at], abs=1e-6
        )
        assert found.of_a == pytest.approx(of_a[at], abs=1e-6)
        assert found.of_b == pytest.approx(of_b[at], abs=1e-6)
        assert found.sentences == pytest.approx(sentences[places], abs=1e-6)


def test_the_greatest_values_are_the_same_from_both_sides() -> None:
    table = laid(untagged(BRIDGE))
    near = Nearness(table.sides, table.partners)
    for i, j in ((0, 1), (1, 2), (2, 0)):
        (one,), (other,) = near.best((i, [0, 1]), [(j, [1, 0])]), near.best((j, [1, 0]), [(i, [0, 1])])
        assert one == pytest.approx((other.meaning, other.of_b, other.of_a, other.sentences), abs=1e-6)
        low, high = min(i, j), max(i, j)
        whole = near.between(low, high)
        assert one.meaning == pytest.approx(whole.meaning[:2, :2].max(), abs=1e-6)
    assert near.best((0, [0]), []) == []
