"""Groups of clusters while they are joined: what speaks against a merge keeps two groups apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from recoupe.records import Cluster
from recoupe.stages.link.forms import name_key


class Link(msgspec.Struct, frozen=True, order=True):
    """Two clusters that are one, and why; `rank` 0 is the surest."""

    rank: int
    a: int
    b: int
    rule: str
    evidence: str


class Joined:
    """Union of clusters: no two names of one article, no two genders, nothing that a person keeps apart."""

    def __init__(self, clusters: Sequence[Cluster]) -> None:
        self.clusters = clusters
        self._parent = list(range(len(clusters)))
        self._members = {k: [k] for k in self._parent}
        self._names = {k: {c.article_id: name_key(c)} if c.named else {} for k, c in enumerate(clusters)}
        self._genders = {
            k: {c.gender} if c.gender and c.type == "PER" else set() for k, c in enumerate(clusters)
        }
        self._facts = {k: {c.fact} if c.fact else set() for k, c in enumerate(clusters)}
        self._apart: dict[int, set[int]] = defaultdict(set)
        self._why: dict[int, tuple[str, str]] = {}

    def find(self, k: int) -> int:
        """The cluster that stands for the group."""
        while self._parent[k] != k:
            self._parent[k] = self._parent[self._parent[k]]
            k = self._parent[k]
        return k

    def join(self, found: Link) -> None:
        """Join two groups unless something speaks against it."""
        a, b = self.find(found.a), self.find(found.b)
        if a != b and self._may(a, b):
            self._unite(a, b, found)

    def decide(self, found: Link) -> None:
        """Join two groups because a person said so; only a later decision speaks against it."""
        a, b = self.find(found.a), self.find(found.b)
        if a != b and b not in self._apart[a]:
            self._unite(a, b, found)

    def keep_apart(self, a: int, b: int) -> None:
        """Never join two groups; what is one already stays one."""
        a, b = self.find(a), self.find(b)
        if a != b:
            self._apart[a].add(b)
            self._apart[b].add(a)

    def _unite(self, a: int, b: int, found: Link) -> None:
        if len(self._members[a]) < len(self._members[b]):
            a, b = b, a
        self._parent[b] = a
        self._members[a] += self._members.pop(b)
        self._names[a].update(self._names.pop(b))
        self._genders[a] |= self._genders.pop(b)
        self._facts[a] |= self._facts.pop(b)
        for other in self._apart.pop(b, ()):
            self._apart[other].discard(b)
            self._apart[other].add(a)
            self._apart[a].add(other)
        for k in (found.a, found.b):
            self._why.setdefault(k, (found.rule, found.evidence))

    def _may(self, a: int, b: int) -> bool:
        if len(self._genders[a] | self._genders[b]) > 1 or len(self._facts[a] | self._facts[b]) > 1:
            return False
        if b in self._apart.get(a, ()):
            return False
        short, long = sorted((self._names[a], self._names[b]), key=len)
        return all(long.get(article, name) == name for article, name in short.items())

    def groups(self) -> Iterator[list[tuple[Cluster, str, str]]]:
        """Members of each group with the rule that joined them, in order."""
        for members in self._members.values():
            yield [
                (self.clusters[k], *self._why.get(k, ("only here", self.clusters[k].name)))
                for k in sorted(members)
            ]
