"""Clusters -> Entities: one person is one person, whatever the spelling, title or alphabet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec
from anyascii import anyascii

from recoupe.ids import make_id
from recoupe.lang.naming import kinds, territories
from recoupe.records import Cluster, Entity, EntityType, Member
from recoupe.text.names import (
    PARTICLES,
    Alike,
    block_keys,
    compare_people,
    fold,
    is_acronym_of,
    likeness,
    skeleton,
    sound,
    words_of,
)

VERSION = 1

MIN_SHARED = 1  # other things that two articles must both name before an uncertain name is believed
MIN_LONE = 0.85  # a lone surname may be one slip away (« Lestringuant »), no more
COMMON = 0.5  # a thing that more than half of all articles name tells nothing about their company
FIRST_OTHER = 0x0370  # code points from here on are Greek, Cyrillic and beyond
FEW_OTHERS = 2  # other names below which an article has no company to speak of
CLOSE = 2  # things in common that make up for a name that says little
FEW = 8  # articles below which no thing is too common to count


class Link(msgspec.Struct, frozen=True, order=True):
    """Two clusters that are one, and why; `rank` 0 is the surest."""

    rank: int
    a: int
    b: int
    rule: str
    evidence: str


# surest first: what is joined early keeps out what would contradict it
RANK = {
    "same name": 0, "territory": 0, "same name in another language": 1, "acronym": 1, "same alias": 1,
    "shorter name": 2, "initial": 2, "other spelling": 2, "lone name": 3, "role": 4,
}  # fmt: skip


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
    joined = _Joined(ordered)
    for found in sorted(_links(ordered, company)):
        joined.join(found)
    for found in sorted(_role_links(ordered, company, joined)):
        joined.join(found)
    return _entities(joined.groups())


TERRITORY = {
    **{fold(n): t.id for t in territories() for n in t.names},
    **{fold(n): f"{t.id} capital" for t in territories() for n in t.capitals},
    **{fold(n): f"{t.id} seat" for t in territories() for n in t.seats},
}
WIKIDATA = {f"territory {t.id}": t.wikidata for t in territories()}
KIND = {fold(form): kind.id for kind in kinds() for form in kind.forms}
KIND_IDS = frozenset(KIND.values())
SMALL = frozenset(
    ("l", "d", "von", "der", "die", "das", "des", "the", "of", "for", "les", "y", "et", "and", "und")
)
LONGEST = max(len(form.split()) for form in KIND)


@lru_cache(maxsize=65536)
def body_key(name: str) -> tuple[str, ...]:
    """What a body's name says in any language: kinds and proper words, sorted; a territory by its code.

    Example:
        >>> body_key("préfecture du Vernois") == body_key("Prefectura del Vernois")
        True
    """
    words = fold(name).split()
    if code := TERRITORY.get(" ".join(words)):
        return (f"territory {code}",)
    out, k = [], 0
    while k < len(words):
        size = next((n for n in range(LONGEST, 0, -1) if " ".join(words[k : k + n]) in KIND), 0)
        if size:
            out.append(KIND[" ".join(words[k : k + size])])
        elif words[k] not in SMALL and words[k] not in PARTICLES:
            out.append(TERRITORY.get(words[k], words[k]))
        k += size or 1
    return tuple(sorted(out)) or tuple(words)


def _key(c: Cluster) -> str:
    """What an equal name is: a person's folded name, a body's words in any language."""
    return fold(c.name) if c.type == "PER" else " ".join(body_key(c.name))


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
    if c.type == "PER":
        return {f"PER {sound(words_of(c.name)[-1])}"}
    return {f"body {sound(w)}" for w in body_key(c.name) if w not in KIND_IDS}


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


def _role_links(
    clusters: Sequence[Cluster], company: dict[str, frozenset[str]], joined: _Joined
) -> Iterable[Link]:
    """« le préfet » in one article is the only prefect of those in like company."""
    by_role: dict[tuple[bool, str], list[int]] = defaultdict(list)
    for k, c in enumerate(clusters):
        if c.named:
            for word in _role_words(c):
                by_role[c.type == "PER", word].append(k)
    for k, c in enumerate(clusters):
        if c.named:
            continue
        near = {
            b
            for word in _role_words(c)
            for b in by_role.get((c.type == "PER", word), ())
            if clusters[b].article_id != c.article_id and _may_be(c, clusters[b], company)
        }
        if near and len({joined.find(b) for b in near}) == 1:
            b = min(near)
            yield Link(rank=RANK["role"], a=b, b=k, rule="role", evidence=f"{c.name} = {clusters[b].name}")


def _role_words(c: Cluster) -> set[str]:
    """First words of a person's roles; of a body's name."""
    if c.type == "PER":
        return {r.split()[0] for r in c.roles if r}
    return {fold(c.name).split()[0]} if fold(c.name) else set()


def _may_be(title: Cluster, named: Cluster, company: dict[str, frozenset[str]]) -> bool:
    clash = title.type == "PER" and title.gender and named.gender and title.gender != named.gender
    return not clash and _is_close(_shared(title, named, company))


def _blocks(c: Cluster) -> set[tuple[str, str]]:
    """Keys under which a cluster can meet another that is the same."""
    if c.type == "PER":
        return {("PER", k) for k in block_keys(c.name)}
    keys = {("name", _key(c))}
    for name in (c.name, *c.aliases):
        proper = [w for w in body_key(name) if w not in KIND_IDS]
        keys |= {("word", skeleton(w)) for w in proper}
        keys |= {("joined", "".join(sound(w) for w in fold(name).split()))}
        if (letters := _initials(name)) is not None:
            keys.add(("letters", letters))
    return keys


def _initials(name: str) -> str | None:
    """Capitals of an acronym, or those that a longer name would give."""
    words = fold(name).split()
    if len(words) == 1:
        return words[0] if 2 <= len(words[0]) <= 6 else None  # noqa: PLR2004 - acronyms are that long
    return "".join(w[0] for w in words if w not in PARTICLES and len(w) > 2)  # noqa: PLR2004 - small words


def _compare(a: Cluster, b: Cluster, company: dict[str, frozenset[str]]) -> tuple[str, str] | None:
    if (a.type == "PER") != (b.type == "PER") or (
        a.gender and b.gender and a.type == "PER" and a.gender != b.gender
    ):
        return None
    evidence = f"{a.name} = {b.name}"
    if a.type != "PER":
        return _compare_bodies(a, b, company, evidence)
    shared = _shared(a, b, company)
    alike: Alike | str | None = compare_people(a.name, b.name)
    if alike == "same name" and (shared or _is_alone(a, b, company)):
        return alike, evidence
    if len(shared) < MIN_SHARED:
        return None
    if alike is None and _is_close(shared):
        alike = _lone(a, b)
    return (alike, f"{evidence}; both name {', '.join(sorted(shared)[:3])}") if alike else None


def _is_alone(a: Cluster, b: Cluster, company: dict[str, frozenset[str]]) -> bool:
    """An article that names next to nobody else cannot be asked for company."""
    others = [len(company.get(c.article_id, frozenset()) - _sounds(c)) for c in (a, b)]
    return min(others) < FEW_OTHERS


def _is_close(shared: frozenset[str]) -> bool:
    """Two things in common, and not only countries and capitals, which any two articles may share."""
    return len(shared) >= CLOSE and any(s.startswith(("PER ", "body ")) for s in shared)


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
    left, right = body_key(a.name), body_key(b.name)
    shared = _shared(a, b, company)
    if left == right:
        if left[0].startswith("territory "):
            return "territory", evidence
        if fold(a.name) == fold(b.name) and (a.type == b.type or shared):
            return "same name", evidence
        if shared or len(left) > 1:
            return "same name in another language", evidence
    if len(shared) < MIN_SHARED:
        return None
    note = f"{evidence}; both name {', '.join(sorted(shared)[:3])}"
    names_a, names_b = (a.name, *a.aliases), (b.name, *b.aliases)
    if any(is_acronym_of(x, y) or is_acronym_of(y, x) for x in names_a for y in names_b):
        return "acronym", note
    if {fold(n) for n in names_a} & {fold(n) for n in names_b}:
        return "same alias", note
    if _is_place_cut(a, b) or _is_kind_cut(a, b):
        return "shorter name", note
    return ("other spelling", note) if _same_words(a.name, b.name) else None


def _is_place_cut(a: Cluster, b: Cluster) -> bool:
    """« Vitry » for « Vitry-sur-Orne »."""
    short, long = sorted((fold(a.name), fold(b.name)), key=len)
    rest = long.removeprefix(f"{short} ")
    return "ORG" not in (a.type, b.type) and rest.split()[:1] in (["sur"], ["sous"], ["les"], ["en"])


def _is_kind_cut(a: Cluster, b: Cluster) -> bool:
    """« Desmaret » for « laiterie Desmaret », « les Salines » for « terminal des Salines »; never a town for its hospital."""
    short, long = sorted((a, b), key=lambda c: len(body_key(c.name)))
    left, right = body_key(short.name), body_key(long.name)
    proper = tuple(w for w in right if w not in KIND_IDS)
    if left != proper or len(right) == len(proper) or a.type != b.type:
        return False
    return a.type == "LOC" or len(fold(long.name).split()) == len(right)  # nothing like « de » between


def _same_words(a: str, b: str) -> bool:
    """« Lumeval » / « Luméval », « NightLedger » / « Night Ledger », one slip in a word."""
    if fold(a).replace(" ", "") == fold(b).replace(" ", ""):
        return True
    left, right = body_key(a), body_key(b)
    pairs = list(zip(left, right, strict=False))
    return len(left) == len(right) and all(x == y or likeness(x, y) >= MIN_LONE for x, y in pairs)


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
    named = [c for c, _, _ in members if c.named] or [c for c, _, _ in members]
    names = Counter(c.name for c in named)
    kinds: Counter[EntityType] = Counter(c.type for c, _, _ in members)
    name = max(names, key=lambda n: _rank_name(n, names[n], is_person=named[0].type == "PER"))
    kind = max(kinds, key=lambda t: (kinds[t], t))
    keys = {_key(c) for c, _, _ in members}
    canonical = next((k for k in sorted(keys) if k.startswith("territory ")), fold(name))
    return Entity(
        id=make_id("entity", "PER" if kind == "PER" else "body", canonical),
        name=name,
        type=kind,
        aliases=tuple(sorted({a for c in named for a in (c.name, *c.aliases)} - {name})),
        members=tuple(Member(cluster_id=c.id, rule=r, evidence=e) for c, r, e in members),
        wikidata=next((WIKIDATA[k] for k in sorted(keys) if k in WIKIDATA), None),
    )


def _rank_name(name: str, count: int, *, is_person: bool) -> tuple[object, ...]:
    """Which name shows: Latin, a person's fullest, the most used, the one with its accents (they get lost, not added)."""
    accents = sum(1 for a, b in zip(name, anyascii(name), strict=False) if a != b)
    n_words = len(words_of(name))
    size = (n_words, count) if is_person else (count, n_words)
    return (_is_latin(name), *size, accents, name)


def _is_latin(name: str) -> bool:
    return all(ord(ch) < FIRST_OTHER for ch in name)
