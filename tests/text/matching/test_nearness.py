from __future__ import annotations

import numpy as np
import pytest

from recoupe.text.matching.meaning import coverage
from recoupe.text.matching.nearness import Nearness
from recoupe.text.similarity import cosine
from tests.dossiers import BRIDGE, laid, untagged


def test_part_of_an_article_beside_part_of_another() -> None:
    table = laid(untagged(BRIDGE))
    near = Nearness(table)
    for i, j in ((0, 2), (2, 0), (1, 1)):
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
