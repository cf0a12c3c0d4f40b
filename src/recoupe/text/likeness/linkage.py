"""Average-link clusters over a sparse graph: pairs without an edge count as unlike."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import add

import msgspec
import numpy as np
import numpy.typing as npt

from recoupe.text.likeness.neighbours import Indices, Sums, in_groups, starts_of

ROUNDING = 1e-9  # a mean of equal numbers may come out as much above them

# Sums over the known pairs between two clusters: content times nearness of dated pairs, content of pairs
# without a date, nearness, number of dated pairs, number of pairs.
Tie = list[float]
UNDATED = 1
Entry = tuple[float, int, int]  # the mean of a tie, negative, and its clusters


class Edges(msgspec.Struct, frozen=True):
    """Pairs of items that may be one, and how alike they are in content and in time; each pair once.

    Attributes:
        later, earlier: The two items of each pair.
        content: 0 or more.
        nearness: Factor for the time between them, 0 to 1; NaN where one has no date.
    """

    later: Indices
    earlier: Indices
    content: Sums
    nearness: Sums

    @property
    def likeness(self) -> Sums:
        """Content by nearness; what has no date is taken to be near."""
        return self.content * np.where(np.isnan(self.nearness), 1.0, self.nearness)

    def kept(self, which: npt.NDArray[np.bool_]) -> Edges:
        """Those of some pairs only."""
        return Edges(self.later[which], self.earlier[which], self.content[which], self.nearness[which])

    def and_also(self, other: Edges) -> Edges:
        """These, then others."""
        return Edges(
            np.concatenate([self.later, other.later]),
            np.concatenate([self.earlier, other.earlier]),
            np.concatenate([self.content, other.content]),
            np.concatenate([self.nearness, other.nearness]),
        )


class Linkage:
    """Greedy agglomeration: the most alike two clusters are joined until none are alike enough.

    Args:
        groups: Items that belong together beforehand; every item stands in exactly one group.
        unknown: Nearness of two clusters of which nothing tells the time.
        breadth: Neighbours an item can have known at most: bounds the mean's divisor for big clusters.
        apart: First items of the groups that a group, by its first item, must never be joined with.
    """

    def __init__(
        self,
        groups: Sequence[Sequence[int]],
        *,
        unknown: float,
        breadth: int,
        apart: Mapping[int, Iterable[int]] | None = None,
    ) -> None:
        self._unknown, self._breadth = unknown, breadth
        self._apart = {root: set(others) for root, others in (apart or {}).items()}
        self._members = {min(group): list(group) for group in groups}
        sizes = [len(group) for group in groups]
        self._root = np.empty(sum(sizes), dtype=np.int64)
        self._root[[item for group in groups for item in group]] = np.repeat(list(self._members), sizes)
        self._ties: dict[int, dict[int, Tie]] = {root: {} for root in self._members}
        self._size = {root: len(members) for root, members in self._members.items()}
        self._into: dict[int, int] = {}  # what each cluster that is no more was put into

    def clusters(self, edges: Edges, threshold: float) -> list[list[int]]:
        """Join until the most alike two are below `threshold`.

        Args:
            edges: Known pairs.
            threshold: Mean likeness at which two clusters are still joined.

        Returns:
            Sorted items of each cluster, clusters by their first item.
        """
        heap: list[Entry] = []
        ties = self._ties
        for unlike, a, b in _least_first(self._tie(edges, threshold), heap):
            one, two = self._joined(a), self._joined(b)
            if one == two:
                continue
            if one > two:
                one, two = two, one
            mean = self._mean(one, two, ties[one][two])
            if mean < -unlike:  # one of the two has grown since
                if mean >= threshold:
                    heapq.heappush(heap, (-mean, one, two))
            elif two not in self._apart.get(one, ()):
                self._merge(one, two, threshold, heap)
        return [sorted(self._members[root]) for root in sorted(self._members)]

    def _tie(self, edges: Edges, threshold: float) -> list[Entry]:
        """Sum up the pairs between groups, where a way of likely ties leads from one to the other.

        A mean reaches the threshold only where a mean of some of its pairs does: what no tie joins of which
        the known pairs do, however many steps long the way, is never joined.

        Returns:
            Ties whose mean reaches the threshold, the most alike first.
        """
        one, two = self._root[edges.later], self._root[edges.earlier]
        edges, one, two = edges.kept(one != two), one[one != two], two[one != two]
        codes, order = in_groups(np.minimum(one, two) * len(self._root) + np.maximum(one, two))
        if not len(order):
            return []
        begins = starts_of(codes)
        a, b = np.divmod(codes[begins].astype(np.int64), len(self._root))
        dated = ~np.isnan(edges.nearness)
        near = np.where(dated, edges.nearness, 0.0)
        columns = (edges.content * near, np.where(dated, 0.0, edges.content), near, dated.astype(np.float64))
        sums = [np.add.reduceat(column[order], begins) for column in columns]
        pairs = np.diff(np.append(begins, len(order))).astype(np.float64)
        likely = sums[0] + sums[1] >= threshold * (1 - ROUNDING) * pairs
        part = connected(len(self._root), a[likely], b[likely])
        unlike = -self._means(a, b, *sums, pairs)
        kept = np.flatnonzero(part[a] == part[b])
        ties = np.stack([*sums, pairs], axis=1)[kept].tolist()
        for i, j, tie in zip(a[kept].tolist(), b[kept].tolist(), ties, strict=True):
            self._ties[i][j] = self._ties[j][i] = tie
        likely &= unlike <= -threshold
        return sorted(zip(*(column[likely].tolist() for column in (unlike, a, b)), strict=True))

    def _means(self, a: Indices, b: Indices, *sums: Sums) -> Sums:
        """Means over all pairs of many ties, as in `_mean`."""
        size = np.zeros(len(self._root), dtype=np.int64)
        size[list(self._size)] = list(self._size.values())
        weighed, undated, nearness, dated, pairs = sums
        mean_nearness = np.where(dated > 0, nearness / np.maximum(dated, 1), self._unknown)
        less = np.minimum(size[a], size[b])
        expected = np.minimum(size[a] * size[b], self._breadth * less)
        return np.asarray((weighed + undated * mean_nearness) / np.maximum(expected, pairs))

    def _joined(self, root: int) -> int:
        """The cluster that one which may have been joined since stands in."""
        into = self._into
        while root in into:
            root = into[root]
        return root

    def _mean(self, a: int, b: int, tie: Tie) -> float:
        """How alike two clusters are: a pair without a date is as near as the dated ones between them."""
        total, undated, nearness, dated, pairs = tie
        if undated:
            total += undated * (nearness / dated if dated else self._unknown)
        one, two, breadth = self._size[a], self._size[b], self._breadth
        less, more = (one, two) if one < two else (two, one)
        expected = less * (more if more < breadth else breadth)
        return total / (expected if expected > pairs else pairs)

    def _merge(self, a: int, b: int, threshold: float, heap: list[Entry]) -> None:
        """Put cluster `b` into `a`, the one with the earlier first item.

        A mean of two ties is not above both: what is noted of either stands first in line, and is looked at
        when its turn comes. It may be above them where the divisor is bounded or a date is lacking: that is
        noted at once.
        """
        self._members[a] += self._members.pop(b)
        self._size[a] += self._size.pop(b)
        self._into[b] = a
        for other in self._apart.pop(b, ()):
            self._apart[other].discard(b)
            self._apart[other].add(a)
            self._apart.setdefault(a, set()).add(other)
        ties, mine = self._ties, self._ties[a]
        gone = ties.pop(b)
        del mine[b], gone[a]
        undated = []
        for other, tie in gone.items():
            theirs = ties[other]
            del theirs[b]
            if other in mine:
                known = mine[other]
                known[:] = map(add, known, tie)
                if known[UNDATED]:
                    undated.append(other)
            else:
                mine[other] = theirs[a] = tie
        for other in mine if self._size[a] > self._breadth else undated:
            mean = self._mean(a, other, mine[other])
            if mean >= threshold:
                heapq.heappush(heap, (-mean, a, other) if a < other else (-mean, other, a))


def _least_first(ordered: Iterable[Entry], heap: list[Entry]) -> Iterator[Entry]:
    """Entries in order with those of a heap, which may grow on the way."""
    for entry in ordered:
        while heap and heap[0] < entry:
            yield heapq.heappop(heap)
        yield entry
    while heap:
        yield heapq.heappop(heap)


def connected(n: int, one: Indices, two: Indices) -> Indices:
    """For each of `n` items the least item that a way of pairs leads to."""
    part = np.arange(n)
    while True:
        least = np.minimum(part[one], part[two])
        grown = part.copy()
        np.minimum.at(grown, part[one], least)
        np.minimum.at(grown, part[two], least)
        grown = grown[grown]
        if (grown == part).all():
            return part
        part = grown
