"""What a person decided about stories, as sets of articles: together, apart, and how a story is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import msgspec

from recoupe.records import Decision, Target
from recoupe.text.likeness.sets import Sets

Rule = tuple[bool, tuple[frozenset[str], ...]]


class Decided(msgspec.Struct, frozen=True):
    """Decisions that say something about some articles, the latest first.

    Attributes:
        rules: Groups of articles; `True` with the groups that are one, `False` with those that are never one.
        moved: Articles that a person put where they are: no copy edge moves them.
        names: Headline by article: the story that holds it is called so.
        waited_for: For articles of which others are decided to be one with them: those others.
    """

    rules: tuple[Rule, ...]
    moved: frozenset[str]
    names: Mapping[str, str]
    waited_for: Mapping[str, frozenset[str]]


def read_decided(decisions: Sequence[Decision]) -> Decided:
    """Read decisions, oldest first; where two clash the later one counts."""
    rules: list[Rule] = []
    moved: frozenset[str] = frozenset()
    names: dict[str, str] = {}
    for decision in reversed(decisions):
        rules += [(is_one, tuple(group - moved for group in groups)) for is_one, groups in _rules(decision)]
        moved |= _taken(decision)
        if decision.action == "rename" and decision.value is not None:
            names |= {article: decision.value for article in _of(decision.targets[0]) if article not in names}
    waited_for: dict[str, frozenset[str]] = {}
    for is_one, groups in rules:
        whole = frozenset().union(*groups) if is_one else frozenset()
        waited_for |= {article: whole | waited_for.get(article, frozenset()) for article in whole}
    return Decided(tuple(rules), moved, names, waited_for)


def apply_decided(decided: Decided, sets: Sets, place: Mapping[str, int]) -> None:
    """Bind the articles at hand as a person decided; the latest decision first, so that it counts."""
    for is_one, groups in decided.rules:
        here = [sorted(place[a] for a in group if a in place) for group in groups]
        if is_one:
            sets.join(item for group in here for item in group)
        else:
            for one, two in combinations(here, 2):
                for a in one:
                    for b in two:
                        sets.keep_apart(a, b)


def _rules(decision: Decision) -> Iterator[Rule]:
    groups = tuple(_of(target) for target in decision.targets)
    if decision.action == "merge":
        yield True, groups
    elif decision.action == "keep_apart":
        yield False, groups
    elif decision.action == "move" and len(groups) > 1:
        yield True, (groups[0], groups[1] - groups[0])
    elif decision.action == "split" and len(groups) > 1:
        leaving = frozenset().union(*groups[1:])
        yield False, (groups[0] - leaving, leaving)
        yield True, (leaving,)


def _taken(decision: Decision) -> frozenset[str]:
    """Articles that a move or a split takes from where they were."""
    if decision.action == "split":
        return frozenset().union(*map(_of, decision.targets[1:]))
    return _of(decision.targets[0]) if decision.action == "move" else frozenset()


def _of(target: Target) -> frozenset[str]:
    return frozenset(place.article_id for place in target.evidence) or frozenset(
        [target.id] if target.kind == "article" else []
    )
