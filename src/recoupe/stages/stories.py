"""Signatures, Derivations -> Stories: articles about one event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import isnan

import numpy as np

from recoupe.ids import make_id
from recoupe.records import Derivation, Signature, Story
from recoupe.text.likeness.linkage import Likeness, Linkage
from recoupe.text.likeness.neighbours import Indices, weigh_shared
from recoupe.text.likeness.resemblance import Resemblance
from recoupe.text.likeness.timeline import in_order

VERSION = 1

# a rewrite is known by what it is about: no evidence beside its likeness
SAME_STORY = ("identical", "syndicated", "excerpt", "translation")
THRESHOLD = 0.22  # corpus as is: B-cubed 1 from .12 to .22, .98 to .28; with events 5 days apart: 1 from .20
UNDATED = 0.8  # nearness of articles of which nothing tells the time: as three days apart
# candidates
FEATURES = 40  # weightiest features of an article that lead to others
LOOK_BACK = 48  # articles with the same feature before it that an article is compared with
COMMON = 400  # articles that hold a feature before it is too common to lead anywhere
NEIGHBOURS = 40  # candidates before it that an article is compared with
MIN_LIKENESS = 0.05  # edges below are left out: the mean takes pairs without an edge as unlike


def stories(signatures: Iterable[Signature], derivations: Iterable[Derivation]) -> tuple[Story, ...]:
    """Group articles about one event.

    Words, rare names, days and figures make two articles alike, and so does their meaning, in whatever
    language; what everybody in the collection writes about counts little. Articles that appeared long after
    one another are less alike. A copy stands with its original.

    Returns:
        Stories by their first article; the same whatever the order of the input. Every article is in
        exactly one.
    """
    ordered = in_order(signatures)
    if not ordered:
        return ()
    linkage = Linkage(_copy_groups(ordered, derivations), unknown=UNDATED, breadth=NEIGHBOURS // 2)
    return tuple(
        _story([ordered[i] for i in cluster]) for cluster in linkage.clusters(_edges(ordered), THRESHOLD)
    )


def _story(members: Sequence[Signature]) -> Story:
    """A story of articles in the order of their publication; its id is made from the first."""
    headlines = [s.headline for s in members if s.headline is not None]
    instants = [s.published_at for s in members if s.published_at is not None]
    return Story(
        id=make_id("story", members[0].article_id),
        headline=headlines[0] if headlines else members[0].outlet,
        article_ids=tuple(s.article_id for s in members),
        first_published_at=instants[0] if instants else None,
        last_published_at=instants[-1] if instants else None,
    )


def _copy_groups(ordered: Sequence[Signature], derivations: Iterable[Derivation]) -> list[list[int]]:
    """Articles joined by copying; an article that is no copy stands alone."""
    place = {s.article_id: i for i, s in enumerate(ordered)}
    root = list(range(len(ordered)))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for d in derivations:
        if d.type in SAME_STORY and d.article_id in place and d.from_article_id in place:
            a, b = find(place[d.article_id]), find(place[d.from_article_id])
            root[max(a, b)] = min(a, b)
    groups: dict[int, list[int]] = {}
    for i in range(len(ordered)):
        groups.setdefault(find(i), []).append(i)
    return list(groups.values())


def _edges(ordered: Sequence[Signature]) -> Iterator[tuple[int, int, Likeness]]:
    """Pairs that may tell of one event, with their likeness.

    Those much alike stay though far apart in time: they tell that a cluster is not of another's time.
    """
    resemblance = Resemblance(ordered)
    for i, others in _candidates(ordered, resemblance):
        content, nearness = resemblance.content(i, others), resemblance.nearness(i, others)
        alike = (content >= THRESHOLD) | (content * np.nan_to_num(nearness, nan=1) >= MIN_LIKENESS)
        for j, c, near in zip(*(x[alike].tolist() for x in (others, content, nearness)), strict=True):
            yield i, j, Likeness(c, None if isnan(near) else near)


def _candidates(ordered: Sequence[Signature], resemblance: Resemblance) -> Iterator[tuple[int, Indices]]:
    """For each article those before it that share the most of what is rare."""
    keys = [resemblance.heaviest(i, FEATURES) for i in range(len(ordered))]
    later, earlier, weight = weigh_shared(keys, LOOK_BACK, COMMON)
    ends = np.searchsorted(later, np.arange(len(ordered) + 1))
    for i in range(len(ordered)):
        here = slice(ends[i], ends[i + 1])
        best = np.lexsort((earlier[here], -weight[here]))[:NEIGHBOURS]
        if len(best):
            yield i, np.sort(earlier[here][best])
