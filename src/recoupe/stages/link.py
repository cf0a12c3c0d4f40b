"""Clusters -> Entities: one person is one person, whatever the spelling, title or alphabet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from recoupe.ids import make_id
from recoupe.lang.naming import territories
from recoupe.records import Cluster, Entity, EntityType, Member
from recoupe.text.names import Alike, block_keys, compare_people, fold, is_acronym_of, likeness, words_of

VERSION = 1

MIN_SHARED = 1  # other things that two articles must both name before an uncertain name is believed
MIN_LONE = 0.85  # a lone surname may be one slip away (« Lestringuant »), no more
COMMON = 0.5  # a thing that more than half of all articles name tells nothing about their company
FIRST_OTHER = 0x0370  # code points from here on are Greek, Cyrillic and beyond
FEW = 8  # articles below which no thing is too common to count


class Link(msgspec.Struct, frozen=True, order=True):
    """Two clusters that are one, and why; `rank` 0 is the surest."""

    rank: int
    a: int
    b: int
    rule: str
    evidence: str


RANK = {
    "same name": 0,
    "territory": 0,
    "shorter name": 2,
    "initial": 2,
    "other spelling": 2,
    "acronym": 1,
    "lone name": 3,
}


def link(clusters: Sequence[Cluster]) -> tuple[Entity, ...]:
    """Join the clusters of all articles into entities.

    A name key only brings two clusters together; what merges them is an equal full name, or an alike one in
    like company (the two articles name another thing in common). Types and genders must agree. One entity takes
    at most one cluster of an article, unless their names are equal, so that father and son stay two.

    Args:
        clusters: Of the whole collection, in any order.

    Returns:
        Entities by id; every cluster is a member of exactly one, with the rule that put it there. The result
        does not depend on the order of `clusters`.
    """
    ordered = sorted(clusters, key=lambda c: (c.article_id, c.id))
    company = _company(ordered)
    links = sorted(_links(ordered, company))
    joined = _Joined(ordered)
    for found in links:
        joined.join(found)
    return _entities(joined.groups())


def _key(c: Cluster) -> str:
    """What an equal name is: folded, without the article in front; a territory's code where it is one."""
    if c.type != "PER" and (code := TERRITORY.get(fold(c.name))):
        return f"territory {code}"
    return " ".join(
        w for w in fold(c.name).split() if w not in ("le", "la", "les", "l", "the", "der", "die", "das")
    )


TERRITORY = {
    **{fold(n): t.id for t in territories() for n in t.names},
    **{fold(n): f"{t.id} capital" for t in territories() for n in t.capitals},
    **{fold(n): f"{t.id} seat" for t in territories() for n in t.seats},
}
WIKIDATA = {f"territory {t.id}": t.wikidata for t in territories()}


def _company(clusters: Sequence[Cluster]) -> dict[str, frozenset[str]]:
    """Names that stand in each article, as sounds, without those that stand in most."""
    by_article: dict[str, set[str]] = defaultdict(set)
    for c in clusters:
        if c.named:
            by_article[c.article_id].update(_sounds(c))
    n = len(by_article)
    counts = Counter(s for sounds in by_article.values() for s in sounds)
    common = {s for s, k in counts.items() if n > FEW and k > COMMON * n}
    return {a: frozenset(sounds - common) for a, sounds in by_article.items()}


def _sounds(c: Cluster) -> set[str]:
    if c.type != "PER" and (code := TERRITORY.get(fold(c.name))):
        return {code}
    words = words_of(c.name)
    return {f"{c.type} {k}" for k in (words if c.type != "PER" else words[-1:])}


def _links(clusters: Sequence[Cluster], company: dict[str, frozenset[str]]) -> Iterable[Link]:
    """All pairs worth joining, found under shared keys."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for k, c in enumerate(clusters):
        if not c.named:
            continue
        for key in _blocks(c):
            blocks[key].append(k)
    seen: set[tuple[int, int]] = set()
    for members in blocks.values():
        for i, a in enumerate(members):
            for b in members[i + 1 :]:
                if (a, b) not in seen and clusters[a].article_id != clusters[b].article_id:
                    seen.add((a, b))
                    if found := _compare(clusters[a], clusters[b], company):
                        rule, evidence = found
                        yield Link(rank=RANK[rule], a=a, b=b, rule=rule, evidence=evidence)


def _blocks(c: Cluster) -> set[tuple[str, str]]:
    kind = "PER" if c.type == "PER" else "body"
    keys = {(kind, _key(c))}
    if c.type == "PER":
        keys |= {(kind, f"~{k}") for k in block_keys(c.name)}
    else:
        keys |= {(kind, _key_of(a)) for a in c.aliases}
        keys |= {(kind, f"~{k}") for k in block_keys(c.name)}
    return keys


def _key_of(name: str) -> str:
    return fold(name)


def _compare(a: Cluster, b: Cluster, company: dict[str, frozenset[str]]) -> tuple[str, str] | None:
    if (a.type == "PER") != (b.type == "PER") or (
        a.gender and b.gender and a.type == "PER" and a.gender != b.gender
    ):
        return None
    evidence = f"{a.name} = {b.name}"
    if a.type != "PER":
        return _compare_bodies(a, b, company, evidence)
    alike: Alike | str | None = compare_people(a.name, b.name)
    if alike == "same name":
        return alike, evidence
    shared = _shared(a, b, company)
    if len(shared) < MIN_SHARED:
        return None
    if alike is None:
        alike = _lone(a, b)
    return (alike, f"{evidence}; both name {', '.join(sorted(shared)[:3])}") if alike else None


def _lone(a: Cluster, b: Cluster) -> str | None:
    short, long = sorted((words_of(a.name), words_of(b.name)), key=len)
    if len(short) != 1 or len(short[0]) < 4:  # noqa: PLR2004 - a name of three letters is too often another's
        return None
    parts = long[1:] or long
    return "lone name" if any(short[0] == w or likeness(short[0], w) >= MIN_LONE for w in parts) else None


def _shared(a: Cluster, b: Cluster, company: dict[str, frozenset[str]]) -> frozenset[str]:
    own = _sounds(a) | _sounds(b)
    return (company.get(a.article_id, frozenset()) & company.get(b.article_id, frozenset())) - own


def _compare_bodies(
    a: Cluster, b: Cluster, company: dict[str, frozenset[str]], evidence: str
) -> tuple[str, str] | None:
    left, right = _key(a), _key(b)
    if left == right:
        if left.startswith("territory "):
            return "territory", evidence
        if a.type == b.type or _shared(a, b, company):
            return "same name", evidence
        return None
    shared = _shared(a, b, company)
    if len(shared) < MIN_SHARED:
        return None
    note = f"{evidence}; both name {', '.join(sorted(shared)[:3])}"
    names_a, names_b = (a.name, *a.aliases), (b.name, *b.aliases)
    if {fold(n) for n in names_a} & {fold(n) for n in names_b}:
        return "acronym", note
    if any(is_acronym_of(x, y) or is_acronym_of(y, x) for x in names_a for y in names_b):
        return "acronym", note
    return ("other spelling", note) if _same_words(left, right) and a.type == b.type else None


def _same_words(a: str, b: str) -> bool:
    """« Lumeval » / « Luméval », « NightLedger » / « Night Ledger », one slip in a word."""
    if a.replace(" ", "") == b.replace(" ", ""):
        return True
    left, right = a.split(), b.split()
    return len(left) == len(right) and all(
        x == y or likeness(x, y) >= MIN_LONE for x, y in zip(left, right, strict=True)
    )


class _Joined:
    """Union of clusters under one rule: no two of one article, unless they bear one name."""

    def __init__(self, clusters: Sequence[Cluster]) -> None:
        self.clusters = clusters
        self.parent = list(range(len(clusters)))
        self.members = {k: [k] for k in self.parent}
        self.why: dict[int, tuple[str, str]] = {}

    def find(self, k: int) -> int:
        while self.parent[k] != k:
            self.parent[k] = self.parent[self.parent[k]]
            k = self.parent[k]
        return k

    def join(self, found: Link) -> None:
        a, b = sorted((self.find(found.a), self.find(found.b)))
        if a == b or not self._may(a, b):
            return
        self.parent[b] = a
        self.members[a] += self.members.pop(b)
        for k in (found.a, found.b):
            self.why.setdefault(k, (found.rule, found.evidence))

    def _may(self, a: int, b: int) -> bool:
        left = {self.clusters[k].article_id: _key(self.clusters[k]) for k in self.members[a]}
        for k in self.members[b]:
            c = self.clusters[k]
            if left.get(c.article_id, _key(c)) != _key(c):
                return False
        return self._genders(a) | self._genders(b) != {"f", "m"}

    def _genders(self, root: int) -> set[str]:
        return {
            g for k in self.members[root] if self.clusters[k].type == "PER" and (g := self.clusters[k].gender)
        }

    def groups(self) -> Iterable[list[tuple[Cluster, str, str]]]:
        for members in self.members.values():
            yield [
                (self.clusters[k], *self.why.get(k, ("first mention", self.clusters[k].name)))
                for k in sorted(members)
            ]


def _entities(groups: Iterable[list[tuple[Cluster, str, str]]]) -> tuple[Entity, ...]:
    """Name each group; a name that two things bear gets the oldest id and, for the others, one of their own."""
    out: dict[str, Entity] = {}
    for members in sorted(groups, key=lambda ms: min(c.id for c, _, _ in ms)):
        entity = _entity(members)
        if entity.id in out:
            apart = make_id("entity", entity.id, min(m.cluster_id for m in entity.members))
            entity = msgspec.structs.replace(entity, id=apart)
        out[entity.id] = entity
    return tuple(out[k] for k in sorted(out))


def _entity(members: list[tuple[Cluster, str, str]]) -> Entity:
    names = Counter(c.name for c, _, _ in members)
    kinds: Counter[EntityType] = Counter(c.type for c, _, _ in members)
    name = max(names, key=lambda n: (_is_latin(n), len(words_of(n)), names[n], n))
    kind = max(kinds, key=lambda t: (kinds[t], t))
    keys = {_key(c) for c, _, _ in members}
    canonical = next((k for k in sorted(keys) if k.startswith("territory ")), fold(name))
    return Entity(
        id=make_id("entity", "PER" if kind == "PER" else "body", canonical),
        name=name,
        type=kind,
        aliases=tuple(sorted({a for c, _, _ in members for a in (c.name, *c.aliases)} - {name})),
        members=tuple(Member(cluster_id=c.id, rule=r, evidence=e) for c, r, e in members),
        wikidata=next((WIKIDATA[k] for k in sorted(keys) if k in WIKIDATA), None),
    )


def _is_latin(name: str) -> bool:
    return all(ord(ch) < FIRST_OTHER for ch in name)
