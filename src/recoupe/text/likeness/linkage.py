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
# without a date, nearness, number of dated pairs, number of pairs; last the mean, negative, 0 if too small.
Tie = list[float]
UNLIKE = 5
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
            tie = ties[a].get(b) if a in ties else None
            if tie is not None and tie[UNLIKE] == unlike and b not in self._apart.get(a, ()):
                self._merge(a, b)
                self._rate(a, threshold, heap)
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
        ties = np.stack([*sums, pairs, unlike], axis=1)[kept].tolist()
        for i, j, tie in zip(a[kept].tolist(), b[kept].tolist(), ties, strict=True):
            self._ties[i][j] = self._ties[j][i] = tie
        likely &= unlike <= -threshold
        return sorted(zip(*(column[likely].tolist() for column in (unlike, a, b)), strict=True))

    def _means(self, a: Indices, b: Indices, *sums: Sums) -> Sums:
        """Means over all pairs of many ties, as in `_rate`."""
        size = np.zeros(len(self._root), dtype=np.int64)
        size[list(self._members)] = [len(members) for members in self._members.values()]
        weighed, undated, nearness, dated, pairs = sums
        mean_nearness = np.where(dated > 0, nearness / np.maximum(dated, 1), self._unknown)
        less = np.minimum(size[a], size[b])
        expected = np.minimum(size[a] * size[b], self._breadth * less)
        return np.asarray((weighed + undated * mean_nearness) / np.maximum(expected, pairs))

    def _rate(self, a: int, threshold: float, heap: list[Entry]) -> None:
        """Work out anew how alike a cluster that has grown and the others are.

        A pair without a date is as near as the dated ones between the clusters.
        """
        members, breadth = self._members, self._breadth
        size = len(members[a])
        for b, tie in self._ties[a].items():
            total, undated, nearness, dated, pairs, _ = tie
            tie[UNLIKE] = 0.0
            if total + undated < threshold * pairs:
                continue
            if undated:
                total += undated * (nearness / dated if dated else self._unknown)
            other = len(members[b])
            less, more = (size, other) if size < other else (other, size)
            expected = less * (more if more < breadth else breadth)
            mean = total / (expected if expected > pairs else pairs)
            if mean >= threshold:
                tie[UNLIKE] = -mean
                heapq.heappush(heap, (-mean, a, b) if a < b else (-mean, b, a))

    def _merge(self, a: int, b: int) -> None:
        """Put cluster `b` into `a`, the one with the earlier first item."""
        self._members[a] += self._members.pop(b)
        for other in self._apart.pop(b, ()):
            self._apart[other].discard(b)
            self._apart[other].add(a)
            self._apart.setdefault(a, set()).add(other)
        ties, mine = self._ties, self._ties[a]
        gone = ties.pop(b)
        del mine[b], gone[a]
        for other, tie in gone.items():
            theirs = ties[other]
            del theirs[b]
            if other in mine:
                known = mine[other]
                known[:] = map(add, known, tie)
            else:
                mine[other] = theirs[a] = tie


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
