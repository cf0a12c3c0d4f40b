"""« la maire » of one article is the only mayor whom another article of the story names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import combinations

from recoupe.lang.callings import Called, read_calling
from recoupe.lang.titles import Gender
from recoupe.records import Cluster, Story
from recoupe.stages.link.forms import name_key
from recoupe.stages.link.joined import Joined, Link
from recoupe.stages.link.titled import Bearer, is_like, sort_of

CALLING = "calling in the story"
SAME_CALLING = "same calling in the story"
SAME_NAME = "same name in the story"
LAST = 6  # rank behind all that the whole collection tells
Asked = tuple[Called, Gender | None]  # what somebody is called, and of which gender
FULL = 2  # words from which an equal name is one person's among so few articles


def name_in_stories(clusters: Sequence[Cluster], stories: Iterable[Story], joined: Joined) -> None:
    """Join those whom an article only calls something to the one whom another of the story names so.

    Whoever is called so must be one alone: of two mayors « la maire » is neither, unless a place, a country
    or the gender tells them apart. Nameless holders of an office that a place has but once are one.

    Args:
        clusters: Of the whole collection, in the order that `joined` knows.
        stories: With their articles, in any order.
        joined: What is one already; more is joined.
    """
    by_article: dict[str, list[int]] = defaultdict(list)
    for k, c in enumerate(clusters):
        by_article[c.article_id].append(k)
    for story in sorted(stories, key=lambda s: s.id):
        held = [k for article_id in sorted(story.article_ids) for k in by_article.get(article_id, ())]
        for find in (_same_names, _callings, _same_callings):
            for found in list(find(clusters, held, joined)):
                joined.join(found)


def _same_names(clusters: Sequence[Cluster], held: Sequence[int], joined: Joined) -> Iterator[Link]:
    """A full name is one person's in the few articles of a story, whatever company they keep."""
    first: dict[tuple[bool, str], int] = {}
    for k in held:
        c = clusters[k]
        if c.named and c.type in ("PER", "ORG") and len(c.name.split()) >= FULL:
            a = first.setdefault((c.type == "PER", name_key(c)), k)
            if a != k:
                yield Link(LAST, a, k, SAME_NAME, c.name)


def _callings(clusters: Sequence[Cluster], held: Sequence[int], joined: Joined) -> Iterator[Link]:
    """Links from the nameless to the one bearer of what they are called."""
    nameless = _nameless(clusters, held, joined)
    bearers = _bearers(clusters, held, joined) if nameless else []
    asked = {(called, clusters[k].gender) for k, called in nameless.items()}  # few, however great a story
    meant = dict(_meant(asked, bearers))
    for k, called in nameless.items():
        bearer = meant.get((called, clusters[k].gender))
        if bearer is not None:
            told, title = bearer.shows(called)
            note, c = f"{clusters[k].name} = {clusters[told].name}", clusters[told]
            place = (c.article_id, title.start, title.end, title.text)
            yield Link(LAST, min(k, told), max(k, told), CALLING, note, place=place)


def _meant(asked: Set[Asked], bearers: Sequence[Bearer]) -> Iterator[tuple[Asked, Bearer]]:
    """Who alone can be called so, by what is asked for."""
    by_key: dict[str, list[Bearer]] = defaultdict(list)
    for bearer in bearers:
        for key in bearer.told:
            by_key[key].append(bearer)
    for called, gender in asked:
        near = {id(b): b for key in called.keys for b in by_key.get(key, ())}
        fits = _nearest(called, [b for b in near.values() if b.may_be(called, gender)])
        if len(fits) == 1 and not _has_rival(called, fits[0], (other for other, _ in asked)):
            yield (called, gender), fits[0]


def _bearers(clusters: Sequence[Cluster], held: Sequence[int], joined: Joined) -> list[Bearer]:
    """All whom an article of the story names, with what they are called."""
    bearers: dict[int, Bearer] = {}
    beside: dict[str, set[str]] = defaultdict(set)
    for k in held:
        c = clusters[k]
        if c.named:
            bearers.setdefault(joined.find(k), Bearer()).note(k, c)
            beside[c.article_id].update(w for w in name_key(c).split() if c.type != "PER")
    for bearer in bearers.values():
        bearer.beside = {w for k in bearer.clusters for w in beside[clusters[k].article_id]}
    return list(bearers.values())


def _nameless(clusters: Sequence[Cluster], held: Sequence[int], joined: Joined) -> dict[int, Called]:
    """What each one of those is called whom no article names."""
    named = {joined.find(k) for k in held if clusters[k].named}
    return {
        k: called
        for k in held
        if joined.find(k) not in named and (called := _called(clusters[k])) is not None
    }


def _called(c: Cluster) -> Called | None:
    """What an article calls somebody whom it does not name; None for one not known before (« un voisin »)."""
    if c.named or c.unsure or c.fact is not None or not c.roles or c.type not in ("PER", "ORG"):
        return None
    return read_calling(c.name, sort_of(c))


def _nearest(called: Called, fits: list[Bearer]) -> list[Bearer]:
    """Those whom the words tell from the others, if any; then those who are called by the very word."""
    if len(fits) > 1:
        fits = [b for b in fits if b.is_told(called)] or fits
    if len(fits) > 1 and called.is_narrow:
        fits = [b for b in fits if called.key in b.told] or fits
    return fits


def _has_rival(called: Called, bearer: Bearer, nameless: Iterable[Called]) -> bool:
    """« la maire de Prazols », whom no article names, beside the one who is named as mayor of Roncey."""
    if called.rest:
        return False
    known = {w for key in called.keys & bearer.told.keys() for w in bearer.rest[key]}
    others = (n for n in nameless if n.key in called.keys and n.rest)
    return bool(known) and any(not any(is_like(a, b) for a in n.rest for b in known) for n in others)


def _same_callings(clusters: Sequence[Cluster], held: Sequence[int], joined: Joined) -> Iterator[Link]:
    """Links between nameless ones that are called the same: of one office, or one of them more fully."""
    nameless = _nameless(clusters, held, joined)
    told = {key for bearer in _bearers(clusters, held, joined) for key in bearer.told}
    by_key: dict[str, list[int]] = defaultdict(list)
    for k, called in nameless.items():
        if called.rest or called.keys.isdisjoint(told):  # « la maire » may be one of those who are named
            by_key[called.key].append(k)
    for some in by_key.values():
        full = [k for k in some if nameless[k].rest]
        asked = {(nameless[k], clusters[k].gender) for k in some}
        if (full or nameless[some[0]].is_one) and not any(_differ(a, b) for a, b in combinations(asked, 2)):
            first = min(full or some)
            for k in some:
                if k != first:
                    note = f"{clusters[k].name} = {clusters[first].name}"
                    yield Link(LAST, min(first, k), max(first, k), SAME_CALLING, note)


def _differ(a: Asked, b: Asked) -> bool:
    """Can two who are called the same not be one: by place, country or gender?"""
    (x, _), (y, _) = a, b
    if x.rest and y.rest and not any(is_like(v, w) for v in x.rest for w in y.rest):
        return True
    if x.lands and y.lands and x.lands.isdisjoint(y.lands):
        return True
    return x.sort == "person" and None not in (a[1], b[1]) and a[1] != b[1]
