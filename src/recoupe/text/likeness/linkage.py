"""Average-link clusters over a sparse graph: pairs without an edge count as unlike."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec


class Likeness(msgspec.Struct, frozen=True, gc=False):
    """How alike two items are, in content and in time.

    Attributes:
        content: 0 or more.
        nearness: Factor for the time between them, 0 to 1; None where one has no date.
    """

    content: float
    nearness: float | None


class _Tie:
    """Sums over the known pairs between two clusters."""

    __slots__ = ("dated", "nearness", "pairs", "undated", "weighed")

    def __init__(self) -> None:
        self.weighed = 0.0  # content times nearness of dated pairs
        self.undated = 0.0  # content of pairs without a date
        self.nearness = 0.0
        self.dated = 0
        self.pairs = 0

    def add(self, likeness: Likeness) -> None:
        self.pairs += 1
        if likeness.nearness is None:
            self.undated += likeness.content
            return
        self.weighed += likeness.content * likeness.nearness
        self.nearness += likeness.nearness
        self.dated += 1

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
        self._of = {item: min(group) for group in groups for item in group}
        self._ties: dict[int, dict[int, _Tie]] = {root: {} for root in self._members}

    def clusters(self, edges: Iterable[tuple[int, int, Likeness]], threshold: float) -> list[list[int]]:
        """Join until the most alike two are below `threshold`.

        Args:
            edges: Known pairs, each at most once.
            threshold: Mean likeness at which two clusters are still joined.

        Returns:
            Sorted items of each cluster, clusters by their first item.
        """
        for a, b, likeness in edges:
            self._tie(a, b, likeness)
        heap = [entry for a in self._ties for entry in self._entries(a, threshold) if entry[1] == a]
        heapq.heapify(heap)
        while heap:
            score, a, b = heapq.heappop(heap)
            if self._is_current(a, b, -score):
                self._merge(a, b)
                for entry in self._entries(a, threshold):
                    heapq.heappush(heap, entry)
        return [self._members[root] for root in sorted(self._members)]

    def _tie(self, a: int, b: int, likeness: Likeness) -> None:
        a, b = self._of[a], self._of[b]
        if a != b:
            tie = self._ties[a].setdefault(b, _Tie())
            self._ties[b][a] = tie
            tie.add(likeness)

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
