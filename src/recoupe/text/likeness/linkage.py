"""Average-link clusters over a sparse graph: pairs without an edge count as unlike."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import add

import msgspec
import numpy as np
import numpy.typing as npt

from recoupe.text.likeness.neighbours import Indices, Sums, in_groups, starts_of

ROUNDING = 1e-9  # a mean of equal numbers may come out as much above them

# Sums over the known pairs between two clusters: content times nearness of dated pairs, content of pairs
# without a date, nearness, number of dated pairs, number of pairs.
Tie = list[float]
UNDATED, PAIRS = 1, 4
Entry = tuple[float, int, int]  # the mean of a tie, negative, and its clusters
MANY = 12  # pairs joined in one go, for that to cost less than one after the other


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


class Ties(msgspec.Struct, frozen=True):
    """What lies between clusters, each two once: by their first items, and a column of sums as in `Tie`."""

    one: Indices
    two: Indices
    sums: Sums

    def kept(self, which: npt.NDArray[np.bool_]) -> Ties:
        """Some of them only."""
        return Ties(self.one[which], self.two[which], self.sums[:, which])

    def moved(self, root: Indices) -> Ties:
        """The same once each item stands in the cluster of another first item."""
        one, two = root[self.one], root[self.two]
        other = one != two
        codes, order = in_groups((np.minimum(one, two) * len(root) + np.maximum(one, two))[other])
        if not len(order):
            return self.kept(other)
        begins = starts_of(codes)
        one, two = np.divmod(codes[begins].astype(np.int64), len(root))
        return Ties(one, two, np.add.reduceat(self.sums[:, other][:, order], begins, axis=1))


class Linkage:
    """Average linkage: the most alike two clusters are joined until none are alike enough.

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
        sizes = [len(group) for group in groups]
        self._root = np.empty(sum(sizes), dtype=np.int64)  # by item the first item of its cluster
        self._root[list(chain.from_iterable(groups))] = np.repeat([min(group) for group in groups], sizes)

    def clusters(self, edges: Edges, threshold: float) -> list[list[int]]:
        """Join until the most alike two are below `threshold`.

        Two that are each other's most alike are joined whatever else is joined before, since a mean of two is
        not above both: as long as there are many such they are joined all at once.

        Args:
            edges: Known pairs.
            threshold: Mean likeness at which two clusters are still joined.

        Returns:
            Sorted items of each cluster, clusters by their first item.
        """
        ties = _ties_of(edges).moved(self._root)
        one, two = self._mutual(ties, threshold)
        while len(one) >= MANY:
            into = np.arange(len(self._root))
            into[two] = one
            for a, b in zip(one.tolist(), two.tolist(), strict=True):
                self._keep_apart(a, b)
            self._root, ties = into[self._root], ties.moved(into)
            one, two = self._mutual(ties, threshold)
        self._join_singly(ties, threshold)
        order = np.argsort(self._root, kind="stable")
        return [items.tolist() for items in np.split(order, starts_of(self._root[order])[1:]) if len(items)]

    def _mutual(self, ties: Ties, threshold: float) -> tuple[Indices, Indices]:
        """Clusters that are each other's most alike; of several as alike the first."""
        mean = self._means(ties)
        likely = (mean >= threshold) & self._free(ties)
        one, two, mean = ties.one[likely], ties.two[likely], mean[likely]
        most, best = np.zeros(len(self._root)), np.full(len(self._root), len(self._root))
        for mine in (one, two):
            np.maximum.at(most, mine, mean)
        for mine, other in ((one, two), (two, one)):
            nearest = mean == most[mine]
            np.minimum.at(best, mine[nearest], other[nearest])
        mutual = (best[one] == two) & (best[two] == one)
        return one[mutual], two[mutual]

    def _free(self, ties: Ties) -> npt.NDArray[np.bool_]:
        """Which clusters may be joined."""
        free = np.ones(len(ties.one), dtype=bool)
        for k in np.flatnonzero(np.isin(ties.one, list(self._apart))).tolist():
            free[k] = int(ties.two[k]) not in self._apart[int(ties.one[k])]
        return free

    def _means(self, ties: Ties) -> Sums:
        """How alike clusters are, as `_Single.mean` works it out for two."""
        size = np.bincount(self._root, minlength=len(self._root))
        weighed, undated, nearness, dated, pairs = ties.sums
        mean_nearness = np.where(dated > 0, nearness / np.maximum(dated, 1), self._unknown)
        less, more = np.minimum(size[ties.one], size[ties.two]), np.maximum(size[ties.one], size[ties.two])
        expected = less * np.minimum(more, self._breadth)
        return np.asarray((weighed + undated * mean_nearness) / np.maximum(expected, pairs))

    def _keep_apart(self, a: int, b: int) -> None:
        """Keep from cluster `a` what must stay apart from `b`, which it takes in."""
        for other in self._apart.pop(b, ()):
            self._apart[other].discard(b)
            self._apart[other].add(a)
            self._apart.setdefault(a, set()).add(other)

    def _join_singly(self, ties: Ties, threshold: float) -> None:
        """Join the most alike two, then those that are so after that, and so on."""
        means = self._means(ties)
        likely = means >= threshold
        part = self._reach(ties, likely, threshold)
        asked = part[ties.one] == part[ties.two]
        ties, means, likely = ties.kept(asked), means[asked], likely[asked]
        columns = (-means[likely], ties.one[likely], ties.two[likely])
        size = np.bincount(self._root, minlength=len(self._root)).tolist()
        single = _Singly(ties, size, unknown=self._unknown, breadth=self._breadth)
        heap: list[Entry] = []
        for unlike, a, b in _least_first(sorted(zip(*(c.tolist() for c in columns), strict=True)), heap):
            one, two = sorted((single.joined(a), single.joined(b)))
            if one == two:
                continue
            mean = single.mean(one, two)
            if mean < -unlike:  # one of the two has grown since
                if mean >= threshold:
                    heapq.heappush(heap, (-mean, one, two))
            elif two not in self._apart.get(one, ()):
                self._keep_apart(one, two)
                for other in single.merge(one, two):
                    mean = single.mean(one, other)
                    if mean >= threshold:
                        heapq.heappush(heap, (-mean, min(one, other), max(one, other)))
        self._root = np.array([single.joined(root) for root in self._root.tolist()], dtype=np.int64)

    def _reach(self, ties: Ties, likely: npt.NDArray[np.bool_], threshold: float) -> Indices:
        """By item what no way leads out of: clusters of two such parts are never joined.

        A mean of two is above both only where a date is lacking, or where a big cluster bounds the divisor:
        there every tie leads on whose known pairs are alike enough by themselves.
        """
        near = ties.sums[0] + ties.sums[1] >= threshold * (1 - ROUNDING) * ties.sums[PAIRS]
        leads = likely | (near & (ties.sums[UNDATED] > 0))
        while True:
            part = connected(len(self._root), ties.one[leads], ties.two[leads])
            big = np.bincount(part[self._root], minlength=len(part)) > self._breadth
            more = leads | (near & (big[part[ties.one]] | big[part[ties.two]]))
            if (more == leads).all():
                return part
            leads = more


class _Singly:
    """Ties that are looked at one by one."""

    def __init__(self, ties: Ties, size: list[int], *, unknown: float, breadth: int) -> None:
        self._unknown, self._breadth = unknown, breadth
        self._size = size  # of each cluster
        self._into: dict[int, int] = {}  # what each cluster that is no more was put into
        self._ties: dict[int, dict[int, Tie]] = {}
        for a, b, tie in zip(ties.one.tolist(), ties.two.tolist(), ties.sums.T.tolist(), strict=True):
            self._ties.setdefault(a, {})[b] = self._ties.setdefault(b, {})[a] = tie

    def joined(self, root: int) -> int:
        """The cluster that one which may have been joined since stands in."""
        while root in self._into:
            root = self._into[root]
        return root

    def mean(self, a: int, b: int) -> float:
        """How alike two clusters are: a pair without a date is as near as the dated ones between them."""
        total, undated, nearness, dated, pairs = self._ties[a][b]
        if undated:
            total += undated * (nearness / dated if dated else self._unknown)
        one, two, breadth = self._size[a], self._size[b], self._breadth
        less, more = (one, two) if one < two else (two, one)
        expected = less * (more if more < breadth else breadth)
        return total / (expected if expected > pairs else pairs)

    def merge(self, a: int, b: int) -> Iterable[int]:
        """Put cluster `b` into `a`, the one with the earlier first item.

        Returns:
            Clusters to which it may now be nearer than either was. A mean of two ties is not above both, so
            that what is noted of either stands first in line and is looked at when its turn comes; it may be
            above them where the divisor is bounded or a date is lacking.
        """
        self._size[a] += self._size[b]
        self._into[b] = a
        mine, gone = self._ties[a], self._ties.pop(b)
        del mine[b], gone[a]
        undated = []
        for other, tie in gone.items():
            theirs = self._ties[other]
            del theirs[b]
            if other in mine:
                known = mine[other]
                known[:] = map(add, known, tie)
                if known[UNDATED]:
                    undated.append(other)
            else:
                mine[other] = theirs[a] = tie
        return mine if self._size[a] > self._breadth else undated


def _least_first(ordered: Iterable[Entry], heap: list[Entry]) -> Iterator[Entry]:
    """Entries in order with those of a heap, which may grow on the way."""
    for entry in ordered:
        while heap and heap[0] < entry:
            yield heapq.heappop(heap)
        yield entry
    while heap:
        yield heapq.heappop(heap)


def _ties_of(edges: Edges) -> Ties:
    """Each pair of items by itself."""
    dated = ~np.isnan(edges.nearness)
    near = np.where(dated, edges.nearness, 0.0)
    sums = (edges.content * near, np.where(dated, 0.0, edges.content), near, dated, np.ones(len(near)))
    return Ties(edges.later, edges.earlier, np.stack(sums).astype(np.float64))


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
