"""A story laid out for comparing: its articles, their propositions, and how likely two are one claim."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import msgspec
import numpy as np

from recoupe.records import Decision, Target
from recoupe.text.matching.clusters import Compared
from recoupe.text.matching.marks import Floats
from recoupe.text.matching.nearness import Nearness, Side
from recoupe.text.matching.pairing import LEAST, Pairing, Relation, likeness
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.views import View
from recoupe.text.similarity import Matrix

AT_ONCE = 64  # pairings scored together: more are not faster
ALL = 24  # articles up to which every two are compared
ONE_ARTICLE = 0.5  # of 0, .5 and 1 the one with most counts of outlets right and fewest minima too high
PARTNERS = 12  # beyond that each with so many: those it shares text with, then the nearest in meaning


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Articles in the order of their publication, and what every two are compared by.

    Attributes:
        flat: Every proposition, article by article.
        firsts: Where each article's propositions begin in `flat`.
        partners: Articles that are compared, two and two by index, lower first.
        near: How alike their propositions are.
        rarity, weights: Weight of each term, by the term and by its number.
        twins: What copies repeat, see `find_twins`.
    """

    seen: list[View]
    sides: list[Side]
    flat: list[Piece]
    firsts: list[int]
    relations: Mapping[frozenset[str], Relation]
    rarity: Mapping[str, float]
    weights: Floats
    partners: Sequence[tuple[int, int]]
    near: Nearness
    twins: Mapping[int, int] = {}


def pairings(table: Table) -> Iterator[tuple[int, int, Pairing]]:
    """Every two articles that are to be compared, by index, lower first."""
    for i, j in table.partners:
        yield i, j, pairing_of(table, i, j)


def choose_partners(
    sides: Sequence[Side], ids: Sequence[str], relations: Mapping[frozenset[str], Relation]
) -> list[tuple[int, int]]:
    """Every two articles; in a great story those that copy one another and each one's nearest.

    Args:
        sides: The articles' propositions.
        ids: The articles' ids, in the same order.
        relations: How two articles stand to each other.
    """
    every = list(combinations(range(len(sides)), 2))
    if len(sides) <= ALL:
        return every
    rows = np.stack([_centre(side) for side in sides])
    near = rows @ rows.T
    np.fill_diagonal(near, -1)
    place = {article_id: k for k, article_id in enumerate(ids)}
    chosen = {
        (min(a, b), max(a, b))
        for pair in relations
        if len(pair) == 2 and all(k in place for k in pair)  # noqa: PLR2004  # an article and its origin
        for a, b in [[place[k] for k in pair]]
    }
    for i in range(len(sides)):
        for j in np.argpartition(-near[i], PARTNERS)[:PARTNERS].tolist():
            chosen.add((min(i, j), max(i, j)))
    return sorted(chosen)


def _centre(side: Side) -> Matrix:
    total = side.meaning.vectors.sum(axis=0)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9), dtype=np.float32)


def pairing_of(table: Table, i: int, j: int) -> Pairing:
    """Two articles that are compared, by index, lower first."""
    ids = table.seen[i].article.id, table.seen[j].article.id
    return Pairing(
        a=table.sides[i],
        b=table.sides[j],
        near=table.near.between(i, j),
        relation=table.relations.get(frozenset(ids)),
        weights=table.weights,
    )


def scores(table: Table, decisions: Iterable[Decision] = ()) -> dict[tuple[int, int], float]:
    """Chance that two propositions make one claim, by their places in `Table.flat`, lower first.

    What a person decided are not one claim never are, whatever is like in them.
    """
    firsts, out = table.firsts, {}
    waiting = list(table.partners)
    while waiting:
        some, waiting = waiting[:AT_ONCE], waiting[AT_ONCE:]
        for (i, j), found in zip(some, likeness([pairing_of(table, *pair) for pair in some]), strict=True):
            told = (found > LEAST) | (found < 0)
            places = (some.tolist() for some in told.nonzero())
            for a, b, chance in zip(*places, found[told].tolist(), strict=True):
                out[firsts[i] + a, firsts[j] + b] = chance
    for pair in _kept_apart(table, decisions):
        out[pair] = -math.inf
    return out


def compared(table: Table, kept: Sequence[int]) -> Compared:
    """Over how many pairs of propositions two groups agree on average.

    Two of one article are never compared, and an article may tell a thing twice: they count half. Where not
    every two articles were compared, one pair never speaks for a greater group.

    Args:
        table: The story.
        kept: Places in `Table.flat` of the propositions that are grouped, which groups hold by index.
    """
    article = [table.flat[k].article for k in kept]
    if len(table.seen) <= ALL:
        return lambda a, b: max(1.0, len(a) * len(b) - (1 - ONE_ARTICLE) * _together(article, a, b))
    met = [{k: ONE_ARTICLE} for k in range(len(table.seen))]
    for i, j in table.partners:
        met[i][j] = met[j][i] = 1.0
    return lambda a, b: max(_meetings(met, [article[k] for k in a], [article[k] for k in b]), len(a), len(b))


def _meetings(met: Sequence[Mapping[int, float]], a: Sequence[int], b: Sequence[int]) -> float:
    """Weight of all pairs of articles of two groups that were compared."""
    few, many = sorted((Counter(a).items(), Counter(b).items()), key=len)
    return sum(n * m * met[i].get(j, 0.0) for i, n in few for j, m in many)


def _together(article: Sequence[int], a: Sequence[int], b: Sequence[int]) -> int:
    """How many pairs of two groups stand in one article."""
    mine = [article[k] for k in a]
    return sum(mine.count(article[k]) for k in b)


def _kept_apart(table: Table, decisions: Iterable[Decision]) -> Iterator[tuple[int, int]]:
    for decision in decisions:
        if decision.action != "not_same_claim":
            continue
        held = [_held(table, target) for target in decision.targets]
        for first, second in combinations(held, 2):
            yield from ((min(a, b), max(a, b)) for a in first for b in second if a != b)


def _held(table: Table, target: Target) -> list[int]:
    """The propositions that stand where a target's evidence does."""
    places = [(e.article_id, e.start, e.end) for e in target.evidence]
    ids = [view.article.id for view in table.seen]
    return [
        k
        for k, p in enumerate(table.flat)
        if any(
            ids[p.article] == article and start < p.end and p.start < end for article, start, end in places
        )
    ]
