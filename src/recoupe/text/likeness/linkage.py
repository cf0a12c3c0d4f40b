"""Average-link clusters over a sparse graph: pairs without an edge count as unlike."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from recoupe.text.likeness.neighbours import Indices, Sums, in_groups, starts_of

ROUNDING = 1e-9  # a mean of equal numbers may come out as much above them


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


class _Tie:
    """Sums over the known pairs between two clusters."""

    __slots__ = ("dated", "nearness", "pairs", "undated", "weighed")

    def __init__(self, weighed: float, undated: float, nearness: float, dated: int, pairs: int) -> None:
        self.weighed = weighed  # content times nearness of dated pairs
        self.undated = undated  # content of pairs without a date
        self.nearness = nearness
        self.dated = dated
        self.pairs = pairs

    def join(self, other: _Tie) -> None:
        self.weighed += other.weighed
        self.undated += other.undated
        self.nearness += other.nearness
        self.dated += other.dated
        self.pairs += other.pairs


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
        self._members = {min(group): sorted(group) for group in groups}
        sizes = [len(group) for group in groups]
        self._root = np.empty(sum(sizes), dtype=np.int64)
        self._root[[item for group in groups for item in group]] = np.repeat(list(self._members), sizes)
        self._ties: dict[int, dict[int, _Tie]] = {root: {} for root in self._members}

    def clusters(self, edges: Edges, threshold: float) -> list[list[int]]:
        """Join until the most alike two are below `threshold`.

        Args:
            edges: Known pairs.
            threshold: Mean likeness at which two clusters are still joined.

        Returns:
            Sorted items of each cluster, clusters by their first item.
        """
        heap = self._tie(edges, threshold)
        heapq.heapify(heap)
        while heap:
            score, a, b = heapq.heappop(heap)
            if self._is_current(a, b, -score):
                self._merge(a, b)
                for entry in self._entries(a, threshold):
                    heapq.heappush(heap, entry)
        return [self._members[root] for root in sorted(self._members)]

    def _tie(self, edges: Edges, threshold: float) -> list[tuple[float, int, int]]:
        """Sum up the pairs between groups, where a way of likely ties leads from one to the other.

        A mean reaches the threshold only where a mean of some of its pairs does: what no tie joins of which
        the known pairs do, however many steps long the way, is never joined.

        Returns:
            Ties that are likely, as the heap holds them.
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
        columns = (edges.content * near, np.where(dated, 0.0, edges.content), near, dated.astype(np.int64))
        sums = [np.add.reduceat(column[order], begins) for column in columns]
        pairs = np.diff(np.append(begins, len(order)))
        likely = sums[0] + sums[1] >= threshold * (1 - ROUNDING) * pairs
        part = connected(len(self._root), a[likely], b[likely])
        kept = np.flatnonzero(part[a] == part[b])
        for i, j, *values in zip(*(column[kept].tolist() for column in (a, b, *sums, pairs)), strict=True):
            self._ties[i][j] = self._ties[j][i] = _Tie(*values)
        entries = (
            (-self._score(i, j), i, j) for i, j in zip(a[likely].tolist(), b[likely].tolist(), strict=True)
        )
        return [entry for entry in entries if -entry[0] >= threshold]

    def _score(self, a: int, b: int) -> float:
        return self._mean(self._ties[a][b], len(self._members[a]), len(self._members[b]))

    def _mean(self, tie: _Tie, size_a: int, size_b: int) -> float:
        """Mean over all pairs; a pair without a date is as near as the dated ones between the clusters."""
        total = tie.weighed
        if tie.undated:
            total += tie.undated * (tie.nearness / tie.dated if tie.dated else self._unknown)
        less = size_a if size_a < size_b else size_b
        expected = less * (size_b if less == size_a else size_a)
        expected = min(expected, self._breadth * less)
        return total / (expected if expected > tie.pairs else tie.pairs)

    def _entries(self, a: int, threshold: float) -> Iterator[tuple[float, int, int]]:
        never = self._apart.get(a, ())
        size, members = len(self._members[a]), self._members
        for b, tie in self._ties[a].items():
            if tie.weighed + tie.undated < threshold * tie.pairs:
                continue
            score = self._mean(tie, size, len(members[b]))
            if score >= threshold and b not in never:
                yield (-score, a, b) if a < b else (-score, b, a)

    def _is_current(self, a: int, b: int, score: float) -> bool:
        if a not in self._ties or b not in self._ties[a] or b in self._apart.get(a, ()):
            return False
        return self._score(a, b) == score

    def _merge(self, a: int, b: int) -> None:
        """Put cluster `b` into `a`, the one with the earlier first item."""
        self._members[a] = sorted(self._members[a] + self._members.pop(b))
        for other in self._apart.pop(b, ()):
            self._apart[other].discard(b)
            self._apart[other].add(a)
            self._apart.setdefault(a, set()).add(other)
        for other, tie in self._ties.pop(b).items():
            del self._ties[other][b]
            if other == a:
                continue
            mine = self._ties[a].get(other)
            if mine is None:
                self._ties[a][other] = self._ties[other][a] = tie
            else:
                mine.join(tie)


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
