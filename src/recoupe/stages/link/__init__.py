"""Clusters -> Entities: one person is one person, whatever the spelling, title or alphabet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

from recoupe.lang.bodies import body_key, is_unique, known
from recoupe.lang.offices import role_of
from recoupe.records import Cluster, Decision, Entity, EntityType, Story
from recoupe.stages.link.company import Company, is_close
from recoupe.stages.link.decided import apply
from recoupe.stages.link.forms import Form, Telling, alike, find_forms
from recoupe.stages.link.joined import SHOWN, Joined, Link
from recoupe.stages.link.nameless import name_in_stories
from recoupe.stages.link.naming import entities_of
from recoupe.stages.link.recognised import recognise
from recoupe.stages.link.titled import place_of
from recoupe.text.names import fold

VERSION = 10

TRIES = 5  # clusters of a name looked at for each thing in common: the first few speak for the rest
BEARERS = 50  # bearers of a role beside one thing; where there are more, the thing tells them not apart

TELLING = "telling name"
LONE_CAMP = 2  # trades, none counted too, that one name's bearers may have for a bearer without any to join

# surest first: what is joined early keeps out what would contradict it
RANK = {
    "known name": 0, "office on its day": 0, "adjective": 0, "same name": 0,
    "telling name": 1, "same name in another language": 1, "acronym": 1, "same alias": 1,
    "shorter name": 2, "initial": 2, "other spelling": 2, "one slip": 3, "lone name": 3, "role": 4,
}  # fmt: skip


def link(
    clusters: Sequence[Cluster], decisions: Sequence[Decision] = (), stories: Sequence[Story] = ()
) -> tuple[Entity, ...]:
    """Join the clusters of all articles into entities.

    A name key only brings two names together. What merges them is a shipped fact, a person's decision, an
    equal full name that few can bear and no other trade, or an equal or alike name in like company: the two
    articles name another thing in common, no country for a slip, two things for a lone surname or a title.
    Genders must agree, and an entity takes one name of an article only, so that father and son stay two.

    Args:
        clusters: Of the whole collection, in any order.
        decisions: About entities, in force, oldest first. A decision outweighs every rule; of two that clash
            the later counts. An entity keeps the id it had when it was first decided about.
        stories: In which articles tell of one event: who is only called something in one may be named in
            another.

    Returns:
        Entities by id; every cluster is a member of exactly one, with the rule that put it there, but unsure
        ones only where the collection knows the name. The result does not depend on the order of `clusters`.
    """
    ordered = sorted(clusters, key=lambda c: (c.article_id, c.id))
    company = Company(ordered)
    forms = find_forms(ordered)
    joined = Joined(ordered)
    decided = apply(decisions, joined)
    for found in sorted(
        [*_known(ordered), *_equal(ordered, forms, company), *_alike(ordered, forms, company)]
    ):
        joined.join(found)
    for found in sorted(_roles(ordered, company, joined)):
        joined.join(found)
    for found in sorted(recognise(ordered, company, joined)):
        joined.join(found)
    name_in_stories(ordered, stories, joined)
    sure = (members for members in joined.groups(company) if not all(c.unsure for c, _ in members))
    return entities_of(sure, decided)


def _known(clusters: Sequence[Cluster]) -> Iterator[Link]:
    """Clusters of one shipped fact: a person's names, an office on its day, a country and its adjective."""
    first: dict[str, int] = {}
    for k, c in enumerate(clusters):
        if c.fact is not None and (a := first.setdefault(c.fact, k)) != k:
            rule = "known name" if c.named else "office on its day" if c.type == "PER" else "adjective"
            yield Link(rank=RANK[rule], a=a, b=k, rule=rule, evidence=f"{c.name}: {c.fact}")


def _equal(clusters: Sequence[Cluster], forms: Sequence[Form], company: Company) -> Iterator[Link]:
    """Clusters of one name: joined where they share company or have none, or the name says enough."""
    telling = Telling(forms)
    for form in forms:
        first = form.clusters[0]
        unique = not form.is_person and is_unique(form.names[0])
        rule = "known name" if unique else "same name"
        if not unique and telling.is_telling(form):
            yield from _telling(clusters, form)
        last: dict[str, int] = {}
        for k in form.clusters:
            evidence = clusters[k].name
            if unique or company.is_alone(k):
                yield Link(rank=RANK[rule], a=first, b=k, rule=rule, evidence=evidence)
                continue
            for thing in sorted(company.of(k)):
                if thing in last:
                    yield Link(RANK[rule], last[thing], k, rule, evidence, (thing,))
                last[thing] = k


def _telling(clusters: Sequence[Cluster], form: Form) -> Iterator[Link]:
    """Clusters of a name that few can bear; two trades keep two people apart until company joins them."""
    camps: dict[tuple[EntityType, frozenset[str]], int] = {}
    for k in form.clusters:
        camps.setdefault((clusters[k].type, _trades(clusters[k])), k)
    for (kind, roles), first in camps.items():
        for k in form.clusters:
            own = _trades(clusters[k])
            alike = own == roles or bool(own & roles) or (not own and len(camps) <= LONE_CAMP)
            if k != first and clusters[k].type == kind and alike:
                yield Link(RANK[TELLING], min(first, k), max(first, k), TELLING, clusters[k].name)


def _trades(c: Cluster) -> frozenset[str]:
    """What a text calls a person."""
    return frozenset(_role_words(c)) if c.type == "PER" else frozenset()


def _alike(clusters: Sequence[Cluster], forms: Sequence[Form], company: Company) -> Iterator[Link]:
    """Clusters of two names that can be one thing's: a link for each thing that both articles name."""
    beside: dict[int, dict[str, list[int]]] = {}
    for a, b, rule in alike(forms):
        for form in (a, b):
            if form.clusters[0] not in beside:
                beside[form.clusters[0]] = _beside(form, company)
        rarer, other = sorted((a, b), key=lambda f: len(f.clusters))
        left, right = beside[rarer.clusters[0]], beside[other.clusters[0]]
        for thing in left.keys() & right.keys():
            for k, m in product(left[thing], right[thing]):
                shared = company.shared(k, m)
                if clusters[k].article_id != clusters[m].article_id and _suffices(rule, shared):
                    note = f"{clusters[k].name} = {clusters[m].name}"
                    common = tuple(sorted(shared)[:SHOWN])
                    yield Link(RANK[rule], min(k, m), max(k, m), rule, note, common)


def _beside(form: Form, company: Company) -> dict[str, list[int]]:
    """The first few of a name's clusters for each thing that stands beside them."""
    out: dict[str, list[int]] = defaultdict(list)
    for k in form.clusters:
        for thing in company.of(k):
            if len(out[thing]) < TRIES:
                out[thing].append(k)
    return out


def _suffices(rule: str, shared: frozenset[str]) -> bool:
    if rule == "one slip":
        return any(not s.startswith("territory ") for s in shared)
    return is_close(shared) if rule == "lone name" else bool(shared)


def _roles(clusters: Sequence[Cluster], company: Company, joined: Joined) -> Iterator[Link]:
    """« le préfet » in one article is the only prefect of those in like company, or named there himself."""
    bearers: dict[tuple[bool, str, str], list[int]] = defaultdict(list)
    for k, c in enumerate(clusters):
        if c.named:
            for word in _role_words(c):
                for thing in company.of(k):
                    bearers[c.type == "PER", word, thing].append(k)
    for k, c in enumerate(clusters):
        if (c.named and not _is_bare(c)) or c.fact is not None or c.unsure:
            continue
        near = _near(k, bearers, company)
        near = {b for b in near if _may_be(c, clusters[b]) and _stands_beside(c, company.shared(k, b))}
        if near and len({joined.find(b) for b in near}) == 1:
            b = min(near)
            note, place = f"{c.name} = {clusters[b].name}", place_of(clusters[b], c)
            yield Link(RANK["role"], min(b, k), max(b, k), "role", note, place=place)


def _stands_beside(c: Cluster, shared: frozenset[str]) -> bool:
    """In like company; for a body one thing besides countries does, since it is the only one of its kind."""
    return is_close(shared) or (c.named and any(not s.startswith("territory ") for s in shared))


def _near(k: int, bearers: dict[tuple[bool, str, str], list[int]], company: Company) -> set[int]:
    """Bearers of a title's role whose article names something in common with its own."""
    c = company.clusters[k]
    out: set[int] = set()
    for word in _role_words(c):
        for thing in company.rarest(k):
            found = bearers.get((c.type == "PER", word, thing), ())
            if len(found) <= BEARERS:
                out.update(found)
    return out - {k}


def _is_bare(c: Cluster) -> bool:
    """A body that is called by its kind only (« Нацбанк »): there are many, as there are many prefects."""
    key = body_key(c.name)
    is_kind = len(key) == 1 and key[0] in known().kind_ids
    return c.type == "ORG" and c.fact is None and is_kind and not is_unique(c.name)


def _role_words(c: Cluster) -> set[str]:
    """What a role is known by: « président » and « président russe »; of a body, its kinds and its nouns.

    A title that has its adjective must find both words: there are many presidents.
    """
    if c.type != "PER":
        kinds = {w for w in body_key(c.name) if w in known().kind_ids} or {*fold(c.name).split()[:1]}
        called = {fold(role).split()[0] for role in c.roles if fold(role).strip()}
        return kinds | called  # « l'armateur Norlys » in one article, « l'armateur » in the other
    out = set()
    for phrase in c.roles:
        words = fold(phrase).split()
        role = role_of(phrase) or next(iter(words), "")
        long = f"{role} {words[1]}" if len(words) > 1 and words[1] not in known().small else ""
        if long and role == role_of(" ".join(words[:2])):
            long = ""  # « directrice générale »: the second word belongs to the role
        out |= {long} if long and not c.named else {role, long} - {""}
    return out


def _may_be(title: Cluster, named: Cluster) -> bool:
    clash = title.type == "PER" and title.gender and named.gender and title.gender != named.gender
    return not clash
