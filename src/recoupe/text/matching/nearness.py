"""How alike the propositions of a story are, worked out once for every two articles when first asked."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import msgspec
import numpy as np

from recoupe.text.matching.meaning import Meaning, coverage, joined
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.sheets import Sheet
from recoupe.text.similarity import Matrix

# what is remembered: .05 MB an article in the corpus, some .5 MB where articles are long. Claims, then three
# rules of differences go through a story one after the other: what does not fit is worked out four times
KEPT_BYTES = 200_000_000

Places = tuple[int, Sequence[int]]  # an article and propositions of it


class Side(msgspec.Struct, frozen=True):
    """One article's propositions, in the same order everywhere.

    Attributes:
        meaning, sheet: What they mean, and what they hold.
        around: A row per proposition, the unit vector of the sentence that it stands in.
    """

    pieces: Sequence[Piece]
    meaning: Meaning
    sheet: Sheet
    around: Matrix


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
    """An article beside itself and all later ones that it meets.

    Attributes:
        firsts: Where the columns of each article begin.
        values: The four values of `Likeness`, a row per proposition, a column per proposition of the others.
    """

    firsts: dict[int, int]
    values: Matrix


class Nearness:
    """Compares propositions of two articles that a table sets side by side, or of one.

    An article is compared at once with all later ones that it meets: by pairs it costs five times as much.
    """

    def __init__(self, sides: Sequence[Side], partners: Sequence[tuple[int, int]]) -> None:
        """Take the articles, and which of them are compared, by index, lower first."""
        self._sides = sides
        self._later = [[k] for k in range(len(sides))]
        for i, j in partners:
            self._later[i].append(j)
        self._known: OrderedDict[int, _Whole] = OrderedDict()
        self._bytes = 0

    def between(self, i: int, j: int) -> Likeness:
        """How alike all propositions of two articles are, the second not before the first."""
        whole, n = self._article(i), len(self._sides[j].pieces)
        return Likeness(*whole.values[:, :, whole.firsts[j] : whole.firsts[j] + n])

    def of(self, a: Places, others: Sequence[Places]) -> Likeness:
        """How alike propositions are to others, none before them, by their places in their articles."""
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
        met = {j: self._greatest(a, j) for j in dict.fromkeys(j for j, _ in others)}
        firsts = dict(zip(met, accumulate((x.shape[1] for x in met.values()), initial=0), strict=False))
        columns = [firsts[j] + k for j, places in others for k in places]
        starts = np.cumsum([0, *(len(places) for _, places in others[:-1])])
        values = np.concatenate(list(met.values()), axis=1)[:, columns]
        return [Best(*some) for some in np.maximum.reduceat(values, starts, axis=1).T.tolist()]

    def _greatest(self, a: Places, j: int) -> Matrix:
        """The greatest values that some propositions have with each of another article."""
        i, rows = a
        if i <= j:
            near = self.between(i, j)
            return np.stack(
                [x[rows].max(axis=0) for x in (near.meaning, near.of_a, near.of_b, near.sentences)]
            )
        near = self.between(j, i)
        turned = near.meaning, near.of_b, near.of_a, near.sentences
        return np.stack([x[:, rows].max(axis=1) for x in turned])

    def _article(self, i: int) -> _Whole:
        if i not in self._known:
            self._known[i] = self._compared(i)
            self._bytes += self._known[i].values.nbytes
            while self._bytes > KEPT_BYTES and len(self._known) > 1:
                self._bytes -= self._known.popitem(last=False)[1].values.nbytes
        return self._known[i]

    def _compared(self, i: int) -> _Whole:
        side, others = self._sides[i], [self._sides[j] for j in self._later[i]]
        firsts = accumulate((len(other.pieces) for other in others), initial=0)
        them = joined([other.meaning for other in others])
        around = side.around @ np.concatenate([other.around for other in others]).T
        alike = (side.meaning.vectors @ them.vectors.T, *coverage(side.meaning, them), around)
        return _Whole(dict(zip(self._later[i], firsts, strict=False)), np.stack(alike))
