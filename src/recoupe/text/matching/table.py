"""A story laid out for comparing: its articles, their propositions, and how likely two are one claim."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate, combinations

import msgspec

from recoupe.records import Decision, Target
from recoupe.text.matching.pairing import Pairing, Relation, Side, likeness
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.views import View
from recoupe.text.similarity import cosine

FLOOR = 0.03  # a lower chance is none: keeps the table of pairs small


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Articles in the order of their publication, and what every two are compared by."""

    seen: list[View]
    sides: list[Side]
    relations: Mapping[frozenset[str], Relation]
    rarity: Mapping[str, float]
    told: Mapping[str, frozenset[str]]

    @property
    def flat(self) -> list[Piece]:
        """Every proposition, article by article."""
        return [p for side in self.sides for p in side.pieces]

    @property
    def firsts(self) -> list[int]:
        """Where each article's propositions begin in `flat`."""
        return [0, *accumulate(len(side.pieces) for side in self.sides)][:-1]


def pairings(table: Table) -> Iterator[tuple[int, int, Pairing]]:
    """Every two articles, by index, lower first."""
    for i, j in combinations(range(len(table.seen)), 2):
        yield i, j, pairing_of(table, i, j)


def pairing_of(table: Table, i: int, j: int) -> Pairing:
    """Two articles, by index."""
    a, b = table.seen[i], table.seen[j]
    return Pairing(
        a=table.sides[i],
        b=table.sides[j],
        cosines=cosine(a.vectors, b.vectors),
        relation=table.relations.get(frozenset((a.article.id, b.article.id))),
        rarity=table.rarity,
        told=table.told,
    )


def scores(table: Table, decisions: Iterable[Decision] = ()) -> dict[tuple[int, int], float]:
    """Chance that two propositions make one claim, by their places in `Table.flat`, lower first.

    What a person decided are not one claim never are, whatever is like in them.
    """
    firsts, out = table.firsts, {}
    for i, j, pairing in pairings(table):
        found = likeness(pairing)
        for a, b in zip(*((found > FLOOR) | (found < 0)).nonzero(), strict=True):
            out[firsts[i] + int(a), firsts[j] + int(b)] = float(found[a, b])
    for pair in _kept_apart(table, decisions):
        out[pair] = -math.inf
    return out


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
