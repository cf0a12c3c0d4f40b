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

# what is remembered: .1 MB an article in the corpus, some 1 MB where articles are long. Three rules go
# through a story one after the other, so that what does not fit is worked out three times
KEPT_BYTES = 200_000_000

Places = tuple[int, Sequence[int]]  # an article and propositions of it


class Best(NamedTuple):
    """The greatest value of each kind that some propositions have with some others, see `Likeness`."""

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


class _Whole(NamedTuple):
    """An article beside all that it meets.

    Attributes:
        firsts: Where the columns of each article begin.
        values: The four values of `Likeness`, a row per proposition, a column per proposition of the others.
    """

    firsts: dict[int, int]
    values: Matrix


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
        self._known: OrderedDict[int, _Whole] = OrderedDict()
        self._bytes = 0

    def of(self, a: Places, others: Sequence[Places]) -> Likeness:
        """How alike propositions of an article are to others, by their places in their articles."""
        whole = self._article(a[0])
        columns = [whole.firsts[j] + k for j, places in others for k in places]
        return Likeness(*whole.values[:, np.array(a[1], dtype=np.intp)[:, None], columns])

    def best(self, a: Places, others: Sequence[Places]) -> list[Best]:
        """The greatest values that some propositions have with each of several groups of others.

        Args:
            a: One article's, one at least.
            others: Groups, each of one article and one proposition at least.
        """
        if not others:
            return []
        whole = self._article(a[0])
        columns = [whole.firsts[j] + k for j, places in others for k in places]
        starts = np.cumsum([0, *(len(places) for _, places in others[:-1])])
        values = whole.values[:, a[1]].max(axis=1)[:, columns]
        return [Best(*some) for some in np.maximum.reduceat(values, starts, axis=1).T.tolist()]

    def _article(self, i: int) -> _Whole:
        if i not in self._known:
            self._known[i] = self._compared(i)
            self._bytes += self._known[i].values.nbytes
            while self._bytes > KEPT_BYTES and len(self._known) > 1:
                self._bytes -= self._known.popitem(last=False)[1].values.nbytes
        return self._known[i]

    def _compared(self, i: int) -> _Whole:
        side, met = self._sides[i], sorted(self._met[i])
        others = [self._sides[j] for j in met]
        ends = np.cumsum([0, *(len(other.pieces) for other in others)]).tolist()
        them = joined([other.meaning for other in others])
        around = side.around @ np.concatenate([other.around for other in others]).T
        alike = (side.meaning.vectors @ them.vectors.T, *coverage(side.meaning, them), around)
        return _Whole(dict(zip(met, ends, strict=False)), np.stack(alike))
