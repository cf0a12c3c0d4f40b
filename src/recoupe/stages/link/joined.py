"""Groups of clusters while they are joined: what speaks against a merge keeps two groups apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from recoupe.records import BESIDE, ArticleExcerpt, Cluster, Member
from recoupe.stages.link.company import Company
from recoupe.stages.link.forms import name_key

SHOWN = 3  # things in common told of a merge; more is more than one reads
NOTHING: frozenset[str] = frozenset()
Group = list[tuple[Cluster, Member]]


class Link(msgspec.Struct, frozen=True, order=True, gc=False):
    """Two clusters that are one, and why.

    `rank` 0 is the surest; `beside` holds sounds of what both articles name. Where one of the two is only
    called something, `place` is where the other is named beside that: article, start, end and the words.
    """

    rank: int
    a: int
    b: int
    rule: str
    evidence: str
    beside: tuple[str, ...] = ()
    place: tuple[str, int, int, str] | tuple[()] = ()


class Joined:
    """Union of clusters: no two names of one article, no two genders, nothing that a person keeps apart."""

    def __init__(self, clusters: Sequence[Cluster]) -> None:
        self.clusters = clusters
        self._parent = list(range(len(clusters)))
        # only what is there: most clusters stay alone, and a large collection has many
        self._members: dict[int, list[int]] = {}
        self._names: dict[int, dict[str, str]] = {}
        self._genders: dict[int, frozenset[str]] = {
            k: frozenset({c.gender}) for k, c in enumerate(clusters) if c.gender and c.type == "PER"
        }
        self._facts: dict[int, frozenset[str]] = {
            k: frozenset({c.fact}) for k, c in enumerate(clusters) if c.fact
        }
        self._apart: dict[int, set[int]] = defaultdict(set)
        self._why: dict[int, Link] = {}

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
        if len(self._members_of(a)) < len(self._members_of(b)):
            a, b = b, a
        self._parent[b] = a
        self._members[a] = self._members_of(a)
        self._members[a] += self._members_of(b)
        self._names[a] = self._names_of(a)
        self._names[a].update(self._names_of(b))
        for kept in (self._members, self._names):
            kept.pop(b, None)
        for told in (self._genders, self._facts):
            if b in told:
                told[a] = told.get(a, NOTHING) | told.pop(b)
        for other in self._apart.pop(b, ()):
            self._apart[other].discard(b)
            self._apart[other].add(a)
            self._apart[a].add(other)
        for k in (found.a, found.b):
            self._why.setdefault(k, found)

    def _members_of(self, k: int) -> list[int]:
        return self._members.get(k) or [k]

    def _names_of(self, k: int) -> dict[str, str]:
        """Names of a group by article."""
        c = self.clusters[k]
        return self._names.get(k) or ({c.article_id: name_key(c)} if c.named else {})

    def _may(self, a: int, b: int) -> bool:
        for told in (self._genders, self._facts):
            if len(told.get(a, NOTHING) | told.get(b, NOTHING)) > 1:
                return False
        if b in self._apart.get(a, ()):
            return False
        short, long = sorted((self._names_of(a), self._names_of(b)), key=len)
        return all(long.get(article, name) == name for article, name in short.items())

    def groups(self, company: Company) -> Iterator[Group]:
        """Members of each group with the rule that joined them and its evidence, in order."""
        for k, parent in enumerate(self._parent):
            if k == parent:
                yield [self._told(m, company) for m in sorted(self._members_of(k))]

    def _told(self, k: int, company: Company) -> tuple[Cluster, Member]:
        c, why = self.clusters[k], self._why.get(k)
        if why is None:
            return c, Member(cluster_id=c.id, rule="only here", evidence=c.name)
        things = ", ".join(company.written(k, why.beside))
        return c, Member(
            cluster_id=c.id,
            rule=why.rule,
            evidence=f"{why.evidence}{BESIDE}{things}" if things else why.evidence,
            place=_excerpt(*why.place) if why.place and not c.named else None,
        )


def _excerpt(article_id: str, start: int, end: int, text: str) -> ArticleExcerpt:
    return ArticleExcerpt(article_id=article_id, start=start, end=end, text=text)
