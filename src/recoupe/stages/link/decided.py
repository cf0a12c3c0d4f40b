"""What a person decided about entities, as clusters: merged, kept apart, split, renamed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from recoupe.ids import make_id
from recoupe.records import ArticleExcerpt, Cluster, Decision, Target
from recoupe.stages.link.joined import Joined, Link

DECIDED = "decided"  # rule of a merge that a person made
FORMS = ("name", "nominal", "pronoun", "demonym", "metonym", "possible")
FIRST = -1  # rank: before every rule


class Decided(msgspec.Struct, frozen=True):
    """Decisions with the clusters they are about; those whose evidence is nowhere are left out.

    Attributes:
        names: Name to show by id of a cluster.
        ids: Entity id to keep by id of a cluster, by the oldest decision about it.
    """

    names: dict[str, str]
    ids: dict[str, str]


def apply(decisions: Sequence[Decision], joined: Joined) -> Decided:
    """Take decisions in, the latest first: it counts where two clash.

    Args:
        decisions: About entities, in force, oldest first.
        joined: Nothing of it is joined yet.
    """
    places = _places(joined.clusters)
    taken = [(d, [_clusters(target, places) for target in d.targets]) for d in decisions]
    for decision, found in reversed(taken):
        if decision.action == "merge":
            _merge(decision, [k for ks in found for k in ks], joined)
        elif decision.action == "keep_apart":
            _keep_apart(found, joined)
        elif decision.action == "split":
            _split(decision, found, joined)
    ids = [c.id for c in joined.clusters]
    return Decided(_names(taken, ids), _kept_ids(taken, ids))


Taken = Sequence[tuple[Decision, Sequence[Sequence[int]]]]


def _names(taken: Taken, ids: Sequence[str]) -> dict[str, str]:
    """The last name that was chosen; what was merged is called like the first of it."""
    names: dict[str, str] = {}
    for decision, found in reversed(taken):
        if decision.action == "rename" and decision.value:
            for k in found[0]:
                names.setdefault(ids[k], decision.value)
    for decision, found in reversed(taken):
        if decision.action == "merge":
            for k in (k for ks in found for k in ks):
                names.setdefault(ids[k], decision.targets[0].label)
    return names


def _kept_ids(taken: Taken, ids: Sequence[str]) -> dict[str, str]:
    """The id that the oldest decision knew; of what was merged or split, that of the first target."""
    kept: dict[str, str] = {}
    for decision, found in taken:
        n = len(found) if decision.action == "keep_apart" else 1
        for target, clusters in zip(decision.targets[:n], found[:n], strict=True):
            for k in clusters:
                kept.setdefault(ids[k], target.id)
    return kept


def _merge(decision: Decision, members: Sequence[int], joined: Joined) -> None:
    for k in members[1:]:
        note = " = ".join(target.label for target in decision.targets)
        joined.decide(Link(FIRST, members[0], k, DECIDED, f"{note} ({decision.id})"))


def _split(decision: Decision, found: Sequence[Sequence[int]], joined: Joined) -> None:
    """Part the evidence of the later targets from the first's; each side stays together."""
    stay, leave = found[0], [k for ks in found[1:] for k in ks]
    for side in ([k for k in stay if k not in leave], leave):
        for k in side[1:]:
            joined.decide(Link(FIRST, side[0], k, DECIDED, f"{decision.targets[0].label} ({decision.id})"))
    for a in stay:
        for b in leave:
            if a not in leave:
                joined.keep_apart(a, b)


def _keep_apart(found: Sequence[Sequence[int]], joined: Joined) -> None:
    for i, one in enumerate(found):
        for other in found[i + 1 :]:
            for a in one:
                for b in other:
                    joined.keep_apart(a, b)


def _places(clusters: Sequence[Cluster]) -> dict[str, int]:
    return {mention_id: k for k, c in enumerate(clusters) for mention_id in c.mention_ids}


def _clusters(target: Target, places: Mapping[str, int]) -> list[int]:
    """Clusters that hold a target's evidence, in order, once each."""
    found = (k for e in target.evidence for m in _mention_ids(e) if (k := places.get(m)) is not None)
    return sorted(set(found))


def _mention_ids(e: ArticleExcerpt) -> Iterable[str]:
    return (make_id("mention", e.article_id, e.start, e.end, form) for form in FORMS)
