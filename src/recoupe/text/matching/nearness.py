"""How alike the propositions of a story are, worked out once for each article when first asked."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from recoupe.text.matching.meaning import coverage, joined
from recoupe.text.matching.table import Table
from recoupe.text.similarity import Matrix

KEPT = 64  # articles remembered: .1 MB each in the corpus, some 1 MB where articles are long

Places = tuple[int, Sequence[int]]  # an article and propositions of it


class Best(NamedTuple):
    """The greatest of each value of a `Likeness` in some of its columns."""

    meaning: float
    of_a: float
    of_b: float
    sentences: float


class Likeness(msgspec.Struct, frozen=True):
    """How alike some propositions of one article and some of another are; rows and columns as asked for.

    Attributes:
        meaning: Cosines.
        of_a, of_b: How much of the words of the one stands in the other, 0 to 1.
        sentences: Cosines of the sentences that hold them.
    """

    meaning: Matrix
    of_a: Matrix
    of_b: Matrix
    sentences: Matrix

    def best(self, sizes: Sequence[int]) -> list[Best]:
        """The greatest values of the first so many columns, of the next so many, and so on; 1 at least."""
        rows = [part.max(axis=0) for part in (self.meaning, self.of_a, self.of_b, self.sentences)]
        firsts = np.cumsum([0, *sizes[:-1]])
        return [Best(*some) for some in np.maximum.reduceat(np.stack(rows), firsts, axis=1).T.tolist()]


class Nearness:
    """Compares propositions of two articles that a table sets side by side, or of one.

    An article is compared at once with all that it meets: by pairs it costs five times as much.
    """

    def __init__(self, table: Table) -> None:
        self._sides = table.sides
        self._met: list[set[int]] = [{k} for k in range(len(table.sides))]
        for i, j in table.partners:
            self._met[i].add(j)
            self._met[j].add(i)
        self._known: OrderedDict[int, tuple[dict[int, int], Likeness]] = OrderedDict()

    def of(self, a: Places, b: Places) -> Likeness:
        """How alike propositions are, by their places in their articles."""
        (i, rows), (j, columns) = a, b
        firsts, whole = self._article(i)
        at = np.ix_(rows, [firsts[j] + k for k in columns])
        return Likeness(whole.meaning[at], whole.of_a[at], whole.of_b[at], whole.sentences[at])

    def _article(self, i: int) -> tuple[dict[int, int], Likeness]:
        """Where the columns of each article begin, and the whole of an article beside all that it meets."""
        if i not in self._known:
            self._known[i] = self._compared(i)
            if len(self._known) > KEPT:
                self._known.popitem(last=False)
        return self._known[i]

    def _compared(self, i: int) -> tuple[dict[int, int], Likeness]:
        side, met = self._sides[i], sorted(self._met[i])
        others = [self._sides[j] for j in met]
        ends = np.cumsum([0, *(len(other.pieces) for other in others)]).tolist()
        them = joined([other.meaning for other in others])
        around = np.concatenate([other.around for other in others])
        likeness = Likeness(
            side.meaning.vectors @ them.vectors.T, *coverage(side.meaning, them), side.around @ around.T
        )
        return dict(zip(met, ends, strict=False)), likeness
