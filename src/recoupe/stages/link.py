"""Clusters -> Entities: one person is one person, whatever the spelling, title or alphabet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from anyascii import anyascii

from recoupe.ids import make_id
from recoupe.lang.bodies import body_key, compare_bodies, is_unique, known, proper_words
from recoupe.records import Cluster, Entity, EntityType, Member
from recoupe.text.names import block_keys, compare_people, fold, initials, likeness, skeleton, sound, words_of

VERSION = 2

MIN_LONE = 0.85  # a lone surname may be one slip away (« Marguerand »), no more
MIN_LONE_LETTERS = 4  # a name of three letters is too often another's
COMMON = 0.5  # a thing that more than half of all articles name tells nothing about their company
FEW = 8  # articles below which no thing is too common to count
FEW_OTHERS = 2  # other names below which an article has no company to speak of
CLOSE = 2  # things in common that make up for a name that says little
TRIES = 5  # clusters of a name looked at for each thing in common: the first few speak for the rest
FIRST_OTHER = 0x0370  # code points from here on are Greek, Cyrillic and beyond

# surest first: what is joined early keeps out what would contradict it
RANK = {
    "same name": 0, "known name": 0, "same name in another language": 1, "acronym": 1, "same alias": 1,
    "shorter name": 2, "initial": 2, "other spelling": 2, "lone name": 3, "role": 4,
}  # fmt: skip


class Link(msgspec.Struct, frozen=True, order=True):
    """Two clusters that are one, and why; `rank` 0 is the surest."""

    rank: int
    a: int
    b: int
    rule: str
    evidence: str


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """All clusters that bear one folded name: what is compared, so that a name is compared once."""

    is_person: bool
    names: tuple[str, ...]
    types: frozenset[EntityType]
    clusters: tuple[int, ...]


def link(clusters: Sequence[Cluster]) -> tuple[Entity, ...]:
    """Join the clusters of all articles into entities.

    A name key only brings two names together. What merges them is an equal or alike name in like company: the
    two articles name another thing in common, two of them for a lone surname or a title. Genders must agree,
    and an entity takes one name of an article only, so that father and son stay two.

    Args:
        clusters: Of the whole collection, in any order.

    Returns:
        Entities by id; every cluster is a member of exactly one, with the rule that put it there. The result
        does not depend on the order of `clusters`.
    """
    ordered = sorted(clusters, key=lambda c: (c.article_id, c.id))
    company = Company(ordered)
    forms = _forms(ordered)
    joined = _Joined(ordered)
    for found in sorted([*_equal(ordered, forms, company), *_alike(ordered, forms, company)]):
        joined.join(found)
    for found in sorted(_roles(ordered, company, joined)):
        joined.join(found)
    return _entities(joined.groups())


class Company:
    """What else each article names, as sounds; things that most articles name are left out."""

    def __init__(self, clusters: Sequence[Cluster]) -> None:
        self.clusters = clusters
        by_article: dict[str, set[str]] = defaultdict(set)
        for c in clusters:
            if c.named:
                by_article[c.article_id].update(_sounds(c))
        counts = Counter(s for sounds in by_article.values() for s in sounds)
        n = len(by_article)
        common = {s for s, k in counts.items() if n > FEW and k > COMMON * n}
        self._sounds = {a: frozenset(sounds - common) for a, sounds in by_article.items()}

    def of(self, k: int) -> frozenset[str]:
        """What stands beside a cluster in its article."""
        c = self.clusters[k]
        return self._sounds.get(c.article_id, frozenset()) - _sounds(c)

    def shared(self, a: int, b: int) -> frozenset[str]:
        """What two clusters' articles name in common, themselves left out."""
        return self.of(a) & self.of(b) - _sounds(self.clusters[a]) - _sounds(self.clusters[b])

    def is_alone(self, k: int) -> bool:
        """An article that names next to nobody else cannot be asked for company."""
        return len(self.of(k)) < FEW_OTHERS


def _sounds(c: Cluster) -> frozenset[str]:
    words = words_of(c.name)[-1:] if c.type == "PER" else proper_words(c.name)
    return frozenset(w if w.startswith("territory ") else sound(w).rstrip("s") for w in words)


def _is_close(shared: frozenset[str]) -> bool:
    """Two things in common, and not only countries and capitals, which any two articles may share."""
    return len(shared) >= CLOSE and any(not s.startswith("territory ") for s in shared)


def _forms(clusters: Sequence[Cluster]) -> list[Form]:
    by_name: dict[tuple[bool, str], list[int]] = defaultdict(list)
    for k, c in enumerate(clusters):
        if c.named:
            by_name[c.type == "PER", _key(c)].append(k)
    out = []
    for (is_person, _), members in sorted(by_name.items()):
        first = clusters[members[0]].name
        aliases = {a for k in members for a in (clusters[k].name, *clusters[k].aliases)} - {first}
        types = frozenset(clusters[k].type for k in members)
        names = (first, *sorted(aliases))
        out.append(Form(is_person=is_person, names=names, types=types, clusters=tuple(members)))
    return out


def _key(c: Cluster) -> str:
    """What an equal name is: a person's folded name; a known body's id; a body's words without small ones."""
    if c.type == "PER":
        return fold(c.name)
    key = body_key(c.name)
    small = known().small
    return (
        key[0]
        if key[0].startswith("territory ")
        else " ".join(w for w in fold(c.name).split() if w not in small)
    )


def _equal(clusters: Sequence[Cluster], forms: Sequence[Form], company: Company) -> Iterator[Link]:
    """Clusters of one name: joined where they share company, where they have none, or for a territory."""
    for form in forms:
        first = form.clusters[0]
        unique = not form.is_person and is_unique(form.names[0])
        rule = "known name" if unique else "same name"
        last: dict[str, int] = {}
        for k in form.clusters:
            evidence = clusters[k].name
            if unique or company.is_alone(k):
                yield Link(rank=RANK[rule], a=first, b=k, rule=rule, evidence=evidence)
            for thing in sorted(company.of(k)):
                if thing in last:
                    note = f"{evidence}; both name {thing}"
                    yield Link(rank=RANK[rule], a=last[thing], b=k, rule=rule, evidence=note)
                last[thing] = k


def _alike(clusters: Sequence[Cluster], forms: Sequence[Form], company: Company) -> Iterator[Link]:
    """Clusters of two names that can be one thing's, in like company."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for k, form in enumerate(forms):
        for key in sorted(_blocks(form)):
            blocks[key].append(k)
    seen: set[tuple[int, int]] = set()
    for key in sorted(blocks):
        members = blocks[key]
        for i, a in enumerate(members):
            for b in members[i + 1 :]:
                if (a, b) not in seen:
                    seen.add((a, b))
                    if rule := _compare(forms[a], forms[b]):
                        yield from _in_company(clusters, forms[a], forms[b], company, rule)


def _blocks(form: Form) -> set[tuple[str, ...]]:
    """Keys under which a name meets the names it may equal."""
    if form.is_person:
        words = words_of(form.names[0])
        ends = {w for k in block_keys(form.names[0]) for w in (k,)}
        if len(words) == 1:
            return {("lone", k) for k in ends}
        firsts = {words[0][:1], sound(words[0])[:1]}
        return {("PER", k, f) for k in ends for f in firsts} | {("lone", k) for k in ends}
    out: set[tuple[str, ...]] = {("joined", "".join(sound(w) for w in fold(form.names[0]).split()))}
    for name in form.names:
        out |= {("word", skeleton(w).rstrip("s")) for w in proper_words(name)}
        out |= {("letters", letters) for letters in initials(name)}
    return out | {("key", *body_key(form.names[0]))}


def _compare(a: Form, b: Form) -> str | None:
    if a.is_person != b.is_person:
        return None
    if not a.is_person:
        return compare_bodies(a.names, b.names, are_places=bool(a.types & b.types & {"LOC"}))
    return compare_people(a.names[0], b.names[0]) or _lone(a.names[0], b.names[0])


def _lone(a: str, b: str) -> str | None:
    """« Marguerand » in one article, « Lise Marguerant » in the other."""
    short, long = sorted((words_of(a), words_of(b)), key=len)
    if len(short) != 1 or len(short[0]) < MIN_LONE_LETTERS:
        return None
    parts = long[1:] or long
    return "lone name" if any(short[0] == w or likeness(short[0], w) >= MIN_LONE for w in parts) else None


def _in_company(clusters: Sequence[Cluster], a: Form, b: Form, company: Company, rule: str) -> Iterator[Link]:
    """Links between two names' clusters, one for each thing that both sides name."""
    beside: dict[str, list[int]] = defaultdict(list)
    for k in a.clusters:
        for thing in company.of(k):
            beside[thing].append(k)
    tried: Counter[str] = Counter()
    for k in b.clusters:
        for thing in sorted(company.of(k) & beside.keys()):
            tried[thing] += 1
            for other in beside[thing][:TRIES] if tried[thing] <= TRIES else ():
                shared = company.shared(other, k)
                if clusters[other].article_id != clusters[k].article_id and _suffices(rule, shared):
                    common = ", ".join(sorted(shared)[:3])
                    note = f"{clusters[other].name} = {clusters[k].name}; both name {common}"
                    yield Link(rank=RANK[rule], a=min(other, k), b=max(other, k), rule=rule, evidence=note)


def _suffices(rule: str, shared: frozenset[str]) -> bool:
    return _is_close(shared) if rule == "lone name" else bool(shared)


def _roles(clusters: Sequence[Cluster], company: Company, joined: _Joined) -> Iterator[Link]:
    """« le préfet » in one article is the only prefect of those in like company, or named there himself."""
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
            if _may_be(c, clusters[b]) and _is_close(company.shared(k, b))
        }
        if near and len({joined.find(b) for b in near}) == 1:
            b = min(near)
            note = f"{c.name} = {clusters[b].name}"
            yield Link(rank=RANK["role"], a=min(b, k), b=max(b, k), rule="role", evidence=note)


def _role_words(c: Cluster) -> set[str]:
    """What a role is known by: « président » and « président russe »; of a body, its name's first word.

    A title that has its adjective must find both words: there are many presidents.
    """
    phrases = c.roles if c.type == "PER" else (c.name,)
    out = set()
    for words in (fold(p).split() for p in phrases):
        long = " ".join(words[:2]) if len(words) > 1 and words[1] not in known().small else ""
        out |= {long} if long and not c.named else {*words[:1], long} - {""}
    return out


def _may_be(title: Cluster, named: Cluster) -> bool:
    clash = title.type == "PER" and title.gender and named.gender and title.gender != named.gender
    return not clash


class _Joined:
    """Union of clusters: no two names of one article, no two genders."""

    def __init__(self, clusters: Sequence[Cluster]) -> None:
        self.clusters = clusters
        self._parent = list(range(len(clusters)))
        self._members = {k: [k] for k in self._parent}
        self._names = {k: {c.article_id: _key(c)} if c.named else {} for k, c in enumerate(clusters)}
        self._genders = {
            k: {c.gender} if c.gender and c.type == "PER" else set() for k, c in enumerate(clusters)
        }
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
        if a == b or not self._may(a, b):
            return
        if len(self._members[a]) < len(self._members[b]):
            a, b = b, a
        self._parent[b] = a
        self._members[a] += self._members.pop(b)
        self._names[a].update(self._names.pop(b))
        self._genders[a] |= self._genders.pop(b)
        for k in (found.a, found.b):
            self._why.setdefault(k, (found.rule, found.evidence))

    def _may(self, a: int, b: int) -> bool:
        if len(self._genders[a] | self._genders[b]) > 1:
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


def _entities(groups: Iterable[list[tuple[Cluster, str, str]]]) -> tuple[Entity, ...]:
    """Name each group; of two things that bear one name the later gets an id of its own."""
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
    kinds: Counter[EntityType] = Counter(c.type for c in named)
    kind = max(kinds, key=lambda t: (kinds[t], t))
    mentions = Counter({n: sum(len(c.mention_ids) for c in named if c.name == n) for n in names})
    name = max(names, key=lambda n: _rank_name(n, (names[n], mentions[n]), is_person=kind == "PER"))
    codes = sorted(
        {k for c in named if c.type != "PER" for k in body_key(c.name) if k.startswith("territory ")}
    )
    canonical = codes[0] if codes else fold(name)
    return Entity(
        id=make_id("entity", "PER" if kind == "PER" else "body", canonical),
        name=name,
        type=kind,
        aliases=tuple(sorted({a for c in named for a in (c.name, *c.aliases)} - {name})),
        members=tuple(Member(cluster_id=c.id, rule=r, evidence=e) for c, r, e in members),
        wikidata=known().wikidata.get(codes[0]) if codes else None,
    )


def _rank_name(
    name: str, count: tuple[int, int], *, is_person: bool
) -> tuple[bool, tuple[int, ...], tuple[int, ...], int, str]:
    """Which name shows: Latin letters, a person's fullest, the most used, the one that kept its accents.

    `count` are the articles and the mentions that use it: what most of a collection writes is its spelling.
    """
    accents = sum(1 for a, b in zip(name, anyascii(name), strict=False) if a != b)
    n_words = len(words_of(name))
    size = (n_words,)
    first, second = (size, count) if is_person else (count, size)
    return all(ord(ch) < FIRST_OTHER for ch in name), first, second, accents, name
